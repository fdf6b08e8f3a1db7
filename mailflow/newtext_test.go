package mailflow

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const attr = "On Tue, 10 Mar 2026 at 16:00, Tuesday Coaches <circle@example.org> wrote:"

// The classes of failure that parsers of replies are known for, each with
// fixtures of our own. want is all new text.
func TestNewTextClasses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		// 1. A person's words cut.
		"on at the start of a sentence":         {"On the one hand I'd like to come. On the other hand, Leo wrote: stay at home.\nOn balance: yes.", "On the one hand I'd like to come. On the other hand, Leo wrote: stay at home.\nOn balance: yes."},
		"a sentence with a colon and a date":    {"On Tuesday 10 March 2026 at 16:00 Ana wrote that she is ill. My answer:\n\nyes", "On Tuesday 10 March 2026 at 16:00 Ana wrote that she is ill. My answer:\n\nyes"},
		"as I wrote":                            {"As I wrote on 3 March 2026 at 10:00:\n\nI cannot come.", "As I wrote on 3 March 2026 at 10:00:\n\nI cannot come."},
		"a list of dates":                       {"These suit me:\n10.03.2026 16:00\n24/03/2026, 17:30\n2026-04-07 at 4 PM:\nany of them", "These suit me:\n10.03.2026 16:00\n24/03/2026, 17:30\n2026-04-07 at 4 PM:\nany of them"},
		"a travel plan":                         {"My trip\n\nFrom: Berlin\nTo: Lagos\nDate: 10 March\n\nso no.", "My trip\n\nFrom: Berlin\nTo: Lagos\nDate: 10 March\n\nso no."},
		"a list with field names":               {"To: do\nSubject: silence\n\nthat is my wish", "To: do\nSubject: silence\n\nthat is my wish"},
		"words of choice like fields":           {"A: yes\nB: no\nC: perhaps", "A: yes\nB: no\nC: perhaps"},
		"wrote in the middle":                   {"Leo wrote:\nI agree with him.", "Leo wrote:\nI agree with him."},
		"dates in a story":                      {"On 3 March 2026, at 10:15, my boss called:\nhe wants me in Oslo. So no.", "On 3 March 2026, at 10:15, my boss called:\nhe wants me in Oslo. So no."},
		"regards in a sentence":                 {"With regards to the date\nI am not sure.\n\nAs regards the topic: B", "With regards to the date\nI am not sure.\n\nAs regards the topic: B"},
		"best as a word":                        {"B is\nbest\nof all, says Ana Lopez from 030 1234567.", "B is\nbest\nof all, says Ana Lopez from 030 1234567."},
		"confidential matters":                  {"I'd rather keep this confidential, please do not copy it to others.\n\nMy case is about my manager.", "I'd rather keep this confidential, please do not copy it to others.\n\nMy case is about my manager."},
		"an answer below a short quote":         {attr + "\n> Can you come?\nyes\n> And lead?\nno\n", "yes\n\nno"},
		"code with marks":                       {"Try this:\n\n```\n-- \nselect 1\n> ok\n```\n\nDone.", "Try this:\n\n```\n--\nselect 1\n> ok\n```\n\nDone."},
		"an arrow":                              {">>> come to the window <<<\nand see", ">>> come to the window <<<\nand see"},
		"a link broken in its brackets":         {"Look here <https://example.org/a/very/long/path\n> before you decide.\n\n" + attr + "\n" + marked(letter), "Look here <https://example.org/a/very/long/path\n> before you decide."},
		"below a device line":                   {"\nSent from my phone\n\nYes, I can lead.\n\n" + attr + "\n" + marked(letter), "Yes, I can lead."},
		"between a device line and the history": {"Yes\n\nSent from my iPhone\n\nNo wait, I mean maybe.\n\n" + attr + "\n\n" + marked(letter), "Yes\n\n\nNo wait, I mean maybe."},
		"thanks and a name stay":                {"I'll come.\n\nThanks,\nMaya", "I'll come.\n\nThanks,\nMaya"},
		"a postscript stays":                    {"Yes.\n\nBest regards\nMaya Member\n+49 30 1234567\n\nPS: Leo comes too.", "Yes.\n\nBest regards\nMaya Member\n+49 30 1234567\n\nPS: Leo comes too."},
		// 2. Wrapped attributions, also where the bracket falls onto a line of
		// its own.
		"bracket on its own line":   {"Yes\n\nOn Tue, 10 Mar 2026 at 16:00 Tuesday Coaches <circle@example.org\n>:\n\n> Hello\n", "Yes"},
		"bracket and verb":          {"Yes\n\nOn Tue, 10 Mar 2026 at 16:00 Tuesday Coaches <circle@example.org\n> wrote:\n\n> Hello\n", "Yes"},
		"verb on its own line":      {"Yes\nOn 10 Mar 2026 16:00, \"Tuesday Coaches\"\n<circle@example.org>\nwrote:\n\n> Hello\n", "Yes"},
		"in the middle of a line":   {"Sounds good. On Tue, Mar 10, 2026 at 4:00 PM Tuesday Coaches <circle@example.org> wrote:\n\n> Hello", "Sounds good."},
		"in the middle, unmarked":   {"Passt! Am 10.03.2026 um 16:00 schrieb Tuesday Coaches <circle@example.org>:\nHello Maya", "Passt!"},
		"a sentence directly above": {"On the train I had time to think.\nOn Tue, 10 Mar 2026 at 16:00, Tuesday Coaches <circle@example.org> wrote:\n> Hello", "On the train I had time to think."},
		"date and sender only":      {"Yes\n\n2026/3/10 Tuesday Coaches <circle@example.org>\n\n> Hello\n", "Yes"},
		// 4. Header blocks.
		"block after a rule":          {"Yes\n________________________________\nFrom: Tuesday Coaches\nSent: Tuesday\nTo: Maya\n\nHello", "Yes"},
		"block with blank lines":      {"Yes\n\nFrom: Tuesday Coaches <circle@example.org>\n\nSent: 10 March 2026\n\nTo: Maya\n\nSubject: turn\n\nHello", "Yes"},
		"block with wrapped values":   {"Yes\n\nFrom: Tuesday Coaches\n<circle@example.org>\nSent: 10 March 2026\nTo: Maya Member <maya@example.org>; Ben\n<ben@example.org>; Leo <leo@example.org>\nSubject: turn\nto lead\n\nHello", "Yes"},
		"block indented":              {"Yes\n\n   From: Tuesday Coaches <circle@example.org>\n   Sent: 10 March 2026\n   To: Maya\n   Subject: turn\n\n   Hello", "Yes"},
		"block on one line":           {"Yes\n\n-------- Original message --------\nFrom: Tuesday Coaches <circle@example.org> Date: 10/03/2026 16:00 To: maya@example.org Subject: turn\n\nHello", "Yes"},
		"separator without a block":   {"Yes\n\n-----Original Message-----\n\nHello Maya", "Yes"},
		"separator and attribution":   {"Yes\n\n------- Original Message -------\nOn Tuesday, March 10th, 2026 at 4:00 PM, Tuesday Coaches <circle@example.org> wrote:\n\n> Hello\n\nAnd no.", "Yes\n\nAnd no."},
		"reply above this line":       {"Yes\n\n##- Please type your reply above this line -##\n\nHello", "Yes"},
		"separator words in a letter": {"The original message said: come. I come.\nForwarded message from Leo: he can't.", "The original message said: come. I come.\nForwarded message from Leo: he can't."},
		"block of a tongue unknown":   {"Bai\n\n---- Jatorrizko mezua ----\nNork: Tuesday Coaches <circle@example.org>\nNoiz: 2026-03-10 16:00\nNori: Maya\nGaia: txanda\n\nKaixo", "Bai"},
		"verb of a tongue unknown":    {"Ie\n\nAr 10/03/2026 16:00, ysgrifennodd Tuesday Coaches:\n> Helo", "Ie"},
		"a warning of the server":     {"CAUTION: This email originated from outside of the organization. Do not click links.\n\nYes", "Yes"},
		"nothing but a caution":       {"Caution: external speakers scare me.\nSo no.", "Caution: external speakers scare me.\nSo no."},
		// 6. Rules and tables of dashes.
		"a table":         {"Day   Time\n----- -----\nTue   16:00\nWed   17:00\n\nTake your pick.", "Day   Time\n----- -----\nTue   16:00\nWed   17:00\n\nTake your pick."},
		"markdown rules":  {"## One\n---\nyes\n\n---\n\n## Two\nno\n\n***\nend", "## One\n---\nyes\n\n---\n\n## Two\nno\n\n***\nend"},
		"dashes as items": {"Because:\n-- it is late\n-- it is far", "Because:\n-- it is late\n-- it is far"},
		"two dashes as a rule": {"First I thought that I could come and lead, as I did in January.\n--\nThen I looked into my calendar and saw that my daughter has her concert that very evening.\nSo I will have to pass this time, but please keep me in the list for the next one.",
			"First I thought that I could come and lead, as I did in January.\n--\nThen I looked into my calendar and saw that my daughter has her concert that very evening.\nSo I will have to pass this time, but please keep me in the list for the next one."},
		// 7. Signatures and footers.
		"signature":                   {"Yes\n\n-- \nMaya Member\nCoach, Example Org\n+49 30 1234567", "Yes"},
		"signature without its blank": {"Yes\n--\nMaya", "Yes"},
		"signature below the quote":   {"Yes\n\n" + attr + "\n\n" + marked(letter) + "\n\n-- \nMaya Member\nmaya@example.org", "Yes"},
		"signature above the quote":   {"Yes\n\n-- \nMaya\n\n" + attr + "\n\n" + marked(letter), "Yes"},
		"signature and bottom answer": {attr + "\n\n" + marked(letter) + "\n\nYes\n\n-- \nMaya", "Yes"},
		"typed below the signature":   {"\n\n-- \nMaya Member\nCoach\n\nYes, I will come.\n\n" + attr + "\n\n" + marked(letter), "Yes, I will come."},
		"only a signature":            {"\n-- \nMaya Member\n\nExample Ltd\nwww.example.org\n\n" + attr + "\n\n" + marked(letter), ""},
		"sent from my desk":           {"Yes.\n\nSent from my desk, where I should be working.", "Yes.\n\nSent from my desk, where I should be working."},
		"sent from in prose":          {"The letter was sent from my phone to all of you.\nSent from the heart, not from an office where nobody listens to what I say.", "The letter was sent from my phone to all of you.\nSent from the heart, not from an office where nobody listens to what I say."},
		"two device lines":            {"Yes\n\nSent from Yahoo Mail on Android\n\nSent from my Galaxy", "Yes"},
		"device with excuse":          {"Yes\n\nSent from my phone, please excuse typos.", "Yes"},
		"outlook advert":              {"Yes\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: a <a@example.org>\nSent: now\nTo: b\nSubject: c\n\nHello", "Yes"},
		"card below a rule":           {"I'll come.\n\n-----\nMaya Member\nSenior Consultant\nmaya@example.org", "I'll come."},
		"name block":                  {"I'll come.\n\nKind regards,\n\nMaya Member\nSenior Consultant | Example GmbH\nTel. +49 30 1234567\nwww.example.org", "I'll come."},
		"name block after thanks":     {"I'll come.\n\nMany thanks\nMaya Member\nProfessor of Law\nmaya@example.org", "I'll come.\n\nMany thanks"},
		"disclaimer": {"Yes\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please delete it and notify the sender.",
			"Yes"},
		"disclaimer in German below a rule": {"Ja\n\n____________\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender und vernichten Sie diese Mail.\n\nExample GmbH, Sitz Berlin", "Ja"},
		"list footer":                       {"Yes\n\n_______________________________________________\nCoaches mailing list\ncoaches@lists.example.org\nhttps://lists.example.org/listinfo/coaches", "Yes"},
		"group footer":                      {"Yes\n\n-- \nYou received this message because you are subscribed to the Google Groups \"Coaches\" group.", "Yes"},
		"virus footer":                      {"Yes\n\n\n---\nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com", "Yes"},
		// 8. A person's own quotation.
		"a book above the history": {"Rilke says it best:\n\n> Live the questions now.\n\nSo let's.\n\n" + attr + "\n\n" + marked(letter), "Rilke says it best:\n\n> Live the questions now.\n\nSo let's."},
		"our words quoted by hand": {"You ask:\n\n> Your reply comes to me, a program.\n\nReally?\n\n" + attr + "\n\n" + marked(letter), "You ask:\n\nReally?"},
		// 9. Forwards.
		"forward with a note":        {"Leo, what do you think?\n\n---------- Forwarded message ---------\nFrom: Tuesday Coaches <circle@example.org>\nDate: Tue, Mar 10, 2026\nSubject: turn\nTo: Maya\n\n" + letter, "Leo, what do you think?"},
		"apple forward":              {"fyi\n\nBegin forwarded message:\n\n> From: Tuesday Coaches <circle@example.org>\n> Subject: turn\n>\n> Hello", "fyi"},
		"forward without a note":     {"---------- Forwarded message ---------\nFrom: Tuesday Coaches <circle@example.org>\nDate: Tue, Mar 10, 2026\nSubject: turn\nTo: Maya\n\n" + letter, ""},
		"everything quoted, no word": {attr + "\n\n" + marked(letter), ""},
		// Wraps that lost their mark.
		"wrapped quotes":              {"Yes\n\n" + attr + "\n\n> Leading means opening, keeping time and closing, and a script comes on the\nmonday before that.\n> Hello\n", "Yes"},
		"reply below a long question": {"Hi!\n\n" + attr + "\n\n> How near did you get to what you hoped for, from 1 (not at all) up to 5 (all)?\nnearly\n> More?\n", "Hi!\n\nnearly"},
		"reply between wrapped quotes": {attr + "\n\n> How near did you get to what you hoped for, from 1 (not at all) up to 5 (all)?\n4\n> What helped most, and would you recommend it to the next group that starts up\nthe pairs\n> More?\n",
			"4\n\nthe pairs"},
		"a command like a footer": {"Yes, I come.\n\nunsubscribe: me from the digest\n\n___\nplease unsubscribe me, in a word", "Yes, I come.\n\nunsubscribe: me from the digest\n\n___\nplease unsubscribe me, in a word"},
		"nothing":                 {"\n \n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Joined(plainMail(c.text).NewText()); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", cmp.Diff(c.want, got), c.want)
			}
		})
	}
}

