package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

const noor = group.MemberID("guest-noor")

// withGuest is a group that has invited Noor to its second meeting.
func withGuest(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 7, 4)
	l.g.On = map[string]bool{"guests": true}
	l.g.Guests = []group.Guest{{Name: "Noor Aziz", Email: "noor@example.com", Meeting: second}}
	l.g.Apply(group.Member{ID: noor, Name: "Noor Aziz", Email: "noor@example.com", Zone: l.g.Zone, Language: "en", State: group.Observer, Order: 7, Joined: l.now})
	l.step(func() (group.Step, error) { return group.Advance(l.g, l.now, l.rnd) })
	return l
}

// TestAGuestGetsOneInvitationAndOneLetter, and nothing else in the life of the group.
func TestAGuestGetsOneInvitationAndOneLetter(t *testing.T) {
	l := withGuest(t)
	l.until(l.now.AddDate(0, 6, 0), nil)
	var got []string
	for _, s := range l.to(noor) {
		if len(s.Items) != 1 || s.Items[0].Meeting != second {
			t.Errorf("%+v", s.Items)
		}
		got = append(got, s.at.Format("01-02 ")+s.Items[0].Practice)
	}
	if diff := cmp.Diff("01-06 invitation, 01-20 guest", strings.Join(got, ", ")); diff != "" {
		t.Error(diff)
	}
	mine, _ := l.g.Invitation(second, noor)
	for _, inv := range l.g.Invitations {
		if inv.Member != noor && inv.UID == mine.UID {
			t.Error("the guest's invitation has the UID of another")
		}
	}
}

func TestAGuestIsCountedApart(t *testing.T) {
	l := withGuest(t)
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.click(noor, second, "ACCEPTED")
	l.click("ben", second, "ACCEPTED")
	l.until(at(t, "2026-01-20 12:00"), nil)
	d := l.meetingData("eli")
	if diff := cmp.Diff([]string{"Noor"}, d.Guests); diff != "" || slices.Contains(d.SoFar, "Noor") {
		t.Errorf("%s, %v", diff, d.SoFar)
	}
	if s := l.letterWith(noor, "guest"); len(s.Items[0].Asks) != 0 {
		t.Error("the guest is asked again")
	}
	for _, turn := range l.g.Turns {
		if turn.Member == noor {
			t.Errorf("a guest has a turn: %+v", turn)
		}
	}
	l.reply(noor, l.letterWith(noor, "guest").Token, "Sorry, I can't make it after all")
	l.until(at(t, "2026-01-21 12:00"), nil)
	if d := l.meetingData("eli"); len(d.Guests) != 0 {
		t.Errorf("still counted: %v", d.Guests)
	}
}

func TestAGuestNoLongerInvitedGetsACancellation(t *testing.T) {
	l := withGuest(t)
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.g.Guests = nil
	l.until(l.now.Add(time.Hour), nil)
	l.step(func() (group.Step, error) { return group.Advance(l.g, l.now, l.rnd) })
	all := l.to(noor)
	last := all[len(all)-1]
	if last.Invite == nil || !last.Invite.Cancelled {
		t.Errorf("%+v", last.Items)
	}
}

func TestWithoutThePracticeNobodyIsAGuest(t *testing.T) {
	l := newLife(t, 7, 4)
	l.g.Guests = []group.Guest{{Name: "Noor Aziz", Email: "noor@example.com", Meeting: second}}
	l.g.Apply(group.Member{ID: noor, Name: "Noor Aziz", Email: "noor@example.com", Zone: l.g.Zone, Language: "en", State: group.Observer, Order: 7, Joined: l.now})
	l.until(l.now.AddDate(0, 6, 0), nil)
	if got := l.to(noor); len(got) != 0 {
		t.Errorf("%d mails", len(got))
	}
}
