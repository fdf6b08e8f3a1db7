package mailflow

import "strings"

// withoutBanner drops what a receiving server writes above mail from outside.
func withoutBanner(lines []line) []line {
	i := nextNonBlank(lines, 0)
	if i == len(lines) || lines[i].depth > 0 {
		return lines
	}
	if !isBanner(strings.ToLower(paragraphAt(lines, i))) {
		return lines
	}
	for i < len(lines) && !lines[i].blank() && lines[i].depth == 0 && lines[i].mark == markNone {
		i++
	}
	if nextNonBlank(lines, i) == len(lines) {
		return lines
	}
	return lines[i:]
}

// isBanner: a warning opening, and what it warns of.
func isBanner(p string) bool {
	opening := strings.TrimLeft(plainForm(p), "[*⚠️ !")
	if !hasAnyPrefix(opening, "caution", "external", "warning", "attention", "achtung", "vorsicht", "this message came from outside", "this email originat", "this e-mail originat", "you don't often get email from", "you don’t often get email from", "sie erhalten nicht oft", "vous n’obtenez pas souvent", "no suele recibir correo") || runeLen(p) < 40 {
		return false
	}
	for _, w := range []string{"outside of the organi", "outside of your organi", "outside the organi", "outside your organi", "do not click", "don't click", "learn why this is important", "think before you click", "außerhalb der organisation", "außerhalb ihrer organisation", "l'extérieur de", "l’extérieur de", "fuera de la organi"} {
		if strings.Contains(p, w) {
			return true
		}
	}
	return false
}

// adoptWraps gives a quoted line that a mail program broke in two its mark
// back: the second half stands unmarked between quoted lines.
//
//	> a line that was too long for the program that sent
//	it
//	> goes on
//
// The other way round, a ">" that only closes a broken "<address" or "<link" is
// no mark.
func adoptWraps(lines []line) {
	if len(lines) > 0 && lines[0].raw != "" && isArrows(lines[0].text) {
		lines[0].depth, lines[0].text = 0, tidy(lines[0].raw)
	}
	for i := 1; i < len(lines); i++ {
		prev, l := &lines[i-1], &lines[i]
		if l.depth == 1 && prev.depth == 0 && l.raw != "" && strings.HasPrefix(l.raw, ">") && opensBracket(prev.text) {
			l.depth, l.text = 0, tidy(l.raw)
		}
		if l.depth > 0 && l.raw != "" && isArrows(l.text) {
			l.depth, l.text = 0, tidy(l.raw)
		}
	}
	if first := nextNonBlank(lines, 0); first == len(lines) || lines[first].depth > 0 || answersBelow(lines, first) {
		// Without words at the top, answers between the lines are to be
		// expected.
		return
	}
	for i := 1; i+1 < len(lines); i++ {
		prev, l, next := &lines[i-1], &lines[i], &lines[i+1]
		if l.depth > 0 || l.blank() || prev.depth == 0 || prev.blank() || next.depth == 0 || l.hard || prev.hard {
			continue
		}
		first, _, _ := strings.Cut(l.text, " ")
		if runeLen(prev.raw)+1+runeLen(first) <= 74 || endsSentence(prev.text) || !startsLower(l.text) || runeLen(l.text) < 4 {
			continue
		}
		l.depth = prev.depth
	}
}

// answersBelow: nothing but an attribution stands above the first quote.
func answersBelow(lines []line, first int) bool {
	for j := first; j < min(len(lines), first+maxAttributionLines) && lines[j].depth == 0 && !lines[j].blank(); j++ {
		if a, ok := attributionEndingAt(lines, j); ok && a.from == first && a.own == "" && a.score >= scoreShort {
			return true
		}
	}
	return false
}

// opensBracket: an address or link in angle brackets begins and does not end.
func opensBracket(s string) bool {
	i := strings.LastIndexByte(s, '<')
	if i < 0 || strings.Contains(s[i:], ">") {
		return false
	}
	inner := strings.TrimSpace(s[i+1:])
	return inner == "" || strings.Contains(inner, "@") || strings.HasPrefix(inner, "http") || strings.HasPrefix(inner, "mailto:")
}

// isArrows knows decoration: ">>> this way <<<".
func isArrows(s string) bool { return strings.HasSuffix(s, "<<") }

func startsLower(s string) bool {
	for _, r := range s {
		return strings.ToUpper(string(r)) != string(r) || r == '<' || r == '('
	}
	return false
}
