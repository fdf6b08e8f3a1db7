package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"convene/mailflow/postoffice"
)

// mailOf is a mail of its own, with a Message-ID or without one.
func mailOf(id, text string) string {
	if id != "" {
		id = "Message-ID: <" + id + "@example.test>\r\n"
	}
	return fmt.Sprintf("From: ana@example.test\r\nTo: circle@example.test\r\n%sSubject: x\r\n\r\n%s\r\n", id, text)
}

// known are the bytes of a mail as they lie on the server of o.
func known(tb testing.TB, raws [][]byte, text, id string) Known {
	tb.Helper()
	for _, raw := range raws {
		if strings.Contains(string(raw), text) {
			sum := sha256.Sum256(raw)
			return Known{Hash: hex.EncodeToString(sum[:]), Size: int64(len(raw)), MessageID: id}
		}
	}
	tb.Fatalf("no mail with %q", text)
	return Known{}
}

// handedOver drains the mailbox and keeps what was handed over.
func handedOver(tb testing.TB, c *Client) [][]byte {
	tb.Helper()
	got := newLedger()
	if _, err := c.Drain(tb.Context(), Cursor{}, got.store); err != nil {
		tb.Fatal(err)
	}
	var raws [][]byte
	for _, m := range got.got {
		raws = append(raws, m.Raw)
	}
	return raws
}

func TestRemoveTakesMailsOutOfBothFolders(t *testing.T) {
	o := office(t, 0, postoffice.Config{})
	deliver(t, o, mailOf("one", "Yes, one"))
	deliver(t, o, mailOf("", "Yes, two")) // as the one above in size
	deliver(t, o, mailOf("five", "Guessed sizes happen"))
	c := reader(t, o, Config{Done: "Done"})
	if _, err := c.Remove(t.Context(), []Known{{Hash: "none", Size: 1}}); err != nil {
		t.Fatalf("before the folder Done exists: %v", err)
	}
	raws := handedOver(t, c)
	deliver(t, o, mailOf("three", "Yes, three"))
	deliver(t, o, mailOf("four", "Yes, four"))
	guessed := known(t, raws, "Guessed", "five@example.test")
	guessed.Size += 1000
	for _, try := range []struct {
		what              string
		mails             []Known
		found, done, read int
	}{
		{"a mail without Message-ID", []Known{known(t, raws, "two", ""), {Hash: "gone", Size: 4711}}, 1, 2, 2},
		{"once more", []Known{known(t, raws, "two", "")}, 0, 2, 2},
		{"a size that the server guessed", []Known{guessed}, 1, 1, 2},
		{"another mail of that size and Message-ID", []Known{{Hash: strings.Repeat("0", 64), Size: known(t, raws, "one", "").Size, MessageID: "one@example.test"}}, 0, 1, 2},
		{"what has not been read, under a Message-ID that has", []Known{{Hash: known(t, raws, "one", "").Hash, Size: 1, MessageID: "three@example.test"}}, 0, 1, 2},
		{"all that was read", []Known{known(t, raws, "one", "")}, 1, 0, 2},
	} {
		r, err := c.Remove(t.Context(), try.mails)
		if err != nil || r.Found != try.found || !r.Expunged {
			t.Errorf("%s: removed %+v, %v; want %d", try.what, r, err, try.found)
		}
		if done, in := o.Count(group, "Done"), o.Count(group, "INBOX"); done != try.done || in != try.read {
			t.Errorf("%s: %d left in Done and %d in INBOX, want %d and %d", try.what, done, in, try.done, try.read)
		}
	}
}
