package group

import (
	"slices"
	"strings"
	"time"
)

// Book is a group's record as it may be shown to the group: what was planned,
// what happened, and what members shared. It holds no address, nothing that was
// written in confidence, and no name beside anything that its writer did not sign.
type Book struct {
	Group       string        `json:"group"`
	Zone        string        `json:"zone"` // IANA name; all times below are in it
	Language    string        `json:"language"`
	Purpose     string        `json:"purpose,omitempty"`
	Goals       []string      `json:"goals"`
	GroundRules []string      `json:"ground_rules"`
	Founded     time.Time     `json:"founded"`
	Closed      *time.Time    `json:"closed,omitempty"`
	Members     []string      `json:"members"` // names
	Meetings    []BookMeeting `json:"meetings"`
	Roles       []BookRole    `json:"roles"`
	Waiting     []string      `json:"topics_waiting"` // topics in the pool
	Pages       []BookPage    `json:"pages"`          // what members gave to all, by kind
	Survey      BookSurvey    `json:"survey"`
	Turns       []BookTurn    `json:"turns"`
}

// BookMeeting is one meeting: who came appears as counts only.
type BookMeeting struct {
	Start     time.Time      `json:"start"`
	End       time.Time      `json:"end"`
	Place     string         `json:"place,omitempty"`
	Cancelled bool           `json:"cancelled"`
	Ahead     bool           `json:"ahead"` // has not been yet
	Topic     string         `json:"topic,omitempty"`
	RSVPs     map[string]int `json:"rsvps"` // yes, no, maybe, late
	Came      int            `json:"came"`  // were there, as far as is known
	Turns     []TurnLine     `json:"turns"`
	Notes     []string       `json:"notes"`
}

// BookRole says how one role went round.
type BookRole struct {
	Role  string        `json:"role"`
	Turns []ReportCount `json:"turns"`
}

// BookTurn is one assignment with its reason.
type BookTurn struct {
	Meeting time.Time `json:"meeting"`
	Role    string    `json:"role"`
	Member  string    `json:"member"`
	State   string    `json:"state"`
	Reason  string    `json:"reason"`
}

// BookPage are the contributions of one kind that all may see.
type BookPage struct {
	Kind    ContributionKind `json:"kind"`
	Entries []BookEntry      `json:"entries"`
}

// BookEntry is one of them; Name is "" unless its writer signed it.
type BookEntry struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
	Name string    `json:"name,omitempty"`
}

// BookSurvey are the closing questions: figures from five answers on.
type BookSurvey struct {
	Answered int            `json:"answered"`
	Ratings  []int          `json:"ratings,omitempty"` // how many gave 1, 2, 3, 4, 5
	Average  float64        `json:"average,omitempty"`
	Again    []int          `json:"again,omitempty"` // yes, no, perhaps
	Open     []BookQuestion `json:"open"`
}

// BookQuestion is one of the survey's open questions, 2, 3 or 4; 6 is what fits none.
type BookQuestion struct {
	Question int         `json:"question"`
	Lines    []BookEntry `json:"lines"`
}

// bookKinds are the contributions that a book has pages for, in its order.
var bookKinds = []ContributionKind{Charter, Goal, Rule, Shared, Question, Reply, Case, Recommended, Link, Thanks}

