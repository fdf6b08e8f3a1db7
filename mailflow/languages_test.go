package mailflow

import (
	"strings"
	"testing"
)

// Attributions as mail programs write them, by language. Names and dates are
// ours.
var attributions = map[string][]string{
	"en": {
		"On Tue, Mar 10, 2026 at 4:00 PM Tuesday Coaches <circle@example.org> wrote:",
		"On Tue, 10 Mar 2026 at 16:00, Tuesday Coaches <circle@example.org> wrote:",
		"On 10 Mar 2026, at 16:00, Tuesday Coaches <circle@example.org> wrote:",
		"On 3/10/26 16:00, Tuesday Coaches wrote:",
		"On 2026-03-10 16:00, Tuesday Coaches wrote:",
		"On Mar 10, 2026, at 4:00 PM, Tuesday Coaches wrote:",
		"On Tuesday, March 10, 2026 at 04:00:00 PM GMT+1, Tuesday Coaches <circle@example.org> wrote:",
		"On Tuesday, March 10th, 2026 at 4:00 PM, Tuesday Coaches <circle@example.org> wrote:",
		"---- On Tue, 10 Mar 2026 16:00:00 +0100 Tuesday Coaches <circle@example.org> wrote ----",
		"Tuesday Coaches <circle@example.org> wrote on Tue, 10 Mar 2026 at 16:00:",
		"2026-03-10 16:00 GMT+01:00 Tuesday Coaches <circle@example.org>:",
		"10.03.2026, 16:00, \"Tuesday Coaches\" <circle@example.org>:",
		"Tuesday, 10 March 2026, 4:00 PM +0100 from Tuesday Coaches <circle@example.org>:",
		"Quoting Tuesday Coaches <circle@example.org>:",
	},
	"de": {
		"Am Di., 10. März 2026 um 16:00 Uhr schrieb Tuesday Coaches <circle@example.org>:",
		"Am 10.03.2026 um 16:00 schrieb Tuesday Coaches <circle@example.org>:",
		"Am 10.03.26 um 16:00 schrieb Tuesday Coaches:",
		"Tuesday Coaches <circle@example.org> schrieb am Di., 10. März 2026, 16:00:",
		"Am 10. März 2026 16:00:12 MEZ schrieb Tuesday Coaches <circle@example.org>:",
		"Zitat von Tuesday Coaches <circle@example.org>:",
	},
	"nl": {
		"Op di 10 mrt 2026 om 16:00 schreef Tuesday Coaches <circle@example.org>:",
		"Op 10-03-2026 om 16:00 schreef Tuesday Coaches:",
		"Op 10 mrt. 2026, om 16:00 heeft Tuesday Coaches <circle@example.org> het volgende geschreven:",
	},
	"fr": {
		"Le mar. 10 mars 2026 à 16:00, Tuesday Coaches <circle@example.org> a écrit :",
		"Le 10/03/2026 à 16:00, Tuesday Coaches a écrit :",
		"Le 10 mars 2026 à 16:00, Tuesday Coaches <circle@example.org> a écrit :",
	},
	"es": {
		"El mar, 10 mar 2026 a las 16:00, Tuesday Coaches (<circle@example.org>) escribió:",
		"El 10 mar 2026, a las 16:00, Tuesday Coaches <circle@example.org> escribió:",
		"El 10/3/26 a las 16:00, Tuesday Coaches escribió:",
		"El martes, 10 de marzo de 2026, 16:00:00 CET, Tuesday Coaches <circle@example.org> escribió:",
	},
	"pt": {
		"Em ter., 10 de mar. de 2026 às 16:00, Tuesday Coaches <circle@example.org> escreveu:",
		"Tuesday Coaches <circle@example.org> escreveu no dia terça, 10/03/2026 à(s) 16:00:",
		"Em 10/03/2026 16:00, Tuesday Coaches escreveu:",
	},
	"it": {
		"Il giorno mar 10 mar 2026 alle ore 16:00 Tuesday Coaches <circle@example.org> ha scritto:",
		"Il 10/03/2026 16:00, Tuesday Coaches ha scritto:",
		"In data 10 marzo 2026 16:00:12 Tuesday Coaches <circle@example.org> ha scritto:",
	},
	"pl": {
		"wt., 10 mar 2026 o 16:00 Tuesday Coaches <circle@example.org> napisał(a):",
		"W dniu 10.03.2026 o 16:00, Tuesday Coaches pisze:",
		"Dnia 10 marca 2026 16:00 Tuesday Coaches <circle@example.org> napisał(a):",
		"Wiadomość napisana przez Tuesday Coaches <circle@example.org> w dniu 10.03.2026, o godz. 16:00:",
	},
	"cs": {
		"út 10. 3. 2026 v 16:00 odesílatel Tuesday Coaches <circle@example.org> napsal:",
		"Dne 10.3.2026 v 16:00 Tuesday Coaches napsal(a):",
		"10. 3. 2026 v 16:00, Tuesday Coaches <circle@example.org>:",
	},
	"sv": {
		"Den tis 10 mars 2026 kl 16:00 skrev Tuesday Coaches <circle@example.org>:",
		"10 mars 2026 kl. 16:00 skrev Tuesday Coaches <circle@example.org>:",
		"Den 2026-03-10 kl. 16:00, skrev Tuesday Coaches:",
	},
	"da": {
		"Den tirs. 10. mar. 2026 kl. 16.00 skrev Tuesday Coaches <circle@example.org>:",
		"Den 10. mar. 2026 kl. 16.00 skrev Tuesday Coaches <circle@example.org>:",
		"Den 10-03-2026 kl. 16:00 skrev Tuesday Coaches:",
	},
	"no": {
		"tir. 10. mar. 2026 kl. 16:00 skrev Tuesday Coaches <circle@example.org>:",
		"På tir. 10. mar. 2026 kl. 16.00 skrev Tuesday Coaches <circle@example.org>:",
		"10. mar. 2026 kl. 16:00 skrev Tuesday Coaches <circle@example.org>:",
	},
	"fi": {
		"ti 10. maalisk. 2026 klo 16.00 Tuesday Coaches (circle@example.org) kirjoitti:",
		"Tuesday Coaches <circle@example.org> kirjoitti 10.3.2026 kello 16.00:",
		"Tuesday Coaches kirjoitti 10.3.2026 klo 16.00:",
	},
	"ru": {
		"вт, 10 мар. 2026 г. в 16:00, Tuesday Coaches <circle@example.org>:",
		"10.03.2026 16:00, Tuesday Coaches пишет:",
		"10 марта 2026 г., в 16:00, Tuesday Coaches <circle@example.org> написал(а):",
		"Вторник, 10 марта 2026, 16:00 +03:00 от Tuesday Coaches <circle@example.org>:",
	},
	"uk": {
		"вт, 10 бер. 2026 р. о 16:00 Tuesday Coaches <circle@example.org> пише:",
		"10.03.26 16:00, Tuesday Coaches пише:",
		"10 бер. 2026 р. о 16:00 Tuesday Coaches <circle@example.org> написав(-ла):",
	},
	"tr": {
		"Tuesday Coaches <circle@example.org>, 10 Mar 2026 Sal, 16:00 tarihinde şunu yazdı:",
		"10.03.2026 16:00 tarihinde Tuesday Coaches yazdı:",
		"Tuesday Coaches <circle@example.org> şunları yazdı (10 Mar 2026 16:00):",
	},
	"el": {
		"Στις Τρί 10 Μαρ 2026 στις 4:00 μ.μ., ο χρήστης Tuesday Coaches <circle@example.org> έγραψε:",
		"Στις 10/3/26 16:00, ο/η Tuesday Coaches έγραψε:",
	},
	"hu": {
		"Tuesday Coaches <circle@example.org> ezt írta (időpont: 2026. márc. 10., K, 16:00):",
		"2026. 03. 10. 16:00 keltezéssel, Tuesday Coaches írta:",
		"Tuesday Coaches <circle@example.org> írta 2026. márc. 10-én 16:00-kor:",
	},
	"ro": {
		"În mar., 10 mar. 2026 la 16:00, Tuesday Coaches <circle@example.org> a scris:",
		"Pe 10.03.2026 16:00, Tuesday Coaches a scris:",
	},
	"zh": {
		"Tuesday Coaches <circle@example.org> 于2026年3月10日周二 16:00写道：",
		"Tuesday Coaches <circle@example.org> 於 2026年3月10日 週二 下午4:00寫道：",
		"在 2026/3/10 16:00, Tuesday Coaches 写道:",
		"于2026年3月10日 16:00，Tuesday Coaches <circle@example.org>写道：",
		"在 2026年3月10日，下午4:00，Tuesday Coaches <circle@example.org> 写道：",
	},
	"ja": {
		"2026年3月10日(火) 16:00 Tuesday Coaches <circle@example.org>:",
		"2026/03/10 16:00、Tuesday Coaches <circle@example.org>のメール:",
		"2026年3月10日 16:00 Tuesday Coaches さんは書きました:",
	},
	"ko": {
		"2026년 3월 10일 (화) 오후 4:00, Tuesday Coaches <circle@example.org>님이 작성:",
		"2026. 3. 10. 오후 4:00, Tuesday Coaches <circle@example.org> 작성:",
		"26. 3. 10. 16:00에 Tuesday Coaches 이(가) 쓴 글:",
	},
	"ar": {
		"في الثلاثاء، 10 مارس 2026 في 4:00 م تمت كتابة ما يلي بواسطة \u202aTuesday Coaches\u202c\u200f <\u202acircle@example.org\u202c\u200f>:",
		"في ١٠ مارس ٢٠٢٦، الساعة ٤:٠٠ م، كتب Tuesday Coaches <circle@example.org>:",
	},
	"he": {
		"\u202bבתאריך יום ג׳, 10 במרץ 2026 ב-16:00 מאת \u202aTuesday Coaches\u202c\u200f <\u202acircle@example.org\u202c\u200f>:\u202c",
		"ב-10 במרץ 2026, בשעה 16:00, Tuesday Coaches <circle@example.org> כתב/ה:",
	},
}

