package mailflow

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// attribution says that lines[from:to] introduce a quote: "On ... wrote:".
type attribution struct {
	from, to int
	score    int
	own      string // words of the person standing before it on its first line
}

// Scores an attribution needs. With a quote below, little is enough; with none,
// all that follows would be cut as history, so it must be beyond doubt.
const (
	scoreBeforeQuote = 3
	scoreAlone       = 5
	// scoreShort is for "Ana wrote:" directly above a quote.
	scoreShort = 2
)

// maxAttributionLines is how far an attribution may be wrapped.
const maxAttributionLines = 5

// attributionEndingAt finds the attribution that ends with line j. Lines are
// tried backwards from there; the form that says most wins, then the shortest.
func attributionEndingAt(lines []line, j int) (attribution, bool) {
	best := attribution{score: -1}
	if !mayEndAttribution(lines[j].text) {
		return best, false
	}
	joined := ""
	for i := j; i >= 0 && j-i < maxAttributionLines; i-- {
		if lines[i].depth != lines[j].depth || lines[i].blank() || lines[i].mark == markRule {
			break
		}
		text := plainForm(lines[i].text)
		joined = strings.TrimSpace(text + " " + joined)
		if len(joined) > 600 {
			break
		}
		if i < j && (strings.HasSuffix(text, ":") || isItem(plainForm(lines[i+1].text))) {
			break // above a list or behind a colon something else ended
		}
		if i < j && !mayBeginAttribution(text) && !((i == 0 || lines[i-1].blank()) && isBareName(text) && strings.Contains(lines[i+1].text, "@")) {
			continue
		}
		if strings.HasPrefix(text, "<") && i > 0 && !lines[i-1].blank() {
			// An address in brackets has a name before it.
			continue
		}
		if score := scoreAttribution(joined); score > best.score {
			best = attribution{from: i, to: j + 1, score: score}
		}
	}
	if best.score < 0 {
		return best, false
	}
	if own, rest, ok := splitOwnWords(plainForm(lines[best.from].text)); ok {
		whole := rest
		for _, l := range lines[best.from+1 : best.to] {
			whole += " " + plainForm(l.text)
		}
		if s := scoreAttribution(whole); s >= scoreAlone {
			best.own, best.score = own, s
		}
	}
	return best, true
}

// mayEndAttribution is a cheap test for the last line of an attribution.
func mayEndAttribution(s string) bool {
	s = strings.TrimRight(s, " *\t\u00a0-_‐‑–—")
	if strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") {
		return true
	}
	return endsWithVerb(s) || strings.HasSuffix(s, ">") && endsWithAddress.MatchString(s[max(0, len(s)-120):])
}

// isItem: the line is one of a list.
func isItem(s string) bool {
	return strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "• ") || strings.HasPrefix(s, "– ")
}

// isBareName: a line that can hold the name of which the address follows.
func isBareName(s string) bool { return runeLen(s) <= 60 && !strings.ContainsAny(s, ".!?;") }

// mayBeginAttribution says whether a line may be where an attribution begins:
// at a date, a known first word, or an address.
func mayBeginAttribution(s string) bool {
	s = strings.TrimLeft(s, "-_‐‑–—* ")
	if s == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	if unicode.IsDigit(r) {
		return true
	}
	lower := strings.ToLower(s)
	first, _, _ := strings.Cut(lower, " ")
	first = strings.Trim(first, ".,;:()،")
	if attributionStarts[first] || isCalendarWord(first) {
		return true
	}
	for _, phrase := range attributionStartPhrases {
		if strings.HasPrefix(lower, phrase) {
			return true
		}
	}
	return hasAddress(s)
}

// hasAddress says whether an address stands in s.
func hasAddress(s string) bool {
	return strings.LastIndexByte(s, '@') > 0 && addressPattern.MatchString(s)
}

// hasDigit says whether it is worth to look for a date or a time.
func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

