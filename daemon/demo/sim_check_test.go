package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the checks look into the file beside the store
)

// watch is what a life's checks remember.
type watch struct {
	hookMu   sync.Mutex
	crash    crash
	tried    map[string]int // recipients, how often
	refusing refusals

	submitting time.Time // when the daemon began to hand over the mail that is under way

	passes int
	faults map[int]bool // passes in which something struck

	said map[string]saying

	mu        sync.Mutex
	accepted  map[string]string    // Message-IDs of the mails that the post office took for the group, by hash
	delivered map[string][]outward // by Message-ID and recipient
}

// outward is one delivery of a mail to a member.
type outward struct {
	raw  []byte
	at   time.Time // on the daemon's clock, when it began to hand it over
	pass int
}

func loudLogger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (w *watch) begin(l *life) {
	w.tried, w.faults = map[string]int{}, map[int]bool{}
	w.accepted, w.delivered = map[string]string{}, map[string][]outward{}
	l.office.OnDelivery(l.onDelivery)
}

func (l *life) onDelivery(_, to string, raw []byte) {
	local, domain, _ := strings.Cut(strings.ToLower(to), "@")
	base, _, _ := strings.Cut(local, "+")
	l.mu.Lock()
	defer l.mu.Unlock()
	if base+"@"+domain == GroupAddress {
		sum := sha256.Sum256(raw)
		l.accepted[hex.EncodeToString(sum[:])] = open(raw).MessageID
		return
	}
	for _, m := range l.members {
		if strings.EqualFold(m.Address, to) {
			l.reached(m, raw)
			return
		}
	}
	l.Errorf("a mail to a stranger: %s", to)
}

// reached looks at a mail in the instant in which it reaches a member.
func (l *life) reached(m *member, raw []byte) {
	o := open(raw)
	key := o.MessageID + " " + m.Address
	before := l.delivered[key]
	l.hookMu.Lock()
	now := l.submitting
	l.hookMu.Unlock()
	l.delivered[key] = append(before, outward{raw, now, l.passes})
	l.say("  to %s: %s\n%s", m.Name, o.Subject, o.Text)
	if len(before) > 0 {
		last := before[len(before)-1]
		if !l.faults[last.pass] && last.pass != l.passes {
			l.Errorf("I3: %q came twice to %s, and nothing had struck when it came first", o.Subject, m.Name)
		}
		if !bytes.Equal(last.raw, raw) {
			l.Errorf("I3: %q came twice to %s with other bytes", o.Subject, m.Name)
		}
	}
	text := strings.ToLower(o.Subject + "\n" + o.Text + "\n" + o.HTML + "\n" + o.Calendar)
	for word, s := range l.said {
		if !strings.Contains(text, word) || s.by == m {
			continue
		}
		if s.audience == "group" && slices.ContainsFunc(s.by.groups, func(g string) bool { return slices.Contains(m.groups, g) }) {
			continue
		}
		l.Errorf("I6: %s reads what %s said to %s, "+word+":\nSubject: %s\n\n%s", m.Name, s.by.Name, s.audience, o.Subject, o.Text)
	}
	l.arrived(m, raw)
}

// query reads rows of text from the database.
func (l *life) query(q string, args ...any) [][]string {
	l.Helper()
	db, err := sql.Open("sqlite", "file:"+l.database()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		l.Fatal(err)
	}
	defer db.Close() // only read
	rows, err := db.QueryContext(context.Background(), q, args...)
	if err != nil {
		l.Fatalf("%s: %v", q, err)
	}
	defer rows.Close() // only read
	columns, err := rows.Columns()
	if err != nil {
		l.Fatal(err)
	}
	var all [][]string
	for rows.Next() {
		row, to := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			l.Fatal(err)
		}
		texts := make([]string, len(columns))
		for i, v := range row {
			texts[i] = v.String
		}
		all = append(all, texts)
	}
	if err := rows.Err(); err != nil {
		l.Fatal(err)
	}
	return all
}

