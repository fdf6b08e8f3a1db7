package inbox

import (
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
)

func TestSieve(t *testing.T) {
	deep := strings.Repeat("(", nested+1)
	for text, ok := range map[string]bool{
		"* OK [CAPABILITY IMAP4rev1 MOVE] Dovecot (Debian) ready.\r\n":                  true,
		"* CAPABILITY IMAP4rev1 (MOVE\r\n":                                              false,
		"* OK [CAPABILITY (OVE] ":                                                       false,
		"* capability (\r\n":                                                            false,
		"T1 OK [CAPABILITY IDLE ((] x\r\n":                                              false,
		"* CAPABILITY IDLE\r\n* FLAGS (\\Seen)\r\n":                                     true,
		"* 1 FETCH (UID 1 BODY[] {18}\r\n* CAPABILITY (OVE\n)\r\nT1 OK done\r\n":        true,
		"* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n* CAPABILITY (OVE\r\n":                  false,
		"* 1 FETCH (UID 1 BODY[] \"* CAPABILITY ( \\\" (\")\r\nT1 OK done\r\n":          true,
		"* 1 FETCH (UID 1 BODYSTRUCTURE " + deep + "\r\n":                               false,
		"* 1 FETCH (UID 1 BODY[] {101}\r\n" + deep + ")\r\n":                            true,
		"* 1 FETCH (UID 1 BODY[] {101+}\r\n" + deep + ")\r\n":                           true,
		"* OK " + deep + "\r\n":                                                         false,
		"* OK text ends in {18}\r\n* CAPABILITY (OVE\r\n":                               false,
		"* OK " + strings.Repeat("()", 200) + "\r\n":                                    true,
		"* 1 EXISTS\r\n* 1 FETCH (FLAGS (\\Seen $ConveneSeen))\r\nT1 OK (done)\r\n":     true,
		strings.Repeat("* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n", 3) + "* CAPABILITY a(\n": false,
	} {
		for _, step := range []int{1, 2, 7, 4096} {
			s := newSieve(&chunks{text: text, step: step})
			got, err := io.ReadAll(s)
			if (err == nil) != ok || (ok && string(got) != text) {
				t.Errorf("%q by %d: %q, %v", text, step, got, err)
			}
		}
	}
}

// chunks is a connection that delivers a text step bytes at a time.
type chunks struct {
	net.Conn
	text string
	step int
}

func (c *chunks) Read(p []byte) (int, error) {
	if c.text == "" {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.step)], c.text)
	c.text = c.text[n:]
	return n, nil
}

// FuzzSieve: mails pass unchanged, whatever is in them.
func FuzzSieve(f *testing.F) {
	f.Add([]byte("* CAPABILITY (\r\n"), 3)
	f.Add([]byte("\"(((((\\"), 1)
	f.Fuzz(func(t *testing.T, raw []byte, step int) {
		if step <= 0 {
			step = 1
		}
		text := "* 1 FETCH (UID 1 BODY[] {" + strconv.Itoa(len(raw)) + "}\r\n" + string(raw) + ")\r\nT1 OK done\r\n"
		got, err := io.ReadAll(newSieve(&chunks{text: text, step: step}))
		if err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	})
}
