package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"convene/calendar"
	"convene/daemon"
	"convene/mailflow"
)

// begin is two weeks before the first meeting, letter the morning of the letter
// about it.
var (
	begin  = madrid(2025, time.December, 29, 10)
	letter = madrid(2026, time.January, 6, 9)
)

// invited is the invitation to the first meeting, read by a calendar library.
func (w *world) invitation(name string) (*mailflow.Mail, string) {
	w.t.Helper()
	m := w.last(name, "Tue 13 January, 16:00 ·")
	if len(m.Calendars) != 2 {
		w.t.Fatalf("%d calendar objects in the invitation, want the part and the attachment", len(m.Calendars))
	}
	for line := range strings.SplitSeq(string(m.Calendars[0]), "\r\n") {
		if uid, ok := strings.CutPrefix(line, "UID:"); ok {
			return m, uid
		}
	}
	w.t.Fatal("no UID in the invitation")
	return nil, ""
}

// click sends what a calendar program sends when a button is pressed.
func (w *world) click(name, attendee, partstat string, sequence int) {
	w.t.Helper()
	_, uid := w.invitation(name)
	w.calendarReply(name, attendee, uid, partstat, sequence)
}

// calendarReply is the same for the calendar object with a UID.
func (w *world) calendarReply(name, attendee, uid, partstat string, sequence int) {
	w.t.Helper()
	w.seq++
	ics := strings.Join([]string{
		"BEGIN:VCALENDAR", "PRODID:-//Example//Calendar//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", "UID:" + uid,
		fmt.Sprintf("SEQUENCE:%d", sequence), "DTSTAMP:" + w.clock.Now().Add(time.Duration(w.seq)*time.Second).UTC().Format("20060102T150405Z"),
		"ORGANIZER:mailto:" + groupAddress, "ATTENDEE;PARTSTAT=" + partstat + ":mailto:" + attendee, "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	w.send(name, fmt.Sprintf("From: %s <%s>\r\nTo: %s\r\nSubject: Accepted\r\nMessage-ID: <c%d@example.org>\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n%s",
		name, attendee, groupAddress, w.seq, w.clock.Now().Format(time.RFC1123Z), ics))
}

func (w *world) wantRSVPs(want string) {
	w.t.Helper()
	var parts []string
	s := w.status()
	for _, k := range []string{"yes", "late", "maybe", "no", "silent"} {
		if n := s.Next.RSVPs[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k))
		}
	}
	if got := strings.Join(parts, ", "); got != want {
		w.t.Errorf("got %s, want %s; mails read: %v", got, want, s.Inbox)
	}
}

func TestFromInvitationToRSVP(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.click("Ben Okoro", "ben@example.org", "ACCEPTED", 0)
	w.click("Chiara Neri", "chiara@example.org", "DECLINED", 0)
	w.click("Dana Lind", "dana@example.org", "TENTATIVE", 0)
	w.pass(begin.Add(time.Hour))
	w.wantRSVPs("1 yes, 1 maybe, 1 no, 5 silent")
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "Yes, count me in!")
	w.reply(german, w.last(german, "13. Januar"), "Bin dabei, komme aber etwas später")
	p := w.pass(letter.Add(time.Hour))
	if p.Read != 2 {
		t.Errorf("read %d mails, want 2", p.Read)
	}
	w.wantRSVPs("2 yes, 1 late, 1 maybe, 1 no, 3 silent")
	first := w.last("Eli Stern", "This is how I understood it")
	if !strings.Contains(first.Text, "Tuesday 13 January: you're coming.") {
		t.Errorf("the first receipt:\n%s", first.Text)
	}
	if got := first.Header.Get("Auto-Submitted"); got != "auto-replied" {
		t.Errorf("Auto-Submitted: %q", got)
	}
	w.reply("Eli Stern", first, "Oh no, I can't come after all, sorry")
	w.pass(letter.Add(2 * time.Hour))
	w.wantRSVPs("1 yes, 1 late, 1 maybe, 2 no, 3 silent")
}

