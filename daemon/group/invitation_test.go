package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// TestAnUpdateSaysWhatChanged: what the mail around a changed invitation is told.
func TestAnUpdateSaysWhatChanged(t *testing.T) {
	type told struct {
		Was, Place, Link, NewEnd, Back, Again, Cancelled, Gone bool
		Answer                                                 string
	}
	for name, c := range map[string]struct {
		change func(*group.Plan)
		ben    told // who had accepted
		dana   told // who had said nothing
	}{
		"another link": {func(p *group.Plan) { p.Meetings[0].Place = "https://meet.example.org/new" },
			told{Place: true, Link: true, Answer: "yes"}, told{Place: true, Link: true}},
		"another place": {func(p *group.Plan) { p.Meetings[0].Place = "Room 4" },
			told{Place: true, Again: true}, told{Place: true}},
		"another time": {func(p *group.Plan) { p.Meetings[0].Start = p.Meetings[0].Start.Add(time.Hour) },
			told{Was: true, Link: true, Again: true}, told{Was: true, Link: true}},
		"another end": {func(p *group.Plan) { p.Meetings[0].Duration += time.Hour },
			told{NewEnd: true, Link: true, Again: true}, told{NewEnd: true, Link: true}},
		"cancelled": {func(p *group.Plan) { p.Meetings = p.Meetings[1:] },
			told{Cancelled: true, Link: true}, told{Cancelled: true, Link: true}},
		"ben has left": {func(p *group.Plan) { p.Members = append(p.Members[:1:1], p.Members[2:]...) },
			told{Cancelled: true, Gone: true, Link: true}, told{Link: true}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 7, 3)
			l.click("ben", first, "ACCEPTED")
			p := l.plan()
			c.change(&p)
			l.now = l.now.Add(time.Hour)
			l.reconcile(p)
			for member, want := range map[group.MemberID]told{"ben": c.ben, "dana": c.dana} {
				d := l.invitationTo(member, first)
				got := told{!d.Was.IsZero(), d.WasPlace != "", d.Link, d.NewEnd, d.Back, d.Again, d.Cancelled, d.Gone, d.Answer}
				if got != want {
					t.Errorf("%s reads %+v, want %+v", member, got, want)
				}
			}
		})
	}
}

func TestAMeetingThatTakesPlaceAfterAllSaysSo(t *testing.T) {
	l := newLife(t, 7, 3)
	l.click("ben", first, "ACCEPTED")
	p := l.plan()
	without := p
	without.Meetings = p.Meetings[1:]
	l.now = l.now.Add(time.Hour)
	l.reconcile(without)
	l.now = l.now.Add(time.Hour)
	l.reconcile(p)
	if d := l.invitationTo("ben", first); !d.Back || d.Cancelled || d.NewEnd || !d.Again {
		t.Errorf("ben reads %+v", d)
	}
}

// invitationTo is what the last mail to a member around the invitation to a
// meeting is told.
func (l *life) invitationTo(member group.MemberID, meeting group.MeetingID) group.InvitationData {
	l.t.Helper()
	var d group.InvitationData
	for _, s := range l.to(member) {
		if s.Invite == nil || s.Invite.Meeting != meeting {
			continue
		}
		sections, _ := group.Write(l.g, s.Mailing)
		d = sections[0].Data.(group.InvitationData)
	}
	return d
}

// TestAClockThatIsAheadSilencesNobody: DTSTAMP orders the answers of calendars, but
// what one with a wrong clock has said is not newer than all that is said afterwards.
func TestAClockThatIsAheadSilencesNobody(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, c := range []struct {
		partstat string
		ahead    time.Duration
		want     group.RSVPAnswer
	}{
		{"ACCEPTED", 10 * 365 * 24 * time.Hour, group.Yes},
		{"DECLINED", 0, group.No},
		{"ACCEPTED", 5 * time.Hour, group.Yes},
		{"TENTATIVE", -time.Second, group.Maybe},
	} {
		l.now = l.now.Add(time.Minute)
		l.inbox++
		inv, _ := l.g.Invitation(first, "eli")
		r := group.Receive(l.g, group.Inbound{
			Inbox: l.inbox, Received: l.now, Member: "eli", Lexicon: l.lex,
			Calendar: []group.CalendarReply{{Meeting: first, PartStat: c.partstat, Sequence: inv.Sequence, Stamp: l.now.Add(c.ahead)}},
		}, l.now)
		l.follow(r.Outcome)
		if got := l.rsvp(first, "eli"); got != string(c.want) {
			t.Errorf("%s, the clock ahead by %v: %q, want %q", c.partstat, c.ahead, got, c.want)
		}
	}
}
