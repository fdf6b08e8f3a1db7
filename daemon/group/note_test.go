package group_test

import (
	"strings"
	"testing"

	"convene/daemon/group"
)

// notesIn are the notes that a member got from one day to another, what each holds;
// without what who has a turn needs.
func (l *life) notesIn(member group.MemberID, from, to string) []string {
	var got []string
	for _, s := range l.to(member) {
		if first := s.Items[0].Practice; s.Class != group.InNote || first == "pack" || first == "scribe" || s.at.Before(at(l.t, from)) || !s.at.Before(at(l.t, to)) {
			continue
		}
		var parts []string
		for _, it := range s.Items {
			parts = append(parts, it.Practice)
		}
		got = append(got, s.at.In(s.Member.Zone).Format("Mon 2 Jan ")+strings.Join(parts, "+"))
	}
	return got
}

// TestTheLastNotesAndThanksAreOneMail: in the week of the last meeting, or on Monday to
// who has had a reminder that week. What they wrote is read back with it.
func TestTheLastNotesAndThanksAreOneMail(t *testing.T) {
	l := newLife(t, 8, 2)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
		if m := l.g.Members[i].ID; m != "eli" {
			l.click(m, second, "ACCEPTED")
		}
	}
	l.until(at(t, "2026-01-26 12:00"), l.willing)
	l.reply("ana", "", "thanks Ben, for asking. thanks Eli, for the silence")
	l.reply("ana", "", "thanks Eli, for the silence")
	l.until(at(t, "2026-01-28 11:00"), l.willing)
	for _, tn := range l.g.Turns {
		if tn.Meeting == second && tn.Role == "scribe" && (tn.State == group.Accepted || tn.State == group.Served) {
			l.reply(tn.Member, l.letterWith(tn.Member, "scribe").Token, "1: Silence helps.\n2: everyone")
		}
	}
	for _, m := range []group.MemberID{"ben", "eli"} {
		l.reply(m, l.letterWith(m, "survey").Token, "1: 4")
	}
	l.until(at(t, "2026-02-08 12:00"), nil)
	for m, want := range map[group.MemberID]string{
		"ben": "Thu 29 Jan thanksletter+notes+readback",
		"eli": "Mon 26 Jan nudge, Mon 2 Feb thanksletter+notes+readback",
	} {
		if got := strings.Join(l.notesIn(m, "2026-01-26 00:00", "2026-02-08 00:00"), ", "); got != want {
			t.Errorf("%s got %q, want %q", m, got, want)
		}
	}
}

// TestWhatIsSaidToTheLastReadBackIsAnswered: no letter and no note follows it but the
// report, also where the answer comes within the same second.
func TestWhatIsSaidToTheLastReadBackIsAnswered(t *testing.T) {
	l := newLife(t, 6, 2)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-02-06 12:00"), nil)
	l.reply("ben", l.letterWith("ben", "survey").Token, "1: 4")
	var said int64
	l.until(at(t, "2026-02-10 12:00"), func(s sent) {
		if s.Member.ID == "ben" && s.Items[0].Practice == "readback" {
			l.reply("ben", l.letterWith("ben", "survey").Token, "1: 5")
			said = l.inbox
		}
	})
	if said == 0 {
		t.Fatal("nothing was read back before the report")
	}
	if !group.ReadBack(l.g, "ben", said) {
		t.Errorf("not read back: %+v", group.ToReadBack(l.g, "ben"))
	}
}
