package group_test

import (
	"fmt"
	"strings"
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// willing accepts every invitation by calendar and every turn by words.
func (l *life) willing(s sent) {
	for _, it := range s.Items {
		for _, a := range it.Asks {
			switch {
			case a.Practice == "coming" && s.Class == group.InInvitation:
				l.click(s.Member.ID, it.Meeting, "ACCEPTED")
			case a.Kind == group.AskTurn:
				l.reply(s.Member.ID, s.Token, "yes")
			}
		}
	}
}

func describe(s sent) string {
	var parts []string
	for _, it := range s.Items {
		p := it.Practice
		for _, a := range it.Asks {
			p += fmt.Sprintf(" %d:%s", a.Number, a.Kind)
		}
		parts = append(parts, p)
	}
	return fmt.Sprintf("%s %s: %s", s.at.In(s.Member.Zone).Format("Mon 2006-01-02 15:04"), s.Class, strings.Join(parts, " + "))
}

func TestTheMailOfAWholeLife(t *testing.T) {
	l := newLife(t, 9, 3)
	// What went out while the life was set up has not been handed to anybody.
	for _, s := range l.mails {
		l.willing(s)
	}
	l.until(l.now.AddDate(1, 0, 0), l.willing)
	var got []string
	for _, s := range l.to("ben") {
		got = append(got, describe(s))
	}
	want := []string{
		"Mon 2025-12-29 10:00 invitation: invitation 1:coming",
		"Mon 2025-12-29 10:00 invitation: invitation 1:coming",
		"Mon 2025-12-29 10:00 letter: welcome 1:text 2:text 3:text",
		"Tue 2026-01-06 09:00 letter: coming + turn 1:turn + propose 2:text",
		"Tue 2026-01-06 09:00 receipt: receipt 1:turn 2:text",
		"Mon 2026-01-12 09:00 note: pack",
		"Wed 2026-01-14 08:00 note: scribe 1:text 2:attendance",
		"Thu 2026-01-15 09:00 letter: reflection 1:text",
		"Tue 2026-01-20 09:00 invitation: invitation 1:coming",
		"Tue 2026-01-20 09:00 letter: coming + turn 1:turn + propose 2:text",
		"Tue 2026-01-20 09:00 receipt: receipt 1:turn 2:text",
		"Mon 2026-01-26 09:00 note: pack",
		"Thu 2026-01-29 09:00 letter: ending + reflection 1:text",
		"Tue 2026-02-03 09:00 letter: coming + digest",
		"Wed 2026-02-11 09:00 letter: survey 1:rating 2:text 3:text 4:text 5:yesno",
		"Wed 2026-02-18 09:00 letter: survey 1:rating 2:text 3:text 4:text 5:yesno",
		"Wed 2026-02-25 09:00 letter: report",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if l.g.Closed.IsZero() || !l.next.IsZero() {
		t.Errorf("the group did not end: closed %s, next look %s", l.g.Closed, l.next)
	}
}

func TestAClosedGroupIsSilent(t *testing.T) {
	l := newLife(t, 7, 2)
	l.until(l.now.AddDate(1, 0, 0), nil)
	n := len(l.mails)
	r := l.reply("ben", "", "I had a lovely time, can we do it again?")
	if r.Ledger != "after_close" {
		t.Errorf("a reply after the end is %q", r.Ledger)
	}
	for _, s := range l.mails[n:] {
		if s.Member.ID != "ana" { // the coordinator sees it
			t.Errorf("%s got %s after the end", s.Member.ID, describe(s))
		}
	}
}