func TestTheInvitationIsAsTheWireDemands(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	m, uid := w.invitation("Ben Okoro")
	if got := m.Header.Get("Content-Type"); !strings.HasPrefix(got, "multipart/mixed") {
		t.Errorf("Content-Type %q", got)
	}
	if local, domain, _ := strings.Cut(uid, "@"); len(local) != 26 || domain != "example.org" {
		t.Errorf("UID %q has not 128 random bits", uid)
	}
	other, otherUID := w.invitation("Dana Lind")
	if uid == otherUID || m.MessageID == other.MessageID {
		t.Error("two members share a UID or a Message-ID")
	}
	for name, want := range map[string]string{"Auto-Submitted": "auto-generated", "List-Id": `"Tuesday Coaches" <tuesday.example.org>`} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"User-Agent", "X-Mailer"} {
		if m.Header.Has(name) {
			t.Errorf("has %s", name)
		}
	}
	ics := strings.ReplaceAll(string(m.Calendars[0]), "\r\n ", "") // unfolded
	for _, want := range []string{"METHOD:REQUEST", "SEQUENCE:0", "DTSTART;TZID=Europe/Madrid:20260113T160000", "BEGIN:VTIMEZONE", "RSVP=TRUE", "PARTSTAT=NEEDS-ACTION"} {
		if !strings.Contains(ics, want) {
			t.Errorf("no %s in\n%s", want, ics)
		}
	}
	for _, bad := range []string{"RRULE:FREQ=WEEKLY", "chiara@"} {
		if strings.Contains(ics, bad) {
			t.Errorf("%s in\n%s", bad, ics)
		}
	}
	if strings.Count(ics, "\nATTENDEE") != 1 {
		t.Errorf("not one ATTENDEE in\n%s", ics)
	}
	if replies, err := calendar.ReadReplies(m.Calendars[0]); err == nil && len(replies) > 0 {
		t.Errorf("a REQUEST reads as a reply: %+v", replies)
	}
}

