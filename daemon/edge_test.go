package daemon_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/config"

	smtpd "github.com/emersion/go-smtp"
)

// fromCalendar sends what a calendar program sends: method and lines of the event
// as given, words beside it.
func (w *world) fromCalendar(name, uid, method, partstat, words string) {
	w.t.Helper()
	w.seq++
	stamp := w.clock.Now().UTC().Format("20060102T150405Z")
	ics := strings.Join([]string{
		"BEGIN:VCALENDAR", "PRODID:-//Example//Calendar//EN", "VERSION:2.0", "METHOD:" + method, "BEGIN:VEVENT", "UID:" + uid, "SEQUENCE:0", "DTSTAMP:" + stamp,
		"ORGANIZER:mailto:" + groupAddress, "ATTENDEE" + partstat + ":mailto:" + addressOf(name), "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	w.send(name, fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: calendar\r\nMessage-ID: <k%d@example.org>\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain\r\n\r\n%s\r\n--b\r\nContent-Type: text/calendar; method=%s\r\n\r\n%s\r\n--b--\r\n",
		addressOf(name), groupAddress, w.seq, w.clock.Now().Format(time.RFC1123Z), words, method, ics))
}

// answers are the automatic answers that somebody got.
func (w *world) answers(name string) int {
	n := 0
	for _, m := range w.mails(name) {
		if m.Header.Get("Auto-Submitted") == "auto-replied" {
			n++
		}
	}
	return n
}

func TestAnOutlookAnswerThatNobodyCanReadIsAskedBack(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	m, _ := w.invitation("Ben Okoro")
	w.send("Ben Okoro", fmt.Sprintf("From: Ben <ben@example.org>\r\nTo: %s\r\nSubject: Accepted: Tuesday Coaches\r\nMessage-ID: <t1@example.org>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--b--\r\n",
		groupAddress, w.clock.Now().Format(time.RFC1123Z), m.MessageID, base64.StdEncoding.EncodeToString([]byte("\x78\x9f\x3e\x22\x01\x00"))))
	w.pass(begin.Add(time.Hour))
	if w.answers("Ben Okoro") != 1 || w.status().Inbox["unclear"] != 1 {
		t.Errorf("%d answers; mails read %v", w.answers("Ben Okoro"), w.status().Inbox)
	}
	w.wantRSVPs("8 silent")
}

// TestACalendarThatAsksAgain: REFRESH (RFC 5546 section 3.2.6) is answered with
// the event as it is, at the registered address, once a day.
func TestACalendarThatAsksAgain(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.click("Ben Okoro", "ben@example.org", "ACCEPTED", 0)
	_, uid := w.invitation("Ben Okoro")
	w.pass(begin.Add(time.Hour))
	invitations := func() (all []string) {
		for _, m := range w.mails("Ben Okoro") {
			if len(m.Calendars) > 0 && strings.Contains(string(m.Calendars[0]), uid) {
				all = append(all, string(m.Calendars[0]))
			}
		}
		return all
	}
	now := begin.AddDate(0, 0, 2)
	for range 3 {
		w.clock.Set(now)
		w.fromCalendar("Ben Okoro", uid, "REFRESH", "", "yes no maybe")
		w.pass(now)
		now = now.Add(time.Hour)
	}
	got := invitations()
	if len(got) != 2 || !strings.Contains(got[1], "SEQUENCE:0") || !strings.Contains(strings.ReplaceAll(got[1], "\r\n ", ""), "PARTSTAT=ACCEPTED") {
		t.Errorf("%d invitations, the last\n%s", len(got), got[len(got)-1])
	}
	w.wantRSVPs("1 yes, 7 silent")
}

// TestACalendarReplyToSomethingElse: what a program wrote beside an answer to
// another meeting is no answer to ours.
func TestACalendarReplyToSomethingElse(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Dana Lind", "can you come")
	w.seq++
	w.send("Dana Lind", fmt.Sprintf("From: dana@example.org\r\nTo: %s\r\nSubject: Accepted\r\nMessage-ID: <k%d@example.org>\r\nIn-Reply-To: <%s>\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain\r\n\r\nYes\r\n--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:another@example.com\r\nDTSTAMP:20260106T090000Z\r\nATTENDEE;PARTSTAT=DECLINED:mailto:dana@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n",
		groupAddress, w.seq, m.MessageID, w.clock.Now().Format(time.RFC1123Z)))
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("8 silent")
	if w.status().Inbox["unknown"] != 1 {
		t.Errorf("mails read %v", w.status().Inbox)
	}
}

