package daemon

import (
	"testing"
	"time"

	"convene/daemon/group"
)

func init() { lives = append(lives, aSteeredLife) }

// aSteeredLife is a group whose coordinator cancels a meeting by mail.
func aSteeredLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 3", "")
	l.answers = func(m group.Mailing) {
		if m.Items[0].Practice == "steer" && len(m.Items[0].Asks) > 0 {
			l.reply(m, "yes")
		}
	}
	l.until(time.Date(2026, 1, 8, 10, 0, 0, 0, l.g.Zone))
	l.write("ana-ruiz", "cancel 27 January\nadd Ida Holm <ida@example.org>")
	l.until(time.Date(2026, 1, 9, 10, 0, 0, 0, l.g.Zone))
	if mt := l.g.Meetings[1]; mt.State != group.Cancelled || !mt.ByMail {
		t.Errorf("the meeting is %s", mt.State)
	}
	return l.mails
}

func init() { lives = append(lives, aSilentLife) }

// aSilentLife is a group in which nobody says anything but the coordinator.
func aSilentLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 3", "")
	l.answers = func(m group.Mailing) {
		if m.Member.ID == "ana-ruiz" && m.Invite != nil && !m.Update {
			l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
		}
	}
	l.until(time.Date(2026, 2, 3, 10, 0, 0, 0, l.g.Zone))
	return map[string]string{"monday": l.mails["monday"]}
}
