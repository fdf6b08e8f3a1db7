package daemon_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/config"
	"convene/daemon/group"
)

// The ladder of trust, written down once more and apart from the code that
// climbs it: every combination of what may be known of a mail goes through the
// receiver, and what is on record and in the outbox afterwards is compared.

// How a mail points to a letter of its member.
const (
	bySubaddress   = "sub-address"
	byInReplyTo    = "In-Reply-To"
	byReferences   = "References only"
	bySubject      = "token in the subject"
	byReference    = "short reference"
	wrongAddress   = "wrong token in the address"
	wrongInReplyTo = "wrong In-Reply-To"
	wrongSubject   = "wrong token in the subject"
	byNothing      = "nothing"
)

var pointers = []string{bySubaddress, byInReplyTo, byReferences, bySubject, byReference, wrongAddress, wrongInReplyTo, wrongSubject, byNothing}

// Who stands in From.
const (
	fromMember   = "the member"
	fromAlias    = "a confirmed alias"
	fromUnknown  = "an alias nobody knows"
	fromOther    = "another member"
	fromStranger = "a stranger"
)

var senders = []string{fromMember, fromAlias, fromUnknown, fromOther, fromStranger}

// What the headers say of From.
const (
	authPass    = "pass at our server"
	authFail    = "fail at our server"
	authMissing = "nothing"
	authForged  = "fail at ours above a forged pass"
	authTrick   = "a pass inside a comment"
)

var vouchers = []string{authPass, authFail, authMissing, authForged, authTrick}

// What the words ask for.
const (
	doComing = "rsvp"
	doPass   = "pass the turn"
	doLess   = "less mail"
	doLeave  = "leave"
	doForget = "forget me"
	doData   = "my data"
	doAlias  = "confirm an alias"
)

var deeds = []string{doComing, doPass, doLess, doLeave, doForget, doData, doAlias}

var words = map[string]string{
	doComing: "Yes, I'll be there.", doPass: "not leading", doLess: "less mail", doLeave: "leave", doForget: "forget me", doData: "my data", doAlias: "yes",
}

// subject is the member a matrix is about, with the token, reference and
// Message-ID of the letter that its mails point to.
type subject struct {
	name, token, ref, messageID string
	uid                         string
}

const (
	matrixOther   = "Fay Wong"
	aliasOf       = "@home.example.net" // confirmed
	unknownOf     = "@work.example.com" // waits for a yes
	strangersAt   = "somebody@elsewhere.example"
	matrixMeeting = "2026-01-13T16:00"
)

func memberID(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

func (s subject) from(who string) string {
	local, _, _ := strings.Cut(addressOf(s.name), "@")
	switch who {
	case fromMember:
		return addressOf(s.name)
	case fromAlias:
		return local + aliasOf
	case fromUnknown:
		return local + unknownOf
	case fromOther:
		return addressOf(matrixOther)
	}
	return strangersAt
}

// mail is one mail of the matrix: type and body are its Content-Type and text.
func (s subject) mail(pointer, sender, voucher, contentType, body string) string {
	from := s.from(sender)
	_, domain, _ := strings.Cut(from, "@")
	var b strings.Builder
	switch voucher {
	case authPass:
		fmt.Fprintf(&b, "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s\r\n", from, domain)
	case authFail:
		fmt.Fprintf(&b, "Authentication-Results: mx.example.org; dmarc=fail header.from=%s\r\n", domain)
	case authForged:
		fmt.Fprintf(&b, "Authentication-Results: mx.example.org; dmarc=fail header.from=%s\r\nAuthentication-Results: mx.example.org; dmarc=pass header.from=%s\r\n", domain, domain)
	case authTrick:
		fmt.Fprintf(&b, "Authentication-Results: mx.example.org; spf=fail (bad; dmarc=pass header.from=%s) smtp.mailfrom=evil@elsewhere.example\r\n", domain)
	}
	to, subject, thread := groupAddress, "hello", ""
	switch pointer {
	case bySubaddress:
		to = "groups+" + s.token + "@example.org"
	case wrongAddress:
		to = "groups+" + strings.Repeat("q", 16) + "@example.org"
	case byInReplyTo:
		thread = "In-Reply-To: <" + s.messageID + ">\r\n"
	case wrongInReplyTo:
		thread = "In-Reply-To: <c." + strings.Repeat("q", 16) + "@example.org>\r\n"
	case byReferences:
		thread = "References: <a@elsewhere.example> <" + s.messageID + "> <b@elsewhere.example>\r\n"
	case bySubject:
		subject = "hello (" + s.token + ")"
	case wrongSubject:
		subject = "hello (" + strings.Repeat("q", 16) + ")"
	case byReference:
		subject = "Re: hello (" + s.ref + ")"
	}
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <m@%s>\r\nDate: Tue, 06 Jan 2026 11:00:00 +0100\r\n%sMIME-Version: 1.0\r\nContent-Type: %s\r\n\r\n%s\r\n",
		from, to, subject, domain, thread, contentType, body)
	return b.String()
}

