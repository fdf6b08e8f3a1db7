//go:build integration

package daemon_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"convene/mailflow/postoffice/rig"
)

// figureMemory runs the program itself against the real servers, with 1,000
// groups and with one, and reads what the kernel says of its memory when all
// groups have been looked at and there is nothing to do.
func figureMemory(b *testing.B, t *table) {
	r := startRig(b, "groups")
	binary := program(b)
	b.ResetTimer()
	many := idleMemory(b, r, binary, 1000)
	one := idleMemory(b, r, binary, 1)
	t.add("memory of the idle daemon, 1,000 groups of 8 (one group)", fmt.Sprintf("%.1f MB", many.resident), fmt.Sprintf("%.1f MB", one.resident), "")
	t.add("    of that its own data, the rest being the program file", fmt.Sprintf("%.1f MB", many.own), fmt.Sprintf("%.1f MB", one.own), "")
	t.add("    at its peak, while starting", fmt.Sprintf("%.1f MB", many.peak), fmt.Sprintf("%.1f MB", one.peak), "")
	b.ReportMetric(many.resident, "MB")
}

// program builds the binary.
func program(tb testing.TB) string {
	tb.Helper()
	binary := filepath.Join(tb.TempDir(), "convene")
	build := exec.CommandContext(tb.Context(), "go", "build", "-trimpath", "-tags", "timetzdata", "-ldflags", "-s -w", "-o", binary, "convene/cmd/convene")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("build: %v\n%s", err, said)
	}
	return binary
}

// quietNow are quiet hours all day but for two that are long past or far ahead:
// everything waits, so that the daemon has nothing to send.
func quietNow() string {
	awake := time.Now().UTC().Add(-10 * time.Hour)
	return awake.Add(2*time.Hour).Format("15:04") + "-" + awake.Format("15:04")
}

// memory of a process, in megabytes.
type memory struct {
	resident float64
	own      float64 // without the pages of the program file
	peak     float64 // the most that was ever resident
}

// idleMemory is the memory of an idle daemon.
func idleMemory(b *testing.B, r *rig.Rig, binary string, groups int) memory {
	b.Helper()
	c := circles{groups: groups, members: 8, quiet: quietNow()}
	c.mail = fmt.Sprintf("smtp_host = %q\nsmtp_tls = \"starttls\"\nimap_host = %q\nimap_tls = \"starttls\"\nca_file = %q", r.SMTP, r.IMAP, r.CAFile)
	path := c.write(b)
	run := exec.CommandContext(b.Context(), binary, "run", "--config", path)
	said, err := run.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := run.Start(); err != nil {
		b.Fatal(err)
	}
	finished := make(chan error, 1)
	running := make(chan struct{})
	var first string // line of what it said
	go func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if first == "" {
				first = lines.Text()
			}
			if strings.Contains(lines.Text(), "convene is running") {
				close(running)
			}
		}
		finished <- run.Wait()
	}()
	select {
	case <-running:
	case err := <-finished:
		b.Fatalf("the daemon ended: %v: %s", err, first)
	}
	// Every group has been looked at when none is due. Idle is when the memory has
	// not shrunk for longer than from one heartbeat to the next.
	db := record(b, filepath.Join(filepath.Dir(path), "convene.db"))
	for count(b, db, `SELECT count(*) FROM groups WHERE next_due <= ?`, time.Now().UTC().Format(time.RFC3339)) > 0 {
		time.Sleep(100 * time.Millisecond)
	}
	idle := 0.0
	for steady := 0; steady < 35; steady++ {
		now := memoryOf(b, run.Process.Pid, "VmRSS")
		if idle == 0 || now < idle-0.25 {
			steady = 0
			idle = now
		}
		time.Sleep(time.Second)
	}
	pid := run.Process.Pid
	m := memory{resident: memoryOf(b, pid, "VmRSS"), own: memoryOf(b, pid, "RssAnon"), peak: memoryOf(b, pid, "VmHWM")}
	if err := errors.Join(run.Process.Signal(syscall.SIGTERM), <-finished); err != nil {
		b.Fatal(err)
	}
	return m
}

func memoryOf(tb testing.TB, pid int, field string) float64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, field+":"); ok {
			kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(v), " kB"))
			if err != nil {
				tb.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	tb.Fatalf("no %s in the status of process %d", field, pid)
	return 0
}
