package mailflow

import "strings"

// ownQuotations gives marked blocks back to the person that are their own: a
// passage from a book above the attribution of the older mail, or any in a mail
// that replies to nothing. A passage that stands in the older mail too was
// quoted by hand.
func (s *sorter) ownQuotations() {
	var older map[string]bool
	for i := 0; i < len(s.lines); {
		if s.verdicts[i] != quote {
			i++
			continue
		}
		j := i
		for j < len(s.lines) && s.verdicts[j] == quote && !s.lines[j].hard {
			j++
		}
		if j == i {
			i++
			continue
		}
		switch {
		case s.found && i > s.first, !s.found && s.reply:
			s.begin(i)
		case s.found:
			if older == nil {
				older = s.olderLines()
			}
			if mostlyIn(s.lines[i:j], older) {
				break
			}
			s.give(i, j)
		default:
			s.give(i, j)
		}
		i = j
	}
}

func (s *sorter) give(from, to int) {
	for k := from; k < to; k++ {
		s.verdicts[k] = own
		s.lines[k].depth = 0
		if s.lines[k].raw != "" {
			s.lines[k].text = tidy(s.lines[k].raw)
		}
	}
}

func (s *sorter) olderLines() map[string]bool {
	older := map[string]bool{}
	for k := s.first; k < len(s.lines); k++ {
		if s.verdicts[k] == quote || s.verdicts[k] == history {
			older[foldSubject(s.lines[k].text)] = true
		}
	}
	return older
}

func mostlyIn(block []line, older map[string]bool) bool {
	in, all := 0, 0
	for _, l := range block {
		if l.blank() {
			continue
		}
		all++
		if older[foldSubject(l.text)] {
			in++
		}
	}
	return all > 0 && in*2 > all
}

// gather makes segments of the runs of own lines.
func (s *sorter) gather() []Segment {
	segments := s.segments(false)
	if len(segments) == 0 {
		// Nothing but a signature: then the words in its node are meant.
		segments = s.segments(true)
	}
	return segments
}

func (s *sorter) segments(withSigns bool) []Segment {
	var all []Segment
	quotes, start := 0, 0 // where the quoted lines and the run in hand begin
	flush := func(i int) {
		at := place{followed: i < len(s.lines), alone: len(all) == 0, writer: s.writer}
		text := runText(cutClosing(s.run(start, i, withSigns), at))
		if text != "" {
			all = append(all, Segment{Quoted: s.quotedLines(quotes, start), Text: text})
			quotes = i
		}
	}
	for i := range s.lines {
		if v := s.verdicts[i]; v != own && v != sign {
			if i > start {
				flush(i)
			}
			start = i + 1
		}
	}
	if start < len(s.lines) {
		flush(len(s.lines))
	}
	return all
}

// run is the person's lines from one index to another.
func (s *sorter) run(from, to int, withSigns bool) []line {
	signs := false
	for _, v := range s.verdicts[from:to] {
		signs = signs || v == sign
	}
	if !signs || withSigns {
		return s.lines[from:to:to]
	}
	run := make([]line, 0, to-from)
	for i := from; i < to; i++ {
		if s.verdicts[i] == own || isProse(s.lines[i].text) {
			run = append(run, s.lines[i])
		}
	}
	return run
}

// quotedLines joins the quoted lines between two indexes.
func (s *sorter) quotedLines(from, to int) string {
	var texts []string
	for i := from; i < to; i++ {
		if s.verdicts[i] == quote {
			texts = append(texts, s.lines[i].text)
		}
	}
	return strings.Trim(strings.Join(texts, "\n"), "\n")
}

// isProse: a sentence that somebody typed where the signature stands.
func isProse(s string) bool {
	return endsSentence(s) && len(strings.Fields(s)) >= 5 && !contactPattern.MatchString(s) && !isDisclaimer(s) && !isDeviceLine(s)
}

// runText joins lines, without blank ones at the ends.
func runText(run []line) string {
	texts := make([]string, 0, len(run))
	for _, l := range run {
		if l.mark == markRule {
			continue
		}
		texts = append(texts, l.text)
	}
	return strings.Trim(strings.Join(texts, "\n"), "\n")
}

// allSoftMarkup says that all text stands in HTML blocks that are indented but
// not known as quotes.
func allSoftMarkup(lines []line) bool {
	some := false
	for _, l := range lines {
		if l.blank() {
			continue
		}
		if l.depth == 0 || l.hard || l.raw != "" {
			return false
		}
		some = true
	}
	return some
}
