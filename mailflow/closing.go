package mailflow

import (
	"regexp"
	"strings"
)

// cutClosing takes what a mail program or a company put under a person's words:
// a signature below "-- ", "Sent from my phone", list and virus footers,
// disclaimers, a name block below a greeting. place tells where the run stands.
func cutClosing(run []line, at place) []line {
	if len(run) > maxRun {
		return run
	}
	if i := signatureStart(run); i >= 0 {
		if at.alone && firstNonBlank(run[:i]) < 0 {
			run = belowSignature(run[i+1:])
		} else {
			run = run[:i]
		}
	}
	run = cutFooter(run, at)
	run = cutDeviceLine(run, at.followed)
	run = cutDisclaimer(run, at)
	run = cutNameBlock(run, at)
	return trimRules(run)
}

// maxRun is the length in lines above which a run is nobody's handwork; it is
// kept as it is.
const maxRun = 5000

// place is where a run of own lines stands in its mail.
type place struct {
	followed bool   // quoted text comes after it, so what it ends with is no older mail
	alone    bool   // nothing of the person was found before it: do not cut all of it
	writer   string // the name in From, lower case
}

// signatureStart finds the signature mark (RFC 3676 4.3) or -1. Without its
// blank it is also a rule that people draw, so what follows must look like a
// signature then.
func signatureStart(run []line) int {
	tries := 0
	for i, l := range run {
		if l.code {
			continue
		}
		switch {
		case l.raw == "-- " || l.raw == "--\u00a0" || l.raw == "-- \u00a0":
			return i
		case (l.text == "--" || l.text == "- --") && tries < 50:
			tries++
			if looksLikeSignature(run[i+1:]) {
				return i
			}
		case tries < 50 && i > 0 && separatorOf(l.text) == ruleLine && l.text[0] != '*':
			tries++
			if rest := run[i+1:]; isCard(rest) {
				return i
			}
		}
	}
	return -1
}

// belowSignature is what a person typed under a signature that stands at the
// top, if it does not look like a part of it.
func belowSignature(rest []line) []line {
	i := 0
	for i < len(rest) && !rest[i].blank() {
		i++
	}
	rest = rest[i:]
	for _, l := range rest[:min(len(rest), maxSignature)] {
		if contactPattern.MatchString(l.text) || titlePattern.MatchString(l.text) {
			return nil
		}
	}
	return rest
}

// maxSignature is how many lines are looked at to tell what a block is.
const maxSignature = 100

// looksLikeSignature: few lines, or lines with an address, a number or a
// disclaimer; not a second half of the letter.
func looksLikeSignature(rest []line) bool {
	lines, long, contact := 0, 0, 0
	rest = rest[:min(len(rest), maxSignature)]
	for _, l := range rest {
		if l.blank() {
			continue
		}
		lines++
		if runeLen(l.text) > 75 || endsSentence(l.text) && len(strings.Fields(l.text)) > 6 {
			long++
		}
		if contactPattern.MatchString(l.text) {
			contact++
		}
	}
	return lines > 0 && long == 0 && lines <= 10 || contact >= 2 && long <= lines/2 || hasDisclaimer(rest)
}

// isCard: a short block to the end that begins with a name and has two ways to
// reach somebody, or one and a title.
func isCard(rest []line) bool {
	lines, telling := 0, 0
	for _, l := range rest {
		if l.blank() {
			continue
		}
		if lines == 0 && !isName(l.text) || lines > 8 || runeLen(l.text) > 75 || strings.HasSuffix(l.text, "?") {
			return false
		}
		lines++
		if contactPattern.MatchString(l.text) || titlePattern.MatchString(l.text) {
			telling++
		}
	}
	return telling >= 2
}

func endsSentence(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "？")
}

var contactPattern = regexp.MustCompile(`(?i)(?:https?://|www\.|[^\s@]+@[^\s@]+\.[a-z]{2,}|\+?\d[\d ()./-]{6,}\d|\b(?:tel|fax|phone|mobile|mob|cell|office|telefon|téléphone|handy|mobil|tlf|puh)\b\.?\s*[:.+\d]|\bt: ?\+|\bm: ?\+)`)

// footerStart are the beginnings of lines that lists, virus scanners and web
// services add, lower case. All below them is theirs as well.
var footerStart = []string{
	"you received this message because you are subscribed", "you are receiving this because", "to unsubscribe from this group", "to unsubscribe, visit", "to unsubscribe, click", "to unsubscribe, send", "to unsubscribe, go", "to unsubscribe, reply", "to unsubscribe send", "to unsubscribe or ", "reply to this email directly", "reply to this e-mail directly",
	"this email has been checked for viruses", "this e-mail has been checked for viruses", "this email was scanned", "this email has been scanned", "this message has been scanned", "this e-mail has been scanned", "virus-free.", "virenfrei.", "sans virus.", "garanti sans virus", "libre de virus.", "livre de vírus.", "privo di virus.", "virusvrij.", "wolny od wirusów.", "bez virů.", "diese e-mail wurde von avast", "diese e-mail wurde auf viren", "cet e-mail a été vérifié", "l'absence de virus dans ce courrier", "el software de antivirus avast", "este correo electrónico ha sido comprobado", "questa e-mail è stata controllata", "deze e-mail is gecontroleerd op virussen", "ta wiadomość została sprawdzona", "no virus found in this", "avast logo", "checked by avg",
	"please consider the environment before", "consider the environment before", "think before you print", "before printing this", "bitte denken sie an die umwelt", "bitte prüfen sie, ob diese", "pensez à l'environnement", "antes de imprimir", "prima di stampare", "this list is hosted by",
}

func cutFooter(run []line, at place) []line {
	for i, l := range run {
		lower := strings.ToLower(plainForm(l.text))
		if !hasAnyPrefix(lower, footerStart...) && !isListFooter(run, i) {
			continue
		}
		// Something of the person must stand above, else it is their theme.
		if at.alone && firstNonBlank(run) == i {
			continue
		}
		// The rule above a footer belongs to it.
		for i > 0 && (run[i-1].blank() || separatorOf(run[i-1].text) == ruleLine || run[i-1].text == "—" || run[i-1].text == "--") {
			i--
		}
		return run[:i]
	}
	return run
}

// isListFooter knows the block of mailing lists: underscores, the list's name,
// its address or page.
func isListFooter(run []line, i int) bool {
	if t := strings.TrimSpace(run[i].text); strings.Trim(t, "_-") != "" || len(t) < 2 {
		return false
	}
	seen := 0
	for _, l := range run[i+1 : min(len(run), i+7)] {
		lower := strings.ToLower(l.text)
		if strings.Contains(lower, "mailing list") || strings.Contains(lower, "mailman/listinfo") || strings.Contains(lower, "/mailman3/") || strings.Contains(lower, "listinfo") || strings.Contains(lower, "unsubscribe") && strings.Contains(lower, "http") || strings.Contains(lower, "mailingliste") || strings.Contains(lower, "liste de diffusion") {
			seen++
		}
	}
	return seen >= 1
}

func firstNonBlank(run []line) int {
	for i, l := range run {
		if !l.blank() {
			return i
		}
	}
	return -1
}

// trimRules drops blank lines and lone rules from the end of a run.
func trimRules(run []line) []line {
	for n := len(run); n > 0; n-- {
		l := run[n-1]
		if !l.blank() && l.mark != markRule && l.text != "--" && l.text != "—" && (separatorOf(l.text) != ruleLine || l.text[0] == '*') {
			return run[:n]
		}
	}
	return nil
}
