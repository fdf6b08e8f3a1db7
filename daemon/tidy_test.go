package daemon_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/store"
)

// rare is a word that nobody says by chance, in the mails of whoever is to be
// forgotten and in those that quote them.
const rare = "zebracorn"

// where tells in which files of the database, and in which folders of the mail
// server, a word is.
func (w *world) where(word string) []string {
	w.t.Helper()
	var found []string
	for _, suffix := range []string{"", "-wal", "-shm"} {
		b, err := os.ReadFile(w.cfg.Database + suffix)
		if err != nil && !os.IsNotExist(err) {
			w.t.Fatal(err)
		}
		if bytes.Contains(b, []byte(word)) {
			found = append(found, filepath.Base(w.cfg.Database+suffix))
		}
	}
	return append(found, w.onServer(word)...)
}

// imap lets somebody look after the group's mailbox with a mail program of their own:
// do says commands, and tells whether a search has found something.
func (w *world) imap(do func(say func(command string) (hits bool))) {
	w.t.Helper()
	c, err := net.Dial("tcp", w.office.IMAPAddr())
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	lines := bufio.NewScanner(c)
	say := func(command string) (hits bool) {
		_, _ = fmt.Fprintf(c, "a %s\r\n", command)
		for lines.Scan() {
			line := lines.Text()
			if rest, ok := strings.CutPrefix(line, "* SEARCH "); ok && strings.TrimSpace(rest) != "" {
				hits = true
			}
			if strings.HasPrefix(line, "a ") {
				if !strings.HasPrefix(line, "a OK") && !strings.Contains(command, "Done") {
					w.t.Fatalf("%s: %s", command, line)
				}
				return hits
			}
		}
		w.t.Fatalf("%s: %v", command, lines.Err())
		return false
	}
	say("LOGIN " + groupAddress + " secret")
	do(say)
	say("LOGOUT")
}

// onServer tells in which folders of the group's mailbox a mail holds a word, as
// the server finds it.
func (w *world) onServer(word string) []string {
	w.t.Helper()
	var found []string
	w.imap(func(say func(string) bool) {
		for _, folder := range []string{"INBOX", "Done"} {
			say("SELECT " + folder)
			if say("SEARCH TEXT " + word) {
				found = append(found, folder)
			}
		}
	})
	return found
}

// put is a mail that a person puts into a folder of the group's mailbox.
func (w *world) put(folder, raw string) {
	w.t.Helper()
	w.imap(func(say func(string) bool) { say(fmt.Sprintf("APPEND %s {%d+}\r\n%s", folder, len(raw), raw)) })
}

// forgetEli lets Eli say the rare word wherever one can, others quote it, and Eli
// ask to be forgotten; it ends before the pass in which his yes is read.
func forgetEli(w *world) time.Time {
	w.pass(begin)
	w.reply("Eli Stern", w.last("Eli Stern", "Welcome"), "To meet a "+rare+".")
	w.reply("Eli Stern", w.last("Eli Stern", "Welcome"), "topic: the "+rare+" in the room")
	w.reply("Dana Lind", w.last("Dana Lind", "Welcome"), "topic: ending well")
	w.pass(begin.Add(time.Hour))
	w.pass(letter)
	w.reply("Dana Lind", w.last("Dana Lind", rare), "A\n\n> A  the "+rare+" in the room")
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "I can't make it, my "+rare+" is ill.")
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "This is about a "+rare+", and about nothing that you know.")
	at := letter.Add(time.Hour)
	w.pass(at)
	from := "From: Eli Stern <eli@example.org>\r\nTo: " + groupAddress + "\r\nIn-Reply-To: <" + w.last("Eli Stern", "can you come").MessageID + ">\r\n"
	w.send("Eli Stern", from+"Subject: My "+rare+"\r\n\r\nNo Message-ID, and a "+rare+" in it.\r\n")
	w.send("Eli Stern", from+"Message-ID: <away-eli@example.org>\r\nAuto-Submitted: auto-replied\r\nSubject: Out of office\r\n\r\nI am out with my "+rare+".\r\n")
	twice := from + "Message-ID: <twice@example.org>\r\nDate: " + at.Format(time.RFC1123Z) + "\r\nSubject: Twice\r\n\r\nTwice the same " + rare + ".\r\n"
	w.send("Eli Stern", twice)
	w.send("Eli Stern", "X-Way: another\r\n"+twice)
	w.send("Eli Stern", from+"Subject: Too much\r\nX-Long: "+strings.Repeat("a "+rare+"\r\n ", 20000)+"\r\n\r\nHello\r\n") // which nobody can read
	w.send("Ben Okoro", "From: Someone <someone@example.net>\r\nTo: "+groupAddress+"\r\nSubject: About Eli\r\n\r\n> eli@example.org wrote: a "+rare+"\r\n")
	w.send("Ben Okoro", "From: Someone <someone@example.net>\r\nTo: "+groupAddress+"\r\nSubject: A question\r\n\r\nThis hippogriff is about somebody else.\r\n")
	w.pass(at)
	if w.report().Mailbox.Inbox["quarantined"] == 0 {
		w.t.Error("nothing is quarantined")
	}
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "forget me")
	at = at.Add(time.Hour)
	w.pass(at)
	w.reply("Eli Stern", w.last("Eli Stern", "Shall I go ahead?"), "yes\n\nyour "+rare)
	return at.Add(time.Hour)
}