func TestALetterFromAnotherAddressIsHeldUntilItsMemberSaysYes(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	w.send("Eli Stern", fmt.Sprintf("From: Eli <eli@work.example.com>\r\nTo: %s\r\nSubject: Re: %s\r\nMessage-ID: <x1@work.example.com>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\n\r\nYes, I'll be there.\r\n", groupAddress, m.Subject, w.clock.Now().Format(time.RFC1123Z), m.MessageID))
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("8 silent")
	ask := w.last("Eli Stern", "eli@work.example.com")
	w.reply("Eli Stern", ask, "yes")
	w.pass(letter.Add(2 * time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
}

func TestWhatIsNotAnAnswer(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	before := len(w.mails("Eli Stern"))
	m := w.last("Eli Stern", "can you come")
	mail := func(headers, body string) {
		w.seq++
		w.send("Eli Stern", fmt.Sprintf("To: %s\r\nMessage-ID: <n%d@example.org>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\n%s\r\n\r\n%s\r\n", groupAddress, w.seq, w.clock.Now().Format(time.RFC1123Z), m.MessageID, headers, body))
	}
	mail("From: Eli Stern <eli@example.org>\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied", "Yes, I am away until Monday.")
	mail("From: MAILER-DAEMON@example.org\r\nSubject: Undelivered Mail Returned to Sender\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nYes.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; eli@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--")
	mail("From: Somebody <stranger@elsewhere.example>\r\nSubject: hello\r\nReferences: <none@example.org>", "Yes")
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("8 silent")
	if of, without := w.status().Inbox, w.report().Mailbox.Inbox; of["automatic"] != 1 || len(without) != 0 || of["bounce"] != 1 || of["held"] != 1 {
		t.Errorf("mails of the group: %v, of none: %v", of, without)
	}
	for _, got := range w.mails("Eli Stern")[before:] {
		if got.Header.Get("Auto-Submitted") == "auto-replied" {
			t.Errorf("answered an automatic mail or a stranger: %s", got.Subject)
		}
	}
}

func TestAButtonMailWithoutTextSaysItInItsSubject(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	button := regexp.MustCompile(`mailto:groups@example\.org\?subject=([^&"]+)`).FindStringSubmatch(m.HTML)
	if button == nil {
		t.Fatalf("no button in\n%s", m.HTML)
	}
	subject, err := url.PathUnescape(button[1])
	if err != nil {
		t.Fatal(err)
	}
	plain := func(id, subject string) {
		w.send("Eli Stern", fmt.Sprintf("From: Eli Stern <eli@example.org>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s@example.org>\r\n\r\n\r\n", groupAddress, subject, id))
	}
	plain("b1", subject)
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
	for _, receipt := range w.mails("Eli Stern") {
		if strings.HasPrefix(receipt.Subject, "Re:") && strings.Contains(receipt.Subject, button[1][len(button[1])-18:]) {
			t.Errorf("the token stands in %q", receipt.Subject)
		}
	}
	list := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
	u, err := url.Parse(list)
	if err != nil {
		t.Fatal(err)
	}
	plain("b2", u.Query().Get("subject"))
	w.pass(letter.Add(2 * time.Hour))
	w.last("Eli Stern", "Too much mail?")
}

func TestASubaddressCarriesTheToken(t *testing.T) {
	w := newWorld(t, begin, "")
	w.cfg.Mail.Subaddress = "+"
	w.close()
	w.open()
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	local, domain, _ := strings.Cut(m.ReplyTo.Address, "@")
	token, ok := strings.CutPrefix(local, "groups+")
	if !ok || domain != "example.org" || m.MessageID != "c."+token+"@example.org" {
		t.Fatalf("Reply-To %q, Message-ID %q", m.ReplyTo.Address, m.MessageID)
	}
	if got := m.Header.Get("Return-Path"); !strings.Contains(got, token) {
		t.Errorf("Return-Path %q", got)
	}
	// All else is lost on the way.
	w.send("Eli Stern", fmt.Sprintf("From: eli@example.org\r\nTo: %s\r\nSubject: so\r\nMessage-ID: <s1@example.org>\r\n\r\nYes, I'll be there.\r\n", m.ReplyTo.Address))
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
}

func TestALetterThatBouncesStopsTheMail(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	report := func(id, returned string) {
		w.send("Eli Stern", "From: MAILER-DAEMON@mx.example.org\r\nTo: "+groupAddress+"\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <"+id+"@mx.example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"+
			"--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; eli@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"+
			"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <"+returned+">\r\nTo: eli@example.org\r\n\r\n--b--\r\n")
	}
	report("forged", "c.aaaaaaaaaaaaaaaa@example.org")
	w.pass(letter.Add(time.Hour))
	if got := w.status().NeedsHand; len(got) != 0 {
		t.Errorf("a report about no letter of ours: %q", got)
	}
	report("real", m.MessageID)
	w.pass(letter.Add(2 * time.Hour))
	if got := w.status().NeedsHand; len(got) != 1 || !strings.Contains(got[0], "Eli Stern") {
		t.Errorf("needs a hand: %q", got)
	}
	w.last("Ana Ruiz", "Eli Stern")
	n := len(w.mails("Eli Stern"))
	w.pass(madrid(2026, time.January, 12, 9))
	if got := len(w.mails("Eli Stern")); got != n {
		t.Errorf("%d more mails to an address that does not exist", got-n)
	}
}

func TestTheSameMailTwiceCountsOnce(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	w.reply("Eli Stern", m, "yes")
	w.seq--
	w.reply("Eli Stern", m, "yes")
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
	if got := w.report().Mailbox.Inbox; got["duplicate"] != 1 {
		t.Errorf("mails of no group: %v", got)
	}
}

func TestAStoppedDaemonGoesOnWhereItWas(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.close()
	w.open()
	if p := w.pass(begin); p.Composed != 0 || p.Sent != 0 {
		t.Errorf("after a restart %+v", p)
	}
	w.close()
	// Three weeks asleep: what has become stale is not sent, nothing floods.
	w.open()
	n := len(w.mails("Eli Stern"))
	w.pass(madrid(2026, time.January, 20, 9))
	var got []string
	for _, m := range w.mails("Eli Stern")[n:] {
		got = append(got, m.Subject)
	}
	for _, s := range got {
		if strings.Contains(s, "13 January") {
			t.Errorf("stale: %s", s)
		}
	}
	if len(got) > 2 {
		t.Errorf("%d mails after sleeping: %q", len(got), got)
	}
}

// TestACrashAtAnyPoint stops the daemon between any two effects and starts it
// again: no answer is lost and none counts twice.
func TestACrashAtAnyPoint(t *testing.T) {
	for _, point := range []string{
		daemon.PointFetched, daemon.PointIngested, daemon.PointAttempted, daemon.PointCommit, daemon.PointCommitted,
		daemon.PointSubmit, daemon.PointAccepted, daemon.PointSent,
	} {
		t.Run(point, func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.pass(begin)
			w.pass(letter)
			w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
			w.close()
			crash := errors.New("crash")
			hit := false
			w.hook = func(p string) error {
				if p == point && !hit {
					hit = true
					return crash
				}
				return nil
			}
			w.open()
			w.clock.Set(letter.Add(time.Hour))
			if _, err := w.d.Pass(t.Context()); !errors.Is(err, crash) {
				t.Fatalf("the pass gave %v", err)
			}
			w.close()
			w.hook = nil
			w.open()
			w.pass(letter.Add(2 * time.Hour))
			w.wantRSVPs("1 yes, 7 silent")
			receipts := map[string]bool{}
			for _, m := range w.mails("Eli Stern") {
				if m.Header.Get("Auto-Submitted") == "auto-replied" {
					receipts[m.MessageID] = true
				}
			}
			if len(receipts) != 1 {
				t.Errorf("%d receipts, want one (twice only with the same Message-ID)", len(receipts))
			}
		})
	}
}

// TestBeingStoppedIsNoMailsFault: however often the daemon is asked to stop just
// while it reads a mail, that mail is read in the end.
func TestBeingStoppedIsNoMailsFault(t *testing.T) {
	for _, point := range []string{daemon.PointAttempted, daemon.PointCommit} {
		t.Run(point, func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.pass(begin)
			w.pass(letter)
			w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
			for i := range 4 {
				ctx, stop := context.WithCancel(t.Context())
				w.close()
				w.hook = func(p string) error {
					if p == point {
						stop()
					}
					return nil
				}
				w.open()
				w.clock.Set(letter.Add(time.Duration(i+1) * time.Minute))
				if _, err := w.d.Pass(ctx); !errors.Is(err, context.Canceled) {
					t.Fatalf("the pass gave %v", err)
				}
			}
			w.close()
			w.hook = nil
			w.open()
			w.pass(letter.Add(time.Hour))
			w.wantRSVPs("1 yes, 7 silent")
		})
	}
}

