package templates

import (
	"strings"
	"testing"
	"time"
)

type bookEntry struct {
	At         time.Time
	Text, Name string
}

type bookPage struct {
	Kind    string
	Entries []bookEntry
}

type bookMeeting struct {
	Start            time.Time
	Cancelled, Ahead bool
	Topic            string
	Came             int
	Turns            []turnLine
	Notes            []string
}

type bookQuestion struct {
	Question int
	Lines    []bookEntry
}

type bookSurvey struct {
	Answered int
	Ratings  []int
	Average  float64
	Again    []int
	Open     []bookQuestion
}

type book struct {
	Group, Zone, Purpose string
	Goals, GroundRules   []string
	Founded              time.Time
	Closed               *time.Time
	Members, Waiting     []string
	Meetings             []bookMeeting
	Pages                []bookPage
	Roles                []reportRole
	Survey               bookSurvey
}

// TestBook shows the book of a group in every language: of one that has ended and
// of one that has barely begun.
func TestBook(t *testing.T) {
	set := loaded(t)
	for lang, s := range scripts {
		madrid := time.FixedZone("Europe/Madrid", 3600)
		at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 16, 0, 0, 0, madrid) }
		closed := at(7, 15)
		full := book{
			Group: s.group, Zone: "Europe/Madrid", Purpose: s.purpose, Goals: s.goals, GroundRules: s.topics[1:3], Founded: at(1, 5), Closed: &closed,
			Members: []string{"Ana Ruiz", "Ben Okoro", "Chiara Neri"}, Waiting: s.topics[3:],
			Meetings: []bookMeeting{
				{Start: at(3, 10), Topic: s.topics[0], Came: 7, Turns: []turnLine{{"facilitator", "Ben", false}, {"scribe", "Chiara", false}}, Notes: []string{s.said, "# " + s.topics[1] + "\n- <b>" + s.topics[2] + "</b>"}},
				{Start: at(3, 24), Cancelled: true}, {Start: at(4, 7), Came: 1}, {Start: at(4, 21)},
			},
			Roles:  []reportRole{{"facilitator", []reportCount{{"Ben", 1}, {"Leo", 1}}}, {"scribe", []reportCount{{"Chiara", 1}}}},
			Survey: bookSurvey{6, []int{0, 1, 1, 3, 1}, 3.666, []int{4, 0, 2}, []bookQuestion{{2, []bookEntry{{Text: s.said}}}, {3, []bookEntry{{Text: s.topics[0], Name: "Leo"}}}, {4, []bookEntry{{Text: s.topics[1]}}}, {6, []bookEntry{{Text: s.topics[2]}}}}},
		}
		for _, kind := range []string{"charter", "goal", "rule", "shared", "question", "reply", "case", "reading", "link", "thanks"} {
			full.Pages = append(full.Pages, bookPage{kind, []bookEntry{{at(3, 11), s.said, "Hana"}, {at(3, 12), s.topics[0], ""}}})
		}
		bare := book{Group: s.group, Zone: "Europe/Madrid", Founded: at(1, 5), Members: []string{"Ana Ruiz"}, Meetings: []bookMeeting{{Start: at(3, 10), Ahead: true}}}
		for name, b := range map[string]book{"book": full, "book-bare": bare} {
			d, err := set.Document(lang, "book", b)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, lang+"-"+name+".md", d.Markdown)
			if lang == "en" {
				golden(t, lang+"-"+name+".html", d.HTML)
			}
			for _, bad := range []string{"\n\n\n", " \n", "<no value>", "{{", "<b>", "  "} {
				if strings.Contains(strings.ReplaceAll(d.Markdown, "\n  ", "\n"), bad) {
					t.Errorf("%s/%s holds %q:\n%s", lang, name, bad, d.Markdown)
				}
			}
		}
	}
}