func TestALetterAnsweredByAnotherMemberIsNobodysAnswer(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	fays := w.last("Fay Wong", "can you come")
	w.vouched("Fay Wong", "f1", fmt.Sprintf("In-Reply-To: <%s>\r\n", w.last("Eli Stern", "can you come").MessageID), "Yes, and tell nobody about my mother")
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("8 silent")
	for _, m := range w.mails("Eli Stern") {
		if strings.Contains(m.Text, "mother") || strings.Contains(m.Text, "fay@") {
			t.Errorf("eli reads\n%s", m.Text)
		}
	}
	if w.answers("Fay Wong") != 1 {
		t.Error("fay heard nothing")
	}
	w.reply("Eli Stern", w.last("Eli Stern", "Was this you?"), "yes")
	w.reply("Fay Wong", fays, "no")
	w.pass(letter.Add(2 * time.Hour))
	w.wantRSVPs("1 yes, 1 no, 6 silent")
}

// second adds a second group of the same people to the configuration.
func (w *world) second(change func(*config.Group)) {
	w.t.Helper()
	c := w.cfg.Groups[0]
	c.ID, c.Name = "thursday", "Thursday Readers"
	if change != nil {
		change(&c)
	}
	w.close()
	w.cfg.Groups = append(w.cfg.Groups, c)
	w.open()
}

// vouched delivers a mail for whose From the receiving server vouches.
func (w *world) vouched(name, id, headers, text string) {
	w.t.Helper()
	w.deliver("Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n"+headers, name, id, text)
}

// deliver puts a mail into the mailbox as the receiving server does.
func (w *world) deliver(headers, name, id, text string) {
	w.t.Helper()
	raw := fmt.Sprintf("%sFrom: %s <%s>\r\nTo: %s\r\nSubject: Hello\r\nMessage-ID: <%s@example.org>\r\nDate: %s\r\n\r\n%s\r\n", headers, name, addressOf(name), groupAddress, id, w.clock.Now().Format(time.RFC1123Z), text)
	if err := w.office.Deliver(groupAddress, []byte(raw)); err != nil {
		w.t.Fatal(err)
	}
}

// rsvps are the answers about the next meeting of every group.
func (w *world) rsvps() string {
	w.t.Helper()
	var parts []string
	for _, g := range w.report().Groups {
		parts = append(parts, fmt.Sprintf("%s: %d yes, %d no", g.Name, g.Next.RSVPs["yes"], g.Next.RSVPs["no"]))
	}
	return strings.Join(parts, "; ")
}

// TestAMemberOfTwoGroupsIsAskedWhichIsMeant: nothing says which group a mail is
// for. It waits; the question names the groups, and the answer lets the mail count
// in the one that is meant, whether or not the server vouched for it.
func TestAMemberOfTwoGroupsIsAskedWhichIsMeant(t *testing.T) {
	for _, vouched := range []bool{true, false} {
		t.Run(fmt.Sprintf("vouched for %v", vouched), func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.second(func(c *config.Group) { // one date, so that a bare no is plain
				c.Meetings.Dates = c.Meetings.Dates[:1]
			})
			w.pass(begin)
			if vouched {
				w.vouched("Ben Okoro", "g1", "", "Sorry, I can't come")
			} else {
				w.deliver("", "Ben Okoro", "g1", "Sorry, I can't come")
			}
			w.pass(begin.Add(time.Hour))
			if got := w.rsvps(); got != "Tuesday Coaches: 0 yes, 0 no; Thursday Readers: 0 yes, 0 no" {
				t.Errorf("before the answer: %s", got)
			}
			q := w.last("Ben Okoro", "Which group do you mean?")
			for _, want := range []string{"A  Tuesday Coaches", "B  Thursday Readers", "Sorry, I can't come", "Until then it changes nothing"} {
				if !strings.Contains(q.Text, want) {
					t.Errorf("the question has no %q:\n%s", want, q.Text)
				}
			}
			w.reply("Ben Okoro", q, "B")
			w.pass(begin.Add(2 * time.Hour))
			if got := w.rsvps(); got != "Tuesday Coaches: 0 yes, 0 no; Thursday Readers: 0 yes, 1 no" {
				t.Errorf("after the answer: %s; %v", got, w.report())
			}
			// Answering the question with something else is no answer of the group that asked.
			w.deliver("", "Dana Lind", "g2", "Sorry, I can't come")
			w.pass(begin.Add(3 * time.Hour))
			q = w.last("Dana Lind", "Which group do you mean?")
			w.reply("Dana Lind", q, "I can't come")
			w.pass(begin.Add(4 * time.Hour))
			w.reply("Dana Lind", q, "A B")
			w.pass(begin.Add(5 * time.Hour))
			if got := w.rsvps(); got != "Tuesday Coaches: 0 yes, 0 no; Thursday Readers: 0 yes, 1 no" {
				t.Errorf("after an answer that names no group: %s", got)
			}
			if hand := strings.Join(w.report().Groups[0].NeedsHand, "\n"); strings.Count(hand, "waits for its member") != 1 {
				t.Errorf("dana's mail does not wait any more: %s", hand)
			}
		})
	}
}