// Header blocks of Outlook and its kin, and separators.
var headerBlocks = map[string][]string{
	"en": {
		"From: Tuesday Coaches <circle@example.org>\nSent: Tuesday, March 10, 2026 4:00 PM\nTo: Maya Member <maya@example.org>\nSubject: Your turn to lead? (k7f2x)",
		"________________________________\nFrom: Tuesday Coaches <circle@example.org>\nSent: 10 March 2026 16:00\nTo: maya@example.org <maya@example.org>\nSubject: Your turn?",
		"-----Original Message-----\nFrom: Tuesday Coaches\nSent: 10 March 2026 16:00\nTo: Maya\nSubject: Your turn?",
		"*From:* Tuesday Coaches [mailto:circle@example.org]\n*Sent:* 10 March 2026 16:00\n*To:* Maya\n*Subject:* Your turn?",
		"-------- Original message --------\nFrom: Tuesday Coaches <circle@example.org>\nDate: 10/03/2026 16:00 (GMT+01:00)\nTo: maya@example.org\nSubject: Your turn?",
		"Date: Tue, 10 Mar 2026 16:00:00 +0100\nTo: maya@example.org\nFrom: circle@example.org\nSubject: Your turn?",
		"Date: Tue, 10 Mar 2026 16:00:00 +0100\nTo: maya@example.org",
		"Subject: Your turn?\nFrom: circle@example.org\nTo: maya@example.org\nDate: Tue, 10 Mar 2026 16:00:00 +0100",
		"---------- Forwarded message ---------\nFrom: Tuesday Coaches <circle@example.org>\nDate: Tue, Mar 10, 2026 at 4:00 PM\nSubject: Your turn?\nTo: <maya@example.org>",
		"Begin forwarded message:\n\nFrom: Tuesday Coaches <circle@example.org>\nSubject: Your turn?\nDate: 10 March 2026 at 16:00:00 CET\nTo: maya@example.org",
		"‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Tuesday, March 10th, 2026 at 4:00 PM, Tuesday Coaches <circle@example.org> wrote:",
	},
	"de": {"Von: Tuesday Coaches <circle@example.org>\nGesendet: Dienstag, 10. März 2026 16:00\nAn: Maya Member <maya@example.org>\nBetreff: Deine Runde?", "-----Ursprüngliche Nachricht-----\nVon: Tuesday Coaches\nGesendet: Dienstag, 10. März 2026 16:00\nAn: Maya\nBetreff: Deine Runde?", "Von: Tuesday Coaches [mailto:circle@example.org]\nDatum: 10.03.2026\nAn: Maya\nCc: Ben\nBetreff: Deine Runde?", "Gesendet: Dienstag, 10. März 2026 um 16:00 Uhr\nVon: \"Tuesday Coaches\" <circle@example.org>\nAn: maya@example.org\nBetreff: Deine Runde?"},
	"nl": {"Van: Tuesday Coaches <circle@example.org>\nVerzonden: dinsdag 10 maart 2026 16:00\nAan: Maya <maya@example.org>\nOnderwerp: Jouw beurt?", "-----Oorspronkelijk bericht-----\nVan: Tuesday Coaches\nVerzonden: dinsdag 10 maart 2026 16:00\nAan: Maya\nOnderwerp: Jouw beurt?"},
	"fr": {"De : Tuesday Coaches <circle@example.org>\nEnvoyé : mardi 10 mars 2026 16:00\nÀ : Maya <maya@example.org>\nObjet : À toi ?", "-----Message d'origine-----\nDe : Tuesday Coaches\nEnvoyé : mardi 10 mars 2026 16:00\nÀ : Maya\nObjet : À toi ?", "De: Tuesday Coaches <circle@example.org>\nDate: mardi 10 mars 2026 à 16:00\nÀ: Maya <maya@example.org>\nObjet: À toi ?"},
	"es": {"De: Tuesday Coaches <circle@example.org>\nEnviado: martes, 10 de marzo de 2026 16:00\nPara: Maya <maya@example.org>\nAsunto: ¿Te toca?", "-----Mensaje original-----\nDe: Tuesday Coaches\nEnviado el: martes, 10 de marzo de 2026 16:00\nPara: Maya\nAsunto: ¿Te toca?"},
	"pt": {"De: Tuesday Coaches <circle@example.org>\nEnviado: terça-feira, 10 de março de 2026 16:00\nPara: Maya <maya@example.org>\nAssunto: Sua vez?", "-----Mensagem original-----\nDe: Tuesday Coaches\nEnviada em: terça-feira, 10 de março de 2026 16:00\nPara: Maya\nAssunto: Sua vez?"},
	"it": {"Da: Tuesday Coaches <circle@example.org>\nInviato: martedì 10 marzo 2026 16:00\nA: Maya <maya@example.org>\nOggetto: Tocca a te?", "-----Messaggio originale-----\nDa: Tuesday Coaches\nInviato: martedì 10 marzo 2026 16:00\nA: Maya\nOggetto: Tocca a te?"},
	"pl": {"Od: Tuesday Coaches <circle@example.org>\nWysłano: wtorek, 10 marca 2026 16:00\nDo: Maya <maya@example.org>\nTemat: Twoja kolej?", "-----Wiadomość oryginalna-----\nOd: Tuesday Coaches\nWysłane: wtorek, 10 marca 2026 16:00\nDo: Maya\nTemat: Twoja kolej?"},
	"cs": {"Od: Tuesday Coaches <circle@example.org>\nOdesláno: úterý 10. března 2026 16:00\nKomu: Maya <maya@example.org>\nPředmět: Jsi na řadě?", "---------- Původní e-mail ----------\nOd: Tuesday Coaches <circle@example.org>\nKomu: maya@example.org\nDatum: 10. 3. 2026 16:00:00\nPředmět: Jsi na řadě?"},
	"sv": {"Från: Tuesday Coaches <circle@example.org>\nSkickat: den 10 mars 2026 16:00\nTill: Maya <maya@example.org>\nÄmne: Din tur?", "-----Ursprungligt meddelande-----\nFrån: Tuesday Coaches\nSkickat: den 10 mars 2026 16:00\nTill: Maya\nÄmne: Din tur?"},
	"da": {"Fra: Tuesday Coaches <circle@example.org>\nSendt: 10. marts 2026 16:00\nTil: Maya <maya@example.org>\nEmne: Din tur?", "-----Oprindelig meddelelse-----\nFra: Tuesday Coaches\nSendt: 10. marts 2026 16:00\nTil: Maya\nEmne: Din tur?"},
	"no": {"Fra: Tuesday Coaches <circle@example.org>\nSendt: tirsdag 10. mars 2026 16:00\nTil: Maya <maya@example.org>\nEmne: Din tur?", "-----Opprinnelig melding-----\nFra: Tuesday Coaches\nSendt: 10. mars 2026 16:00\nTil: Maya\nEmne: Din tur?"},
	"fi": {"Lähettäjä: Tuesday Coaches <circle@example.org>\nLähetetty: tiistai 10. maaliskuuta 2026 16.00\nVastaanottaja: Maya <maya@example.org>\nAihe: Sinun vuorosi?", "-----Alkuperäinen viesti-----\nLähettäjä: Tuesday Coaches\nLähetetty: 10. maaliskuuta 2026 16.00\nVastaanottaja: Maya\nAihe: Sinun vuorosi?"},
	"ru": {"От: Tuesday Coaches <circle@example.org>\nОтправлено: 10 марта 2026 г. 16:00\nКому: Maya <maya@example.org>\nТема: Твоя очередь?", "-----Исходное сообщение-----\nОт: Tuesday Coaches\nОтправлено: 10 марта 2026 г. 16:00\nКому: Maya\nТема: Твоя очередь?", "-------- Пересылаемое сообщение --------\nОт кого: Tuesday Coaches <circle@example.org>\nКому: Maya <maya@example.org>\nДата: Вторник, 10 марта 2026, 16:00 +03:00\nТема: Твоя очередь?"},
	"uk": {"Від: Tuesday Coaches <circle@example.org>\nНадіслано: 10 березня 2026 р. 16:00\nКому: Maya <maya@example.org>\nТема: Твоя черга?"},
	"tr": {"Kimden: Tuesday Coaches <circle@example.org>\nGönderildi: 10 Mart 2026 Salı 16:00\nKime: Maya <maya@example.org>\nKonu: Sıra sende mi?", "-----Özgün İleti-----\nKimden: Tuesday Coaches <circle@example.org>\nGönderilme Tarihi: 10 Mart 2026 Salı 16:00\nKime: Maya\nKonu: Sıra sende mi?"},
	"el": {"Από: Tuesday Coaches <circle@example.org>\nΣτάλθηκε: Τρίτη, 10 Μαρτίου 2026 16:00\nΠρος: Maya <maya@example.org>\nΘέμα: Σειρά σου;"},
	"hu": {"Feladó: Tuesday Coaches <circle@example.org>\nElküldve: 2026. március 10., kedd 16:00\nCímzett: Maya <maya@example.org>\nTárgy: Te jössz?", "-----Eredeti üzenet-----\nFeladó: Tuesday Coaches\nElküldve: 2026. március 10. 16:00\nCímzett: Maya\nTárgy: Te jössz?"},
	"ro": {"De la: Tuesday Coaches <circle@example.org>\nTrimis: marți, 10 martie 2026 16:00\nCătre: Maya <maya@example.org>\nSubiect: E rândul tău?"},
	"zh": {"发件人: Tuesday Coaches <circle@example.org>\n发送时间: 2026年3月10日 16:00\n收件人: Maya <maya@example.org>\n主题: 轮到你了？", "------------------ 原始邮件 ------------------\n发件人: \"Tuesday Coaches\" <circle@example.org>;\n发送时间: 2026年3月10日(星期二) 下午4:00\n收件人: \"Maya\"<maya@example.org>;\n主题: 轮到你了？", "寄件者: Tuesday Coaches <circle@example.org>\n寄件日期: 2026年3月10日 16:00\n收件者: Maya <maya@example.org>\n主旨: 輪到你了？"},
	"ja": {"差出人: Tuesday Coaches <circle@example.org>\n送信日時: 2026年3月10日 16:00\n宛先: Maya <maya@example.org>\n件名: あなたの番です", "-----元のメッセージ-----\nFrom: Tuesday Coaches\nSent: 2026年3月10日 16:00\nTo: Maya\nSubject: あなたの番です"},
	"ko": {"보낸 사람: Tuesday Coaches <circle@example.org>\n보낸 날짜: 2026년 3월 10일 화요일 오후 4:00\n받는 사람: Maya <maya@example.org>\n제목: 당신 차례인가요?", "-----Original Message-----\n보낸사람: Tuesday Coaches <circle@example.org>\n받는사람: Maya <maya@example.org>\n날짜: 2026-03-10 16:00\n제목: 차례"},
	"ar": {"من: Tuesday Coaches <circle@example.org>\nتاريخ الإرسال: 10 مارس 2026 16:00\nإلى: Maya <maya@example.org>\nالموضوع: هل هو دورك؟"},
	"he": {"מאת: Tuesday Coaches <circle@example.org>\nנשלח: יום שלישי 10 מרץ 2026 16:00\nאל: Maya <maya@example.org>\nנושא: התור שלך?"},
}