var (
	addressPattern   = regexp.MustCompile(`[^\s<>()\[\]"',;:]+@[^\s<>()\[\]"',;:]+`)
	bracketedAddress = regexp.MustCompile(`[<(\[]\s*(?:mailto:)?[^\s<>()\[\]]+@[^\s<>()\[\]]+\s*[>)\]]?`)
	yearPattern      = regexp.MustCompile(`(?:^|[^\d])(?:19|20)\d\d(?:[^\d]|$)`)
	numericDate      = regexp.MustCompile(`\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}|\d{1,2}[/-][A-Za-z]{3}[/-]\d{2,4}|\d{1,4} ?[年년] ?\d{1,2} ?[月월]|\d{1,2}月\d{1,2}日`)
	endsWithAddress  = regexp.MustCompile(`@[^\s<>@]+>$`)
	datedSender      = regexp.MustCompile(`^\d{4}[/-]\d{1,2}[/-]\d{1,2}(?: \d{1,2}:\d{2})? [^<>:]*<[^\s<>@]+@[^\s<>@]+>$`)
	clockPattern     = regexp.MustCompile(`\d{1,2}[:.hH]\d{2}|\d{1,2} ?[時点시时][ \d]|\d{1,2} ?[ap]\.?m\b`)
	dayPattern       = regexp.MustCompile(`(?:^|[^\d])[0-3]?\d(?:[^\d]|$)`)
)

// scoreAttribution weighs what a joined line has of an attribution: an address,
// a date, a time, a verb of writing. Below zero: it is none.
func scoreAttribution(s string) int {
	if strings.HasSuffix(s, ">") && datedSender.MatchString(s) {
		return scoreBeforeQuote // "2026/3/10 Maya <maya@example.net>", as Gmail once wrote
	}
	trimmed := strings.TrimRight(s, " *-_‐‑–—")
	colon := strings.HasSuffix(trimmed, ":") || strings.HasSuffix(trimmed, "：")
	trimmed = strings.TrimRight(trimmed, ":： ")
	score := 0
	without := trimmed
	address := hasAddress(s)
	switch {
	case strings.LastIndexByte(s, '@') > 0 && bracketedAddress.MatchString(s):
		score += 2
		without = bracketedAddress.ReplaceAllString(trimmed, " ")
	case address:
		score++
		without = addressPattern.ReplaceAllString(trimmed, " ")
	}
	lower := strings.ToLower(without)
	dated, digits := false, hasDigit(without)
	clock := digits && clockPattern.MatchString(lower)
	switch {
	case digits && (numericDate.MatchString(without) || yearPattern.MatchString(without) && dayPattern.MatchString(without)):
		score += 2
		dated = true
	case hasCalendarWord(lower):
		score++
		dated = true
	}
	if clock {
		score++
	}
	verb, after := findVerb(lower)
	if verb {
		score += 2
		if !looksLikeName(after) {
			return -1
		}
		if dated && !address && hasSmallWords(without, len(after)) {
			return -1
		}
	}
	if score > 0 && mayBeginAttribution(s) {
		score++
	}
	switch {
	case !colon && !(verb && strings.TrimSpace(after) == "" && dated && score >= scoreAlone):
		return -1
	case !verb && !(dated && score >= 4 && address):
		// A verb of a tongue not known here: the date and the time will do,
		// if a quote follows.
		if dated && score >= scoreBeforeQuote && clock && runeLen(s) <= 120 {
			return scoreBeforeQuote
		}
		return -1
	case isItem(s), verb && saidByFirstOrSecond(lower):
		// "As I wrote on 3 March:" is a person's sentence, and an item of a
		// list is a person's, unless a quote follows.
		return min(score, scoreBeforeQuote)
	}
	return score
}

// hasSmallWords finds words that are in no name and in no date behind the verb:
// then it goes on as a sentence. tail is the length of what stands there.
func hasSmallWords(s string, tail int) bool {
	for _, w := range strings.Fields(s[max(0, len(s)-tail):]) {
		w = strings.Trim(w, ".,;:()'\"")
		if runeLen(w) < 4 || !unicode.IsLower([]rune(w)[0]) || isCalendarWord(w) || nameParticles[w] || strings.ContainsAny(w, "0123456789@.") {
			continue
		}
		return true
	}
	return false
}

