package group_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

// life runs a group through time without any I/O.
type life struct {
	t     testing.TB
	g     *group.Group
	now   time.Time
	next  time.Time
	rnd   *rand.ChaCha8
	inbox int64
	lex   *answer.Lexicon
	mails []sent
	log   []group.Entry
}

type sent struct {
	at time.Time
	group.Mailing
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// english is a lexicon just large enough for these tests' replies.
func english(t testing.TB) *answer.Lexicon {
	t.Helper()
	return lexicon(t, "en")
}

// newLife founds a group of so many members in Madrid that meets every two
// weeks on Tuesday at 16:00.
func newLife(t testing.TB, members, meetings int) *life {
	t.Helper()
	madrid := zone(t, "Europe/Madrid")
	names := []string{"Ana Ruiz", "Ben Okoro", "Chiara Neri", "Dana Lind", "Eli Stern", "Fay Wong", "Gus Berg", "Hana Ito", "Ida Holm", "Joe Park", "Kim Lee", "Leo Sand", "Mia Roth", "Noa Katz", "Oli Webb"}
	g := &group.Group{ID: "tuesday", Settings: group.Settings{
		Name: "Tuesday Coaches", Purpose: "Get better at coaching conversations.", Zone: madrid, Language: "en", Address: "groups@example.org",
		Operator: group.Person{Name: "Ana Ruiz", Email: "ana@example.org"}, Minimum: 4, Roles: []string{"facilitator", "scribe"},
		Invite: 21, Letter: 7, Nudge: 1, Quiet: group.Span{From: 19 * 60, To: 8 * 60}, ReportTo: []string{"ana@example.org"}, Retention: 90 * 24 * time.Hour,
	}}
	var p group.Plan
	for i := range members {
		first := strings.ToLower(strings.Fields(names[i])[0])
		p.Members = append(p.Members, group.Member{
			ID: group.MemberID(first), Name: names[i], Email: first + "@example.org", Zone: madrid, Language: "en",
			State: group.Active, Order: i, Coordinator: i == 0,
		})
	}
	start := time.Date(2026, 1, 13, 16, 0, 0, 0, madrid)
	for i := range meetings {
		at := time.Date(2026, 1, 13+14*i, 16, 0, 0, 0, madrid)
		p.Meetings = append(p.Meetings, group.Meeting{ID: group.MeetingID(at.Format("2006-01-02T15:04")), Start: at, Duration: 90 * time.Minute, Place: "https://meet.example.org/tuesday"})
	}
	for m := range 12 {
		g.Digests = append(g.Digests, time.Date(2026, time.Month(m+1), 1, 9, 0, 0, 0, madrid))
	}
	l := &life{t: t, g: g, now: start.AddDate(0, 0, -15).Add(-6 * time.Hour), rnd: rand.NewChaCha8([32]byte{1}), lex: english(t)}
	o := group.Reconcile(g, p, l.now)
	l.follow(o)
	return l
}

// follow is what the daemon does after a reply: answer at once, then let time
// do its work.
func (l *life) follow(o group.Outcome) {
	l.t.Helper()
	l.step(func() (group.Step, error) { return group.Follow(l.g, o, l.now, l.rnd) })
	l.step(func() (group.Step, error) { return group.Advance(l.g, l.now, l.rnd) })
}

func (l *life) step(do func() (group.Step, error)) []sent {
	l.t.Helper()
	s, err := do()
	if err != nil {
		l.t.Fatal(err)
	}
	l.next = s.Next
	var out []sent
	for _, m := range s.Mails {
		out = append(out, sent{l.now, m})
	}
	for _, c := range s.Changes {
		if e, ok := c.(group.Entry); ok {
			l.log = append(l.log, e)
		}
	}
	l.mails = append(l.mails, out...)
	return out
}

// until lets time pass, look by look, and hands every mail to read.
func (l *life) until(end time.Time, read func(sent)) {
	l.t.Helper()
	for !l.next.IsZero() && l.next.Before(end) {
		if !l.next.After(l.now) {
			l.t.Fatalf("next look %s is not after now %s", l.next, l.now)
		}
		l.now = l.next
		for _, m := range l.step(func() (group.Step, error) { return group.Advance(l.g, l.now, l.rnd) }) {
			if read != nil {
				read(m)
			}
		}
	}
	if l.now.Before(end) {
		l.now = end
	}
}

// reply lets a member answer a letter in words.
func (l *life) reply(member group.MemberID, letter, text string) group.Result {
	l.t.Helper()
	l.inbox++
	m, _ := l.g.Member(member)
	r := group.Receive(l.g, group.Inbound{
		Inbox: l.inbox, MessageID: fmt.Sprintf("reply-%d@example.org", l.inbox), From: m.Email, Received: l.now, Member: member, Letter: letter, Token: letter != "",
		Segments: []answer.Segment{{Text: text}}, Lexicon: l.lex,
	}, l.now)
	l.follow(r.Outcome)
	return r
}

// click lets a member's calendar program answer.
func (l *life) click(member group.MemberID, meeting group.MeetingID, partstat string) {
	l.t.Helper()
	l.inbox++
	inv, _ := l.g.Invitation(meeting, member)
	r := group.Receive(l.g, group.Inbound{
		Inbox: l.inbox, Received: l.now, Member: member, Lexicon: l.lex,
		Calendar: []group.CalendarReply{{Meeting: meeting, PartStat: partstat, Sequence: inv.Sequence, Stamp: l.now}},
	}, l.now)
	l.follow(r.Outcome)
}

// to are the mails a member got.
func (l *life) to(member group.MemberID) []sent {
	return slices.DeleteFunc(slices.Clone(l.mails), func(s sent) bool { return s.Member.ID != member })
}

// letterWith is the last mail to a member that holds an item of the practice.
func (l *life) letterWith(member group.MemberID, practice string) sent {
	l.t.Helper()
	for _, s := range slices.Backward(l.mails) {
		if s.Member.ID == member && slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Practice == practice }) {
			return s
		}
	}
	l.t.Fatalf("%s got no mail with %s", member, practice)
	return sent{}
}

// receipt is the last receipt a member got.
func (l *life) receipt(member group.MemberID) group.ReceiptData {
	l.t.Helper()
	for _, s := range slices.Backward(l.mails) {
		if s.Member.ID == member && s.Items[0].Practice == "receipt" {
			d, _ := s.Items[0].Data.(group.ReceiptData)
			return d
		}
	}
	l.t.Fatalf("%s got no receipt", member)
	return group.ReceiptData{}
}

// turns writes the turns of a role at a meeting as "1 ana lapsed, 2 ben asked".
func (l *life) turns(meeting group.MeetingID, role string) string {
	var parts []string
	for _, t := range l.g.Turns {
		if t.Meeting == meeting && t.Role == role {
			parts = append(parts, fmt.Sprintf("%d %s %s", t.N, t.Member, t.State))
		}
	}
	return strings.Join(parts, ", ")
}

func (l *life) rsvp(meeting group.MeetingID, member group.MemberID) string {
	r, _ := l.g.RSVP(meeting, member)
	return string(r.Answer)
}

func at(t testing.TB, local string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", local, zone(t, "Europe/Madrid"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const (
	first  = group.MeetingID("2026-01-13T16:00")
	second = group.MeetingID("2026-01-27T16:00")
)
