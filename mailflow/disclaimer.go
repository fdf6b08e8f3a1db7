package mailflow

import (
	"regexp"
	"strings"
	"unicode"
)

// cutDisclaimer cuts the lawyers' paragraphs at the end of a run.
func cutDisclaimer(run []line, at place) []line {
	first := firstNonBlank(run)
	// Upwards, paragraph by paragraph: the topmost below which there is
	// nothing but the like.
	start := -1
	for i, count := len(run)-1, 0; i >= 0 && count < maxSignature; i-- {
		if run[i].blank() || i > 0 && !run[i-1].blank() {
			continue
		}
		count++
		p := paragraphAt(run, i)
		if isDisclaimer(p) {
			start = i
			continue
		}
		if runeLen(p) > 200 && !legalWords(p, 1) || hasAnyPrefix(strings.ToLower(p[:min(len(p), 10)]), "ps", "p.s", "p. s") {
			break
		}
	}
	if start < 0 || at.alone && first == start {
		return run
	}
	for start > 0 && (run[start-1].blank() || separatorOf(run[start-1].text) == ruleLine || isDisclaimerTitle(run[start-1].text)) {
		start--
	}
	return run[:start]
}

// paragraphAt joins the lines from i to the next blank one.
func paragraphAt(run []line, i int) string {
	var words []string
	for size := 0; i < len(run) && !run[i].blank() && size < 5000; i++ {
		words = append(words, run[i].text)
		size += len(run[i].text)
	}
	return strings.Join(words, " ")
}

func hasDisclaimer(run []line) bool {
	for i := range run {
		if !run[i].blank() && (i == 0 || run[i-1].blank()) && isDisclaimer(paragraphAt(run, i)) {
			return true
		}
	}
	return false
}

// The three things a disclaimer speaks of.
var disclaimerWords = phrasesOf(
	`confidential|privileged|proprietary|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|poufn|důvěrn|dôvern|konfidenti|fortrolig|luottamuksel|конфиденц|конфіденц|gizli|εμπιστευτικ|bizalmas|confidenți|保密|机密|機密|기밀|سري|חסוי|סודי`,
	`intended recipient|intended addressee|intended only|intended solely|intended for|addressee|named recipient|the recipient|our recipient|sole use|empfänger|adressat|destinatair|destinatari|destinatár|geadresseerde|ontvanger|adresat|odbiorc|příjemc|adresát|mottagare|modtager|mottaker|vastaanottaj|получател|адресат|одержувач|alıcı|παραλήπτ|címzett|destinatar|收件人|受信者|宛先|수신자|المستلم|المرسل إليه|נמען`,
	`in error|by mistake|mistakenly|delete it|delete this|delete the|destroy|notify the|notify us|unauthorised|unauthorized|prohibited|disclos|disseminat|liabil|irrtümlich|unbefugt|löschen|vernichten|nicht gestattet|untersagt|par erreur|supprimer|détruire|interdit|por error|por erro|eliminar|borrar|apagar|destruir|prohibid|proibid|per errore|cancellar|vietat|abusievelijk|per ongeluk|verwijderen|omyłk|przez pomyłkę|usun|usuń|omylem|smažte|av misstag|radera|ved en fejl|ved en feil|slet|erehdyks|по ошибке|удалит|помилково|видал|yanlışlıkla|silin|κατά λάθος|διαγρά|tévedés|törölj|din greșeală|din eroare|ștergeți|误收|删除|誤|削除|삭제|بطريق الخطأ|حذف|בטעות|מחק`,
)

