package group

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// gathered are the notes that one mail a week holds for a member: what comes before a
// meeting is first, the rest comes with it or later. The others (the pack, the script,
// a role that nobody has, few people, what a coordinator must know) go to those who have
// a part in what they are about.
var gathered = map[string]bool{"nudge": true, "notes": true, "thanksletter": true, readBack: true}

// noted tells whether a member has had this week's note since an instant. Who was
// asked to step in, or about somebody who would like to join, has: for that others
// wait, but nothing comes on top of it.
func (g *Group) noted(m MemberID, since time.Time) bool {
	for k, s := range g.settled {
		if k.Member == m && (gathered[k.Practice] || k.Practice == "stepin" || k.Practice == "joining") && s.How == "sent" && s.Reason == string(InNote) && !s.At.Before(since) {
			return true
		}
	}
	return false
}

// note sends a note of its own if the week has room and the hour is right.
func (c *composer) note(m Member, it Item) error {
	if at := c.g.awake(c.now, m, false); at.After(c.now) {
		c.putOff(it, at, "stale before the quiet hours end")
		return nil
	}
	if !c.hasRoom(m, it) {
		return nil
	}
	return c.send(m, it.Class, []Item{it}, c.now)
}

// hasRoom puts a note off that would be one too many this week.
func (c *composer) hasRoom(m Member, it Item) bool {
	n := c.g.sentSince(m.ID, InNote, weekOf(c.now, m.Zone))
	if n < notesPerWeek || it.Always {
		return true
	}
	c.putOff(it, nextWeek(c.now, m.Zone), fmt.Sprintf("already %d notes this week", n))
	return false
}

// putOff lets an item wait, or skips it if it were stale by then.
func (c *composer) putOff(it Item, until time.Time, why string) {
	if !it.Expires.IsZero() && !until.Before(it.Expires) {
		c.settle(it, "skipped", why, "")
		return
	}
	c.wake(until)
}

// weekly makes one mail of the notes that are due, if the week has had none. What waits
// to be read back comes with them.
func (c *composer) weekly(m Member, due, all []Item) error {
	if len(due) == 0 {
		return nil
	}
	at, noted := c.g.awake(c.now, m, false), c.g.noted(m.ID, weekOf(c.now, m.Zone))
	due = slices.DeleteFunc(due, func(it Item) bool {
		switch {
		case at.After(c.now):
			c.putOff(it, at, "stale before the quiet hours end")
		case noted && !(it.Practice == readBack && c.g.asksAnew(m.ID)):
			c.putOff(it, nextWeek(c.now, m.Zone), "this week's note is out")
		default:
			return !c.hasRoom(m, it)
		}
		return true
	})
	if len(due) == 0 {
		return nil
	}
	for _, it := range all { // no second note this week: it moves earlier
		if gathered[it.Practice] && it.Class == InNote && it.Before && it.Due.After(c.now) && it.Due.Before(nextWeek(c.now, m.Zone)) && !noted {
			due = append(due, it)
		}
	}
	slices.SortStableFunc(due, func(a, b Item) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), a.Due.Compare(b.Due)) })
	if due[0].Practice != readBack {
		due = slices.DeleteFunc(due, func(it Item) bool { return it.Practice == readBack })
		// A reminder is one line: what can wait for a letter does.
		if due[0].Practice != "nudge" || slices.ContainsFunc(all, func(it Item) bool {
			return it.Practice == readBack && it.Class == InNote && it.Due.Before(nextWeek(c.now, m.Zone))
		}) {
			due = append(due, c.rider(all, InNote)...)
		}
	}
	due, over, err := c.fitting(m, due)
	if err != nil {
		return err
	}
	for _, it := range over {
		c.putOff(it, nextWeek(c.now, m.Zone), "this week's note is out")
	}
	return c.send(m, InNote, due, c.now)
}

// rider is what waits to be read back to a member, as it comes with a mail of a class
// about something else: it asks nothing there.
func (c *composer) rider(items []Item, class Class) []Item {
	for _, it := range items {
		if it.Practice == readBack && it.Class == InLetter && !it.Due.After(c.now) && !c.g.Settled(it.Key) {
			it.Class = class
			return []Item{it}
		}
	}
	return nil
}

// asksAnew tells whether something waits that was not understood: the mail that says so
// asks back, and a question back does not wait for the week to end.
func (g *Group) asksAnew(m MemberID) bool {
	return slices.ContainsFunc(g.unread(m, g.readUpTo(0)[m], 0), func(r Response) bool { return r.Value == unclearLine })
}