func TestWhoIsForgottenIsNowhere(t *testing.T) {
	w := newWorld(t, begin, "")
	at := forgetEli(w)
	if got := w.where(rare); len(got) < 3 {
		t.Fatalf("the word is only in %v before", got)
	}
	before := w.status().Members
	w.pass(at)
	if text := w.last("Eli Stern", "What you wrote is erased").Text; !strings.Contains(text, "30 days") {
		t.Errorf("the farewell:\n%s", text)
	}
	w.last("Ana Ruiz", "Eli asked to be forgotten")
	for _, word := range []string{rare, "Eli", "Stern", "eli@example.org"} {
		if got := w.where(word); len(got) > 0 {
			t.Errorf("%q is still in %v", word, got)
		}
	}
	if got := w.status().Members; got != before-1 {
		t.Errorf("%d members, want one less than %d", got, before)
	}
	if n := w.report().Mailbox.Inbox["quarantined"]; n != 0 {
		t.Errorf("%d mails that nobody can look at any more wait for somebody to do it", n)
	}
	if got := w.where("hippogriff"); len(got) < 2 {
		t.Errorf("a stranger's mail about somebody else is only in %v", got)
	}
	for name, text := range w.printed() {
		for _, who := range []string{"Eli", "Stern", "eli-stern", rare} {
			if i := strings.Index(text, who); i >= 0 {
				t.Errorf("%s names %s: %q", name, who, text[max(0, i-100):min(len(text), i+100)])
			}
		}
	}
	// Nothing is read again, and life goes on.
	p := w.pass(at.Add(time.Hour))
	if p.Read != 0 {
		t.Errorf("%d mails are read again", p.Read)
	}
	for day := at.AddDate(0, 0, 1); day.Before(at.AddDate(0, 1, 0)); day = day.AddDate(0, 0, 1) {
		w.pass(day)
	}
	// What he writes later goes too.
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "One more "+rare)
	w.pass(at.AddDate(0, 1, 0))
	if got := w.where(rare); len(got) > 0 {
		t.Errorf("what he wrote later is in %v", got)
	}
	w.close()
	w.open() // the coordinator's file still has him
	w.pass(at.AddDate(0, 1, 1))
	if got := w.where("eli@example.org"); len(got) > 0 {
		t.Errorf("a restart brings him back into %v", got)
	}
}

