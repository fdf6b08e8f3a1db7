package daemon

import (
	"context"
	"fmt"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
	"convene/templates"
)

// Summary is a group's life in figures. It holds no private words.
type Summary struct {
	Group    string           `json:"group"`
	Name     string           `json:"name"`
	Closed   *time.Time       `json:"closed,omitempty"`
	Meetings []MeetingFigures `json:"meetings"`
	Members  []MemberFigures  `json:"members"`
	Mails    map[string]int   `json:"mails"`   // sent, by class: invitation, letter, note, urgent, receipt
	Replies  map[string]int   `json:"replies"` // mails read, by outcome
	Mailbox  map[string]int   `json:"mailbox"` // mails that belong to no group, by outcome
	RSVPs    map[string]int   `json:"rsvps"`   // answers about coming, by how they came: calendar, words
	Topics   int              `json:"topics"`
	Votes    int              `json:"votes"`
	Answers  map[string]int   `json:"answers"` // kept for their writers, by practice: welcome, reflection, survey, note
	Held     int              `json:"held"`    // mails that ever waited for their writer's word
	Turns    map[string]int   `json:"turns"`   // by state
}

// MeetingFigures is what became of one meeting.
type MeetingFigures struct {
	Start     time.Time        `json:"start"` // in the group's zone
	Cancelled bool             `json:"cancelled"`
	Topic     string           `json:"topic,omitempty"`
	RSVPs     map[string]int   `json:"rsvps"` // yes, no, maybe, late, and silent
	Turns     []group.TurnLine `json:"turns"`
}

// MemberFigures is one member's part in it.
type MemberFigures struct {
	ID       string         `json:"id"` // "" of whoever was forgotten
	Name     string         `json:"name"`
	Zone     string         `json:"zone"`
	Joined   bool           `json:"joined"`             // has been a member; else a guest, or somebody who would not join
	Mails    int            `json:"mails"`              // all that went to the member
	Letters  int            `json:"max_letters_a_week"` // the most letters in one ISO week of the member's zone
	Notes    int            `json:"max_notes_a_week"`   // facilitator pack and scribe form aside, which are never dropped
	Week     int            `json:"max_mails_a_week"`
	RSVPs    map[string]int `json:"rsvps"`  // the answers that count, by meeting
	Served   map[string]int `json:"served"` // turns served or accepted, by role
	Survey   bool           `json:"survey"` // answered
	Calendar int            `json:"by_calendar"`
	Words    int            `json:"by_words"`
}

// Summarize counts what has happened in every group of the configuration.
func Summarize(ctx context.Context, o Options) ([]Summary, error) {
	d, err := looking(o.wordless())
	if err != nil {
		return nil, err
	}
	var all []Summary
	err = withDatabase(ctx, d.cfg, func(tx *store.Tx) error {
		for _, c := range d.cfg.Groups {
			g, err := d.load(ctx, tx, group.GroupID(c.ID))
			if err != nil {
				return err
			}
			ov, err := tx.Overview(ctx, g.ID)
			if err != nil {
				return err
			}
			all = append(all, summary(g, ov))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("summarize: %w", err)
	}
	return all, nil
}

func summary(g *group.Group, ov store.Overview) Summary {
	nameless := g.Nameless
	g = g.Named(templates.Fallback)
	s := Summary{
		Group: string(g.ID), Name: g.Name, Mails: map[string]int{}, Replies: ov.Outcomes, Mailbox: ov.Unassigned,
		RSVPs: map[string]int{}, Topics: len(g.Topics), Votes: len(g.Votes), Answers: map[string]int{},
		Held: len(g.Held), Turns: map[string]int{},
	}
	if !g.Closed.IsZero() {
		at := g.Closed.In(g.Zone)
		s.Closed = &at
	}
	for _, l := range g.Letters {
		s.Mails[string(l.Class)]++
	}
	for _, r := range g.RSVPs {
		s.RSVPs[r.Via]++
	}
	for _, r := range g.Responses {
		if !r.Trace() {
			s.Answers[r.Practice]++
		}
	}
	for _, t := range g.Turns {
		s.Turns[string(t.State)]++
	}
	for _, mt := range g.Meetings {
		s.Meetings = append(s.Meetings, meetingFigures(g, mt))
	}
	for _, m := range g.Members {
		f := memberFigures(g, m)
		if nameless(m.ID) { // the id is often made of the name
			f.ID = ""
		}
		s.Members = append(s.Members, f)
	}
	return s
}

func meetingFigures(g *group.Group, mt group.Meeting) MeetingFigures {
	f := MeetingFigures{Start: mt.Start.In(g.Zone), Cancelled: mt.State == group.Cancelled, RSVPs: map[string]int{}, Turns: g.TurnLines(mt.ID)}
	if t, ok := g.Topic(mt.Topic); ok {
		f.Topic = t.Text
	}
	for _, m := range g.Members {
		if m.State != group.Active {
			continue
		}
		if r, ok := g.RSVP(mt.ID, m.ID); ok {
			f.RSVPs[string(r.Answer)]++
		} else {
			f.RSVPs["silent"]++
		}
	}
	return f
}

func memberFigures(g *group.Group, m group.Member) MemberFigures {
	f := MemberFigures{ID: string(m.ID), Name: m.Name, Zone: m.Zone.String(), Joined: m.Joining == group.In && m.State != group.Observer, RSVPs: map[string]int{}, Served: map[string]int{}}
	type week struct{ year, week int }
	letters, notes, mails := map[week]int{}, map[week]int{}, map[week]int{}
	spared := g.NeverDropped()
	for _, l := range g.Letters {
		if l.Member != m.ID {
			continue
		}
		y, w := l.At.In(m.Zone).ISOWeek()
		k := week{y, w}
		mails[k]++
		f.Mails, f.Week = f.Mails+1, max(f.Week, mails[k])
		switch l.Class {
		case group.InLetter:
			letters[k]++
			f.Letters = max(f.Letters, letters[k])
		case group.InNote:
			if spared[l.Token] {
				continue
			}
			notes[k]++
			f.Notes = max(f.Notes, notes[k])
		}
	}
	for _, mt := range g.Meetings {
		if r, ok := g.RSVP(mt.ID, m.ID); ok {
			f.RSVPs[string(r.Answer)]++
		}
	}
	for _, r := range g.RSVPs {
		switch {
		case r.Member != m.ID:
		case r.Via == "calendar":
			f.Calendar++
		default:
			f.Words++
		}
	}
	for _, t := range g.Turns {
		if t.Member == m.ID && (t.State == group.Served || t.State == group.Accepted) {
			f.Served[t.Role]++
		}
	}
	for _, r := range g.Responses {
		f.Survey = f.Survey || r.Practice == "survey" && r.Member == m.ID
	}
	return f
}
