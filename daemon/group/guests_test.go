package group_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
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

// guestSays is every kind of answer that a reply can hold, in words that are read as
// it, and the receipt that a guest gets: "" is what a member would get too.
var guestSays = map[string]struct{ words, receipt string }{
	answer.KindRSVP:       {"Yes, I'll be there", ""},
	answer.KindAskBack:    {"I read your book last winter and it has stayed with me ever since, on every train.", "guest_note"},
	answer.KindThanks:     {"Thanks Ana, for having me", "guest_note"},
	answer.KindTopic:      {"topic: the art of listening", "guest_members"},
	answer.KindCase:       {"case: Somebody who never comes back", "guest_members"},
	answer.KindReading:    {"read: The book of questions", "guest_members"},
	answer.KindQuestion:   {"ask: who has a good opening question?", "guest_members"},
	answer.KindWhoKnows:   {"who knows Excel?", "guest_members"},
	answer.KindShare:      {"share I found a list of questions", "guest_members"},
	answer.KindRule:       {"rule: no phones on the table", "guest_members"},
	answer.KindGoal:       {"goal: five cases each", "guest_members"},
	answer.KindObject:     {"object: the hours are too long", "guest_members"},
	answer.KindAgree:      {"agree", "guest_members"},
	answer.KindLog:        {"log clients 4", "guest_members"},
	answer.KindLink:       {"link: https://example.org/list", "guest_members"},
	answer.KindJournal:    {"journal: A long day", "guest_members"},
	answer.KindFeedback:   {"feedback: how did I sound?", "guest_members"},
	answer.KindPublic:     {"public", "guest_members"},
	answer.KindAttendance: {"everyone except Eli was there", "guest_members"},
	answer.KindForMember:  {"Ben: yes", "guest_members"},
	answer.KindCancel:     {"cancel 27 January", "guest_members"},
	answer.KindMove:       {"move 27 January to 28 January 16:00", "guest_members"},
	answer.KindNewLink:    {"new link https://evil.example.org/", "guest_members"},
	answer.KindAddMember:  {"add Leo Sand <leo@example.org>", "guest_members"},
	answer.KindNothing:    {"Thanks!", ""},
}

// onlyAsked are the kinds that are read only where a letter asks for them, which a
// guest's does not.
var onlyAsked = []string{
	answer.KindYesNo, answer.KindChoice, answer.KindRating, answer.KindText, answer.KindCommitment, answer.KindDecision, answer.KindGoals, answer.KindAudience, answer.KindTurn,
	answer.KindNamed, answer.KindCommand, // in guestAsks
}