// TestTheServerBringsBackWhoIsForgotten: a server that is itself restored from a copy
// has the mails again that were removed, also those that only their sender's address
// ties to the group. None is read again, and none stays.
func TestTheServerBringsBackWhoIsForgotten(t *testing.T) {
	w := newWorld(t, begin, "")
	w.send("Eli Stern", "From: Eli Stern <eli@example.org>\r\nTo: "+groupAddress+"\r\nDate: "+begin.Format(time.RFC1123Z)+"\r\nMessage-ID: <fresh@example.org>\r\nSubject: Hello\r\n\r\ntopic: another "+rare+"\r\n")
	at := forgetEli(w)
	var all [][]byte
	for _, raw := range w.office.Mailbox(groupAddress) {
		if !bytes.Contains(raw, []byte("X-Long: ")) { // nobody can read it: it would wait for a person again
			all = append(all, bytes.Clone(raw))
		}
	}
	w.pass(at)
	if got := w.where(rare); len(got) > 0 {
		t.Fatalf("it is still in %v", got)
	}
	sent, before := w.everyMail(), w.report()
	for _, raw := range all {
		if err := w.office.Deliver(groupAddress, raw); err != nil {
			t.Fatal(err)
		}
	}
	if p := w.pass(at); p.Read != len(all) {
		t.Errorf("%d mails were read, want %d", p.Read, len(all))
	}
	w.pass(at.Add(time.Hour))
	for _, word := range []string{rare, "eli@example.org", "eli.stern"} {
		if got := w.where(word); len(got) > 0 {
			t.Errorf("%q is in %v", word, got)
		}
	}
	for who, mails := range w.everyMail() {
		if n := len(mails) - len(sent[who]); n != 0 {
			t.Errorf("%d mails went out to %s", n, who)
		}
	}
	after := w.report()
	for outcome, n := range after.Mailbox.Inbox {
		if outcome != "duplicate" && outcome != "forgotten" && n != before.Mailbox.Inbox[outcome] {
			t.Errorf("%d mails %s, before it were %d", n, outcome, before.Mailbox.Inbox[outcome])
		}
	}
}

// TestForgettingIsDoneInTheEnd: cut short between any two steps it is begun again,
// and no step that was done hurts the next time.
func TestForgettingIsDoneInTheEnd(t *testing.T) {
	for _, point := range []string{daemon.PointRemoved, daemon.PointForgotten} {
		t.Run(point, func(t *testing.T) {
			w := newWorld(t, begin, "")
			at := forgetEli(w)
			stop := errors.New("pulled the plug")
			w.hook = func(p string) error {
				if p == point {
					return stop
				}
				return nil
			}
			w.close()
			w.open()
			w.clock.Set(at)
			for range 2 {
				if _, err := w.d.Pass(t.Context()); !errors.Is(err, stop) {
					t.Fatalf("got %v, want the failure at %s", err, point)
				}
			}
			w.hook = nil
			w.close()
			w.open()
			w.pass(at.Add(time.Hour))
			if got := w.where(rare); len(got) > 0 {
				t.Errorf("the word is still in %v", got)
			}
		})
	}
}

// askToBeForgotten lets somebody ask for it and say yes; it ends before that is read.
func (w *world) askToBeForgotten(who string, at time.Time) {
	w.t.Helper()
	w.reply(who, w.last(who, "can you come"), "forget me")
	w.pass(at)
	w.reply(who, w.last(who, "Shall I go ahead?"), "yes")
}

// TestForgettingHoldsUpNobodyElse: while a mail is on its way that may tell of Eli, what
// Fay wrote after she was forgotten is erased.
func TestForgettingHoldsUpNobodyElse(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.askToBeForgotten("Fay Wong", letter.Add(time.Hour))
	w.pass(letter.Add(2 * time.Hour))
	done := func(want string) {
		t.Helper()
		if got := strings.Join(w.rows(`SELECT member FROM forgettings WHERE done IS NOT NULL ORDER BY member`), " "); got != want {
			t.Errorf("forgotten are %q, want %q", got, want)
		}
	}
	done("fay-wong")
	var down atomic.Bool
	down.Store(true)
	w.office.Fail(func(_, to string) error {
		if down.Load() && to == "ben@example.org" {
			return errors.New("later, please")
		}
		return nil
	})
	w.reply("Ben Okoro", w.last("Ben Okoro", "turn to take notes"), "help") // the answer does not get through
	w.askToBeForgotten("Eli Stern", letter.Add(3*time.Hour))
	w.pass(letter.Add(4 * time.Hour))
	done("fay-wong")
	if got := w.rows(`SELECT member FROM forgettings WHERE emptied IS NOT NULL AND done IS NULL`); len(got) != 1 || got[0] != "eli-stern" {
		t.Fatalf("emptied, and not forgotten: %q", got)
	}
	w.reply("Fay Wong", w.last("Fay Wong", "can you come"), "One more "+rare)
	w.pass(letter.Add(5 * time.Hour))
	if got := w.where(rare); len(got) > 0 {
		t.Errorf("what Fay wrote later is in %v", got)
	}
	down.Store(false)
	w.pass(letter.Add(24 * time.Hour))
	w.pass(letter.Add(25 * time.Hour))
	done("eli-stern fay-wong")
}

