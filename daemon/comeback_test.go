package daemon_test

import (
	"bytes"
	"os"
	"testing"
	"time"
)

// TestAGroupThatComesBackAfterARestore: a restore under a file that leaves a group out
// lets it rest, its replies lost to nobody. When the file names it again, it sends nothing
// that may have gone out before the restore either.
func TestAGroupThatComesBackAfterARestore(t *testing.T) {
	cases := []bool{false, true}
	if oneIn > 1 {
		cases = cases[1:]
	}
	for _, blind := range cases {
		w := newWorld(t, begin, "")
		w.login = true
		w.second(nil)
		w.pass(begin)
		copied := w.copyNow("copy.db")
		w.pass(letter)
		w.reply("Eli Stern", w.last("Eli Stern", "Thursday Readers"), "yes")
		for _, at := range []time.Time{letter.Add(time.Hour), madrid(2026, time.January, 14, 10), madrid(2026, time.January, 20, 10)} {
			w.pass(at)
		}
		w.reply("Fay Wong", w.last("Fay Wong", "Thursday Readers"), "no, sorry")
		end := madrid(2026, time.January, 20, 11)
		w.pass(end)
		numbers := w.sequences()
		w.clock.Set(end)
		both := w.cfg.Groups
		w.cfg.Groups = both[:1]
		if blind {
			w.close()
			if err := os.WriteFile(w.cfg.Database, bytes.Repeat([]byte("lost"), 5000), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		w.restore(copied)
		restored := end.Add(time.Minute)
		w.pass(restored)
		w.wantNothingLost()
		if got := w.rows(`SELECT outcome FROM inbox WHERE outcome = 'quarantined'`); len(got) > 0 {
			t.Errorf("blind %v: %d mails to the group that rests could not be read", blind, len(got))
		}
		w.pass(end.Add(time.Hour))
		after := w.everyMail()
		w.close()
		w.cfg.Groups = both
		w.seed++
		w.open()
		w.pass(end.Add(2 * time.Hour))
		for _, sent := range w.rows(`SELECT l.class || ' to ' || l.member || ': ' || l.subject FROM letters l JOIN outbox o ON o.letter = l.token
			WHERE l.group_id = 'thursday' AND l.at >= (SELECT at FROM restored) AND l.class NOT IN ('receipt', 'urgent')`) {
			t.Errorf("blind %v: sent though it may have gone out before: %s", blind, sent)
		}
		if got := w.rows(`SELECT count(*) FROM items WHERE group_id = 'thursday' AND reason LIKE 'restored from a copy%' AND how = 'skipped'`); got[0] == "0" {
			t.Errorf("blind %v: nothing of the group is recorded as skipped", blind)
		}
		// Life goes on in it, and no SEQUENCE goes back.
		w.pass(madrid(2026, time.February, 3, 10))
		w.last("Ben Okoro", "Thursday Readers")
		grew := 0
		for p, had := range after {
			grew += len(w.office.Mailbox(addressOf(p))) - len(had)
		}
		if grew == 0 {
			t.Errorf("blind %v: nothing is sent any more", blind)
		}
		for uid, all := range w.sequences() {
			for i, n := range all[min(1, len(all)):] {
				if n < all[i] {
					t.Errorf("blind %v: SEQUENCE of %s went back: %v", blind, uid, all)
				}
			}
		}
		w.wantMessageIDsOnce()
		w.wantNothingLost()
		t.Logf("blind %v: %d calendar objects before the restore, %d mails after the group came back", blind, len(numbers), grew)
	}
}