func TestNewTextOfFreshMailKeepsMarkedLines(t *testing.T) {
	text := "A line from the book:\n\n> Live the questions now.\n\nMaya"
	m := &Mail{Subject: "for the digest", Text: text}
	if got := Joined(m.NewText()); got != text {
		t.Errorf("got %q", got)
	}
}

func TestNewTextOfFreshMailDropsBlocksThatIntroduceThemselves(t *testing.T) {
	for _, intro := range []string{attr, "Begin forwarded message:", "From: Tuesday Coaches <circle@example.org>\nDate: Tue, 10 Mar 2026\nTo: Maya\nSubject: turn"} {
		m := &Mail{Subject: "turn", Text: "Leo, look:\n\n" + marked(intro+"\n\n"+letter)}
		if got := Joined(m.NewText()); got != "Leo, look:" {
			t.Errorf("%s: got %q", intro, got)
		}
	}
}

func TestNewTextBetweenTheLines(t *testing.T) {
	text := "Dear all,\n\n" + attr + "\n" +
		"> Hello Hana,\n> 1. How near did you get? 1 to 5\n\n4, nearly\n\n> 2. What helped most?\n>\nThe pairs.\nAnd the silence.\n> 3. What got in the way?\n> 4. Again?\n\nyes\n\n> Thank you for coming.\n\n-- \nHana\n"
	want := []Segment{
		{"", "Dear all,"},
		{"Hello Hana,\n1. How near did you get? 1 to 5", "4, nearly"},
		{"2. What helped most?", "The pairs.\nAnd the silence."},
		{"3. What got in the way?\n4. Again?", "yes"},
	}
	if diff := cmp.Diff(want, plainMail(text).NewText()); diff != "" {
		t.Error(diff)
	}
}