// TestWhatWasMadeOfTheirWordsIsForgottenToo: a rule that stands in the charter, and what
// help somebody looked for. What others said stays, in the group.
func TestWhatWasMadeOfTheirWordsIsForgottenToo(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.reply("Eli Stern", w.last("Eli Stern", "Welcome"), "rule: No "+rare+" at the table")
	w.pass(begin.Add(time.Hour))
	w.reply("Fay Wong", w.last("Fay Wong", "Welcome"), "rule: The hippogriff is everybody's")
	w.pass(begin.Add(2 * time.Hour))
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "who knows "+rare+" riding?")
	for day := range 10 {
		w.pass(letter.AddDate(0, 0, day).Add(time.Hour))
	}
	if got := w.rows(`SELECT value FROM contributions WHERE kind = 'whoknows'`); len(got) != 1 || !strings.Contains(got[0], rare) {
		t.Fatalf("looked for is %q", got)
	}
	if got := w.rows(`SELECT text FROM words JOIN contributions c ON c.words = words.id WHERE c.kind = 'charter' AND text LIKE '%' || ? || '%'`, rare); len(got) == 0 {
		t.Fatal("the rule is not in the charter")
	}
	at := letter.AddDate(0, 0, 10)
	w.askToBeForgotten("Eli Stern", at)
	w.pass(at.Add(time.Hour))
	if got := w.where(rare); len(got) > 0 {
		t.Errorf("%s is still in %v", rare, got)
	}
	w.close()
	w.open()
	w.pass(at.AddDate(0, 0, 10))
	for name, text := range w.printed() {
		if strings.Contains(text, rare) {
			t.Errorf("%s holds %s", name, rare)
		}
		if got := strings.Contains(text, "hippogriff"); strings.HasPrefix(name, "book.") && got == strings.Contains(name, "public true") {
			t.Errorf("%s holds what another member said: %v", name, got)
		}
	}
}

// TestWhoWasAddedByMailIsForgottenToo: what a coordinator wrote to add them names them.
func TestWhoWasAddedByMailIsForgottenToo(t *testing.T) {
	w := newWorld(t, begin, "")
	w.edit(`"Fay Wong <fay@example.org>", `, "")
	w.pass(begin)
	w.reply("Ana Ruiz", w.last("Ana Ruiz", "Welcome"), "add Fay Wong <fay@example.org>")
	w.pass(begin.Add(time.Hour))
	w.reply("Ana Ruiz", w.last("Ana Ruiz", "Fay Wong"), "yes")
	w.pass(begin.Add(2 * time.Hour))
	w.reply("Fay Wong", w.last("Fay Wong", "Welcome"), "forget me")
	w.pass(begin.Add(3 * time.Hour))
	w.reply("Fay Wong", w.last("Fay Wong", "Shall I go ahead?"), "yes")
	w.pass(begin.Add(4 * time.Hour))
	w.pass(begin.AddDate(0, 0, 1))
	for _, word := range []string{"fay@example.org", "Fay", "Wong"} {
		if got := w.where(word); len(got) > 0 {
			t.Errorf("%q is still in %v", word, got)
		}
	}
}

// TestWhoCouldNotBeEmptiedIsNotForgotten: when the database refuses just then, what
// somebody wrote is not taken for erased.
func TestWhoCouldNotBeEmptiedIsNotForgotten(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "Welcome"), "To meet a "+rare+".")
	w.askToBeForgotten("Eli Stern", letter.Add(time.Hour))
	w.close()
	w.hook = func(point string) error {
		switch point {
		case daemon.PointRemoved:
			w.change(`CREATE TRIGGER refuse BEFORE UPDATE OF emptied ON forgettings BEGIN SELECT RAISE(ABORT, 'not now'); END`)
		case daemon.PointForgotten:
			w.change(`DROP TRIGGER IF EXISTS refuse`)
		}
		return nil
	}
	w.open()
	w.pass(letter.Add(2 * time.Hour))
	if done := w.rows(`SELECT member FROM forgettings WHERE done IS NOT NULL`); len(done) > 0 {
		t.Errorf("%q counts as forgotten, and nothing of theirs was emptied", done)
	}
	w.change(`DROP TRIGGER IF EXISTS refuse`)
	w.close()
	w.hook = nil
	w.open()
	w.pass(letter.Add(3 * time.Hour))
	if done := w.rows(`SELECT member FROM forgettings WHERE done IS NOT NULL`); len(done) != 1 {
		t.Errorf("forgotten are %q", done)
	}
	if got := w.where(rare); len(got) > 0 {
		t.Errorf("%s is still in %v", rare, got)
	}
}

