package group

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// The budget of mail, per member (the coordinator cannot raise it).
const (
	maxAsks      = 3 // questions in a letter; the rest waits
	maxWords     = 250
	notesPerWeek = 2
	receiptsADay = 3 // automatic answers to one member a day
	// withinADay leaves out what came exactly a day ago: instants are whole seconds.
	withinADay = 24*time.Hour - time.Second
	// gatherWithin is how many days a letter's item waits for another one, counted by
	// the calendar: what comes up on Monday waits for Wednesday.
	gatherWithin = 2
)

// composer gathers due items into mails.
type composer struct {
	g       *Group
	now     time.Time
	rnd     io.Reader
	mails   []Mailing
	changes []Change
	next    time.Time
}

// compose makes mails of what is due now under the budget, settles what was
// sent or is stale, and tells when something that waits is due.
func compose(g *Group, items []Item, now time.Time, rnd io.Reader) ([]Mailing, []Change, time.Time, error) {
	c := &composer{g: g, now: now, rnd: rnd}
	byMember := map[MemberID][]Item{}
	members := map[MemberID]Member{}
	for _, m := range g.Members {
		members[m.ID] = m
	}
	for _, it := range items {
		switch {
		case g.Settled(it.Key):
		case members[it.Member].Unreachable && !it.Due.After(now) && it.Join.IsZero():
			c.settle(it, "skipped", "mail to the address bounces", "")
		case !it.Expires.IsZero() && !now.Before(it.Expires):
			c.settle(it, "skipped", "stale since "+it.Expires.UTC().Format(time.RFC3339), "")
		default:
			if why, until := g.unwelcome(it, members[it.Member], now); why == "" {
				byMember[it.Member] = append(byMember[it.Member], it)
			} else if !until.IsZero() {
				c.wake(later(until, it.Due))
			} else if !it.Due.After(now) && it.Join.IsZero() {
				c.settle(it, "skipped", why, "")
			}
		}
	}
	for _, m := range g.Members { // in the order of the list, so that a run can be repeated
		if err := c.member(m, byMember[m.ID]); err != nil {
			return nil, nil, time.Time{}, err
		}
	}
	return c.mails, c.changes, c.next, nil
}

// unwelcome tells why a letter or note is not for a member now, "" if it is, and
// until when it waits; zero if it is not for them at all. Who wants the digest only
// gets with it what asks nothing and has not gone stale. Invitations, what is
// urgent and answers always go, and so does what was made at once: it cannot wait.
func (g *Group) unwelcome(it Item, m Member, now time.Time) (why string, until time.Time) {
	if it.Class != InLetter && it.Class != InNote || it.Data != nil {
		return "", time.Time{}
	}
	p, _ := practice(it.Practice)
	switch {
	case m.Mail == LessMail && p.Reminds:
		return "wants less mail", time.Time{}
	case m.Mail == DigestOnly && !p.Anyway && !it.Always:
		due := g.digestAhead(m)
		switch {
		case due.IsZero() || it.Class != InLetter || len(it.Asks) > 0 || it.Before || !it.Expires.IsZero() && !due.Before(it.Expires):
			return "wants the digest only", time.Time{}
		case now.Before(due):
			return "waits for the digest", due
		}
	}
	if until := g.awayTill(m.ID, now); !until.IsZero() && (it.Practice != readBack || it.Class == InLetter) {
		return "is away", until
	}
	return "", time.Time{}
}

func (c *composer) settle(it Item, how, reason, token string) {
	s := Settled{Key: it.Key, How: how, Reason: reason, Letter: token, At: c.now}
	c.g.Apply(s)
	c.changes = append(c.changes, s)
	if how == "skipped" {
		c.changes = append(c.changes, Entry{At: c.now, Kind: "skipped", Member: it.Member, About: it.Practice + " " + it.Occurrence, Text: reason})
	}
}

func (c *composer) wake(t time.Time) { c.next = sooner(c.next, t) }

