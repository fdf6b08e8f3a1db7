//go:build integration

package rig

import (
	"crypto/tls"
	"net"
	"os"
	"testing"
)

// TestTwoRigsSideBySide: packages are tested at the same time, each with its own.
func TestTwoRigsSideBySide(t *testing.T) {
	var rigs []*Rig
	for range 2 {
		r, err := Start(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		rigs = append(rigs, r)
	}
	for _, r := range rigs {
		for _, address := range []string{r.IMAPS, r.SMTPS} {
			c, err := (&tls.Dialer{Config: &tls.Config{RootCAs: r.RootCAs}}).DialContext(t.Context(), "tcp", address)
			if err != nil {
				t.Errorf("%s: %v", address, err)
				continue
			}
			_ = c.Close()
		}
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
		for _, address := range []string{r.IMAP, r.SMTP, r.LMTP} {
			if c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address); err == nil {
				_ = c.Close()
				t.Errorf("%s still answers", address)
			}
		}
		if _, err := os.Stat(r.Dir); !os.IsNotExist(err) {
			t.Errorf("%s is still there", r.Dir)
		}
	}
}

// TestScriptsAreNeeded: never a skip, always a sentence that helps.
func TestScriptsAreNeeded(t *testing.T) {
	t.Chdir("/")
	if r, err := Start(t.Context(), "ana"); err == nil {
		_ = r.Stop()
		t.Error("started without scripts")
	}
}
