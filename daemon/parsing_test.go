package daemon

import (
	"errors"
	"testing"

	"convene/daemon/store"
	"convene/mailflow"
	"convene/mailflow/inbox"
)

// TestAMailWithoutItsBytes: a coordinator is told why it cannot be read, since what to
// do about it is not the same.
func TestAMailWithoutItsBytes(t *testing.T) {
	if p := parseOne(store.Incoming{Size: inbox.DefaultMaxMail + 1}); !errors.Is(p.err, mailflow.ErrLimit) {
		t.Errorf("too large: %v", p.err)
	}
	if p := parseOne(store.Incoming{Size: 1234}); !errors.Is(p.err, errUndelivered) || errors.Is(p.err, mailflow.ErrLimit) {
		t.Errorf("never arrived: %v", p.err)
	}
	if p := parseOne(store.Incoming{Raw: []byte{}}); errors.Is(p.err, mailflow.ErrLimit) || errors.Is(p.err, errUndelivered) {
		t.Errorf("empty: %v", p.err)
	}
}