// effect is what a mail did, or must do, in short lines: what it wrote, whom it
// asked, whom it told.
type effect []string

func (e effect) String() string { return strings.Join(e, "; ") }

// expected is the table of the ladder for mails in words.
func expected(s subject, pointer, sender, voucher, deed string) effect {
	token := slices.Contains([]string{bySubaddress, byInReplyTo, byReferences, bySubject}, pointer)
	member := sender == fromMember || sender == fromAlias
	proven := voucher == authPass
	who := memberID(s.name)
	switch {
	case token && member:
		return does(s, deed, true, true)
	case token: // an alias nobody knows, or a letter that was forwarded
		e := effect{"held for " + who}
		if sender == fromOther && proven {
			e = append(e, "receipt to "+addressOf(matrixOther))
		}
		return append(e, "confirm to "+addressOf(s.name))
	case member && proven:
		return does(s, deed, pointer == byReference, false)
	case member:
		return effect{"held for " + who, "confirm to " + addressOf(s.name)}
	case sender == fromOther && proven: // it is simply a mail of that member
		return does(subject{name: matrixOther}, deed, false, false)
	case sender == fromOther:
		return effect{"held for " + memberID(matrixOther), "confirm to " + addressOf(matrixOther)}
	}
	return effect{"unknown"}
}

// does is what a mail does whose word counts. letter: it is known which letter it
// answers; token: it bears that letter's own token.
func does(s subject, deed string, letter, token bool) effect {
	who := memberID(s.name)
	receipt := "receipt to " + addressOf(s.name)
	switch deed {
	case doComing: // two meetings are asked about: without a letter a bare answer counts for neither
		if letter {
			return effect{"coming " + who + " yes", receipt}
		}
		return effect{receipt}
	case doPass:
		if s.name == matrixOther { // has none
			return effect{receipt}
		}
		return effect{"coming " + who + " yes", "turn of " + who + " passed", receipt}
	case doLess:
		return effect{"member " + who + " wants less", receipt}
	case doLeave, doForget, doData:
		return effect{"held for " + who, "confirm to " + addressOf(s.name)}
	}
	if token { // the confirmation counts only with its own token
		return effect{"released for " + who, "alias " + s.from(fromUnknown), "coming " + who + " no"} // read back the day before
	}
	return effect{receipt}
}