var ownTexts = []string{
	"Yes, I'll come and lead.",
	"Yes.\n\nOn the way home I read what you sent, and I liked it:\nthe part about silence above all.\n\nAna",
	"1. yes\n2. A C\n3. On Monday I met Leo. He said: write more.\n\nBest,\nMaya",
	"Count me in 👍",
	"From Berlin I can only come by train.\nTo: be or not to be\nSubject to change: the date.",
	"Hi!\n\nA few dates:\n- Mon 16 March, 10:00\n- 17.03.2026 16:30:\n- 18 March 2026 at 16:00, as Leo wrote:\n\nPick one.",
	"Name | Coming\n---- | ----\nLeo  | yes\n\n----\nthat is all I know.",
	"I'd say: \"Best wishes to all\".\nBest\nof luck,\nand see you on Tuesday!",
	"log clients 4\ncase: my boss wrote:\n\"do it\", on 3 March 2026 at 10:00.",
	"Am Montag kann ich nicht. Am 10.3. um 16:00 schrieb ich eine Prüfung:\ndie war schwer.",
	"Le 10 mars à 16:00 je serai là ;\nmais le 24 mars 2026 :\nnon, désolée.",
	"El 10 de marzo de 2026 a las 16:00 puedo.\nEl 24:\nno sé",
	"8-Mar: no\n10-Mar: yes",
	"> 3 people is too few\nI think.",
}