// TestEveryKindOfAnswerIsTriedByAGuest reads the list of kinds from the source.
func TestEveryKindOfAnswerIsTriedByAGuest(t *testing.T) {
	source, err := os.ReadFile("../answer/answer.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`(?m)^\tKind\w+ += "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(kinds) < 30 {
		t.Fatalf("only %d kinds", len(kinds))
	}
	for _, k := range kinds {
		if _, ok := guestSays[k[1]]; !ok && !slices.Contains(onlyAsked, k[1]) {
			t.Errorf("no guest says %s", k[1])
		}
	}
}

// guestAsks are the commands, likewise.
var guestAsks = map[string]struct{ words, receipt string }{
	"help":        {"help", "guest_help"},
	"status":      {"status", "guest_help"},
	"less":        {"too many mails", "guest_help"},
	"digest_only": {"digest only", "guest_help"},
	"pause":       {"pause until May", "guest_help"},
	"stop":        {"stop", "guest_left"},
	"leave":       {"I want to leave the group", "guest_left"},
	"unsubscribe": {"unsubscribe", "guest_left"},
	"undo":        {"undo", "guest_members"},
	"why_me":      {"why me?", "guest_members"},
	"resume":      {"I'm back", "guest_members"},
	"renew":       {"renew", "guest_members"},
	"data":        {"my data", "sure"},
	"forget":      {"forget me", "sure"},
	"stay":        {"I'm still in", "guest_members"},
}

// TestAGuestsWordsAreNoMembers ranges over what a reply can say: a guest may say
// whether they come, ask for help, for what is held about them, to be forgotten, and
// for no more mail. Nothing else of theirs reaches the group's record or anybody.
func TestAGuestsWordsAreNoMembers(t *testing.T) {
	for kind, c := range guestSays {
		t.Run(kind, func(t *testing.T) { guestWrites(t, kind, "", c.words, c.receipt) })
	}
	for command, c := range guestAsks {
		t.Run(command, func(t *testing.T) { guestWrites(t, answer.KindCommand, command, c.words, c.receipt) })
	}
}

func guestWrites(t *testing.T, kind, command, words, want string) {
	t.Helper()
	l := withGuest(t)
	for _, on := range []string{"cases", "readings", "journal", "repertoire", "feedback"} {
		l.g.On[on] = true
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	before, contributed, topics, votes := len(l.mails), len(l.g.Contributions), len(l.g.Topics), len(l.g.Votes)
	members := slices.DeleteFunc(slices.Clone(l.g.Members), func(m group.Member) bool { return m.ID == noor })
	meetings := slices.Clone(l.g.Meetings)
	turns := slices.Clone(l.g.Turns)
	r := l.reply(noor, l.letterWith(noor, "guest").Token, words)
	if !slices.ContainsFunc(r.Answers, func(a group.Reading) bool { return a.Kind == kind && (command == "" || a.Value == command) }) {
		t.Fatalf("%q is not read as %s %s: %v", words, kind, command, r.Because)
	}
	if len(l.g.Contributions) != contributed || len(l.g.Topics) != topics || len(l.g.Votes) != votes || len(l.g.Attendance) != 0 || len(l.g.Absences) != 0 {
		t.Errorf("a guest has put something on the group's record: %v", r.Because)
	}
	if diff := cmp.Diff(meetings, l.g.Meetings); diff != "" {
		t.Errorf("a guest has changed the meetings:\n%s", diff)
	}
	if diff := cmp.Diff(turns, l.g.Turns); diff != "" {
		t.Errorf("a guest has changed the turns:\n%s", diff)
	}
	got, receipts := "", 0
	for _, s := range l.mails[before:] {
		for _, it := range s.Items {
			switch d, _ := it.Data.(group.ReceiptData); {
			case s.Member.ID == noor && it.Practice == "confirm":
				got, receipts = "sure", receipts+1
			case s.Member.ID == noor && it.Practice == "receipt":
				got, receipts = d.Kind, receipts+1
			case s.Member.ID != noor && it.Practice != "notice":
				t.Errorf("%s gets %s because of a guest", s.Member.ID, it.Practice)
			case s.Member.ID != noor:
				if n, _ := it.Data.(group.NoticeData); n.Text != "" || !s.Member.Coordinator {
					t.Errorf("%s reads a guest's words: %q", s.Member.ID, n.Text)
				}
			}
		}
	}
	if want != "" && (got != want || receipts != 1) {
		t.Errorf("%q is answered by %d mails, the last %q; want one, %q", words, receipts, got, want)
	}
	after := slices.DeleteFunc(slices.Clone(l.g.Members), func(m group.Member) bool { return m.ID == noor })
	if !slices.EqualFunc(members, after, func(a, b group.Member) bool { return a.ID == b.ID && a.State == b.State && a.Mail == b.Mail }) {
		t.Error("a guest has changed the members")
	}
	n := len(l.to(noor))
	l.until(l.now.AddDate(0, 0, 8), nil)
	for _, s := range l.to(noor)[n:] { // a cancellation is all that may come
		if s.Invite == nil || !s.Invite.Cancelled {
			t.Errorf("a guest who wrote %q gets %s later", words, s.Items[0].Practice)
		}
	}
}

func TestAGuestsProseIsSeenByNobodyAndTheCoordinatorHearsOfIt(t *testing.T) {
	l := withGuest(t)
	l.until(at(t, "2026-01-20 12:00"), nil)
	s := l.letterWith(noor, "guest")
	l.reply(noor, s.Token, "Yes, I'll be there. Where do I park? My wheelchair is a wide one and needs a lift to the second floor.")
	if got := l.rsvp(second, noor); got != "yes" {
		t.Errorf("%q", got)
	}
	if got := l.receipt(noor); got.Kind != "guest_note" || len(got.Lines) != 1 || got.Lines[0].What != "yes" {
		t.Errorf("%+v", got)
	}
	n, _ := l.letterWith("ana", "notice").Items[0].Data.(group.NoticeData)
	if n.Kind != "guest" || n.Who != "Noor" || n.Text != "" {
		t.Errorf("%+v", n)
	}
	if _, ok := l.g.Response("note", "1", 1, noor); !ok {
		t.Error("the words are not kept")
	}
	l.reply(noor, s.Token, "Sorry, I can't make it: my sister is ill.")
	if got := l.rsvp(second, noor); got != "no" {
		t.Errorf("%q", got)
	}
}

// TestAGuestWhoStoppedCanBecomeAMember, since the coordinator's file says something new.
func TestAGuestWhoStoppedCanBecomeAMember(t *testing.T) {
	l := withGuest(t)
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.reply(noor, l.letterWith(noor, "invitation").Token, "stop")
	p := group.Plan{Meetings: slices.Clone(l.g.Meetings)}
	for _, m := range l.g.Members {
		if m.ID != noor {
			p.Members = append(p.Members, m)
		}
	}
	p.Members = append(p.Members, group.Member{ID: "noor-aziz", Name: "Noor Aziz", Email: "noor@example.com", Zone: l.g.Zone, Language: "en", State: group.Active, Order: 7})
	l.g.Guests = nil
	l.follow(group.Reconcile(l.g, p, l.now))
	if m, ok := l.g.Member("noor-aziz"); !ok || m.State != group.Active {
		t.Errorf("%+v", m)
	}
	l.letterWith("noor-aziz", "welcome")
}

// TestAGuestWhoStopsStaysStopped, whatever the coordinator's file still says, until
// the entry is taken out of it.
func TestAGuestWhoStopsStaysStopped(t *testing.T) {
	l := withGuest(t)
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.click(noor, second, "ACCEPTED")
	l.reply(noor, l.letterWith(noor, "invitation").Token, "stop")
	n, _ := l.letterWith("ana", "notice").Items[0].Data.(group.NoticeData)
	if n.Kind != "guest_left" {
		t.Errorf("%+v", n)
	}
	listed := group.Plan{Members: slices.Clone(l.g.Members), Meetings: slices.Clone(l.g.Meetings)}
	for i := range listed.Members {
		if listed.Members[i].ID == noor {
			listed.Members[i].State = group.Observer
		}
	}
	l.follow(group.Reconcile(l.g, listed, l.now))
	sent := len(l.to(noor))
	l.until(at(t, "2026-01-26 12:00"), nil)
	if got := l.to(noor); len(got) != sent {
		t.Errorf("%d mails more", len(got)-sent)
	}
	if d := l.meetingData("eli"); len(d.Guests) != 0 {
		t.Errorf("still counted: %v", d.Guests)
	}
}

// TestAGuestWhoIsForgottenHasLeftNoGroup: the coordinators hear that a guest asked to
// be forgotten, also one who wanted no more mail before.
func TestAGuestWhoIsForgottenHasLeftNoGroup(t *testing.T) {
	for _, before := range []string{"", "stop"} {
		l := withGuest(t)
		l.until(at(t, "2026-01-12 12:00"), nil)
		if before != "" {
			l.reply(noor, l.letterWith(noor, "invitation").Token, before)
		}
		l.confirmed(noor, "forget me")
		n, _ := l.letterWith("ana", "notice").Items[0].Data.(group.NoticeData)
		if n.Kind != "guest_forgotten" || n.Who != "Noor" {
			t.Errorf("after %q: %+v", before, n)
		}
	}
}