func TestMailsAndWordsAreKeptNoLongerThanNeeded(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "I can't make it, my "+rare+" is ill.")
	w.send("Eli Stern", "From: Ben Okoro <ben@example.org>\r\nTo: "+groupAddress+"\r\nSubject: Hello\r\n\r\nPerhaps Ben wrote this waterkelpie.\r\n") // held, and never confirmed
	w.pass(letter.Add(time.Hour))
	w.put("Done", "From: Ana <ana@example.org>\r\nMessage-ID: <r1@example.org>\r\nSubject: Kept\r\n\r\nA hippogriff that a person put here.\r\n")
	held := func() bool {
		b, err := os.ReadFile(w.cfg.Database)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(b, []byte(rare))
	}
	for _, days := range []int{1, 20, 40, 58} {
		w.pass(letter.AddDate(0, 0, days))
	}
	for _, word := range []string{rare, "waterkelpie", "hippogriff"} {
		if got := w.onServer(word); len(got) != 1 || got[0] != "Done" {
			t.Errorf("after 58 days %s is in %v, want Done", word, got)
		}
	}
	at := letter.AddDate(0, 0, 61)
	w.pass(at)
	for word, want := range map[string]int{rare: 0, "waterkelpie": 0, "hippogriff": 1} {
		if got := w.onServer(word); len(got) != want {
			t.Errorf("after 61 days %s is in %v, want %d folders", word, got, want)
		}
	}
	for ; !w.status().Closed; at = at.AddDate(0, 0, 3) {
		w.pass(at)
	}
	if !held() {
		t.Fatal("the words are gone before the group has ended")
	}
	w.pass(at.AddDate(0, 0, 80))
	if !held() {
		t.Error("the words are gone 80 days after the end")
	}
	w.pass(at.AddDate(0, 0, 92))
	if held() {
		t.Error("the words are still there 92 days after the end")
	}
}

// TestCopiesAreKeptNoLongerThanLettersPromise: what convene copied by itself is gone
// after thirty days, and what a person copied is theirs.
func TestCopiesAreKeptNoLongerThanLettersPromise(t *testing.T) {
	w := newWorld(t, begin, "")
	old, young := time.Now().Add(-store.CopiesKept-time.Hour), time.Now().Add(-store.CopiesKept+time.Hour)
	for suffix, made := range map[string]time.Time{
		".schema-1": old, ".schema-2": young, ".replaced-20260101-100000": old, ".replaced-20260101-100000-wal": old, ".mine": old,
	} {
		if err := os.WriteFile(w.cfg.Database+suffix, []byte("a copy"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(w.cfg.Database+suffix, made, made); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(begin)
	var left []string
	for _, suffix := range []string{".schema-1", ".schema-2", ".replaced-20260101-100000", ".replaced-20260101-100000-wal", ".mine"} {
		if _, err := os.Stat(w.cfg.Database + suffix); err == nil {
			left = append(left, suffix)
		}
	}
	if want := "[.schema-2 .mine]"; fmt.Sprint(left) != want {
		t.Errorf("left: %v, want %s", left, want)
	}
}

// TestNoRetentionLeavesNothingOnTheServer: words that go with the group's end go there
// too, however young their mails are.
func TestNoRetentionLeavesNothingOnTheServer(t *testing.T) {
	w := newWorld(t, begin, "closing = { retention = \"0d\" }")
	w.pass(begin)
	w.pass(letter)
	at := letter
	for ; !w.status().Closed; at = at.AddDate(0, 0, 1) {
		if at.Equal(letter.AddDate(0, 0, 70)) {
			w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "My "+rare+" is ill.")
		}
		w.pass(at)
	}
	w.pass(at.AddDate(0, 0, 2))
	if got := w.where(rare); len(got) > 0 {
		t.Errorf("the word is still in %v", got)
	}
}