// disclaimerOpenings begin a disclaimer, behind marks at most.
var disclaimerOpenings = phrasesOf(`confidential|privileged|disclaimer|legal notice|legal disclaimer|important notice:|important:|notice:|private and confidential|this e-mail|this email|this message|this communication|this electronic|this transmission|this mail|the information|the content|the contents|the above|any views|any opinions|if you are not|if you have received|e-mail confidentiality|e-mail disclaimer|email confidentiality|email disclaimer|diese e-mail|diese email|diese nachricht|diese mitteilung|der inhalt dieser|die information|die in dieser|haftungsausschluss|vertraulichkeit|ce message|ce courriel|ce mail|cet e-mail|cet email|cet email|les informations|avis|este mensaje|este correo|este e-mail|este email|este mensagem|esta mensagem|esta comunicación|la información|aviso|as informações|questo messaggio|questo documento|questa e-mail|questa email|questa comunicazione|le informazioni|ai sensi|avvertenza|dit e-mailbericht|dit emailbericht|dit bericht|deze e-mail|deze email|deze mail|de informatie|ta wiadomość|niniejsz|treść tej|informacje|tento e-mail|tento email|tento email|tato zpráva|tato e-mail|tato email|detta meddelande|detta mejl|detta e-post|detta epost|denne e-mail|denne email|denne mail|denne meddelelse|denne e-post|denne epost|tämä viesti|tämä sähköposti|это сообщение|это письмо|данное|настоящ|це повідомлення|це лист|bu e-posta|bu eposta|bu mesaj|bu ileti|αυτό το|το παρόν|ez az|a jelen|acest mesaj|acest e-mail|acest email|本邮件|此邮件|本郵件|此電子郵件|このメール|本メール|이 메일|이 이메일|이 메시지|본 메일|본 이메일|هذه ال|هذ ال|هذا ال|הודעה זו|דוא`)

// isDisclaimer asks for two of the three themes after a typical opening, or all
// three in a long paragraph: a person may well write that something is
// confidential.
func isDisclaimer(p string) bool {
	if runeLen(p) < 60 {
		return false
	}
	if disclaimerOpenings.begins(strings.ToLower(p[:min(len(p), 120)])) {
		return legalWords(p, 2)
	}
	return runeLen(p) >= 150 && legalWords(p, 3)
}

func legalWords(p string, want int) bool {
	return disclaimerWords.count(strings.ToLower(p[:min(len(p), 4000)]), want) >= want
}

func isDisclaimerTitle(s string) bool {
	s = strings.ToLower(strings.Trim(plainForm(s), " :*-_.!"))
	return s == "confidentiality notice" || s == "disclaimer" || s == "legal notice" || s == "legal disclaimer" || s == "confidential" || s == "aviso legal" || s == "avis de confidentialité" || s == "haftungsausschluss" || s == "notice"
}

// cutNameBlock cuts a block of name, title and addresses below a closing
// greeting, or below the writer's full name. A greeting with just a name stays:
// those are a person's words.
func cutNameBlock(run []line, at place) []line {
	if len(run) < 3 {
		return run
	}
	last := lastNonBlank(run) + 1
	for i := last - 1; i > 0 && last-i <= 16; i-- {
		if run[i-1].blank() && isWriter(run[i].text, at.writer) && isNameBlock(run[i:last]) {
			run = run[:i]
			last = lastNonBlank(run) + 1
			break
		}
	}
	for i := last - 1; i >= 0 && last-i <= 16; i-- {
		if !isValediction(run[i].text) {
			continue
		}
		if !isNameBlock(run[i+1 : last]) {
			return run
		}
		if isThanks(run[i].text) {
			return run[:i+1]
		}
		return run[:i]
	}
	return run
}

func lastNonBlank(run []line) int {
	i := len(run) - 1
	for i >= 0 && run[i].blank() {
		i--
	}
	return i
}

// isWriter: the line is the full name of who wrote the mail.
func isWriter(s, writer string) bool {
	return strings.Contains(writer, " ") && strings.ToLower(strings.Trim(plainForm(s), " *_,.-–")) == writer
}

// isNameBlock: a name first, then at least one line with a number, an address,
// a title or a company; all short, none a postscript.
func isNameBlock(rest []line) bool {
	first, lines, telling := true, 0, 0
	for _, l := range rest {
		if l.blank() {
			continue
		}
		lower := strings.ToLower(l.text)
		if l.depth > 0 || runeLen(l.text) > 90 || lines > 12 || hasAnyPrefix(lower, "ps", "p.s", "p. s", "n.b", "edit:") || strings.HasSuffix(l.text, "?") {
			return false
		}
		lines++
		if first {
			if first = false; !isName(l.text) {
				return false
			}
			continue
		}
		if contactPattern.MatchString(l.text) || titlePattern.MatchString(l.text) {
			telling++
		} else if len(strings.Fields(l.text)) > 7 {
			return false
		}
	}
	return lines >= 2 && telling >= 1
}

