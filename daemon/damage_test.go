package daemon_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"testing"

	"convene/daemon"
	"convene/daemon/store"
)

// TestADamagedDatabaseIsNeverMadeAnew: in a lived-in database one page at a time is
// overwritten, turned over or emptied. Either the daemon says what is wrong and
// leaves the file alone, or it goes on with all that the group has.
func TestADamagedDatabaseIsNeverMadeAnew(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
	w.pass(letter.Add(1))
	w.close()
	whole, err := os.ReadFile(w.cfg.Database)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	pages, positions := len(whole)/page, max(200/oneIn, 12)
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // so that a run can be repeated
	told, fine := map[error]int{}, 0
	for n := range positions {
		raw := bytes.Clone(whole)
		at := rnd.IntN(pages) * page
		if n == 0 {
			at = 0 // the header's page
		}
		for i := at; i < at+page; i++ {
			switch n % 3 {
			case 0:
				raw[i] = byte(rnd.Uint32())
			case 1:
				raw[i] ^= 0xff
			case 2:
				raw[i] = 0
			}
		}
		if err := os.WriteFile(w.cfg.Database, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := daemon.Open(t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock})
		if err == nil {
			_, err = d.Pass(t.Context())
			if err == nil {
				if got := w.rows(`SELECT count(*) FROM members`); got[0] != "8" {
					t.Errorf("page %d: %s members, and nothing was said", at/page, got[0])
				}
				fine++
			}
			if cerr := d.Close(); cerr != nil && err == nil {
				t.Error(cerr)
			}
		}
		if err == nil {
			continue
		}
		known := false
		for _, sentinel := range []error{store.ErrCorrupt, store.ErrForeign} {
			if errors.Is(err, sentinel) {
				told[sentinel]++
				known = true
				break
			}
		}
		if !known {
			t.Errorf("page %d: %v", at/page, err)
		}
		if after, rerr := os.ReadFile(w.cfg.Database); rerr != nil || !bytes.Equal(raw, after) {
			t.Errorf("page %d: the damaged file was written to (%v)", at/page, rerr)
		}
	}
	t.Logf("%d pages of %d: %d told as damaged, %d as no database of ours, %d harmless (free, or words of a mail)",
		positions, pages, told[store.ErrCorrupt], told[store.ErrForeign], fine)
	if told[store.ErrCorrupt] < positions/2 {
		t.Error("most damage is not noticed")
	}
}
