package demo

import (
	"bytes"
	"context"
	"io"
	"net/smtp"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// watched is an output that tells when words appear in it.
type watched struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case w.changed <- struct{}{}:
	default:
	}
	return w.text.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// await waits until the words are there, or the demo has ended.
func (w *watched) await(t *testing.T, words string, ended <-chan error) {
	t.Helper()
	for !strings.Contains(w.String(), words) {
		select {
		case <-w.changed:
		case err := <-ended:
			t.Fatalf("the demo ended (%v) before it said %q:\n%s", err, words, w)
		}
	}
}

func TestLiveLeavesASeat(t *testing.T) {
	dir := t.TempDir()
	out := &watched{changed: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, Options{Dir: dir, Seed: 3, Out: out, Live: true, Speed: 5000}) }()
	out.await(t, "mail for Leo Martin: An invitation to our group", ended)

	port := regexp.MustCompile(`SMTP, 127\.0\.0\.1, port (\d+)`).FindStringSubmatch(out.String())
	if port == nil {
		t.Fatalf("it does not say where to submit mail:\n%s", out)
	}
	send := func(headers, text string) {
		t.Helper()
		mail := "From: Leo Martin <leo@example.net>\r\nTo: " + GroupAddress + "\r\n" + headers + "\r\n\r\n" + text + "\r\n"
		auth := smtp.PlainAuth("", "leo@example.net", password, "127.0.0.1")
		if err := smtp.SendMail("127.0.0.1:"+port[1], auth, "leo@example.net", []string{GroupAddress}, []byte(mail)); err != nil {
			t.Fatal(err)
		}
	}
	invited, err := filepath.Glob(filepath.Join(dir, "mail", "*-to-leo-an-invitation-*"))
	if err != nil || len(invited) != 1 {
		t.Fatalf("%d invitations: %v", len(invited), err)
	}
	raw, err := os.ReadFile(invited[0])
	if err != nil {
		t.Fatal(err)
	}
	send("Subject: Re: An invitation\r\nMessage-ID: <0@example.net>\r\nIn-Reply-To: "+open(raw).MessageID, "yes")
	out.await(t, "mail for Leo Martin: Welcome", ended)
	send("Subject: Hello\r\nMessage-ID: <1@example.net>", "status")
	out.await(t, "mail from Leo Martin: Hello", ended)
	out.await(t, "mail for Leo Martin: Re: Hello", ended) // convene has answered
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "was your seat") {
		t.Errorf("no story at the end:\n%s", out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "index.html"))
	if err != nil || len(pages) != 1 {
		t.Errorf("no page: %v", err)
	}
}

func TestLiveRefusesSpeeds(t *testing.T) {
	if err := Run(t.Context(), Options{Dir: t.TempDir(), Out: io.Discard, Live: true}); err == nil {
		t.Error("a clock that stands still is not live")
	}
}