// none fails for each row of a query.
func (l *life) none(what, q string, args ...any) {
	l.Helper()
	for _, row := range l.query(q, args...) {
		l.Errorf("seed %d, %s: %q", l.seed, what, row)
	}
}

// check looks at what is left when all has come to rest.
func (l *life) check() {
	l.Helper()
	if err := l.d.Close(); err != nil {
		l.Errorf("close: %v", err)
	}
	l.d = nil
	// I1
	l.none("I1, a mail without outcome", `SELECT id, message_id, attempts FROM inbox WHERE outcome IS NULL`)
	l.outcomes()
	l.none("I1, a mail given up", `SELECT id, message_id, because FROM inbox WHERE outcome = 'quarantined'`)
	l.none("I1, one answer counted in two ways", `SELECT inbox, meeting, member, group_concat(DISTINCT answer) FROM rsvps WHERE inbox IS NOT NULL AND via IN ('calendar', 'words') GROUP BY 1, 2, 3 HAVING count(DISTINCT answer) > 1`)
	l.none("I1, one topic counted twice", `SELECT t.inbox, w.text, count(*) FROM topics t JOIN words w ON w.id = t.words WHERE t.inbox IS NOT NULL AND w.text <> '' GROUP BY 1, 2 HAVING count(*) > 1`)
	l.none("I1, a vote for a mail that was none", `SELECT v.member, i.outcome FROM votes v JOIN inbox i ON i.id = v.inbox WHERE i.outcome = 'duplicate'`)
	here := map[string]bool{}
	for _, row := range l.query(`SELECT hash FROM inbox`) {
		here[row[0]] = true
	}
	for hash := range l.accepted {
		if !here[hash] {
			l.Errorf("seed %d, I1: a reply that the post office took is not in the ledger", l.seed)
		}
	}
	// I2
	l.none("I2, still in the outbox", `SELECT id, practice, member, state FROM outbox WHERE state NOT IN ('sent', 'failed', 'expired', 'superseded')`)
	for _, row := range l.query(`SELECT group_id, member, message_id, recipient, practice FROM outbox WHERE state = 'sent'`) {
		if len(l.delivered["<"+row[2]+"> "+l.recipient(row[0], row[1], row[2], row[3])]) == 0 {
			l.Errorf("seed %d, I2: %s for %s %s is on record as sent and never came", l.seed, row[4], row[1], row[3])
		}
	}
	l.budget()
	// I5
	if got := l.query(`PRAGMA integrity_check`); len(got) != 1 || got[0][0] != "ok" {
		l.Errorf("seed %d, I5: %q", l.seed, got)
	}
	l.none("I5, foreign_key_check", `PRAGMA foreign_key_check`)
}

// outcomes is the rest of I1: one outcome for each reply, however often it came. Which
// mail is which tells the post office: who was forgotten takes the Message-IDs along.
// What comes again of theirs, or of a mail that was emptied because its time was over,
// has the outcome "forgotten", and no effect.
func (l *life) outcomes() {
	l.Helper()
	forgotten := len(l.query(`SELECT 1 FROM forgettings`)) > 0
	first, effects, emptied := map[string]string{}, map[string]int{}, map[string]bool{}
	for _, row := range l.query(`SELECT hash, content_hash, outcome, removed FROM inbox WHERE content_hash IS NOT NULL ORDER BY id`) {
		mail := l.accepted[row[0]] + " " + row[1]
		if _, again := first[mail]; !again {
			first[mail], emptied[mail] = row[2], row[3] != ""
		}
		switch outcome := row[2]; {
		case outcome == "forgotten" && !forgotten && (!emptied[mail] || first[mail] == "forgotten"):
			l.Errorf("seed %d, I1: a reply is taken for that of somebody forgotten, and nobody was: %s", l.seed, mail)
		case outcome != "duplicate" && outcome != "forgotten":
			effects[mail]++
		}
	}
	for mail, outcome := range first {
		if outcome == "duplicate" || effects[mail] > 1 {
			l.Errorf("seed %d, I1: a reply with %d outcomes that count, the first was %s: %s", l.seed, effects[mail], outcome, mail)
		}
	}
}