// MakeBook makes the book of a group as it stands. A public one holds only what
// its writers agreed to let out of the group, and no member's name.
func MakeBook(g *Group, public bool, now time.Time) Book {
	g = g.Named(g.Language)
	goals, rules := g.outset().Goals, g.aims().Rules
	if public { // what members added to the file's is for the group
		goals, rules = g.Goals, g.GroundRules
	}
	b := Book{
		Group: g.Name, Zone: g.Zone.String(), Language: g.Language, Purpose: g.Purpose, Founded: g.Founded.In(g.Zone),
		Goals: slices.Concat([]string{}, goals), GroundRules: slices.Concat([]string{}, rules), Members: []string{},
		Meetings: []BookMeeting{}, Roles: []BookRole{}, Waiting: []string{}, Pages: []BookPage{}, Turns: []BookTurn{},
	}
	if !g.Closed.IsZero() {
		at := g.Closed.In(g.Zone)
		b.Closed = &at
	}
	for _, kind := range bookKinds {
		if p := g.bookPage(kind, public); len(p.Entries) > 0 {
			b.Pages = append(b.Pages, p)
		}
	}
	for _, mt := range g.Meetings {
		b.Meetings = append(b.Meetings, g.bookMeeting(mt, public, now))
	}
	b.Survey.Open = []BookQuestion{}
	if public {
		return b
	}
	for _, m := range g.Members {
		if m.State != Observer && m.Joining == In {
			b.Members = append(b.Members, m.Name)
		}
	}
	for _, t := range g.pool() {
		b.Waiting = append(b.Waiting, t.Text)
	}
	var r ReportData
	g.surveyResults(&r, Member{})
	b.Survey = BookSurvey{Answered: r.Answered, Ratings: r.Ratings, Average: r.Average, Again: r.Again, Open: []BookQuestion{}}
	for _, o := range r.Open {
		q := BookQuestion{Question: o.Question}
		for _, l := range o.Lines {
			q.Lines = append(q.Lines, BookEntry{Text: l.Text, Name: l.Name})
		}
		b.Survey.Open = append(b.Survey.Open, q)
	}
	for _, role := range g.Roles {
		b.Roles = append(b.Roles, BookRole{Role: role, Turns: g.servedIn(role)})
	}
	for _, t := range g.Turns {
		if mt, ok := g.Meeting(t.Meeting); ok && t.Member != "" {
			b.Turns = append(b.Turns, BookTurn{Meeting: mt.Start.In(g.Zone), Role: t.Role, Member: g.first(t.Member), State: string(t.State), Reason: t.Reason})
		}
	}
	return b
}

func (g *Group) bookPage(kind ContributionKind, public bool) BookPage {
	p := BookPage{Kind: kind}
	for _, c := range g.given(kind) {
		visible := c.Audience == Public || c.Audience == Everyone && !public
		if !visible || c.State == StateWaiting || c.State == StateMerged || c.Text == "" {
			continue
		}
		e := BookEntry{At: c.At.In(g.Zone), Text: c.Text}
		if kind == Charter {
			e.Text = charterOf(c).spoken()
		}
		if c.Named && !public {
			e.Name = g.first(c.Member)
		}
		p.Entries = append(p.Entries, e)
	}
	return p
}

func (g *Group) bookMeeting(mt Meeting, public bool, now time.Time) BookMeeting {
	b := BookMeeting{
		Start: mt.Start.In(g.Zone), End: mt.End().In(g.Zone), Cancelled: mt.State == Cancelled, Ahead: mt.Start.After(now), RSVPs: map[string]int{},
		Turns: []TurnLine{}, Notes: []string{},
	}
	if !b.Cancelled && !b.Ahead {
		b.Came = len(g.present(mt.ID))
	}
	if t, ok := g.Topic(mt.Topic); ok && !public {
		b.Topic = t.Text
	}
	for _, m := range g.Members {
		if r, ok := g.RSVP(mt.ID, m.ID); ok {
			b.RSVPs[string(r.Answer)]++
		}
	}
	for _, c := range g.given(Minutes) {
		if c.About == string(mt.ID) && (c.Audience == Public || c.Audience == Everyone && !public) && c.State != StateWaiting {
			if text := g.openNotes(mt, c.Text); text != "" {
				b.Notes = append(b.Notes, text)
			}
		}
	}
	if !public {
		b.Place = mt.Place
		b.Turns = append(b.Turns, g.TurnLines(mt.ID)...)
	}
	return b
}

// openNotes are the notes of a meeting without the lines that say what a member offered
// to do and has not read, or has said is not so.
func (g *Group) openNotes(mt Meeting, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if bare := noteLines(line); len(bare) > 0 && g.hides(mt, bare[0], "") {
			continue
		}
		b.WriteString(line)
	}
	return strings.TrimSpace(b.String())
}
