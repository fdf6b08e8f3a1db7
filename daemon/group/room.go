package group

import (
	"cmp"
	"slices"
	"time"
)

// A letter has room for three asks, one open question and 250 words. Where a group
// does all that it could, more is due than fits, and by rank alone the same would
// be left out every time. So there are three rules of fairness: what had no room in
// the last letter comes before most else in the next; so does what would be stale
// by the letter after it; and of the open questions that come again and again it is
// the turn of the one that was put longest ago.

// rankPressing is where what must not wait any more finds room: after the notes of
// the last meeting and their question, before all that can wait.
const rankPressing = rankReflection + 1

// recurring are the open questions that come with every meeting or month, the most
// needed first: without topics there is no vote, and a journal can be kept unasked.
var recurring = []string{"propose", "month", "case", "journal"}

// makeRoom puts the items of a letter in the order in which they are to find room;
// next is when the letter after it can go out.
func (g *Group) makeRoom(m MemberID, items []Item, next time.Time) {
	last := g.lastLetter(m)
	put := map[string]time.Time{}
	if n := len(slices.DeleteFunc(slices.Clone(items), func(it Item) bool { return !it.recurs() })); n > 1 {
		for k, s := range g.settled {
			if k.Member == m && s.How == "sent" && slices.Contains(recurring, k.Practice) {
				put[k.Practice] = later(put[k.Practice], s.At)
			}
		}
	}
	stale := func(it Item) bool { return !it.Expires.IsZero() && !next.Before(it.Expires) }
	rank := func(it Item) int {
		stale := stale(it)
		switch {
		case it.Practice == "charter": // long, and soon agreed: before the vote, after the notes
			return min(it.Rank, rankPressing)
		case it.Yields || it.Practice == "back": // short, and about the reader being here at all
			return min(it.Rank, rankMissed)
		case it.recurs():
			return rankMonth
		case it.asksOpenly() && stale:
			return min(it.Rank, rankReflection)
		case !it.asksOpenly() && (stale || it.Due.Before(last)):
			return min(it.Rank, rankPressing)
		}
		return it.Rank
	}
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), lateFirst(rank(a), stale(a), stale(b)), put[a.Practice].Compare(put[b.Practice]),
			cmp.Compare(slices.Index(recurring, a.Practice), slices.Index(recurring, b.Practice)), cmp.Compare(a.Rank, b.Rank))
	})
}

// lateFirst puts what would be stale before what could wait once more, among all that
// is pressing: a look back on the month before a charter that is told again.
func lateFirst(rank int, a, b bool) int {
	switch {
	case rank != rankPressing || a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// recurs tells whether an item is an open question that comes again and again.
func (it Item) recurs() bool { return it.asksOpenly() && slices.Contains(recurring, it.Practice) }

// asksOpenly tells whether bare prose could answer one of an item's asks.
func (it Item) asksOpenly() bool {
	return slices.ContainsFunc(it.Asks, func(a Ask) bool { return a.Kind == AskText })
}

// lastLetter is when a member got their last letter, zero for never.
func (g *Group) lastLetter(m MemberID) time.Time {
	var at time.Time
	for _, l := range g.Letters {
		if l.Member == m && l.Class == InLetter {
			at = later(at, l.At)
		}
	}
	return at
}
