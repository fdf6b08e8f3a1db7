package mailflow

import "strings"

// Segment is one run of a person's own words.
type Segment struct {
	// Quoted are the quoted lines standing directly above Text, without their
	// marks: what an answer between the lines answers. "" for text at the top.
	Quoted string
	Text   string
}

// Joined is all new text, one segment after the other.
func Joined(segments []Segment) string {
	texts := make([]string, 0, len(segments))
	for _, s := range segments {
		texts = append(texts, s.Text)
	}
	return strings.Join(texts, "\n\n")
}

// NewText returns what the person wrote, in order, without quotes and
// signatures.
func (m *Mail) NewText() []Segment {
	text := m.Text
	if strings.TrimSpace(text) == "" {
		text = renderHTML(m.HTML)
	}
	var all []Segment
	var own, quoted []string
	flush := func() {
		if t := strings.TrimSpace(strings.Join(own, "\n")); t != "" {
			all = append(all, Segment{Quoted: strings.Join(quoted, "\n"), Text: t})
			quoted = nil
		}
		own = nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line == "-- " || strings.HasPrefix(line, "-----Original Message") {
			break
		}
		if strings.HasPrefix(line, ">") {
			flush()
			quoted = append(quoted, strings.TrimLeft(line, "> "))
			continue
		}
		if strings.HasPrefix(line, "On ") && strings.HasSuffix(line, "wrote:") {
			continue
		}
		own = append(own, line)
	}
	flush()
	return all
}