// isName: up to five words, each with a capital or in a script without.
func isName(s string) bool {
	words := strings.Fields(strings.Trim(plainForm(s), " ,.-–—_*"))
	if len(words) == 0 || len(words) > 6 {
		return false
	}
	for _, w := range words {
		r := []rune(strings.Trim(w, `("'.,`))
		if len(r) > 0 && unicode.IsLower(r[0]) && len(r) > 3 {
			return false
		}
	}
	return true
}

var titlePattern = regexp.MustCompile(`(?i)\b(?:CEO|CTO|CFO|COO|VP|president|director|manager|engineer|developer|designer|consultant|analyst|officer|founder|partner|lead|head of|professor|prof|dr|ph\.?d|lecturer|coordinator|assistant|secretary|department|dept|university|universität|institute|institut|gmbh|ltd|inc|llc|corp|s\.?a\.?r?\.?l|s\.?p\.?a|b\.v|a/s|oy|plc|ag|e\.v|geschäftsführer(?:in)?|leiter(?:in)?|abteilung|referent(?:in)?|directeur|directrice|responsable|chef|gérant|director[a]?|gerente|direttore|responsabile|kierownik|dyrektor|ředitel|vedoucí|konsult|rådgiver|avdeling|street|road|avenue|straße|strasse|str\.|rue|calle|via|plaza|platz)\b`)

func isValediction(s string) bool {
	s = strings.TrimFunc(strings.ToLower(plainForm(s)), func(r rune) bool { return !unicode.IsLetter(r) })
	return valedictions[s]
}

func isThanks(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"thank", "thx", "dank", "merci", "gracias", "obrigad", "grazie", "dzięk", "děkuj", "tack", "tak", "takk", "kiitos", "спасибо", "дякую", "teşekkür", "ευχαριστ", "kösz", "mulțum", "谢", "謝", "ありがとう", "감사", "شكر", "תודה"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// valedictions are whole lines that close a letter, lower case.
var valedictions = phraseSet(`regards|best regards|kind regards|warm regards|warmest regards|kindest regards|with kind regards|with best regards|with regards|best|all the best|best wishes|cheers|sincerely|yours sincerely|sincerely yours|yours truly|yours faithfully|yours|respectfully|cordially|thanks|many thanks|thank you|thanks and regards|thanks & regards|thank you and best regards|with thanks|thx|br|rgds|brgds|love|take care|warmly|in solidarity
mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss|mit besten grüßen|mit herzlichen grüßen|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|beste grüße|beste grüsse|herzliche grüße|herzliche grüsse|liebe grüße|liebe grüsse|schöne grüße|gruß|gruss|grüße|mfg|lg|vg|danke|vielen dank|hochachtungsvoll
cordialement|bien cordialement|très cordialement|bien à vous|bien à toi|salutations|salutations distinguées|sincères salutations|amitiés|amicalement|merci|meilleures salutations|belle journée|bonne journée
saludos|un saludo|saludos cordiales|un cordial saludo|cordialmente|atentamente|atte|abrazos|un abrazo|gracias|muchas gracias|atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|abraço|abraços|um abraço|obrigado|obrigada
cordiali saluti|distinti saluti|saluti|un saluto|un caro saluto|grazie|a presto|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|hartelijke groet|groet|groeten|groetjes|mvg|bedankt
pozdrawiam|z poważaniem|serdecznie pozdrawiam|pozdrowienia|dziękuję|s pozdravem|s přátelským pozdravem|hezký den|zdravím|děkuji|s pozdravom
med vänliga hälsningar|med vänlig hälsning|vänliga hälsningar|vänligen|hälsningar|mvh|tack|med venlig hilsen|venlig hilsen|venlige hilsner|hilsen|kh|vh|tak|med vennlig hilsen|vennlig hilsen|takk|beste hilsen|ystävällisin terveisin|terveisin|t|yst terv|kiitos
с уважением|с наилучшими пожеланиями|всего доброго|спасибо|з повагою|з найкращими побажаннями|дякую|с уважение|saygılarımla|iyi çalışmalar|teşekkürler|selamlar|με εκτίμηση|φιλικά|ευχαριστώ|üdvözlettel|tisztelettel|köszönöm|üdv|cu stimă|cu respect|mulțumesc|o zi bună
此致|此致敬礼|祝好|谢谢|顺祝商祺|よろしくお願いします|よろしくお願いいたします|敬具|감사합니다|مع التحية|مع خالص التحية|شكرا|בברכה|תודה`)
