package mailflow

import (
	"iter"
	"strings"
)

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

// NewText returns what the person wrote in this mail, in order: without the
// older mails below or around it, without signatures, footers and disclaimers.
// Answers between quoted lines come each with the lines they stand under. Where
// it is not clear whose words they are, they are kept.
//
// Of a calendar reply it is what stands beside the calendar object, without the
// sentence that the program wrote for the person ("Maya has accepted ...").
func (m *Mail) NewText() []Segment {
	if m.Kind == Calendar {
		return m.calendarNote(m.newText())
	}
	return m.newText()
}

func (m *Mail) newText() []Segment {
	reply := m.isReply()
	var plain reading
	switch {
	case strings.TrimSpace(m.Text) == "":
	case strings.Count(m.Text, "\n") >= maxLines:
		plain = readCoarsely(quoteMarks(m.Text))
	default:
		plain = read(textLines(m.Text), reply, m.From.Name)
	}
	if m.HTML == "" {
		return plain.segments
	}
	lines, struck := layOut(m.HTML)
	rich := readMarkup(lines, reply, m.From.Name)
	rich.struck = struck
	if prefersHTML(m.Text, plain, rich, reply) {
		return rich.segments
	}
	return plain.segments
}

// calendarNote drops what a calendar program says in a person's name.
func (m *Mail) calendarNote(segments []Segment) []Segment {
	if text := strings.ToLower(m.Text + m.HTML); strings.Contains(text, "calendar.google.com/calendar") {
		// All of it is Google's; a person's note stands in the object.
		return nil
	}
	var note []Segment
	for _, s := range segments {
		var kept []string
		for l := range strings.SplitSeq(s.Text, "\n") {
			if !m.isCanned(l) {
				kept = append(kept, l)
			}
		}
		if s.Text = strings.TrimSpace(strings.Join(kept, "\n")); s.Text != "" {
			note = append(note, s)
		}
	}
	return note
}

func (m *Mail) isCanned(l string) bool {
	lower := strings.ToLower(l)
	named := m.From.Address != "" && strings.Contains(lower, strings.ToLower(m.From.Address)) || m.From.Name != "" && strings.HasPrefix(lower, strings.ToLower(m.From.Name)+" ")
	if !named {
		return false
	}
	for _, w := range []string{"accepted", "declined", "tentativ", "invitation", "zugesagt", "angenommen", "abgelehnt", "abgesagt", "einladung", "accepté", "décliné", "refusé", "invitation", "aceptado", "aceptó", "rechaz", "aceitou", "recusou", "accettato", "rifiutato", "geaccepteerd", "geweigerd", "afgewezen", "zaakceptow", "odrzuc", "accepterat", "avböjt", "accepteret", "afvist", "принял", "отклонил"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// prefersHTML says when the HTML form tells more than the plain one: there is
// no plain one or only a stub of it, it lost the quote marks, or the answers
// stand in another colour, or words are struck through.
func prefersHTML(text string, plain, rich reading, reply bool) bool {
	switch {
	case strings.TrimSpace(text) == "":
		return true
	case rich.vivid:
		return true
	case rich.struck: // the plain form has lost the line through them
		return true
	case len(rich.segments) == 0:
		return false
	case isStub(text):
		return true
	case len(plain.segments) == 0:
		// Nothing new in the plain form: believe the other only if that form
		// did not simply miss the quotes.
		return rich.history
	case plain.history || !rich.history || !reply:
		return false
	}
	return rich.words() < plain.words()
}

// isStub knows plain parts that only say that there is HTML.
func isStub(text string) bool {
	lower := strings.ToLower(text)
	return len(text) < 400 && strings.Contains(lower, "html") && (strings.Contains(lower, "view") || strings.Contains(lower, "support") || strings.Contains(lower, "client") || strings.Contains(lower, "programm"))
}

// isReply says whether the mail answers another one, by its thread or subject.
func (m *Mail) isReply() bool {
	if len(m.InReplyTo) > 0 || len(m.References) > 0 {
		return true
	}
	prefix, _, ok := strings.Cut(strings.ToLower(m.Subject), ":")
	if !ok {
		prefix, _, ok = strings.Cut(strings.ToLower(m.Subject), "：")
	}
	prefix, _, _ = strings.Cut(prefix, "[")
	return ok && replyPrefixes[strings.TrimSpace(prefix)]
}

// replyPrefixes stand before the colon of a reply's or forwarded mail's subject.
var replyPrefixes = wordSet(`re aw sv antw res rif ref vs odp ynt απ σχετ vá reactie atb bls 回复 回覆 答复 答覆 返信 ר הע رد re2 fw fwd wg tr rv enc i vb doorst vl pd ilt προωθ továbbítás 转发 轉寄 転送 r rép réf на відп ответ`)

// reading is what was made of one form of a mail.
type reading struct {
	segments []Segment
	history  bool // an older mail was found in it
	vivid    bool // answers were found by their colour
	struck   bool // words were left out that are struck through
}

func (r reading) words() int {
	n := 0
	for _, s := range r.segments {
		n += len(strings.Fields(s.Text))
	}
	return n
}

// read decides about every line and gathers the person's.
func read(lines []line, reply bool, writer string) reading {
	if len(lines) > maxLines {
		return readCoarsely(func(yield func(int, string) bool) {
			for _, l := range lines {
				if !yield(l.depth, l.text) {
					return
				}
			}
		})
	}
	adoptWraps(lines)
	lines = withoutBanner(lines)
	s := &sorter{lines: lines, verdicts: make([]verdict, len(lines)), reply: reply, writer: strings.ToLower(writer)}
	s.sort()
	r := reading{history: s.found}
	r.segments = s.gather()
	if s.found && (len(r.segments) == 0 || pointsBelow(Joined(r.segments))) {
		if vivid := s.answersInside(func(l line) (string, bool) { return l.text, l.vivid }); len(vivid) > 0 {
			r.vivid = true
			r.segments = append(r.segments, vivid...)
		}
	}
	if named := s.answersInside(signedBy(writer)); s.found && !r.vivid && len(named) > 0 {
		r.vivid = true
		r.segments = append(r.segments, named...)
	}
	return r
}

// maxLines is the number of lines above which a text is nobody's letter.
const maxLines = 10000

// readCoarsely keeps everything that is not marked as quoted. lines are quote
// depth and text.
func readCoarsely(lines iter.Seq2[int, string]) reading {
	var kept strings.Builder
	for depth, text := range lines {
		if depth == 0 {
			kept.WriteString(text)
			kept.WriteByte('\n')
		}
	}
	if text := strings.Trim(kept.String(), "\n"); text != "" {
		return reading{segments: []Segment{{Text: text}}}
	}
	return reading{}
}

// quoteMarks splits plain text into lines without their quote marks.
func quoteMarks(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for raw := range strings.SplitSeq(text, "\n") {
			depth, rest := quoteDepth(raw)
			if !yield(depth, tidy(rest)) {
				return
			}
		}
	}
}

// readMarkup is read for HTML. If everything stands in one indented block that
// nothing introduces, the block is no quote.
func readMarkup(lines []line, reply bool, writer string) reading {
	r := read(lines, reply, writer)
	if len(r.segments) > 0 || !allSoftMarkup(lines) {
		return r
	}
	least := maxDepth
	for _, l := range lines {
		if !l.blank() {
			least = min(least, l.depth)
		}
	}
	for i := range lines {
		lines[i].depth = max(0, lines[i].depth-least)
	}
	return read(lines, reply, writer)
}
