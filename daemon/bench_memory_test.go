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
	binary := filepath.Join(b.TempDir(), "convene")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-tags", "timetzdata", "-ldflags", "-s -w", "-o", binary, "convene/cmd/convene")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, said)
	}
	b.ResetTimer()
	many, peak := idleMemory(b, r, binary, 1000)
	one, _ := idleMemory(b, r, binary, 1)
	t.add("memory of the idle daemon, 1,000 groups of 8 (one group)", fmt.Sprintf("%.1f MB", many), fmt.Sprintf("%.1f MB", one), "")
	t.add("    at its peak, while starting", fmt.Sprintf("%.1f MB", peak), "", "")
	b.ReportMetric(many, "MB")
}

// idleMemory is the resident memory of an idle daemon, and the most it ever had,
// in megabytes.
func idleMemory(b *testing.B, r *rig.Rig, binary string, groups int) (idle, peak float64) {
	b.Helper()
	// Quiet hours all day but for a minute two hours ago: everything waits, so
	// that the daemon has nothing to send.
	minute := time.Now().UTC().Add(-2 * time.Hour)
	c := circles{groups: groups, members: 8, quiet: minute.Add(time.Minute).Format("15:04") + "-" + minute.Format("15:04")}
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
	var last string // line of what it said
	go func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if last = lines.Text(); strings.Contains(last, "convene is running") {
				close(running)
			}
		}
		finished <- run.Wait()
	}()
	select {
	case <-running:
	case err := <-finished:
		b.Fatalf("the daemon ended: %v: %s", err, last)
	}
	// Every group has been looked at when none is due, and idle is when the
	// memory does not shrink any more.
	db := record(b, filepath.Join(filepath.Dir(path), "convene.db"))
	for count(b, db, `SELECT count(*) FROM groups WHERE next_due <= ?`, time.Now().UTC().Format(time.RFC3339)) > 0 {
		time.Sleep(100 * time.Millisecond)
	}
	for steady := 0; steady < 10; steady++ {
		now := memoryOf(b, run.Process.Pid, "VmRSS")
		if idle == 0 || now < idle-0.25 {
			steady = 0
			idle = now
		}
		time.Sleep(time.Second)
	}
	idle = memoryOf(b, run.Process.Pid, "VmRSS")
	peak = memoryOf(b, run.Process.Pid, "VmHWM")
	if err := errors.Join(run.Process.Signal(syscall.SIGTERM), <-finished); err != nil {
		b.Fatal(err)
	}
	return idle, peak
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
