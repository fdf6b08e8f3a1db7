package group_test

import (
	"slices"
	"strings"
	"testing"

	"convene/daemon/group"
)

// notesTo is the notes section that a member got from an instant on, and in what.
func (l *life) notesTo(member group.MemberID, n int) (group.NotesData, group.Class) {
	l.t.Helper()
	for _, s := range l.to(member)[n:] {
		sections, _ := group.Write(l.g, s.Mailing)
		for _, p := range sections {
			if d, ok := p.Data.(group.NotesData); ok {
				return d, s.Class
			}
		}
	}
	return group.NotesData{}, ""
}

// TestTheNotesOfTheLastMeetingReachEverybody: no letter follows it that could carry
// them, so they go out by themselves, and before the report.
func TestTheNotesOfTheLastMeetingReachEverybody(t *testing.T) {
	l := newLife(t, 8, 2)
	l.until(at(t, "2026-01-26 12:00"), l.willing)
	l.click("eli", second, "DECLINED")
	l.reply("fay", "", "digest only")
	l.until(at(t, "2026-01-28 11:00"), l.willing)
	var scribe group.MemberID
	for _, tn := range l.g.Turns {
		if tn.Meeting == second && tn.Role == "scribe" && (tn.State == group.Accepted || tn.State == group.Served) {
			scribe = tn.Member
		}
	}
	if scribe == "" {
		t.Fatal("nobody takes notes")
	}
	before := map[group.MemberID]int{}
	for _, m := range l.g.Members {
		before[m.ID] = len(l.to(m.ID))
	}
	l.reply(scribe, l.letterWith(scribe, "scribe").Token, "1: Silence helps.\n2: everyone except Eli")
	l.until(at(t, "2026-02-03 12:00"), nil) // who was reminded that week hears on Monday
	for _, m := range l.g.Members {
		d, class := l.notesTo(m.ID, before[m.ID])
		if class != group.InNote || !slices.Equal(d.Notes, []string{"Silence helps."}) {
			t.Errorf("%s got %q by %q", m.ID, d.Notes, class)
		}
	}
	l.until(at(t, "2026-03-01 12:00"), nil)
	if l.g.Closed.IsZero() {
		t.Error("the group goes on")
	}
	for _, m := range l.g.Members {
		n := 0
		for _, s := range l.to(m.ID) {
			for _, it := range s.Items {
				if it.Practice == "notes" && it.Occurrence == string(second) {
					n++
				}
			}
		}
		if n != 1 {
			t.Errorf("%s got the notes %d times", m.ID, n)
		}
	}
}

// TestWhoWantsTheDigestOnlyIsAskedWhatIsTheirs: their own case, and a turn that was
// offered before they said so. What others write waits for the digest.
func TestWhoWantsTheDigestOnlyIsAskedWhatIsTheirs(t *testing.T) {
	l := withCases(t)
	l.until(at(t, "2026-01-05 12:00"), nil)
	var leads group.MemberID
	for _, tn := range l.g.Turns {
		if tn.Meeting == first && tn.State == group.Offered && tn.Role == "facilitator" {
			leads = tn.Member
		}
	}
	for _, who := range []group.MemberID{leads, "ben", "chiara", "dana", "eli"} {
		l.reply(who, "", "digest only")
	}
	n := len(l.to("eli"))
	l.attend(at(t, "2026-01-20 12:00"), func(sent) {})
	if got := l.practices(leads, 0); !strings.Contains(got, "turn") {
		t.Errorf("%s, whose turn it is, got %s", leads, got)
	}
	if got := l.askedForCases(); !strings.HasPrefix(got, "ben") {
		t.Errorf("asked for their case: %q", got)
	}
	l.reply("gus", "", "share: a good question is short")
	l.until(at(t, "2026-01-31 12:00"), nil)
	if got := l.practices("eli", n); strings.Contains(got, "shared") {
		t.Errorf("eli got %s in January", got)
	}
	l.until(at(t, "2026-02-07 12:00"), nil)
	for _, s := range l.to("eli")[n:] {
		what := describe(s)
		if s.Class == group.InLetter && (!strings.Contains(what, "digest") || !strings.Contains(what, "shared")) {
			t.Errorf("eli's letter: %s", what)
		}
	}
	if got := l.practices("eli", n); !strings.Contains(got, "shared") {
		t.Errorf("what gus shared did not come with the digest: %s", got)
	}
}
