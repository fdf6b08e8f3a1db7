//go:build integration && linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestNoZoneFiles runs the binary on a machine without any file of time zones, or any
// other file: alone in a directory that it takes for the whole disk. It knows every zone,
// and says of one that there is not what is wrong. It wants root, for chroot.
func TestNoZoneFiles(t *testing.T) {
	dir := t.TempDir()
	// As make does it, see TAGS in the Makefile.
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-tags", "timetzdata", "-o", filepath.Join(dir, "convene"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the binary: %v\n%s", err, said)
	}
	for zone, fine := range map[string]bool{"Europe/Madrid": true, "America/Argentina/Buenos_Aires": true, "Pacific/Chatham": true, "Europe/Atlantis": false} {
		toml := `database = "convene.db"
[mail]
address = "groups@example.org"
smtp_host = "mail.example.org"
imap_host = "mail.example.org"
username = "groups@example.org"
password_file = "password"
authserv_id = "mail.example.org"
[[group]]
id = "tuesday"
name = "Tuesday Coaches"
timezone = "` + zone + `"
coordinators = ["ana@example.org"]
members = ["ana@example.org", "ben@example.org", "chi@example.org", "dan@example.org", "eli@example.org", "fay@example.org", "gus@example.org"]
[group.meetings]
first = 2036-01-15T16:00:00
repeat = "every 2 weeks"
count = 6
`
		for name, text := range map[string]string{"convene.toml": toml, "password": "secret"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.CommandContext(t.Context(), "/convene", "check", "--config", "/convene.toml")
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: dir}
		cmd.Dir, cmd.Env = "/", []string{"HOME=/"}
		said, err := cmd.CombinedOutput()
		if (err == nil) != fine || !fine && !strings.Contains(string(said), zone) {
			t.Errorf("%s: %v\n%s", zone, err, said)
		}
	}
}