const letter = "Hello Maya,\n\nTuesday 10 March, 16:00 to 17:30, your time (Lagos).\n\n1. CAN YOU COME AND LEAD?\nLeading means opening, keeping time and closing. Reply with one:\n  yes: I'll come and lead\n  no: I can't come\n\nYour reply comes to me, a program."

func marked(text string) string {
	return "> " + strings.ReplaceAll(text, "\n", "\n> ")
}

// wrapAt breaks a line at blanks as a mail program would.
func wrapAt(s string, width int) string {
	var out []string
	current := ""
	for _, w := range strings.Fields(s) {
		if current != "" && runeLen(current)+1+runeLen(w) > width {
			out = append(out, current)
			current = w
			continue
		}
		current = strings.TrimSpace(current + " " + w)
	}
	return strings.Join(append(out, current), "\n")
}

func plainMail(text string) *Mail {
	return &Mail{Subject: "Re: Your turn to lead? (k7f2x)", Text: text}
}

func checkNew(t *testing.T, m *Mail, want string) {
	t.Helper()
	if got := Joined(m.NewText()); got != want {
		t.Errorf("new text\n%q\nwant\n%q\nof\n%s\n%s", got, want, m.Text, m.HTML)
	}
}

func TestAttributionsOfManyLanguages(t *testing.T) {
	for lang, list := range attributions {
		for _, a := range list {
			t.Run(lang, func(t *testing.T) { checkAttribution(t, lang, a) })
		}
	}
}

