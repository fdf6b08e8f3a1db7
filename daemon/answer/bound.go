package answer

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxRead is how many bytes of new text are read for answers: six pages and
// more. What stands behind is kept as text, and asked back about.
const MaxRead = 16 << 10

// maxTokens is how many words and marks are read: six pages have fewer, and what
// has more is no prose.
const maxTokens = 5000

// quotedShare is how many bytes of a quote cost as much as one of new text:
// quotes are only compared with the prompts.
const quotedShare = 8

// bounded cuts the segments where reading stops: at a line end, a blank or at
// least a rune. at is where that is in the joined text; at its end where all is read.
func bounded(segments []Segment) (read []Segment, at int) {
	left, tokens := MaxRead, maxTokens
	for i, s := range segments {
		if i > 0 {
			at += len(gap)
			left -= len(gap)
		}
		left -= min(len(s.Quoted), maxQuoted) / quotedShare
		end := upToToken(s.Text[:min(len(s.Text), max(left, 0))], &tokens)
		if end == len(s.Text) {
			left -= len(s.Text)
			at += len(s.Text)
			continue
		}
		if i > 0 && left < MaxRead/4 {
			return segments[:i], at - len(gap)
		}
		read = append(read, segments[:i+1]...)
		read[i].Text = s.Text[:cutAt(s.Text, end)]
		return read, at + len(read[i].Text)
	}
	return segments, at
}

// upToToken is where the last token ends that is still to be read, and counts down
// those that are. Short texts are not worth counting.
func upToToken(text string, left *int) int {
	if len(text) < *left {
		*left -= len(text) / 4
		return len(text)
	}
	toks := tokenise(text)
	if len(toks) > *left {
		end := toks[max(*left, 0)].start
		*left = 0
		return end
	}
	*left -= len(toks)
	return len(text)
}

// cutAt is where to cut text that shall have at most n bytes.
func cutAt(text string, n int) int {
	if n >= len(text) {
		return len(text)
	}
	if i := strings.LastIndexByte(text[:n], '\n'); i > n*3/4 {
		return i
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > n*3/4 {
		return i
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// beyond adds what stands behind the part of the joined text that was read, all
// of it as text. As nobody knows what it says, no answer before it is certain:
// one ask may have been answered twice, so that each is asked back.
func beyond(out []Answer, whole string, at int, asks []Ask) []Answer {
	rest := strings.TrimSpace(whole[at:])
	if rest == "" {
		return out
	}
	why := fmt.Sprintf("a text of %d bytes, of which only the first %d are read", len(whole), at)
	start := at + strings.Index(whole[at:], rest)
	end := start + len(rest)
	var kept []Answer
	prose := -1 // the last text before it, which goes on in it if it ends there
	for _, a := range out {
		switch {
		case a.Kind == KindNothing:
			continue
		case lastWordHolds[a.Kind]:
			a.Because = a.Kind + " " + a.Value + " in " + why
			a.Kind, a.Value, a.Text, a.People = KindAskBack, WhyTooLong, "", nil
		case a.Kind == KindText || multiline[a.Kind] && strings.TrimSpace(whole[a.End:at]) == "":
			prose = len(kept)
		}
		kept = append(kept, a)
	}
	if prose >= 0 {
		a := &kept[prose]
		if strings.TrimSpace(whole[a.End:at]) == "" {
			a.Text += whole[a.End:end]
		} else {
			a.Text += "\n" + rest
		}
		a.End = end
		a.Words = whole[a.Start:end]
		a.Because += "; goes on behind what was read"
	} else {
		ask, open := 0, 0
		for _, q := range asks {
			if q.Kind == AskText {
				ask, open = q.Number, open+1
			}
		}
		if open != 1 {
			ask = 0
		}
		kept = append(kept, Answer{Kind: KindText, Ask: ask, Text: rest, Words: rest, Start: start, End: end, Because: why + "; the rest is kept as it is"})
	}
	first := rest[:cutAt(rest, min(len(rest), 200))]
	return append(kept, Answer{Kind: KindAskBack, Value: WhyTooLong, Words: first, Start: start, End: start + len(first), Because: why})
}

// lastWordHolds are the kinds that another word further down would change.
var lastWordHolds = map[string]bool{
	KindRSVP: true, KindTurn: true, KindYesNo: true, KindChoice: true, KindRating: true, KindCommitment: true, KindDecision: true, KindGoals: true,
	KindAudience: true, KindAttendance: true, KindShare: true, KindPublic: true, KindForMember: true, KindCancel: true, KindMove: true, KindAgree: true, KindNamed: true,
}
