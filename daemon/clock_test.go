package daemon_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/mailflow"
)

// reference is what ends every subject.
var reference = regexp.MustCompile(` · [^·]* \([a-z0-9]+\)$`)

// arrived are the mails that members got, each known by who got it and what it says in
// its subject or, for an invitation, by its UID, METHOD and SEQUENCE.
type arrived struct {
	w     *world
	seen  map[string]int // by member, how many of their mails
	times map[string]int // how often each came
}

func newArrived(w *world) *arrived {
	return &arrived{w: w, seen: map[string]int{}, times: map[string]int{}}
}

var methodLine = regexp.MustCompile(`(?m)^METHOD:(\S+)`)

// look takes in what came with the last pass, and holds that nothing comes at night but
// what is urgent, and answers.
func (a *arrived) look() {
	a.w.t.Helper()
	for _, who := range people {
		raws := a.w.office.Mailbox(addressOf(who))
		for _, raw := range raws[a.seen[who]:] {
			m, err := mailflow.Parse(raw)
			if err != nil {
				a.w.t.Fatal(err)
			}
			class := a.w.rows(`SELECT class FROM letters WHERE message_id = ?`, m.MessageID)
			if len(class) != 1 {
				a.w.t.Fatalf("%d letters with the Message-ID of %s", len(class), m.Subject)
			}
			key := who + ", " + class[0] + ": " + reference.ReplaceAllString(m.Subject, "")
			if len(m.Calendars) > 0 {
				text := string(m.Calendars[0])
				key = fmt.Sprint(who, ": ", uidLine.FindStringSubmatch(text)[1], methodLine.FindStringSubmatch(text)[1], sequenceLine.FindStringSubmatch(text)[1])
			}
			a.times[key]++
			now := a.w.clock.Now().In(madrid(2026, 1, 1, 0).Location())
			if h := now.Hour(); (h < 8 || h >= 19) && class[0] != "urgent" && class[0] != "receipt" {
				a.w.t.Errorf("at night, %s: %s", now, key)
			}
		}
		a.seen[who] = len(raws)
	}
}

// wantNothingStale: what was sent was sent in time, and what was not has a reason.
func (w *world) wantNothingStale() {
	w.t.Helper()
	for _, s := range w.rows(`SELECT practice || ' ' || occurrence || ' to ' || member || ': ' || finished || ' after ' || not_after FROM outbox WHERE state = 'sent' AND finished > not_after`) {
		w.t.Errorf("stale: %s", s)
	}
	for _, s := range w.rows(`SELECT practice || ' ' || occurrence || ' to ' || member FROM items WHERE how = 'skipped' AND reason = ''`) {
		w.t.Errorf("skipped without a reason: %s", s)
	}
	for _, s := range w.rows(`SELECT practice || ' ' || occurrence || ' to ' || member || ': ' || state FROM outbox
		WHERE state NOT IN ('sent', 'expired', 'superseded') AND (state <> 'queued' OR next_try <= ?)`, w.clock.Now().UTC().Format(time.RFC3339)) {
		w.t.Errorf("not brought to an end: %s", s)
	}
	// An invitation, a letter or a note about a meeting that is over is of no use.
	for _, s := range w.rows(`SELECT i.practice || ' ' || i.occurrence || ' to ' || i.member || ' at ' || i.at FROM items i JOIN meetings m ON m.group_id = i.group_id AND m.id = substr(i.occurrence, 1, length(m.id))
		WHERE i.how = 'sent' AND i.practice IN ('invitation', 'coming', 'turn', 'nudge', 'stepin', 'pack') AND i.at >= m.start`) {
		w.t.Errorf("about a meeting that has begun: %s", s)
	}
}

