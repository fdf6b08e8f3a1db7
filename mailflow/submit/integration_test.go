//go:build integration

package submit

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"convene/mailflow/postoffice/rig"
)

func startRig(t testing.TB) *rig.Rig {
	t.Helper()
	r, err := rig.Start(t.Context(), "groups", "ana")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(r.Dir + "/postfix.log")
			t.Logf("postfix:\n%s", log)
		}
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// TestPostfix submits to a real server in each way that a provider may ask for.
func TestPostfix(t *testing.T) {
	r := startRig(t)
	for _, c := range []Config{
		{Address: r.SMTP, TLS: StartTLS, RootCAs: r.RootCAs, Username: "groups@example.test", Password: rig.Password},
		{Address: r.SMTPS, TLS: Implicit, RootCAs: r.RootCAs, Username: "groups@example.test", Password: rig.Password},
		{Address: r.SMTP, TLS: None},
	} {
		t.Run(string(c.TLS), func(t *testing.T) {
			c.Timeout = 30 * time.Second
			dials := 0
			c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				dials++
				return (&net.Dialer{}).DialContext(ctx, network, address)
			}
			s := newClient(t, c)
			for _, tc := range []struct {
				to        string
				code      int
				temporary bool
			}{
				{"ana@example.test", 0, false},
				{rig.Later, 450, true},
				{rig.Never, 550, false},
				{"stranger@example.test", 0, false}, // accepted, and bounced
				{"ana+x@example.test", 0, false},
			} {
				data := fmt.Sprintf("From: groups@example.test\r\nTo: %s\r\nSubject: By %s to %s\r\n\r\nHello\r\n.\r\n..\r\n", tc.to, c.TLS, tc.to)
				err := s.Send(t.Context(), Envelope{From: "groups@example.test", To: tc.to, Data: []byte(data)})
				var got *Error
				switch {
				case tc.code == 0 && err != nil:
					t.Errorf("%s: %v", tc.to, err)
				case tc.code != 0 && (!errors.As(err, &got) || got.Code != tc.code || got.Temporary != tc.temporary || got.InDoubt):
					t.Errorf("%s: %+v", tc.to, err)
				}
			}
			if dials != 1 {
				t.Errorf("%d connections", dials)
			}
		})
	}
	if t.Failed() {
		return // and do not wait for mails that were never sent
	}
	// 2 mails each way for Ana; the strangers come back to the sender.
	ana := mailsOf(t, r, "ana@example.test", 6)
	for _, raw := range ana {
		if !strings.HasSuffix(raw, "\r\n\r\nHello\r\n.\r\n..\r\n") {
			t.Errorf("the mail was changed: %q", raw)
		}
	}
	for _, raw := range mailsOf(t, r, "groups@example.test", 3) {
		if !strings.Contains(raw, "message/delivery-status") {
			t.Errorf("no bounce: %q", raw)
		}
	}
}

func TestPostfixTurnsUsAway(t *testing.T) {
	r := startRig(t)
	for name, c := range map[string]Config{
		"wrong password":    {Address: r.SMTPS, RootCAs: r.RootCAs, Username: "groups@example.test", Password: "wrong"},
		"unknown authority": {Address: r.SMTPS, Username: "groups@example.test", Password: rig.Password},
		"not TLS":           {Address: r.SMTP, RootCAs: r.RootCAs, Username: "groups@example.test", Password: rig.Password},
		"login without TLS": {Address: r.SMTP, TLS: None, Username: "groups@example.test", Password: rig.Password},
	} {
		c.Timeout = 30 * time.Second
		err := newClient(t, c).Send(t.Context(), Envelope{From: "groups@example.test", To: "ana@example.test", Data: letter})
		var got *Error
		if !errors.As(err, &got) || !got.Unreachable() || !got.Temporary || got.InDoubt {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// mailsOf waits until an account holds n mails and returns them.
func mailsOf(t *testing.T, r *rig.Rig, user string, n uint32) []string {
	t.Helper()
	news := make(chan struct{}, 1)
	c, err := imapclient.DialInsecure(r.IMAP, &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) {
			select {
			case news <- struct{}{}:
			default:
			}
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Login(user, rig.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	box, err := c.Select("INBOX", nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if box.NumMessages < n {
		idle, err := c.Idle()
		if err != nil {
			t.Fatal(err)
		}
		for c.Mailbox().NumMessages < n {
			<-news
		}
		if err := errors.Join(idle.Close(), idle.Wait()); err != nil {
			t.Fatal(err)
		}
	}
	all, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{
		BodySection: []*imap.FetchItemBodySection{{Peek: true}}}).Collect()
	if err != nil || len(all) != int(n) {
		t.Fatalf("%s holds %d mails, %v", user, len(all), err)
	}
	var raws []string
	for _, m := range all {
		raws = append(raws, string(m.BodySection[0].Bytes))
	}
	return raws
}