// TestAGroupThatFailsHurtsItselfOnly: the rules of one group panic; the other one
// gets its letters, and answers to it are read.
func TestAGroupThatFailsHurtsItselfOnly(t *testing.T) {
	w := newWorld(t, begin, "")
	w.second(nil)
	w.pass(begin)
	w.close()
	zone := w.cfg.Groups[1].Zone
	w.cfg.Groups[1].Zone = nil // check refuses that
	w.cfg.Groups[1].Digest = config.Group{}.Digest
	w.open()
	w.pass(letter)
	for _, name := range []string{"Ben Okoro", "Dana Lind"} {
		for _, m := range w.mails(name) {
			if strings.Contains(m.Subject, "Thursday") && strings.Contains(m.Subject, "·") && len(m.Calendars) > 0 {
				w.reply(name, m, "yes")
			}
		}
	}
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
	for i := range 5 {
		w.pass(letter.Add(time.Duration(i+1) * 10 * time.Minute))
	}
	w.cfg.Groups[1].Zone = zone // for looking; the daemon goes on without
	w.wantRSVPs("1 yes, 7 silent")
	s := w.report()
	if s.Mailbox.Pending != 0 || s.Mailbox.Inbox["quarantined"] != 0 {
		t.Errorf("%+v", s.Mailbox)
	}
}

func TestWhoLeftGetsNothingThatStillWaited(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	var mu sync.Mutex
	down := true
	w.office.Fail(func(_, to string) error {
		mu.Lock()
		defer mu.Unlock()
		if down && to == "ben@example.org" {
			return &smtpd.SMTPError{Code: 450, Message: "later"}
		}
		return nil
	})
	w.pass(letter)
	mu.Lock()
	down = false
	mu.Unlock()
	n := len(w.mails("Ben Okoro"))
	w.close()
	w.cfg.Groups[0].Members = slices.DeleteFunc(slices.Clone(w.cfg.Groups[0].Members), func(m config.Member) bool { return m.Address == "ben@example.org" })
	w.open()
	w.pass(letter.Add(time.Hour))
	w.pass(letter.Add(2 * time.Hour))
	for _, m := range w.mails("Ben Okoro")[n:] {
		if len(m.Calendars) == 0 || !strings.Contains(string(m.Calendars[0]), "METHOD:CANCEL") {
			t.Errorf("ben has left and got %s", m.Subject)
		}
	}
	if q := w.status().Queued; q != 0 {
		t.Errorf("%d mails wait", q)
	}
}

// TestWhatHadToWaitDoesNotComeAtNight has the server refuse mails until the quiet
// hours have begun: a letter waits for the morning, and what is stale by then does
// not go out at all.
func TestWhatHadToWaitDoesNotComeAtNight(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	var down atomic.Bool
	down.Store(true)
	w.office.Fail(func(_, to string) error {
		if down.Load() && to == "ben@example.org" {
			return &smtpd.SMTPError{Code: 450, Message: "later"}
		}
		return nil
	})
	w.pass(letter)
	n := len(w.mails("Ben Okoro"))
	down.Store(false)
	w.pass(madrid(2026, time.January, 6, 19)) // by then the waits have grown, and the night has begun
	w.pass(madrid(2026, time.January, 7, 7))
	if got := w.mails("Ben Okoro")[n:]; len(got) > 0 {
		t.Fatalf("at night ben got %s", got[0].Subject)
	}
	w.pass(madrid(2026, time.January, 7, 8))
	if got := w.mails("Ben Okoro")[n:]; len(got) != 1 {
		t.Errorf("in the morning ben got %d mails", len(got))
	}
}

// TestTheMailboxIsReadBeforeAnythingIsSent starts the daemon when a reply waits
// and a letter is due.
func TestTheMailboxIsReadBeforeAnythingIsSent(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.click("Eli Stern", "eli@example.org", "ACCEPTED", 0)
	w.close()
	w.clock.Set(letter)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	var points []string
	w.hook = func(point string) error {
		mu.Lock()
		defer mu.Unlock()
		points = append(points, point)
		if point == daemon.PointSubmit {
			cancel()
		}
		return nil
	}
	w.open()
	if err := w.d.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if len(points) == 0 || points[0] != daemon.PointFetched {
		t.Errorf("the order was %v", points)
	}
}

