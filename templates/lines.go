package templates

import "strings"

// markLines puts lineMark before every line in which an action begins, so that
// dropEmpty can tell a line on which nothing was printed from one that the
// author left empty.
func markLines(source string) string {
	var b strings.Builder
	inside := false // an action that began on an earlier line
	for line := range strings.Lines(source) {
		trims := strings.HasPrefix(strings.TrimSpace(line), "{{-")
		if !inside && !trims && strings.Contains(line, "{{") {
			b.WriteRune(lineMark)
		}
		b.WriteString(line)
		if i := strings.LastIndex(line, "{{"); i >= 0 {
			inside = true
			line = line[i:]
		}
		inside = inside && !strings.Contains(line, "}}")
	}
	return b.String()
}

// dropEmpty removes the marked lines that are blank, and the marks.
func dropEmpty(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		plain := strings.ReplaceAll(line, string(rune(lineMark)), "")
		if len(plain) < len(line) && strings.Trim(plain, " \t\n"+string(rune(emptyMark))) == "" {
			continue
		}
		b.WriteString(plain)
	}
	return b.String()
}