// recipient is to whom a mail went that is on record as sent: for somebody who was
// forgotten, to whom it came.
func (l *life) recipient(group, member, messageID, recorded string) string {
	l.Helper()
	if recorded != "" {
		return recorded
	}
	if len(l.query(`SELECT 1 FROM forgettings WHERE group_id = ? AND member = ? AND done IS NOT NULL`, group, member)) == 0 {
		l.Errorf("seed %d, I2: a mail to %s has no recipient, and nobody asked for that", l.seed, member)
	}
	for _, m := range l.members {
		if len(l.delivered["<"+messageID+"> "+m.Address]) > 0 {
			return m.Address
		}
	}
	return ""
}

// unbudgeted are the notes that are never dropped, and what a coordinator must know.
// Neither is another member's wish to swap with the reader.
var unbudgeted = []string{"pack", "scribe", "selfled", "notice", "monday"}

// budget is I4: when mails came, and how many.
func (l *life) budget() {
	l.Helper()
	quiet, zones := map[string]simGroup{}, map[string]*time.Location{}
	for _, g := range l.groups {
		quiet[g.id] = g
	}
	for _, m := range l.members {
		zones[m.Address] = m.zone
	}
	letters, names := map[string]int{}, map[string][]string{}
	for _, row := range l.query(`SELECT o.group_id, o.class, o.message_id, o.recipient, o.not_before, o.not_after, o.practice, o.state, l.at, o.member,
			EXISTS (SELECT 1 FROM asks a JOIN turns t ON t.group_id = o.group_id AND a.about = t.meeting || '/' || t.role || '/' || t.n WHERE a.letter = o.letter AND t.swap_from IS NOT NULL)
			FROM outbox o LEFT JOIN letters l ON l.token = o.letter`) {
		if row[7] == "sent" {
			row[3] = l.recipient(row[0], row[9], row[2], row[3])
		}
		g, class, zone, what := quiet[row[0]], row[1], zones[row[3]], row[6]+" for "+row[3]
		for _, d := range l.delivered["<"+row[2]+"> "+row[3]] {
			if after, err := time.Parse(time.RFC3339, row[5]); err == nil && !d.at.Before(after) {
				l.Errorf("seed %d, I4: %s came at %s, stale since %s", l.seed, what, d.at, after)
			}
			if before, err := time.Parse(time.RFC3339, row[4]); err == nil && d.at.Before(before) {
				l.Errorf("seed %d, I4: %s came at %s, before %s", l.seed, what, d.at, before)
			}
			if zone == nil || class == "urgent" || class == "receipt" {
				continue
			}
			local := d.at.In(zone)
			minute := local.Hour()*60 + local.Minute()
			if minute >= g.quiet[0] || minute < g.quiet[1] {
				l.Errorf("seed %d, I4: %s (%s) came at %s, in quiet hours", l.seed, what, class, local)
			}
			if day := local.Weekday(); class != "note" && !g.weekend && (day == time.Saturday || day == time.Sunday) {
				l.Errorf("seed %d, I4: %s (%s) came on %s", l.seed, what, class, local.Format("Monday 2006-01-02"))
			}
		}
		at, err := time.Parse(time.RFC3339, row[8])
		if err != nil || zone == nil || row[7] != "sent" {
			continue
		}
		year, week := at.In(zone).ISOWeek()
		switch {
		case class == "letter":
			key := fmt.Sprintf("%s %s letter in %d-%02d", row[0], row[3], year, week)
			letters[key] += 2
			names[key] = append(names[key], row[6]+" "+row[8])
		case class == "note" && !slices.Contains(unbudgeted, row[6]) && row[10] == "0":
			key := fmt.Sprintf("%s %s note in %d-%02d", row[0], row[3], year, week)
			letters[key]++
			names[key] = append(names[key], row[6]+" "+row[8])
		}
	}
	for what, n := range letters {
		if n > 2 {
			l.Errorf("seed %d, I4: too many: %s: %q", l.seed, what, names[what])
		}
	}
}