// TestAnswersOfTwoPeopleInOneMail: only the member's own counts for the member,
// whatever stands before it.
func TestAnswersOfTwoPeopleInOneMail(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	_, uid := w.invitation("Ben Okoro")
	event := func(attendee, partstat, stamp string) string {
		return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nSEQUENCE:0\r\nDTSTAMP:" + stamp + "\r\nATTENDEE;PARTSTAT=" + partstat + ":mailto:" + attendee + "\r\nEND:VEVENT\r\n"
	}
	w.send("Ben Okoro", fmt.Sprintf("From: ben@example.org\r\nTo: %s\r\nSubject: calendar\r\nMessage-ID: <two@example.org>\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n%s%sEND:VCALENDAR\r\n",
		groupAddress, w.clock.Now().Format(time.RFC1123Z), event("stranger@elsewhere.example", "DECLINED", "20260102T090000Z"), event("ben@example.org", "ACCEPTED", "20260101T090000Z")))
	w.pass(begin.Add(time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
}

// TestAGroupThatIsNoLongerInTheFile rests: answers to it fail nothing.
func TestAGroupThatIsNoLongerInTheFile(t *testing.T) {
	w := newWorld(t, begin, "")
	w.second(nil)
	w.pass(begin)
	m := w.last("Ben Okoro", "Thursday")
	var uid string
	for _, m := range w.mails("Ben Okoro") {
		if len(m.Calendars) > 0 && strings.Contains(m.Subject, "Thursday") {
			_, rest, _ := strings.Cut(string(m.Calendars[0]), "\nUID:")
			uid, _, _ = strings.Cut(rest, "\r")
		}
	}
	w.close()
	w.cfg.Groups = w.cfg.Groups[:1]
	w.open()
	n := len(w.mails("Ben Okoro"))
	w.fromCalendar("Ben Okoro", uid, "REPLY", ";PARTSTAT=ACCEPTED", "")
	w.reply("Ben Okoro", m, "To listen")
	w.pass(begin.Add(time.Hour))
	if got := w.report().Mailbox; got.Pending != 0 || got.Inbox["quarantined"] != 0 {
		t.Errorf("%+v", got)
	}
	for _, m := range w.mails("Ben Okoro")[n:] {
		if strings.Contains(m.Subject, "Thursday") {
			t.Errorf("the group that rests sent %s", m.Subject)
		}
	}
}

// TestWhatIsRefusedForGoodIsTriedOnceAndShown: and our own mail, come back, is
// nobody's reply.
func TestWhatIsRefusedForGoodIsTriedOnceAndShown(t *testing.T) {
	w := newWorld(t, begin, "")
	var mu sync.Mutex
	tries := map[string]int{}
	w.office.Fail(func(_, to string) error {
		mu.Lock()
		defer mu.Unlock()
		tries[to]++
		if to == "ben@example.org" {
			return &smtpd.SMTPError{Code: 550, EnhancedCode: smtpd.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		return nil
	})
	w.pass(begin)
	first := tries["ben@example.org"]
	w.send("Ben Okoro", fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: hello\r\nMessage-ID: <own@example.org>\r\nDate: %s\r\n\r\nyes\r\n", groupAddress, groupAddress, w.clock.Now().Format(time.RFC1123Z)))
	w.pass(begin.Add(time.Hour))
	w.pass(begin.Add(4 * time.Hour))
	if tries["ben@example.org"] != first || first == 0 {
		t.Errorf("tried %d times, then %d", first, tries["ben@example.org"])
	}
	if s := w.status(); !strings.Contains(strings.Join(s.NeedsHand, "\n"), "refused") || s.Queued != 0 {
		t.Errorf("queued %d, %q", s.Queued, s.NeedsHand)
	}
	if got := w.report().Mailbox.Inbox; got["own"] != 1 {
		t.Errorf("mails of no group: %v", got)
	}
}

func TestAReplyHeldWhenTheGroupHasEndedIsNotHeldForEver(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	m := w.last("Eli Stern", "Tue 13 January")
	end := madrid(2026, time.May, 20, 10)
	for at := begin; at.Before(end); at = at.AddDate(0, 0, 1) {
		w.pass(at)
	}
	if !w.status().Closed {
		t.Fatal("not closed")
	}
	w.send("Eli Stern", fmt.Sprintf("From: Eli <eli@work.example.com>\r\nTo: %s\r\nSubject: Re: hello\r\nMessage-ID: <x1@work.example.com>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\n\r\nThank you all.\r\n", groupAddress, w.clock.Now().Format(time.RFC1123Z), m.MessageID))
	w.pass(end)
	if s := w.status(); s.Inbox["held"] != 0 || s.Inbox["after_close"] != 1 {
		t.Errorf("%v", s.Inbox)
	}
}
