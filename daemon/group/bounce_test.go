package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

func (l *life) bounce(member group.MemberID, status string, permanent bool) {
	l.t.Helper()
	l.inbox++
	l.follow(group.Bounced(l.g, group.Inbound{Inbox: l.inbox, Member: member}, group.Bounce{Status: status, Permanent: permanent}, l.now))
}

func (l *life) unreachable(member group.MemberID) bool {
	m, _ := l.g.Member(member)
	return m.Unreachable
}

func TestAnAddressThatDoesNotExistGetsNoMoreMail(t *testing.T) {
	l := newLife(t, 7, 3)
	l.bounce("ben", "5.1.1", true)
	if !l.unreachable("ben") {
		t.Fatal("still written to")
	}
	if s := l.letterWith("ana", "notice"); s.Items[0].Data.(group.NoticeData).Kind != "bounce" { //nolint:forcetypeassert // a panic is a failure
		t.Errorf("ana was told %+v", s.Items[0].Data)
	}
	n := len(l.to("ben"))
	told := len(l.to("ana"))
	l.bounce("ben", "5.1.1", true)
	if len(l.to("ana")) != told {
		t.Error("ana was told twice")
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	if got := l.to("ben"); len(got) != n {
		t.Errorf("%d mails to an address that does not exist", len(got)-n)
	}
	// Ben writes, so the address lives again.
	l.reply("ben", "", "topic: new address, old questions")
	if l.unreachable("ben") {
		t.Error("wrote, and still gets nothing")
	}
}

func TestSoftBouncesCountOverDays(t *testing.T) {
	l := newLife(t, 7, 3)
	for range 5 {
		l.bounce("ben", "4.2.2", false)
	}
	if l.unreachable("ben") {
		t.Error("five in an hour are one full mailbox")
	}
	l.now = l.now.Add(4 * 24 * time.Hour)
	l.bounce("ben", "4.2.2", false)
	if !l.unreachable("ben") {
		t.Error("days later it is still full")
	}
}