// member composes everything for one member.
func (c *composer) member(m Member, items []Item) error {
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), a.Due.Compare(b.Due), strings.Compare(a.Practice, b.Practice), strings.Compare(a.Occurrence, b.Occurrence))
	})
	var letters, notes []Item
	for _, it := range items {
		var err error
		switch {
		case it.Class == InLetter:
			letters = append(letters, it)
		case it.Due.After(c.now):
			c.wake(it.Due)
		case it.Class == Urgent:
			err = c.send(m, it.Class, []Item{it}, c.now)
		case it.Class == InReceipt:
			err = c.receipt(m, it)
		case it.Data != nil: // made at once: it cannot wait here, so it waits in the outbox
			err = c.send(m, it.Class, []Item{it}, c.g.awake(c.now, m, false))
		case it.Class == InInvitation:
			if at := c.g.awake(c.now, m, true); at.After(c.now) {
				c.wake(at)
				continue
			}
			err = c.send(m, it.Class, []Item{it}, c.now)
		case gathered[it.Practice]:
			notes = append(notes, it)
		default:
			err = c.note(m, it)
		}
		if err != nil {
			return err
		}
	}
	if err := c.weekly(m, notes, items); err != nil {
		return err
	}
	return c.letter(m, letters)
}

// receipt answers at once, but never more often a day than a loop could abuse.
func (c *composer) receipt(m Member, it Item) error {
	if n := c.g.sentSince(m.ID, InReceipt, c.now.Add(-withinADay)); n >= receiptsADay {
		c.settle(it, "skipped", fmt.Sprintf("already %d answers to this member within a day", n), "")
		return nil
	}
	return c.send(m, it.Class, []Item{it}, c.now)
}

// sentSince counts the mails of a class that a member got from an instant on.
func (g *Group) sentSince(m MemberID, class Class, from time.Time) int {
	n := 0
	for _, l := range g.Letters {
		if l.Member == m && l.Class == class && !l.At.Before(from) {
			n++
		}
	}
	return n
}

// letter gathers the week's items into one letter: everything due, what would
// fall due before a meeting later this week, and, by waiting, what falls due
// within two days.
func (c *composer) letter(m Member, items []Item) error {
	items = slices.DeleteFunc(items, func(it Item) bool { return c.g.Settled(it.Key) }) // by a note, just now
	if len(items) == 0 {
		return nil
	}
	end := nextWeek(c.now, m.Zone)
	if c.g.sentSince(m.ID, InLetter, weekOf(c.now, m.Zone)) > 0 {
		c.wakeForLetters(m, items, end)
		return nil
	}
	// Why write now? Something must be due that does not merely join in.
	var due, join []Item
	for _, it := range items {
		switch {
		case it.Due.After(c.now):
			c.wake(it.Due)
		case it.Join.After(c.now):
			join = append(join, it)
			c.wake(it.Join)
		default:
			due = append(due, it)
		}
	}
	if len(due) == 0 {
		return nil
	}
	if at := c.g.awake(c.now, m, true); at.After(c.now) {
		c.wake(at)
		return nil
	}
	if i := slices.IndexFunc(due, func(it Item) bool { return it.Alone }); i >= 0 {
		c.wakeForLetters(m, slices.Delete(slices.Clone(due), i, i+1), end)
		alone, _, err := c.fitting(m, append(due[i:i+1:i+1], c.rider(items, InLetter)...))
		if err != nil {
			return err
		}
		return c.send(m, InLetter, alone, c.now)
	}
	soon := startOfDay(c.now.In(m.Zone), m.Zone).AddDate(0, 0, gatherWithin+1)
	for _, it := range items {
		if !it.Due.After(c.now) || !it.Due.Before(end) {
			continue
		}
		if it.Alone { // the week's letter is its: the closing survey is not put off for what can wait
			if it.Due.Before(soon) && !slices.ContainsFunc(due, func(d Item) bool { return d.Rank <= rankTurn && !c.waits(d, it.Due) }) {
				c.wake(it.Due)
				return nil
			}
			continue
		}
		if it.Due.Before(soon) && !slices.ContainsFunc(due, func(d Item) bool { return !c.waits(d, it.Due) }) {
			c.wake(it.Due)
			return nil
		}
		if it.Before { // no second letter this week: it moves earlier
			due = append(due, it)
		}
	}
	due = append(due, join...)
	c.g.makeRoom(m.ID, due, c.g.awake(end, m, true))
	var chosen, rest []Item
	asks, open := 0, 0
	for _, it := range due {
		prose := 0
		for _, a := range it.Asks {
			if a.Kind == AskText {
				prose++
			}
		}
		if it.Yields && slices.ContainsFunc(chosen, Item.asksYesNo) {
			it.Asks = nil
		}
		if asks+len(it.Asks) > maxAsks || prose > 0 && open > 0 {
			rest = append(rest, it)
			continue
		}
		asks, open = asks+len(it.Asks), open+prose
		chosen = append(chosen, it)
	}
	chosen, over, err := c.fitting(m, chosen)
	if err != nil {
		return err
	}
	c.wakeForLetters(m, append(rest, over...), end)
	slices.SortStableFunc(chosen, func(a, b Item) int { return cmp.Compare(a.Rank, b.Rank) })
	return c.send(m, InLetter, chosen, c.now)
}

