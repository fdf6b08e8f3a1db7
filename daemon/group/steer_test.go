package group_test

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

// readBack is what the last steer mail to a member says.
func (l *life) readBack(member group.MemberID) (sent, group.SteerData) {
	l.t.Helper()
	s := l.letterWith(member, "steer")
	sections, _ := group.Write(l.g, s.Mailing)
	d, ok := sections[0].Data.(group.SteerData)
	if !ok {
		l.t.Fatalf("a steer mail with %T", sections[0].Data)
	}
	return s, d
}

// file is the plan as the coordinator's file says it, whatever was decided since.
func file(p group.Plan) group.Plan {
	return group.Plan{Members: slices.Clone(p.Members), Meetings: slices.Clone(p.Meetings)}
}

func TestACoordinatorIsReadBackAndConfirms(t *testing.T) {
	l := newLife(t, 7, 4)
	second := l.g.Meetings[1].ID
	l.says("ana", "cancel 27 January")
	s, d := l.readBack("ana")
	if d.Kind != "ask" || len(d.Lines) != 1 || d.Lines[0].What != "cancel" || d.Lines[0].Not != "" || len(s.Items[0].Asks) != 1 || d.N != 1 {
		t.Fatalf("read back as %+v", d)
	}
	if mt, _ := l.g.Meeting(second); mt.State != group.Planned {
		t.Fatal("cancelled without a yes")
	}
	l.now = l.now.Add(time.Hour)
	l.answers(s, "yes")
	if mt, _ := l.g.Meeting(second); mt.State != group.Cancelled || mt.Sequence != 1 {
		t.Errorf("after the yes: %+v", mt)
	}
	if d := l.invitationTo("dana", second); !d.Cancelled {
		t.Errorf("dana reads %+v", d)
	}
	if _, d := l.readBack("ana"); d.Kind != "done" || len(d.Lines) != 1 {
		t.Errorf("told %+v", d)
	}
	l.answers(s, "yes")
	if _, d := l.receiptTo("ana"); d.Kind != "closed" {
		t.Errorf("a second yes: %s", d.Kind)
	}
}

func TestSilenceAndNoChangeNothing(t *testing.T) {
	l := newLife(t, 7, 4)
	l.says("ana", "new link https://meet.example.org/new")
	s, _ := l.readBack("ana")
	l.answers(s, "no")
	if _, d := l.readBack("ana"); d.Kind != "left" {
		t.Errorf("after a no: %s", d.Kind)
	}
	l.says("ana", "move 27 January to 28 January 17:00")
	s, _ = l.readBack("ana")
	l.says("ana", "yes") // not to that letter: proves nothing
	l.until(l.now.AddDate(0, 0, 9), nil)
	l.answers(s, "yes")
	for i, mt := range l.g.Meetings {
		if mt.ByMail || mt.Place != l.g.Meetings[0].Place || mt.Start.Day() != []int{13, 27, 10, 24}[i] {
			t.Errorf("changed: %+v", mt)
		}
	}
}

