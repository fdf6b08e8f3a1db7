package demo

import (
	"regexp"
	"slices"
	"strings"
)

// question is a thing that convene asks, as far as a reader can tell.
type question string

const (
	aboutInvitation question = "invitation" // a calendar object to accept or decline
	aboutComing     question = "coming"
	aboutTurn       question = "turn"
	aboutStepIn     question = "stepin"
	aboutSwap       question = "swap" // somebody would take the reader's turn
	aboutTopics     question = "ballot"
	aboutIdeas      question = "propose"
	aboutThoughts   question = "reflection"
	aboutHopes      question = "welcome"
	aboutTheEnd     question = "survey"
	aboutMeaning    question = "again" // convene did not understand
)

// asked is one question in a letter.
type asked struct {
	What    question
	Number  string   // "1" as printed, "" if it has none
	Line    int      // of the text, where it stands
	Options []string // the topics of a ballot, in the order of their letters
}

// signs are the words by which a reader knows a question, in the languages of
// the demo. The first that fits a line counts.
var signs = []struct {
	what  question
	words []string
}{
	{aboutTurn, []string{"can you come and ", "kommst du und "}},
	{aboutComing, []string{"can you come?", "are you coming?", "kommst du?"}},
	{aboutSwap, []string{"is that right with you?", "ist dir das recht?"}},
	{aboutStepIn, []string{"yet on ", "asks whether you would", "suchen wir noch jemanden", "fragt, ob du"}},
	{aboutTopics, []string{"what shall we do on", "was machen wir am"}},
	{aboutThoughts, []string{"one question\n", "eine frage\n"}},
	{aboutHopes, []string{"what brings you here?", "was führt dich her?"}},
	{aboutTheEnd, []string{"how near did you get", "wie nah bist du"}},
	{aboutMeaning, []string{"wasn't sure what you meant", "nicht sicher, was du", "no open question that this could answer", "keine offene frage"}},
}

var (
	numbered = regexp.MustCompile(`^(\d)\. `)
	option   = regexp.MustCompile(`^ +([A-F])  +(\S.*)$`)
)

// questions finds what a letter asks, in the order in which it stands there.
func (l letter) questions() []asked {
	if strings.Contains(l.Calendar, "METHOD:REQUEST") {
		return []asked{{What: aboutInvitation}}
	}
	var found []asked
	lines := strings.Split(l.Text, "\n")
	for i, line := range lines {
		here := strings.TrimSpace(strings.ToLower(line)) + "\n"
		on := here
		if i+1 < len(lines) { // a sentence may go on in the next line
			on = strings.TrimSpace(here) + " " + strings.TrimSpace(strings.ToLower(lines[i+1]))
		}
		for _, s := range signs {
			known := slices.ContainsFunc(found, func(a asked) bool { return a.What == s.what })
			if known || !slices.ContainsFunc(s.words, func(w string) bool {
				at := strings.Index(on, w)
				return strings.Contains(here, w) || at >= 0 && at < len(here)
			}) {
				continue
			}
			a := asked{What: s.what, Line: i}
			if m := numbered.FindStringSubmatch(line); m != nil {
				a.Number = m[1]
			}
			if s.what == aboutTopics {
				if a.Options = options(lines[i+1:]); len(a.Options) == 0 {
					a.What = aboutIdeas
				}
			}
			found = append(found, a)
			break
		}
	}
	return found
}

// options are the lines of a ballot below its question.
func options(lines []string) []string {
	var topics []string
	for _, line := range lines {
		m := option.FindStringSubmatch(line)
		switch {
		case m != nil:
			topics = append(topics, m[2])
		case len(topics) > 0 && strings.HasPrefix(line, "     "):
			topics[len(topics)-1] += " " + strings.TrimSpace(line)
		default:
			return topics
		}
	}
	return topics
}

// button is the first button whose mail says one of the words.
func (l letter) button(bodies ...string) (button, bool) {
	for _, b := range l.Buttons {
		if slices.Contains(bodies, b.Body) {
			return b, true
		}
	}
	return button{}, false
}
