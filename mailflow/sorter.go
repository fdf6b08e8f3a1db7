package mailflow

import "strings"

// verdict is what a line is.
type verdict int

const (
	own     verdict = iota // written by the person
	quote                  // of an older mail, marked so
	intro                  // introduces an older mail
	history                // below here all is older, without marks
	sign                   // in a signature's node
)

// sorter walks over the lines of one form of a mail.
type sorter struct {
	lines    []line
	verdicts []verdict
	reply    bool
	writer   string // the name in From, lower case
	found    bool   // an older mail
	tries    int    // of finding header blocks, which are not cheap
	blocks   int    // marked blocks looked into
	first    int    // where the first of it was introduced; len(lines) if nowhere
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
			if l.hard || (i == 0 || s.verdicts[i-1] != quote) && s.introducesItself(i) {
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

// introducesItself says whether a marked block begins with an attribution, a
// header block or a separator, as Apple's programs quote: then it is no passage
// from a book.
func (s *sorter) introducesItself(i int) bool {
	first := nextNonBlank(s.lines, i)
	if s.blocks++; s.blocks > 50 || first == len(s.lines) || s.lines[first].depth == 0 {
		return false
	}
	if separatorOf(s.lines[first].text) == olderMail {
		return true
	}
	if _, is := headerBlockAt(s.lines, first, false); is {
		return true
	}
	for j := first; j < min(len(s.lines), first+maxAttributionLines) && !s.lines[j].blank(); j++ {
		if a, is := attributionEndingAt(s.lines, j); is && a.from == first && a.own == "" && a.score >= scoreAlone {
			return true
		}
	}
	return false
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
		telling = telling || strings.HasSuffix(t, ":") || strings.HasSuffix(t, "：") || hasAddress(t) || hasDigit(t) && (numericDate.MatchString(t) || yearPattern.MatchString(t))
		end++
	}
	return end, telling && size <= 400
}
