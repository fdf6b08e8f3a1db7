package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// CharterText is what one version of the charter says.
type CharterText struct {
	Version    int
	At         time.Time
	Agreed     bool
	Purpose    string
	Shared     []string // what at least half of the members want to learn
	Goals      []string
	Rules      []string
	Boundaries []string
}

// text is the charter as it is on record: one line for each of its parts.
func (c CharterText) text() string {
	var b strings.Builder
	line := func(what string, texts ...string) {
		for _, t := range texts {
			if t = oneLine(t); t != "" {
				b.WriteString(what + ": " + t + "\n")
			}
		}
	}
	line("purpose", c.Purpose)
	line("shared", c.Shared...)
	line("goal", c.Goals...)
	line("rule", c.Rules...)
	line("boundary", c.Boundaries...)
	return strings.TrimSpace(b.String())
}

// CharterWithout is a charter, or an outline, as it is on record, without the lines
// that were a member's words and that nobody else has said.
func CharterWithout(text string, mine, others map[string]bool) string {
	gone := map[string]bool{}
	for t := range mine {
		gone[oneLine(t)] = true
	}
	for t := range others {
		delete(gone, oneLine(t))
	}
	var b strings.Builder
	for l := range strings.Lines(text) {
		if _, said, _ := strings.Cut(strings.TrimSpace(l), ": "); !gone[said] {
			b.WriteString(l)
		}
	}
	return strings.TrimSpace(b.String())
}

// spoken is the charter in one line, for where it stands among other texts.
func (c CharterText) spoken() string {
	parts := slices.Concat([]string{c.Purpose}, c.Shared, c.Goals, c.Rules, c.Boundaries)
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
}

// charterOf reads a version as it is on record; an [Outline] has the same lines.
func charterOf(c Contribution) CharterText {
	t := CharterText{At: c.At, Agreed: c.State == StateDone}
	t.Version, _ = strconv.Atoi(c.Value)
	for l := range strings.Lines(c.Text) {
		what, text, _ := strings.Cut(strings.TrimSpace(l), ": ")
		switch what {
		case "purpose":
			t.Purpose = text
		case "shared":
			t.Shared = append(t.Shared, text)
		case "goal":
			t.Goals = append(t.Goals, text)
		case "rule":
			t.Rules = append(t.Rules, text)
		case "boundary":
			t.Boundaries = append(t.Boundaries, text)
		}
	}
	return t
}
