package mailflow

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden is what a test mail is understood as.
type golden struct {
	Kind                  Kind
	Because               []string
	From, To, Cc          string
	Subject, Date         string
	MessageID             string
	InReplyTo, References []string `json:",omitempty"`
	DeliveredTo           []string `json:",omitempty"`
	Text                  string
	Calendars             int
	NewText               []Segment
}

func TestParseMails(t *testing.T) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil || len(files) == 0 {
		t.Fatal("no test mails", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m := parsed(t, raw)
			g := golden{Kind: m.Kind, Because: m.Because, From: m.From.String(), Subject: m.Subject, MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: m.References,
				DeliveredTo: m.DeliveredTo, Text: m.Text, Calendars: len(m.Calendars), NewText: m.NewText()}
			for _, a := range m.To {
				g.To += a.String() + " "
			}
			for _, a := range m.Cc {
				g.Cc += a.String() + " "
			}
			if !m.Date.IsZero() {
				g.Date = m.Date.Format("2006-01-02T15:04:05Z07:00")
			}
			var out strings.Builder
			enc := json.NewEncoder(&out)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			if err := enc.Encode(g); err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(file, ".eml") + ".golden.json"
			if *update {
				if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if out.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", out.String(), want)
			}
		})
	}
}

func TestUnflow(t *testing.T) {
	for in, want := range map[string]string{
		"one \ntwo\nthree":      "one two\nthree",
		"a \n-- \nb":            "a \n-- \nb",
		"> a \n> b\n>> c \nd":   "> a b\n>> c \nd",
		" >not quoted\n From x": ">not quoted\nFrom x",
		"":                      "",
	} {
		if got := unflow(in, false); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := unflow("wo \nrd", true); got != "word" {
		t.Errorf("delsp: %q", got)
	}
}

func TestDecodeTransfer(t *testing.T) {
	for in, want := range map[string]string{
		"WWVz": "Yes", "W W\r\nV z": "Yes", "WWV": "Ye", "WQ==WWVz": "YYes", "": "", "*": "", "WWVz!!WWVz": "YesYes", "-_-_": "\xfb\xff\xbf", "W": "",
	} {
		if got := string(decodeTransfer([]byte(in), "base64", 100)); got != want {
			t.Errorf("base64 %q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"a=3Db=\nc": "a=bc", "a=\r\nb \r\nc": "ab\nc", "=ZZ =4": "=ZZ =4", "=e4": "\xe4", "x=": "x",
	} {
		if got := string(decodeTransfer([]byte(in), "quoted-printable", 100)); got != want {
			t.Errorf("quoted-printable %q: %q, want %q", in, got, want)
		}
	}
	for _, transfer := range []string{"base64", "quoted-printable", "7bit"} {
		if got := decodeTransfer([]byte(strings.Repeat("QUJD", 50)), transfer, 10); len(got) != 11 {
			t.Errorf("%s: %d bytes, want one over the limit", transfer, len(got))
		}
	}
}

func TestDecodeWords(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "=?utf-8?q?a_b?=": "a b", "=?utf-8?b?w6Q=?= =?utf-8?b?w7Y=?=": "äö", "x =?utf-8?q?=C3?= =?UTF-8?Q?=A4?= y": "x ä y",
		"=?utf-8?b?Zm9v?= =?utf-8?b?YmFy?=": "foobar", "=?utf-8?b?5pel5pys?= =?utf-8?b?6Kqe?=": "日本語", "=?utf-8?q?a?= b =?utf-8?q?c?=": "a b c",
		"=?utf-8?q?a?= =?iso-8859-1?q?=E4?=": "aä", "=?nonsense": "=?nonsense", "?=": "?=", "a?=b=?": "a?=b=?", "=?utf-8?q?a=0D=0ABcc:_x?=": "a  Bcc: x", "gr\xfc\xdfe": "grüße",
		"=?utf-8?x?a?= =?utf-8?x?b?=": "=?utf-8?x?a?= =?utf-8?x?b?=", "=?utf-8?b?YQ==?= =?utf-8?b?Yg==?=": "ab",
	} {
		if got := decodeWords(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
