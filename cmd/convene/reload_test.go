//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"convene/mailflow/postoffice"
)

// watched is a log that can be waited for.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{}
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.text.Write(p)
	select {
	case w.news <- struct{}{}:
	default:
	}
	return n, err
}

// until waits for a line with the words, and forgets all up to it.
func (w *watched) until(ctx context.Context, t *testing.T, words string) string {
	t.Helper()
	for {
		w.mu.Lock()
		text := w.text.String()
		if i := strings.Index(text, words); i >= 0 {
			line, _, ok := strings.Cut(text[i:], "\n")
			if ok {
				w.text.Next(i + len(line) + 1)
				w.mu.Unlock()
				return line
			}
		}
		w.mu.Unlock()
		select {
		case <-w.news:
		case <-ctx.Done():
			t.Fatalf("never logged %q:\n%s", words, text)
		}
	}
}

// TestReload changes the file under a running daemon: by a signal, which counts
// even where the file looks the same, and by its having changed. One that is broken
// changes nothing.
func TestReload(t *testing.T) {
	office, err := postoffice.Start(postoffice.Config{Users: map[string]string{groups: "secret"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = office.Close() }()
	dir := t.TempDir()
	path := filepath.Join(dir, "convene.toml")
	write := func(place string) {
		t.Helper()
		first := time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
		text := "templates_dir = \"" + dir + "\"\ndatabase = \"" + filepath.Join(dir, "convene.db") + "\"\n[mail]\naddress = \"" + groups + "\"\nsmtp_host = \"" + office.SMTPAddr() + "\"\nimap_host = \"" + office.IMAPAddr() +
			"\"\nsmtp_tls = \"none\"\nimap_tls = \"none\"\nusername = \"" + groups + "\"\npassword_file = \"" + filepath.Join(dir, "password") + `"
[[group]]
id = "coaches"
name = "Coaches"
timezone = "Europe/Madrid"
coordinators = ["ana@example.org"]
members = ["Ana <ana@example.org>", "Ben <ben@example.org>", "Chi <chi@example.org>", "Dan <dan@example.org>", "Eli <eli@example.org>", "Fay <fay@example.org>", "Gus <gus@example.org>"]
[group.meetings]
first = ` + first + "T16:00:00\nrepeat = \"every 2 weeks\"\ncount = 2\nplace = \"" + place + "\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "password"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	write(`Room 1"`)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	running, stop := context.WithCancel(ctx)
	log := &watched{news: make(chan struct{}, 1)}
	done := make(chan int, 1)
	go func() { done <- execute(running, []string{"run", "--config", path}, nil, &bytes.Buffer{}, log) }()
	log.until(ctx, t, "convene is running")

	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(`Room 2"`)
	if err := os.Chtimes(path, before.ModTime(), before.ModTime()); err != nil { // looks the same: only the signal tells
		t.Fatal(err)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if line := log.until(ctx, t, "the configuration changed the plan"); !strings.Contains(line, "meeting:2") {
		t.Errorf("logged %s", line)
	}

	write(`Room 3`) // no quotation mark
	log.until(ctx, t, "the configuration was not taken over")
	var out bytes.Buffer
	if code := execute(ctx, []string{"status", "--config", path}, nil, &out, &out); code != exitUsage || !strings.Contains(out.String(), "goes on with the file as it was before") {
		t.Errorf("status says %d\n%s", code, out.String())
	}

	write(`Room 4"`)
	log.until(ctx, t, "the configuration changed the plan")
	out.Reset()
	if code := execute(ctx, []string{"status", "--config", path}, nil, &out, &out); code != exitOK || strings.Contains(out.String(), "not all in use") {
		t.Errorf("status says %d\n%s", code, out.String())
	}

	// Own wording is watched, too; while it is broken the one from before goes on.
	if err := os.Mkdir(filepath.Join(dir, "en"), 0o700); err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(dir, "en", "back.md")
	if err := os.WriteFile(back, []byte("Subject: Hello {{.Nme}}\n\nHello.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if line := log.until(ctx, t, "the wording was not taken over"); !strings.Contains(line, "back.md:1") {
		t.Errorf("logged %s", line)
	}
	log.until(ctx, t, "the configuration was read again")
	if err := os.WriteFile(back, []byte("Subject: Hello {{.Name}}\n\nHello.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	log.until(ctx, t, "the configuration was read again")
	out.Reset()
	if code := execute(ctx, []string{"status", "--config", path}, nil, &out, &out); code != exitOK || strings.Contains(out.String(), "not all in use") {
		t.Errorf("status says %d\n%s", code, out.String())
	}
	stop()
	if code := <-done; code != exitOK {
		t.Errorf("ended with %d", code)
	}
}