func checkAttribution(t *testing.T, lang, a string) {
	for _, own := range ownTexts {
		for _, width := range []int{1000, 76, 60, 40} {
			intro := wrapAt(a, width)
			checkNew(t, plainMail(own+"\n\n"+intro+"\n\n"+marked(letter)+"\n"), own)
			checkNew(t, plainMail(own+"\n\n"+intro+"\n"+marked(letter)+"\n"), own)
			if t.Failed() {
				t.Fatalf("%s: quoted below: %s", lang, a)
			}
			if !strings.Contains(a, "@") && width < 1000 || strings.HasPrefix(a, "Quoting") || strings.HasPrefix(a, "Zitat") {
				continue // too little to cut unmarked text for
			}
			checkNew(t, plainMail(own+"\n\n"+intro+"\n\n"+letter+"\n"), own)
			if t.Failed() {
				t.Fatalf("%s: unmarked below: %s", lang, a)
			}
		}
		if !strings.HasPrefix(own, ">") { // else nobody could tell
			checkNew(t, plainMail(a+"\n\n"+marked(letter)+"\n\n"+own+"\n"), own)
		}
		checkNew(t, plainMail(own+"\n"+a+"\n\n"+marked(letter)+"\n"), own)
		if t.Failed() {
			t.Fatalf("%s: below the quote, or without a blank line: %s", lang, a)
		}
	}
}

func TestHeaderBlocksOfManyLanguages(t *testing.T) {
	for lang, list := range headerBlocks {
		for _, h := range list {
			t.Run(lang, func(t *testing.T) { checkHeaderBlock(t, lang, h) })
		}
	}
}

func checkHeaderBlock(t *testing.T, lang, h string) {
	for _, own := range ownTexts {
		checkNew(t, plainMail(own+"\n\n"+h+"\n\n"+letter+"\n"), own)
		checkNew(t, plainMail(own+"\n\n"+strings.ReplaceAll(h, "\n", "  \n")+"\n\n\n"+letter+"\n"), own)
		checkNew(t, plainMail(own+"\n\n"+h+"\n\n"+marked(letter)+"\n\nand this too\n"), own+"\n\nand this too")
		if t.Failed() {
			t.Fatalf("%s: %s", lang, h)
		}
	}
}
