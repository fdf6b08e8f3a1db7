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
	if strings.TrimSpace(m.Text) != "" {
		plain = read(textLines(m.Text), reply, m.From.Name)
	}
	if m.HTML == "" {
		return plain.segments
	}
	rich := read(htmlLines(m.HTML), reply, m.From.Name)
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
// stand in another colour.
func prefersHTML(text string, plain, rich reading, reply bool) bool {
	switch {
	case strings.TrimSpace(text) == "":
		return true
	case rich.vivid:
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
}

func (r reading) words() int {
	n := 0
	for _, s := range r.segments {
		n += len(strings.Fields(s.Text))
	}
	return n
}

// verdict is what a line is.
type verdict int

const (
	own     verdict = iota // written by the person
	quote                  // of an older mail, marked so
	intro                  // introduces an older mail
	history                // below here all is older, without marks
	sign                   // in a signature's node
)

// read decides about every line and gathers the person's.
func read(lines []line, reply bool, writer string) reading {
	adoptWraps(lines)
	lines = withoutBanner(lines)
	s := &sorter{lines: lines, verdicts: make([]verdict, len(lines)), reply: reply}
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
	if len(r.segments) == 0 && allSoftMarkup(lines) {
		// Everything is in one indented block that nothing introduces.
		for i := range lines {
			lines[i].depth = max(0, lines[i].depth-1)
		}
		return read(lines, reply, writer)
	}
	return r
}

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
	if len(lines) > 0 && isArrows(lines[0].text) {
		lines[0].depth, lines[0].text = 0, tidy(lines[0].raw)
	}
	for i := 1; i < len(lines); i++ {
		prev, l := &lines[i-1], &lines[i]
		if l.depth == 1 && prev.depth == 0 && l.raw != "" && strings.HasPrefix(l.raw, ">") && opensBracket(prev.text) {
			l.depth, l.text = 0, tidy(l.raw)
		}
		if l.depth > 0 && isArrows(l.text) {
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

// sorter walks over the lines of one form of a mail.
type sorter struct {
	lines    []line
	verdicts []verdict
	reply    bool
	found    bool // an older mail
	tries    int  // of finding header blocks, which are not cheap
	first    int  // where the first of it was introduced; len(lines) if nowhere
}

func (s *sorter) sort() {
	intros := s.findAttributions()
	s.first = len(s.lines)
	cut := false
	for i := 0; i < len(s.lines); {
		l := s.lines[i]
		switch {
		case cut:
			s.verdicts[i] = history
			i++
		case l.mark == markHistory:
			s.begin(i)
			cut = true
		case l.depth > 0:
			s.verdicts[i] = quote
			if l.hard {
				s.begin(i)
			}
			i++
		default:
			if to, whole, ok := s.introAt(i, intros); ok {
				s.begin(i)
				for ; i < to; i++ {
					s.verdicts[i] = intro
				}
				cut = whole
				continue
			}
			if l.mark == markSignature {
				s.verdicts[i] = sign
			}
			i++
		}
	}
	s.ownQuotations()
}

func (s *sorter) begin(i int) {
	s.found = true
	s.first = min(s.first, i)
}

// findAttributions looks for attributions and returns them by first line. The
// number of tries is bounded, so that no mail can make this slow.
func (s *sorter) findAttributions() map[int]attribution {
	found := map[int]attribution{}
	tries := 0
	for j := range s.lines {
		if s.lines[j].depth > 0 || s.lines[j].blank() || s.lines[j].code || !mayEndAttribution(s.lines[j].text) {
			continue
		}
		if tries++; tries > 200 {
			break
		}
		a, ok := attributionEndingAt(s.lines, j)
		if !ok {
			continue
		}
		need := scoreAlone
		if next := nextNonBlank(s.lines, a.to); next < len(s.lines) && s.lines[next].depth > 0 {
			need = scoreBeforeQuote
			if a.to-a.from == 1 && runeLen(s.lines[a.from].text) <= 80 && next <= a.to+1 {
				need = scoreShort
			}
		}
		if a.score >= need {
			found[a.from] = a
		}
	}
	return found
}

// introAt says whether an older mail is introduced at line i: by an
// attribution, a header block or a separator. Lines up to to belong to the
// introduction; whole means that everything after it is the older mail.
func (s *sorter) introAt(i int, intros map[int]attribution) (to int, whole, ok bool) {
	l := s.lines[i]
	if l.blank() || l.code {
		return 0, false, false
	}
	if a, is := intros[i]; is {
		if a.own != "" {
			// The person's words stand before it on the same line.
			s.lines[i].text = a.own
			s.begin(i)
			if a.to == i+1 {
				return 0, false, s.cutBelow(i + 1)
			}
			for k := i + 1; k < a.to; k++ {
				s.lines[k].depth = 1
			}
			return 0, false, s.cutBelow(a.to)
		}
		return s.afterIntro(a.to)
	}
	if l.mark == markAttribution {
		if end, is := s.markedAttribution(i, intros); is {
			return s.afterIntro(end)
		}
	}
	switch separatorOf(l.text) {
	case olderMail:
		return s.afterSeparator(i + 1)
	case ruleLine, titledRule:
		next := nextNonBlank(s.lines, i+1)
		if next < len(s.lines) && next <= i+3 && s.lines[next].depth == 0 {
			if block, is := headerBlockAt(s.lines, next, true); is {
				return s.afterIntro(block.to)
			}
			if separatorOf(s.lines[next].text) == olderMail {
				return s.afterSeparator(next + 1)
			}
		}
		return 0, false, false
	}
	if l.mark == markRule {
		next := nextNonBlank(s.lines, i+1)
		if next < len(s.lines) && s.lines[next].depth == 0 {
			if block, is := headerBlockAt(s.lines, next, true); is {
				return s.afterIntro(block.to)
			}
		}
	}
	if kind, _ := fieldOf(l.text); kind != fieldNone && s.tries < 300 {
		s.tries++
		if block, is := headerBlockAt(s.lines, i, false); is {
			return s.afterIntro(block.to)
		}
	}
	return 0, false, false
}

// afterSeparator takes a header block or an attribution below a separator with
// it.
func (s *sorter) afterSeparator(to int) (int, bool, bool) {
	next := nextNonBlank(s.lines, to)
	if next < len(s.lines) && s.lines[next].depth == 0 {
		if block, is := headerBlockAt(s.lines, next, true); is {
			to = block.to
		} else {
			for j := next; j < min(len(s.lines), next+maxAttributionLines) && !s.lines[j].blank(); j++ {
				if a, is := attributionEndingAt(s.lines, j); is && a.from == next && a.score >= scoreBeforeQuote {
					to = a.to
					break
				}
			}
		}
	}
	return s.afterIntro(to)
}

// afterIntro: if marked lines follow, only those are the older mail, and words
// between or below them are the person's. Else all the rest is older.
func (s *sorter) afterIntro(to int) (int, bool, bool) {
	next := nextNonBlank(s.lines, to)
	quoted := next < len(s.lines) && s.lines[next].depth > 0
	return to, !quoted, true
}

// cutBelow marks what follows an attribution in the middle of a line.
func (s *sorter) cutBelow(from int) bool {
	next := nextNonBlank(s.lines, from)
	if next < len(s.lines) && s.lines[next].depth == 0 {
		s.lines[next].mark = markHistory
	}
	return false
}

// markedAttribution reads lines that stand in the node where a mail program
// puts the attribution. People sometimes type in that node, so it must look
// like one: short, and with a colon, an address or a date.
func (s *sorter) markedAttribution(i int, intros map[int]attribution) (int, bool) {
	end, size, telling := i, 0, false
	for end < len(s.lines) && (s.lines[end].mark == markAttribution || s.lines[end].blank()) && s.lines[end].depth == 0 {
		if _, is := intros[end]; is {
			return i, false // it begins further down; here are words
		}
		t := plainForm(s.lines[end].text)
		size += runeLen(t)
		telling = telling || strings.HasSuffix(t, ":") || strings.HasSuffix(t, "：") || addressPattern.MatchString(t) || numericDate.MatchString(t) || yearPattern.MatchString(t)
		end++
	}
	return end, telling && size <= 400
}

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
		at := place{followed: i < len(s.lines), alone: len(all) == 0}
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
