package group

import (
	"testing"
	"time"
)

// TestWhatWouldBeStaleComesFirst: a charter that is told again can wait for the next
// letter, the look back on the month before last cannot.
func TestWhatWouldBeStaleComesFirst(t *testing.T) {
	next := time.Date(2026, 4, 27, 7, 0, 0, 0, time.UTC)
	items := func(expires time.Time) []Item {
		return []Item{
			{Key: Key{Practice: "coming"}, Rank: rankComing},
			{Key: Key{Practice: "charter"}, Rank: rankCharter},
			{Key: Key{Practice: "digest"}, Rank: rankDigest, Expires: expires},
		}
	}
	for _, test := range []struct {
		expires time.Time
		want    [3]string
	}{
		{next.Add(-time.Hour), [3]string{"coming", "digest", "charter"}},
		{next.AddDate(0, 0, 3), [3]string{"coming", "charter", "digest"}},
	} {
		its := items(test.expires)
		(&Group{}).makeRoom("eli", its, next)
		if got := [3]string{its[0].Practice, its[1].Practice, its[2].Practice}; got != test.want {
			t.Errorf("a look back until %s: %v, want %v", test.expires, got, test.want)
		}
	}
}
