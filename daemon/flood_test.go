package daemon_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/daemon"
)

// flooded is how many mails come at once. BenchmarkFlood lets come more, and looks
// at the memory too.
const flooded = 2000

// floodOf is mail i of a flood: most from strangers, of a thousand addresses, some with
// tokens that they made up; some from the program of one member that has gone wild and
// answers the letter; some in the name of another member.
func floodOf(i int, wild, forged, letter, to string, at time.Time) []byte {
	from, thread, text := fmt.Sprintf("buyer%d@shop%d.example", i%1000, i%7), "", "The best offer of the week, number"
	switch i % 10 {
	case 6:
		thread = "In-Reply-To: <c." + strings.Repeat("q", 16) + "@example.org>\r\n"
	case 7, 8:
		from, thread, text = wild, "In-Reply-To: <"+letter+">\r\n", "I read every mail of yours, and this was number"
	case 9:
		from, text = forged, "yes, and my number is"
	}
	return fmt.Appendf(nil, "From: <%s>\r\nTo: %s\r\nSubject: number %d\r\nMessage-ID: <f%d@flood.example>\r\nDate: %s\r\n%sMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s %d\r\n",
		from, to, i, i, at.Format(time.RFC1123Z), thread, text, i)
}

// TestAFloodHoldsUpNobody: thousands of mails lie in the box, and then comes an answer.
// It has its outcome with the next batch, none of the others is lost, and nobody
// gets more than the answers of a day.
func TestAFloodHoldsUpNobody(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	fay, eli := w.last("Fay Wong", "can you come"), w.last("Eli Stern", "can you come")
	before := map[string]int{}
	for _, p := range people {
		before[p] = len(w.mails(p))
	}
	w.clock.Set(letter.Add(time.Hour))
	for i := range flooded {
		if err := w.office.Deliver(groupAddress, floodOf(i, addressOf("Fay Wong"), addressOf("Ben Okoro"), fay.MessageID, groupAddress, w.clock.Now())); err != nil {
			t.Fatal(err)
		}
	}
	w.reply("Eli Stern", eli, "Yes, count me in!")

	db, err := sql.Open("sqlite", "file:"+w.cfg.Database+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	number := func(query string) (n int) {
		t.Helper()
		if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	// Reading is made slow: the first mails wait until all are on record.
	all := make(chan struct{})
	begun, waited, handled := sync.OnceFunc(func() { <-all }), 0, -1
	w.close()
	w.hook = func(point string) error {
		switch point {
		case daemon.PointIngested:
			if number(`SELECT count(*) FROM inbox`) > flooded {
				close(all)
			}
		case daemon.PointAttempted:
			begun()
		case daemon.PointCommitted:
			if handled < 0 {
				waited++
				if number(`SELECT count(*) FROM inbox WHERE outcome IS NOT NULL AND id = (SELECT max(id) FROM inbox)`) == 1 {
					handled = number(`SELECT count(*) FROM inbox WHERE outcome IS NULL`)
				}
			}
		}
		return nil
	}
	w.open()
	w.pass(w.clock.Now())
	t.Logf("%d mails; the answer had its outcome with transaction %d, before %d others", flooded, waited, handled)
	if handled < flooded/3 || waited > 2 { // one batch was under way
		t.Errorf("the answer waited for %d transactions, and was before %d mails", waited, handled)
	}
	w.wantRSVPs("1 yes, 7 silent")
	if all, open := number(`SELECT count(*) FROM inbox`), number(`SELECT count(*) FROM inbox WHERE outcome IS NULL`); all != flooded+1 || open != 0 {
		t.Errorf("%d mails on record, %d of them without an outcome", all, open)
	}
	for _, p := range people {
		if n := len(w.mails(p)) - before[p]; n > 3 {
			t.Errorf("%s got %d mails of it", p, n)
		}
	}
}