// nameParticles are small words of names and dates.
var nameParticles = wordSet("from kello time klokken időpont following volgende folgendes heures ore alle noreply følgende följande")

// looksLikeName: between the verb and the colon stands a name, a date or
// nothing; never a sentence.
func looksLikeName(s string) bool {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "!?") || runeLen(s) > 120 || len(strings.Fields(s)) > 14 {
		return false
	}
	// A full stop before a new word ends a sentence, unless it stands after an
	// abbreviation or a number ("10. märz", "dr. who").
	for i := strings.Index(s, ". "); i >= 0; {
		start := strings.LastIndexAny(s[:i], " .,(") + 1
		if runeLen(s[start:i]) > 6 {
			return false
		}
		n := strings.Index(s[i+1:], ". ")
		if n < 0 {
			break
		}
		i += 1 + n
	}
	return true
}

// findVerb looks for a verb of writing in lower-case text; after is what stands
// behind the last one.
func findVerb(lower string) (found bool, after string) {
	at := -1
	// Words are taken from the end: the last verb is the one.
	for stop := len(lower); stop > 0; {
		begin := strings.LastIndexByte(lower[:stop], ' ') + 1
		word := strings.Trim(lower[begin:stop], wordTrim)
		if verbs := wholeVerbs[word]; verbs != nil {
			for _, v := range verbs {
				// "napisał(a)" keeps its bracket, which the word lost.
				i := strings.LastIndex(lower[:stop], v)
				if i >= 0 && i+len(v) >= stop-3 && isBoundary(lower, i) {
					at = i + len(v)
					break
				}
			}
		}
		if at >= 0 {
			break
		}
		stop = max(begin-1, 0)
	}
	if !isASCII(lower) {
		for _, v := range partVerbs {
			if i := strings.LastIndex(lower, v); i >= 0 && i+len(v) > at {
				at = i + len(v)
			}
		}
	}
	if at < 0 {
		return false, ""
	}
	return true, lower[at:]
}

// endsWithVerb must be cheap: it looks at every line.
func endsWithVerb(s string) bool {
	last := s[strings.LastIndexAny(s, " >)\"'")+1:]
	if len(last) > 60 {
		return false
	}
	last = strings.ToLower(last)
	if wholeVerbs[last] != nil {
		return true
	}
	if isASCII(last) {
		return false
	}
	for _, v := range partVerbs {
		if strings.HasSuffix(last, v) {
			return true
		}
	}
	return false
}

// isBoundary says that no word runs across position i of s. Underscores and
// brackets bound, so that "napisał(a)" and "wrote:" are words.
func isBoundary(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	next, _ := utf8.DecodeRuneInString(s[i:])
	return !isLetter(before) || !isLetter(next)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

func saidByFirstOrSecond(lower string) bool {
	for _, p := range []string{"i wrote", "you wrote", "we wrote", "they wrote", "ich schrieb", "du schriebst", "wir schrieben", "sie schrieben", "j'ai écrit", "tu as écrit", "vous avez écrit", "ik schreef", "je schreef", "jag skrev", "jeg skrev", "du skrev", "ho scritto", "hai scritto", "he escrito", "escribí", "escrevi", "napsal jsem", "napisałem", "napisałam", "я написал", "я писал", "ты написал", "вы написали"} {
		if strings.Contains(lower, p) {
			return true
		}
	}
	return false
}

// splitOwnWords finds an attribution that begins in the middle of a line,
// behind a sentence: "Sounds good. On Tue, 10 Mar 2026 ...".
func splitOwnWords(s string) (own, rest string, ok bool) {
	at := midLineStart.FindAllStringSubmatchIndex(s, -1)
	if len(at) == 0 {
		return "", s, false
	}
	i := at[len(at)-1][2]
	return strings.TrimSpace(s[:i]), s[i:], true
}

var midLineStart = regexp.MustCompile(`[.!?…)\p{So}]\s*((?:On|Am|Le|El|Il|Op|Em|Den|Dne|W dniu|Dnia) (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|ma|wo|vr|za|zo|ter|qua|qui|sex|tis|ons|tors|lör|sön)\p{L}*[.,]? |\d{1,2}[./ -]))`)
