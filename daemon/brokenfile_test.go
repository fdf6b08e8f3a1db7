package daemon_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"convene/daemon/config"
)

// heard passes on the lines of a log that hold the words.
type heard struct {
	words string
	lines chan string
}

func (h *heard) Write(p []byte) (int, error) {
	if strings.Contains(string(p), h.words) {
		select {
		case h.lines <- string(p):
		default: // nobody has read the last one yet
		}
	}
	return len(p), nil
}

// write puts text into a file; nil removes it.
func write(path string, text []byte) error {
	if text == nil {
		return os.RemoveAll(path)
	}
	return os.WriteFile(path, text, 0o600)
}

// TestAFileBrokenAnywhereChangesNothing breaks the coordinator's file under a running
// daemon: cut off at the end of every line and in its middle, with every line left out or
// with nonsense in its place, emptied, gone. Whatever convene check would refuse changes nothing
// in the record and sends nothing, and the file made good again is taken over.
func TestAFileBrokenAnywhereChangesNothing(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	log := &heard{"was not taken over", make(chan string, 1)}
	w.close()
	w.said = log
	w.open()
	path := w.cfg.Path
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var broken [][]byte
	lines := bytes.SplitAfter(good, []byte("\n"))
	for i, line := range lines {
		before, after := bytes.Join(lines[:i], nil), bytes.Join(lines[i+1:], nil)
		broken = append(broken, before, slices.Concat(before, line[:len(line)/2]), slices.Concat(before, after),
			slices.Concat(before, []byte("\x00\xff \"\n"), after))
	}
	broken = append(broken, []byte{}, good[len(good)/2:], slices.Concat(good, good), nil) // nil: no file at all
	record := func() []string {
		return w.rows(`SELECT id || ' ' || name || ' ' || email || ' ' || state || ' ' || zone || ' ' || language FROM members
			UNION ALL SELECT id || ' ' || start || ' ' || duration || ' ' || place || ' ' || state FROM meetings
			UNION ALL SELECT id || ' ' || name FROM groups UNION ALL SELECT token FROM letters`)
	}
	was := record()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	d := w.d
	go func() { ended <- d.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	tried, fine := 0, 0
	aside := filepath.Join(filepath.Dir(path), "aside.toml")
	for i, text := range broken {
		if oneIn > 1 && i%7 != 0 && text != nil {
			continue
		}
		// Looked at beside the file first: the daemon may read that at any moment.
		if err := errors.Join(os.RemoveAll(aside), write(aside, text)); err != nil {
			t.Fatal(err)
		}
		if _, problems := config.Load(aside); len(problems.Errors()) == 0 {
			fine++ // another file, but none with a mistake
			continue
		}
		if err := write(path, text); err != nil {
			t.Fatal(err)
		}
		select {
		case <-log.lines: // of a look by itself
		default:
		}
		d.Reload()
		<-log.lines
		if tried++; tried%20 != 0 && text != nil {
			continue
		}
		if got := record(); !slices.Equal(got, was) {
			t.Fatalf("broken as in this file, or one before it,\n%s\nthe record became %q, and was %q", text, got, was)
		}
	}
	delivered := make(chan struct{}, 1)
	w.office.OnDelivery(func(_, _ string, raw []byte) {
		if bytes.Contains(raw, []byte("meet.example.org/elsewhere")) {
			select {
			case delivered <- struct{}{}:
			default:
			}
		}
	})
	if err := write(path, bytes.ReplaceAll(good, []byte("example.org/tuesday"), []byte("example.org/elsewhere"))); err != nil {
		t.Fatal(err)
	}
	d.Reload()
	<-delivered
	t.Logf("%d broken files, none of them taken over; %d were files without a mistake", tried, fine)
}