func TestNewTextSignedInside(t *testing.T) {
	m := plainMail("See below.\n\n" + attr + "\n\nHello Maya,\n1. How near?\n[Maya Member] 4\n2. What helped?\n[Maya] the pairs\n[Leo] not mine\n")
	m.From.Name = "Maya Member"
	want := []Segment{{"", "See below."}, {"Hello Maya,\n1. How near?", "4"}, {"2. What helped?", "the pairs"}}
	if diff := cmp.Diff(want, m.NewText()); diff != "" {
		t.Error(diff)
	}
}

func TestNewTextCardOfTheWriter(t *testing.T) {
	m := plainMail("Sure.\n\nCheers\n\n*Maya Member*\nHead of Learning\nExample Ltd | +44 20 7946 0000\n\n" + attr + "\n" + marked(letter))
	m.From.Name = "Maya Member"
	checkNew(t, m, "Sure.\n\nCheers")
	m.Text = "Sure.\n\nMaya Member\n\nPS: I bring Leo, call +44 20 7946 0000"
	checkNew(t, m, m.Text)
	m.Text = "Who leads?\n\nMaya Member\nBen Baker\nboth would like to."
	checkNew(t, m, m.Text)
}

func TestDeviceLines(t *testing.T) {
	for _, s := range []string{
		"Sent from my iPhone", "Sent from my iPad.", "Sent from my Samsung Galaxy smartphone.", "Sent from Mail for Windows", "Sent from Outlook for Android", "Sent from my Verizon, Samsung Galaxy smartphone", "Sent from Proton Mail Android", "Sent with Proton Mail secure email.",
		"Sent from my BlackBerry 10 smartphone on the Vodafone network.", "Sent via BlackBerry from T-Mobile", "Get Outlook for Android", "Sent from my Pixel 9", "Sent from my Fairphone 5", "Sent from my Zebra TC52",
		"Von meinem iPhone gesendet", "Gesendet von meinem Handy", "Gesendet von Outlook für iOS", "Gesendet mit der GMX Mail App", "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Holen Sie sich Outlook für iOS",
		"Envoyé de mon iPhone", "Envoyé depuis mon mobile", "Envoyé à partir de Outlook pour Android", "Obtenez Outlook pour iOS", "Télécharger Outlook pour Android", "Provenance : Courrier pour Windows",
		"Enviado desde mi iPhone", "Enviado desde Outlook para iOS", "Obtener Outlook para Android", "Enviado do meu iPhone", "Enviado do Yahoo Mail no Android", "Obter o Outlook para iOS", "Inviato da iPhone", "Inviato dal mio dispositivo Samsung", "Ottieni Outlook per iOS", "Scarica Outlook per Android",
		"Verstuurd vanaf mijn iPhone", "Verzonden vanaf Outlook voor iOS", "Outlook voor iOS downloaden", "Wysłane z iPhone'a", "Wysłano z telefonu Samsung", "Odesláno z iPhonu", "Odesláno z aplikace Outlook pro Android", "Skickat från min iPhone", "Hämta Outlook för iOS", "Sendt fra min iPhone", "Hent Outlook til iOS", "Lähetetty iPhonesta", "Hanki Outlook for iOS",
		"Отправлено с iPhone", "Отправлено из Почты Mail.ru", "Отправлено с моего смартфона", "Надіслано з iPhone", "iPhone'umdan gönderildi", "Στάλθηκε από το iPhone μου", "iPhone-ról küldve", "Trimis de pe iPhone-ul meu", "发自我的iPhone", "从我的 iPhone 发送", "從我的 iPhone 傳送", "iPhoneから送信", "나의 iPhone에서 보냄", "أرسلت من iPhone الخاص بي", "נשלח מה-iPhone שלי",
	} {
		if !isDeviceLine(s) {
			t.Errorf("not taken for a device line: %q", s)
		}
	}
	for _, s := range []string{
		"Sent from my desk, where I should be working.", "Sent from my desk, is much easier than my mobile phone.", "Sent from my phone app is what she said to me today", "Sent the letter", "Sent from above", "Gesendet von Herzen, eure Ana", "I sent from my iPhone a picture", "Written on the train home", "Sent on Tuesday", "Sent by my mother",
		"Enviado de corazón a todas", "通过这次会议我学到了很多", "私の答えははいです", "Get the outlook for next week and tell me", "lähetetty", "Posted from a café in Rome where I met Leo and his friends",
	} {
		if isDeviceLine(s) {
			t.Errorf("taken for a device line: %q", s)
		}
	}
}

func TestLongInputStaysLinear(t *testing.T) {
	for name, unit := range map[string]string{"attribution": "On 1 Jan 2026 x wrote:\nnot quoted\n", "colon": "On a:\n", "field": "From: a@b\n\n", "mark": "> a\nb\n", "bracket": "<a@b\n> x\n", "device": "Sent from my x y\n\n", "rule": "---\n", "greeting": "Best\nAna\n"} {
		text := strings.Repeat(unit, 200000/len(unit))
		r := read(textLines(text), true, "Ana")
		_ = r
		t.Log(name, len(r.segments))
	}
}