func TestAnUnchangedFileUndoesNoInstruction(t *testing.T) {
	l := newLife(t, 7, 4)
	p := file(l.plan())
	meetings := func() (all []group.Meeting) { return l.g.Meetings }
	for _, order := range []string{"cancel 24 February", "move 27 January to 28 January 17:00", "new link https://meet.example.org/new", "add Ida Holm <ida@example.org>"} {
		l.now = l.now.Add(time.Minute)
		l.says("ana", order)
		s, _ := l.readBack("ana")
		l.answers(s, "yes")
	}
	for range 2 { // the file is read again, unchanged
		l.now = l.now.Add(time.Hour)
		l.reconcile(file(p))
	}
	got := meetings()
	if got[1].Start.Day() != 28 || got[1].Start.In(l.g.Zone).Hour() != 17 || got[3].State != group.Cancelled || got[0].Place != "https://meet.example.org/new" || got[0].Sequence != 0 {
		t.Fatalf("the unchanged file undid it: %+v", got)
	}
	if m, ok := l.g.Member("ida-holm"); !ok || m.State != group.Active {
		t.Fatalf("ida is %q", m.State)
	}
	// It changes one entry: just that is the file's again.
	q := file(p)
	for i := range q.Meetings {
		q.Meetings[i].Duration = 2 * time.Hour
	}
	l.now = l.now.Add(time.Hour)
	l.reconcile(q)
	got = meetings()
	if got[1].Start.Day() != 28 || got[1].Duration != 2*time.Hour || got[3].State != group.Cancelled || got[0].Place != "https://meet.example.org/new" {
		t.Errorf("after another duration: %+v", got)
	}
	q = file(q)
	q.Meetings[1].Start = q.Meetings[1].Start.Add(48 * time.Hour)
	q.Meetings[3].Start = q.Meetings[3].Start.Add(48 * time.Hour)
	l.now = l.now.Add(time.Hour)
	l.reconcile(q)
	if got = meetings(); got[1].Start.Day() != 29 || got[1].Place != "https://meet.example.org/new" || got[3].State != group.Planned {
		t.Errorf("after another day: %+v", got[1])
	}
	// Ida is in the file now, and taken out again.
	q = file(q)
	q.Members = append(q.Members, group.Member{ID: "ida", Name: "Ida Holm", Email: "ida@example.org", Zone: l.g.Zone, Language: "en", State: group.Active})
	l.reconcile(q)
	q.Members = q.Members[:len(q.Members)-1]
	l.reconcile(q)
	if m, _ := l.g.Member("ida-holm"); m.State != group.Left {
		t.Errorf("ida is %q after she was taken out of the file", m.State)
	}
}

func TestACoordinatorSpeaksForAMember(t *testing.T) {
	l := newLife(t, 7, 4)
	l.says("ana", "Dana: yes\nEli: no")
	s, d := l.readBack("ana")
	if len(d.Lines) != 2 || len(s.Items[0].Asks) != 1 {
		t.Fatalf("read back as %+v", d)
	}
	l.answers(s, "yes")
	if got := l.rsvp(first, "dana") + " " + l.rsvp(first, "eli"); got != "yes no" {
		t.Errorf("noted %s", got)
	}
	if r := l.g.RSVPs[len(l.g.RSVPs)-1]; r.Via != "coordinator" {
		t.Errorf("via %s", r.Via)
	}
}

func TestOthersDoNotSteer(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, order := range []string{"cancel 27 January", "move 27 January to 28 January", "new link https://evil.example", "add Eve <eve@evil.example>", "Dana: no"} {
		l.now = l.now.AddDate(0, 0, 1)
		l.says("ben", order)
		if _, d := l.readBack("ben"); d.Kind != "others" || len(d.Lines) != 0 {
			t.Errorf("%s: %+v", order, d)
		}
		if s := l.letterWith("ana", "notice"); s.at != l.now && s.NotBefore.Before(l.now) {
			t.Errorf("%s: ana was not told", order)
		}
	}
	if len(l.g.Contributions) != 0 || len(l.g.Members) != 7 {
		t.Error("something was kept")
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	l := newLife(t, 7, 4)
	for order, want := range map[string]string{
		"cancel 28 January":                         "no_meeting",
		"move 28 January to 29 January":             "no_meeting",
		"move 27 January to 10 February 16:30":      "taken",
		"move 27 January to 27 January 16:00":       "same",
		"add Ben <ben@example.org>":                 "member",
		"add groups@example.org":                    "bad_address",
		"new link https://meet.example.org/tuesday": "nothing_ahead",
	} {
		l.now = l.now.Add(time.Minute)
		l.says("ana", order)
		if s, d := l.readBack("ana"); s.at != l.now || len(d.Lines) != 1 || d.Lines[0].Not != want || d.N != 0 {
			t.Errorf("%s: %+v, want %s", order, d, want)
		}
	}
}