// effectOf is what a mail did to the record and put into the outbox.
func effectOf(before *group.Group, t daemon.Tried) effect {
	var e effect
	for _, r := range t.Group.RSVPs[len(before.RSVPs):] {
		e = append(e, fmt.Sprintf("coming %s %s", r.Member, r.Answer))
		if r.Meeting != matrixMeeting {
			e = append(e, "for "+string(r.Meeting))
		}
	}
	for _, turn := range t.Group.Turns {
		i := slices.IndexFunc(before.Turns, func(o group.Turn) bool { return o.TurnKey() == turn.TurnKey() })
		if i >= 0 && before.Turns[i].State != turn.State {
			e = append(e, fmt.Sprintf("turn of %s %s", turn.Member, turn.State))
		}
	}
	for _, h := range t.Group.Held {
		i := slices.IndexFunc(before.Held, func(o group.Held) bool { return o.Inbox == h.Inbox })
		switch {
		case i < 0:
			e = append(e, fmt.Sprintf("held for %s", h.Member))
		case before.Held[i].Outcome != h.Outcome:
			e = append(e, fmt.Sprintf("%s for %s", h.Outcome, h.Member))
		}
	}
	for i, m := range t.Group.Members {
		for _, a := range m.Aliases {
			if !before.Members[i].Has(a) {
				e = append(e, "alias "+a)
			}
		}
		if m.State != before.Members[i].State || m.Email != before.Members[i].Email {
			e = append(e, fmt.Sprintf("member %s %s %s", m.ID, m.State, m.Email))
		}
	}
	for i, m := range t.Group.Members {
		if m.Mail != before.Members[i].Mail {
			e = append(e, fmt.Sprintf("member %s wants %s", m.ID, m.Mail))
		}
	}
	traces := 0
	for _, r := range t.Group.Responses[len(before.Responses):] {
		if r.Trace() {
			traces++
		}
	}
	if n := len(t.Group.Topics) - len(before.Topics) + len(t.Group.Responses) - len(before.Responses) - traces + len(t.Group.Votes) - len(before.Votes); n != 0 {
		e = append(e, "words kept")
	}
	for _, o := range t.Out {
		switch o.Key.Practice {
		case "stepin": // the turn is offered on
			if !slices.ContainsFunc(before.Members, func(m group.Member) bool { return m.Email == o.To }) {
				e = append(e, "stepin to "+o.To)
			}
		default:
			e = append(e, o.Key.Practice+" to "+o.To)
		}
	}
	if t.Outcome == "unknown" {
		e = append(e, "unknown")
	}
	return e
}

