package answer

import (
	"regexp"
	"strings"
)

var (
	emptyBox  = regexp.MustCompile(`(?m)^[ \t]*[-*]?[ \t]*(?:\([ \t]+\)|\[[ \t_]*\]|[☐□▢⬜◻])|(?:\([ \t]+\)|\[[ \t_]*\]|[☐□▢⬜◻])[ \t]*$`)
	struckOut = regexp.MustCompile(`~~[^~\n]+~~`)
)

// crossed asks back where words stand beside a box that was left empty, or are struck
// out: they are there to read, and their writer does not say them.
func crossed(texts []string, out []Answer) []Answer {
	why := ""
	for _, text := range texts {
		switch {
		case strings.ContainsAny(text, "([☐□▢⬜◻") && emptyBox.MatchString(text):
			why = "beside an empty box"
		case strings.Contains(text, "~~") && struckOut.MatchString(text):
			why = "beside words that are struck out"
		}
	}
	if why == "" {
		return out
	}
	for i, a := range out {
		if lastWordHolds[a.Kind] {
			out[i] = Answer{Kind: KindAskBack, Ask: a.Ask, Value: WhyTwoReadings, Words: a.Words, Start: a.Start, End: a.End, Because: a.Kind + " " + a.Value + " " + why}
		}
	}
	return out
}