// fitting are the items that make a letter of at most maxWords, each for which there
// is room after those before it, and those that are over. The first is never over.
func (c *composer) fitting(m Member, items []Item) (chosen, over []Item, err error) {
	if c.g.Measure == nil {
		return items, nil, nil
	}
	if ok, err := c.fits(m, items); ok || err != nil {
		return items, nil, err
	}
	for i, it := range items {
		ok, err := c.fits(m, append(slices.Clone(chosen), it))
		switch {
		case err != nil:
			return nil, nil, err
		case ok || i == 0:
			chosen = append(chosen, it)
		default:
			over = append(over, it)
		}
	}
	return chosen, over, nil
}

// fits tells whether items make a letter that is read in a minute. One alone does.
func (c *composer) fits(m Member, items []Item) (bool, error) {
	if len(items) < 2 {
		return true, nil
	}
	mail := Mailing{Member: m, Class: InLetter, Token: "aaaaaaaaaaaaaaaa", Ref: "aaaaa", NotBefore: c.now, First: c.first(m)}
	mail.Items, _ = numbered(items, mail.Token)
	words, err := c.g.Measure(c.g, mail)
	return words <= maxWords, err
}

// first tells whether a member has had no letter yet.
func (c *composer) first(m Member) bool {
	return c.g.sentSince(m.ID, InLetter, time.Time{}) == 0
}

// numbered gives the asks of a letter's items the numbers that are printed, and
// lists them.
func numbered(items []Item, token string) ([]Item, []Ask) {
	items = slices.Clone(items)
	var asks []Ask
	letters := 0 // of the alphabet: they run on, so that "A D" says which list is meant
	for i := range items {
		items[i].Asks = slices.Clone(items[i].Asks)
		for j := range items[i].Asks {
			a := &items[i].Asks[j]
			a.Letter, a.Number = token, len(asks)+1
			if a.Practice == "" {
				a.Practice = items[i].Practice
			}
			if a.Kind == AskChoice {
				a.Options = slices.Clone(a.Options)
				for k := range a.Options {
					a.Options[k].Letter = string(rune('A' + letters + k))
				}
				letters += len(a.Options)
			}
			asks = append(asks, *a)
		}
	}
	return items, asks
}

// asksYesNo tells whether a bare yes or no could answer one of an item's asks, or
// be about coming to the meeting that it tells of (see withComing).
func (it Item) asksYesNo() bool {
	return it.Practice == "coming" || slices.ContainsFunc(it.Asks, func(a Ask) bool { return a.Kind == AskComing || a.Kind == AskTurn || a.Kind == AskYesNo })
}

// waits tells whether an item may wait until then.
func (c *composer) waits(it Item, until time.Time) bool {
	return it.Expires.IsZero() || until.Add(24*time.Hour).Before(it.Expires)
}

// wakeForLetters sets the time to look again at items that must wait for the
// next letter, and skips those that would be stale by then.
func (c *composer) wakeForLetters(m Member, items []Item, next time.Time) {
	for _, it := range items {
		at := c.g.awake(later(next, it.Due), m, true)
		if !it.Due.After(c.now) && !it.Expires.IsZero() && !at.Before(it.Expires) {
			c.settle(it, "skipped", "this week's letter is out, and the next comes too late", "")
			continue
		}
		c.wake(at)
	}
}
