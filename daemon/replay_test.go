package daemon_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// The mails of one member that come in every order, and again.
var replayed = []string{"yes", "no", "undo", "calendar", "forwarded", "copy"}

// lastWord is what stands at the end when mails come in an order, written down apart
// from the code: the latest answer that was not taken back. Undo takes back the last
// mail that said something. A forwarded letter's answer counts for nothing, and one
// under a Message-ID that was used before is a mail like any other.
func lastWord(order []string) string {
	var said []string
	for _, m := range order {
		switch m {
		case "yes", "no":
			said = append(said, m)
		case "calendar":
			said = append(said, "maybe")
		case "copy":
			said = append(said, "late")
		case "undo":
			said = said[:max(len(said)-1, 0)]
		}
	}
	if len(said) == 0 {
		return ""
	}
	return said[len(said)-1]
}

// permutations of n things, in a fixed order.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}

// TestReplaysChangeNothing: the same six mails of a member, in every order. The last
// genuine word counts. All of them delivered again, in another order and over another
// way, change nothing: no answer is added, none taken back, and nobody is written to.
func TestReplaysChangeNothing(t *testing.T) {
	every := 9 * oneIn
	var orders [][]int
	for i, p := range permutations(len(replayed)) {
		if i%every == 0 {
			orders = append(orders, p)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test
	mails, again := 0, 0
	members := slices.DeleteFunc(slices.Clone(people), func(p string) bool { return p == german })
	for some := range slices.Chunk(orders, len(members)) {
		w := newWorld(t, begin, "")
		w.pass(begin)
		w.pass(letter)
		var sent []string
		for i, p := range some {
			raws := w.replayed(members[i])
			for _, k := range p {
				sent = append(sent, raws[replayed[k]])
			}
		}
		now := letter.Add(time.Hour)
		w.arrive(sent)
		w.pass(now)
		before := w.standing()
		for i, p := range some {
			var order []string
			for _, k := range p {
				order = append(order, replayed[k])
			}
			if got, want := before[memberID(members[i])], lastWord(order); got != want {
				t.Errorf("%v: %q, want %q", order, got, want)
			}
		}
		rows, written := before["rows"], w.written()
		for round := range 2 {
			shuffled := make([]string, len(sent))
			for i, k := range rnd.Perm(len(sent)) {
				shuffled[i] = "Received: from elsewhere.example by mx.example.org; Tue, 6 Jan 2026 13:00:00 +0100\r\n" + sent[k]
			}
			w.arrive(shuffled)
			w.pass(now.Add(time.Duration(round+1) * time.Minute))
			again += len(sent)
			after := w.standing()
			for who, answer := range before {
				if after[who] != answer {
					t.Errorf("%v: %s had %q and has %q after the same mails again", some, who, answer, after[who])
				}
			}
			if after["rows"] != rows {
				t.Errorf("%s rows of answers, before them %s", after["rows"], rows)
			}
			if n := w.written(); n != written {
				t.Errorf("%d mails went out for mails that came again", n-written)
			}
		}
		mails += len(sent)
	}
	t.Logf("%d orders of %d mails; %d of them again: none counted twice", len(orders), mails, again)
}

// replayed are the six mails of a member, as they lie on the wire.
func (w *world) replayed(who string) map[string]string {
	w.t.Helper()
	m := w.last(who, "13 January")
	for _, x := range w.mails(who) {
		if len(x.Calendars) == 0 && strings.Contains(x.Subject, "13 January") {
			m = x
		}
	}
	_, uid := w.invitation(who)
	local := strings.TrimSuffix(addressOf(who), "@example.org")
	mail := func(from, id, text string) string {
		return fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: Re: %s\r\nMessage-ID: <%s.%s@mail.example>\r\nDate: Tue, 06 Jan 2026 11:00:00 +0100\r\nIn-Reply-To: <%s>\r\n\r\n%s\r\n",
			from, groupAddress, m.Subject, local, id, m.MessageID, text)
	}
	ics := strings.Join([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "METHOD:REPLY", "BEGIN:VEVENT", "UID:" + uid, "SEQUENCE:0", "DTSTAMP:20260106T100000Z",
		"ORGANIZER:mailto:" + groupAddress, "ATTENDEE;PARTSTAT=TENTATIVE:mailto:" + addressOf(who), "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
	return map[string]string{
		"yes": mail(addressOf(who), "1", "Yes, I'll be there."), "no": mail(addressOf(who), "2", "Sorry, I can't come."), "undo": mail(addressOf(who), "3", "undo"),
		"calendar":  fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: Tentative\r\nMessage-ID: <%s.4@mail.example>\r\nDate: Tue, 06 Jan 2026 11:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n%s", addressOf(who), groupAddress, local, ics),
		"forwarded": mail(local+"@elsewhere.example", "5", "Sorry, I can't come."),
		"copy":      mail(addressOf(who), "1", "I'll be ten minutes late."),
	}
}

// arrive puts mails into the group's box.
func (w *world) arrive(raws []string) {
	w.t.Helper()
	for _, raw := range raws {
		if err := w.office.Deliver(groupAddress, []byte(raw)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// written is how many mails members have got.
func (w *world) written() (n int) {
	w.t.Helper()
	for _, p := range people {
		n += len(w.mails(p))
	}
	return n
}

// standing is what counts for the first meeting, by member, and how many rows of
// answers there are.
func (w *world) standing() map[string]string {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.cfg.Database+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(w.t.Context(), `SELECT member, answer FROM current_rsvps WHERE meeting = ?
		UNION ALL SELECT 'rows', (SELECT count(*) FROM rsvps) || ' ' || (SELECT count(*) FROM undone)`, matrixMeeting)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var who, answer string
		if err := rows.Scan(&who, &answer); err != nil {
			w.t.Fatal(err)
		}
		all[who] = answer
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		w.t.Fatal(err)
	}
	return all
}