// untilEnd lives on, pass after pass when something is due and at least every half a
// day, with the daemon's clock as far from the right time as skew says.
func (w *world) untilEnd(from, to time.Time, skew func(time.Time) time.Duration, a *arrived) {
	w.t.Helper()
	for now := from; now.Before(to); {
		w.pass(now.Add(skew(now)))
		a.look()
		next, err := w.d.Next(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		latest := now.Add(12 * time.Hour)
		next = next.Add(-skew(now))
		for d := time.Duration(0); now.Add(d).Before(latest); d += time.Hour { // set within the hour
			if skew(now.Add(d)) != skew(now) {
				latest = now.Add(d)
			}
		}
		if !next.After(now) || next.After(latest) {
			next = latest
		}
		now = next
	}
}

// right is a clock that is right.
func right(time.Time) time.Duration { return 0 }

// lifeEnds is after the closing report of the group of these tests.
var lifeEnds = madrid(2026, time.April, 20, 10)

// TestTheClockJumps lives the group's life on a clock that is set to and fro, by hours
// and by days. No mail comes that does not come with a clock that is right, but what
// could not be known then, none comes twice, none at night and none too late.
func TestTheClockJumps(t *testing.T) {
	lives, ends, meetings := 2, lifeEnds, 6
	if oneIn > 1 {
		lives, ends, meetings = 1, madrid(2026, time.February, 6, 10), 4
	}
	w := newWorld(t, begin, "")
	usual := newArrived(w)
	w.untilEnd(begin, ends, right, usual)
	w.wantNothingStale()
	w.close()
	total, jumps := 0, 0
	for seed := range lives {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(uint64(seed), 9))
			type jump struct {
				from, to time.Time
				by       time.Duration
			}
			var all []jump
			for at := begin.Add(40 * time.Hour); at.Before(ends.AddDate(0, 0, -14)); {
				by := []time.Duration{time.Hour, 5 * time.Hour, 11 * time.Hour, 24 * time.Hour, 72 * time.Hour, 10 * 24 * time.Hour}[dice.IntN(6)]
				if dice.IntN(2) == 0 {
					by = -by
				}
				long := time.Duration(1+dice.IntN(60)) * time.Hour
				all = append(all, jump{at, at.Add(long), by})
				at = at.Add(long + time.Duration(24+dice.IntN(200))*time.Hour)
			}
			skew := func(now time.Time) time.Duration {
				for _, j := range all {
					if !now.Before(j.from) && now.Before(j.to) {
						return j.by
					}
				}
				return 0
			}
			w := newWorld(t, begin, "")
			got := newArrived(w)
			w.untilEnd(begin, ends, skew, got)
			w.wantNothingStale()
			w.wantMessageIDsOnce()
			for key, n := range got.times {
				total += n
				if n > max(1, usual.times[key]) {
					t.Errorf("came %d times, with a clock that is right %d: %s", n, usual.times[key], key)
				}
			}
			for _, who := range people {
				uids := map[string]bool{}
				for _, m := range w.mails(who) {
					if len(m.Calendars) > 0 {
						uids[uidLine.FindStringSubmatch(string(m.Calendars[0]))[1]] = true
					}
				}
				if len(uids) != meetings {
					t.Errorf("%s was invited to %d meetings, want %d", who, len(uids), meetings)
				}
			}
			if closed := w.rows(`SELECT coalesce(closed, 'never') FROM groups`); closed[0] == "never" && ends.Equal(lifeEnds) {
				t.Error("the group does not end")
			}
			jumps += 2 * len(all)
		})
	}
	t.Logf("%d lives, in which the clock was set %d times: %d mails", lives, jumps, total)
}

// TestThreeWeeksAsleep lets the daemon sleep over a meeting and the letter about the
// next one, and wake at night. First it reads what came meanwhile; what is stale is
// skipped with a reason; what still matters comes once, in the morning.
func TestThreeWeeksAsleep(t *testing.T) {
	w := newWorld(t, begin, "")
	got := newArrived(w)
	asleep := madrid(2026, time.January, 15, 20)
	w.untilEnd(begin, asleep, right, got)
	w.clock.Set(asleep.AddDate(0, 0, 3))
	// Eli answers about a meeting that is over when the daemon wakes.
	w.reply("Eli Stern", w.last("Eli Stern", "Tue 27 January"), "no, sorry")
	awake := madrid(2026, time.February, 5, 3)
	w.close()
	w.open()
	if p := w.pass(awake); p.Read != 1 {
		t.Errorf("read %d mails", p.Read)
	}
	got.look() // holds that it is quiet at night
	w.wantNothingLost()
	before := w.everyMail()
	w.untilEnd(awake, madrid(2026, time.February, 5, 18), right, got)
	for who, had := range before {
		letters := 0
		for _, raw := range w.office.Mailbox(addressOf(who))[len(had):] {
			m, err := mailflow.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if len(m.Calendars) == 0 {
				letters++
			}
			if strings.Contains(m.Subject, "27 January") && !strings.Contains(m.Subject, "Notes") {
				t.Errorf("%s still hears of a meeting that is over: %s", who, m.Subject)
			}
		}
		if letters != 1 {
			t.Errorf("%s gets %d letters to catch up with", who, letters)
		}
	}
	skipped := w.rows(`SELECT practice || ': ' || reason FROM items WHERE how = 'skipped' AND at >= '2026-02-05' GROUP BY 1 ORDER BY 1`)
	t.Logf("skipped: %q", skipped)
	if !slices.ContainsFunc(skipped, func(s string) bool { return strings.HasPrefix(s, "coming: stale since ") }) {
		t.Error("the question about the meeting that was slept over is not recorded as skipped")
	}
	for _, who := range people {
		for _, day := range []string{"10 February", "24 February"} {
			n := 0
			for _, m := range w.mails(who) {
				if is := strings.Contains(m.Subject, day) || strings.Contains(m.Subject, strings.Replace(day, " February", ". Februar", 1)); is && len(m.Calendars) > 0 {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s has %d invitations for %s", who, n, day)
			}
		}
	}
	if oneIn == 1 {
		w.untilEnd(madrid(2026, time.February, 5, 18), lifeEnds, right, got)
	}
	w.wantNothingStale()
	w.wantMessageIDsOnce()
}