func TestAServerThatDoesNotAnswerShowsInTheStatus(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	if got := w.report().Mailbox.NeedsHand; len(got) != 0 {
		t.Fatalf("needs a hand: %q", got)
	}
	if err := w.office.Close(); err != nil {
		t.Fatal(err)
	}
	w.clock.Set(letter)
	if _, err := w.d.Pass(t.Context()); err == nil {
		t.Fatal("a pass without a server is fine")
	}
	if got := w.report().Mailbox.NeedsHand; len(got) != 1 || !strings.Contains(got[0], "no mail has been read since Tue 6 Jan 2026, 08:00 UTC") {
		t.Errorf("needs a hand: %q", got)
	}
}

// TestTheStateOfAServerThatCouldNotBeRecordedIsRecordedLater: a full disk passes, and
// a server that answers again must not stay in the status for ever.
func TestTheStateOfAServerThatCouldNotBeRecordedIsRecordedLater(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.change(`UPDATE servers SET why = 'it did not answer' WHERE name = 'mailbox'`)
	w.close()
	w.open()
	w.change(`CREATE TRIGGER full BEFORE UPDATE ON servers BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
	w.pass(letter)
	w.change(`DROP TRIGGER full`)
	w.pass(letter.Add(time.Hour))
	if got := w.report().Mailbox.NeedsHand; len(got) != 0 {
		t.Errorf("needs a hand: %q", got)
	}
}

// TestAPassBetweenTwoSeconds: what is due now goes out now, not when the second is over.
func TestAPassBetweenTwoSeconds(t *testing.T) {
	w := newWorld(t, begin.Add(700*time.Millisecond), "")
	p, err := w.d.Pass(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p.Composed == 0 || p.Sent != p.Composed {
		t.Errorf("composed %d mails, sent %d", p.Composed, p.Sent)
	}
}