// matrix is a small group on the day of a letter: somebody with a turn and
// somebody without, each with a confirmed alias and another one that waits for
// their word.
type matrix struct {
	*world
	before             *group.Group
	turn, plain        subject
	turnYes, plainYes  subject // with the token of the question about the alias
	coordinatorAddress string
}

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	w := newWorld(t, begin, "")
	w.fresh(func(c *config.Config) {
		c.Mail.Subaddress = "+"
		ms := slices.DeleteFunc(slices.Clone(c.Groups[0].Members), func(m config.Member) bool {
			return !slices.Contains([]string{"Ana Ruiz", "Ben Okoro", "Eli Stern", "Fay Wong"}, m.Name)
		})
		for i := range ms {
			local, _, _ := strings.Cut(ms[i].Address, "@")
			ms[i].Aliases = []string{local + aliasOf}
		}
		c.Groups[0].Members = ms
	})
	w.pass(begin)
	x := &matrix{world: w, coordinatorAddress: "ana@example.org"}
	w.clock.Set(letter.Add(-23 * time.Hour))
	for _, name := range []string{"Ben Okoro", "Eli Stern"} {
		m, _ := w.invitation(name)
		first := strings.ToLower(strings.Fields(name)[0])
		raw := fmt.Sprintf("From: %s%s\r\nTo: %s\r\nSubject: Re: %s\r\nMessage-ID: <held-%s@work.example.com>\r\nIn-Reply-To: <%s>\r\nDate: %s\r\n\r\nI can't come.\r\n",
			first, unknownOf, groupAddress, m.Subject, first, m.MessageID, w.clock.Now().Format(time.RFC1123Z))
		if err := w.office.Deliver(groupAddress, []byte(raw)); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(letter.Add(-23 * time.Hour))
	w.pass(letter)
	x.turn, x.turnYes = x.subject("Ben Okoro", "lead"), x.subject("Ben Okoro", "Was this you?")
	x.plain, x.plainYes = x.subject("Eli Stern", "can you come"), x.subject("Eli Stern", "Was this you?")
	w.clock.Set(letter.Add(2 * time.Hour))
	tried, err := w.d.Try(t.Context(), "tuesday", []byte("From: nobody@elsewhere.example\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	x.before = tried.Group
	return x
}

// fresh starts the world anew with another configuration.
func (w *world) fresh(change func(*config.Config)) {
	w.t.Helper()
	w.close()
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		_ = os.Remove(w.cfg.Database + suffix)
	}
	change(w.cfg)
	w.open()
}

var buttonToken = regexp.MustCompile(`\(([a-z2-7]{16})\)`)

func (x *matrix) subject(name, words string) subject {
	x.t.Helper()
	m := x.last(name, words)
	_, uid := x.invitation(name)
	unsubscribe, err := url.PathUnescape(m.Header.Get("List-Unsubscribe"))
	if err != nil {
		x.t.Fatal(err)
	}
	token := buttonToken.FindStringSubmatch(unsubscribe)
	ref := regexp.MustCompile(`\(([a-z2-7]{5})\)$`).FindStringSubmatch(m.Subject)
	if token == nil || ref == nil {
		x.t.Fatalf("no token or reference in %q, %q", unsubscribe, m.Subject)
	}
	return subject{name: name, token: token[1], ref: ref[1], messageID: m.MessageID, uid: uid}
}

func (x *matrix) try(raw string) effect {
	x.t.Helper()
	tried, err := x.d.Try(x.t.Context(), "tuesday", []byte(raw))
	if err != nil {
		x.t.Fatalf("%v\n%s", err, raw)
	}
	return effectOf(x.before, tried)
}

// Whom the ATTENDEE of a calendar reply names.
const (
	attendeeMember   = "mailto:the member"
	attendeeAlias    = "mailto:a confirmed alias"
	attendeeOther    = "mailto:another member"
	attendeeStranger = "mailto:a stranger"
	attendeePath     = "/a/path/of/iCloud"
	attendeeNobody   = "nobody"
)

var attendees = []string{attendeeMember, attendeeAlias, attendeeOther, attendeeStranger, attendeePath, attendeeNobody}

// calendar is a calendar program's answer to the subject's invitation.
func (s subject) calendar(uid, attendee, partstat string) string {
	line := map[string]string{
		attendeeMember: "mailto:" + addressOf(s.name), attendeeAlias: "mailto:" + s.from(fromAlias), attendeeOther: "mailto:" + addressOf(matrixOther),
		attendeeStranger: "mailto:" + strangersAt, attendeePath: "/123456789/principal/",
	}[attendee]
	if line != "" {
		line = "ATTENDEE;PARTSTAT=" + partstat + ":" + line + "\r\n"
	}
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nSEQUENCE:0\r\nDTSTAMP:20260106T100000Z\r\nORGANIZER:mailto:" +
		groupAddress + "\r\n" + line + "END:VEVENT\r\nEND:VCALENDAR\r\n"
}

// expectedOfCalendar is the table of the ladder for calendar replies. From, token
// and vouching change nothing: the UID is the capability, the ATTENDEE who it is.
func expectedOfCalendar(x *matrix, s subject, right bool, attendee, partstat string) effect {
	switch {
	case !right:
		return effect{"unknown"}
	case attendee == attendeeNobody: // says nothing
		return nil
	case attendee == attendeeStranger || attendee == attendeeOther:
		if partstat == "DECLINED" {
			return nil
		}
		return effect{"notice to " + x.coordinatorAddress}
	case partstat == "DECLINED":
		return effect{"coming " + memberID(s.name) + " no"}
	}
	return effect{"coming " + memberID(s.name) + " yes"}
}

func TestTheLadderOfTrustForCalendars(t *testing.T) {
	t.Parallel()
	x := newMatrix(t)
	n, wrong := 0, 0
	for _, right := range []bool{true, false} {
		uid := x.plain.uid
		if !right {
			uid = strings.Repeat("q", 26) + "@example.org"
		}
		for _, attendee := range attendees {
			for i, partstat := range []string{"ACCEPTED", "DECLINED"} {
				for _, pointer := range []string{byInReplyTo, wrongInReplyTo, byNothing} {
					for _, sender := range senders {
						for _, voucher := range vouchers {
							if i > 0 && voucher != authPass {
								continue
							}
							if n++; n%oneIn != 0 {
								continue
							}
							want := expectedOfCalendar(x, x.plain, right, attendee, partstat)
							got := x.try(x.plain.mail(pointer, sender, voucher, "text/calendar; method=REPLY; charset=utf-8", x.plain.calendar(uid, attendee, partstat)))
							slices.Sort(got)
							if !slices.Equal(got, want) {
								if wrong++; wrong <= 40 {
									t.Errorf("%s: right UID %v, ATTENDEE %s, by %s, from %s, %s:\n  got  %s\n  want %s", partstat, right, attendee, pointer, sender, voucher, got, want)
								}
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d combinations, one in %d tried, %d wrong", n, oneIn, wrong)
}

func TestTheLadderOfTrustInWords(t *testing.T) {
	t.Parallel()
	x := newMatrix(t)
	n, wrong := 0, 0
	for _, deed := range deeds {
		s := map[string]subject{doPass: x.turn, doAlias: x.plainYes}[deed]
		if s.name == "" {
			s = x.plain
		}
		for _, pointer := range pointers {
			for _, sender := range senders {
				for _, voucher := range vouchers {
					if n++; n%oneIn != 0 {
						continue
					}
					want := expected(s, pointer, sender, voucher, deed)
					got := x.try(s.mail(pointer, sender, voucher, "text/plain; charset=utf-8", words[deed]))
					slices.Sort(got)
					slices.Sort(want)
					if !slices.Equal(got, want) {
						if wrong++; wrong <= 40 {
							t.Errorf("%s: by %s, from %s, %s:\n  got  %s\n  want %s", deed, pointer, sender, voucher, got, want)
						}
					}
				}
			}
		}
	}
	t.Logf("%d combinations, one in %d tried, %d wrong", n, oneIn, wrong)
}

// TestNothingIsEverSentToAnUnknownAddress lets mails of every sender through the
// post office and the whole daemon, all at once.
func TestNothingIsEverSentToAnUnknownAddress(t *testing.T) {
	x := newMatrix(t)
	registered := map[string]bool{}
	for _, m := range x.before.Members {
		registered[m.Email] = true
	}
	var outside []string
	x.office.OnDelivery(func(from, to string, _ []byte) {
		if strings.HasPrefix(from, "groups") && !registered[to] {
			outside = append(outside, to)
		}
	})
	n := 0
	for _, deed := range deeds {
		for _, pointer := range pointers {
			for i, sender := range senders {
				raw := x.plain.mail(pointer, sender, vouchers[(n+i)%2], "text/plain; charset=utf-8", words[deed])
				raw = strings.Replace(raw, "Message-ID: <m@", fmt.Sprintf("Message-ID: <m%d@", n), 1)
				if err := x.office.Deliver(groupAddress, []byte(raw)); err != nil {
					t.Fatal(err)
				}
				n++
			}
		}
	}
	p := x.pass(letter.Add(3 * time.Hour))
	x.pass(letter.Add(30 * time.Hour))
	if p.Read != n {
		t.Errorf("read %d of %d", p.Read, n)
	}
	if len(outside) > 0 {
		t.Errorf("sent to %q", outside)
	}
	s := x.report()
	if s.Mailbox.Pending != 0 || s.Mailbox.Inbox["quarantined"]+s.Groups[0].Inbox["quarantined"] != 0 {
		t.Errorf("%+v", s)
	}
}

// TestWrongTokensAreLimited: after ten mails with wrong tokens within a day a
// sender's tokens are not looked up any more. Nothing is lost, nobody is answered,
// and nobody else uses up the tries of a member.
func TestWrongTokensAreLimited(t *testing.T) {
	x := newMatrix(t)
	n := 0
	send := func(pointer, sender, voucher string) {
		t.Helper()
		n++
		raw := x.plain.mail(pointer, sender, voucher, "text/plain", "Yes, I'll be there.")
		raw = strings.ReplaceAll(strings.Replace(raw, "<m@", fmt.Sprintf("<w%d@", n), 1), strings.Repeat("q", 16), strings.Repeat("q", 15)+string(rune('a'+n%26)))
		if err := x.office.Deliver(groupAddress, []byte(raw)); err != nil {
			t.Fatal(err)
		}
	}
	held := func() int { return x.status().Inbox["held"] }
	now := letter.Add(3 * time.Hour)
	before := held()
	for i := range 9 {
		send([]string{wrongAddress, wrongInReplyTo, wrongSubject}[i%3], fromStranger, authPass)
	}
	send(byInReplyTo, fromStranger, authPass) // nine are not too many: held, the member is asked
	x.pass(now)
	if got := held() - before; got != 1 {
		t.Errorf("after nine wrong tokens %d mails are held, want 1", got)
	}
	send(wrongSubject, fromStranger, authPass)
	x.pass(now.Add(time.Minute))
	x.close()
	x.open() // what was counted is on disk
	send(byInReplyTo, fromStranger, authPass)
	x.pass(now.Add(2 * time.Minute))
	if got := x.report().Mailbox; got.Inbox["guessing"] != 1 || !strings.Contains(strings.Join(got.NeedsHand, "\n"), "wrong tokens") {
		t.Errorf("the mail after the tenth: %+v", got)
	}
	// Somebody writes in the member's name, whom nobody vouches for. The member's
	// own mail, vouched for, still counts; the next one without is held, not lost.
	for range 10 {
		send(wrongInReplyTo, fromMember, authFail)
	}
	x.pass(now.Add(3 * time.Minute))
	send(byInReplyTo, fromMember, authFail)
	x.pass(now.Add(4 * time.Minute))
	if got := x.status().Next.RSVPs["yes"]; got != 0 {
		t.Errorf("%d yes from a sender who guesses", got)
	}
	send(byInReplyTo, fromMember, authPass)
	x.pass(now.Add(5 * time.Minute))
	if got := x.status().Next.RSVPs["yes"]; got != 1 {
		t.Errorf("%d yes, the member's own mail was not taken", got)
	}
	// A day later all is forgotten.
	before = held()
	send(byInReplyTo, fromStranger, authPass)
	x.pass(now.Add(25 * time.Hour))
	if got := held() - before; got != 1 {
		t.Errorf("a day later %d mails are held, want 1", got)
	}
}

// TestALeaveIsAskedAndTheRestCountsAtOnce: of a mail that asks for something
// weighty beside an answer, the answer counts at once and only once.
func TestALeaveIsAskedAndTheRestCountsAtOnce(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "Sorry, I can't come. Please delete my data.")
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("1 no, 7 silent")
	q := w.last("Eli Stern", "Shall I go ahead?")
	if !strings.Contains(q.Text, "delete my data") || q.To[0].Address != "eli@example.org" {
		t.Errorf("to %s:\n%s", q.To, q.Text)
	}
	if n := len(w.status().NeedsHand); n != 1 { // it waits for its member
		t.Errorf("needs a hand: %q", w.status().NeedsHand)
	}
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "I can come after all.")
	w.pass(letter.Add(2 * time.Hour))
	w.reply("Eli Stern", q, "yes")
	w.pass(letter.Add(3 * time.Hour))
	w.wantRSVPs("7 silent") // who has left is not waited for
	sums, err := daemon.Summarize(t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	if got := sums[0].RSVPs["words"]; got != 2 {
		t.Errorf("%d answers on record, want the no and the yes: the no was said once", got)
	}
	w.last("Ana Ruiz", "Eli")
	w.last("Eli Stern", "Ana")
	if got := w.status(); got.Inbox["held"] != 0 {
		t.Errorf("%v", got.Inbox)
	}
}

// TestAWordToAGroupThatHasEndedIsNotAStrangers: without any token.
func TestAWordToAGroupThatHasEndedIsNotAStrangers(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	end := madrid(2026, time.May, 20, 10)
	for at := begin; at.Before(end); at = at.AddDate(0, 0, 1) {
		w.pass(at)
	}
	if !w.status().Closed {
		t.Fatal("not closed")
	}
	n := len(w.mails("Eli Stern"))
	w.vouched("Eli Stern", "e1", "", "Shall we meet again?")
	w.deliver("", "Fay Wong", "e2", "Is there more?")
	w.pass(end)
	if s := w.report(); s.Groups[0].Inbox["after_close"] != 2 || s.Mailbox.Inbox["unknown"] != 0 || !strings.Contains(strings.Join(s.Groups[0].NeedsHand, "\n"), "2 mails came after the end") {
		t.Errorf("%+v", s)
	}
	w.last("Ana Ruiz", "Eli wrote after the end")
	if got := len(w.mails("Eli Stern")); got != n {
		t.Errorf("%d mails to somebody in a group that has ended", got-n)
	}
}
