package submit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestPath(t *testing.T) {
	for address, want := range map[string]string{
		"ana@example.test":                         "<ana@example.test>",
		"Ana.Ruiz+x=y@Example.Test":                "<Ana.Ruiz+x=y@example.test>",
		"ana@bücher.example":                       "<ana@xn--bcher-kva.example>",
		"ana@[192.0.2.1]":                          "<ana@[192.0.2.1]>",
		"o'brien@example.test":                     "<o'brien@example.test>",
		"jürgen@example.test":                      "553 5.6.7",
		"ana":                                      "501 5.1.3",
		"@example.test":                            "501 5.1.3",
		"ana@":                                     "501 5.1.3",
		"ana@example.test\r\nRSET":                 "501 5.1.3",
		"ana> NOTIFY=NEVER <x@example.test":        "501 5.1.3",
		"ana@example.test> NOTIFY=NEVER":           "501 5.1.3",
		"ana@[192.0.2.1> X=Y ]":                    "501 5.1.3",
		"ana ruiz@example.test":                    "501 5.1.3",
		"ana\x00@example.test":                     "501 5.1.3",
		strings.Repeat("a", 300) + "@example.test": "501 5.1.3",
		"<ana@example.test>":                       "501 5.1.3",
		"ana@exa mple.test":                        "501 5.1.3",
	} {
		got, problem := path(address)
		if problem != nil {
			if problem.Temporary || problem.InDoubt {
				t.Errorf("%q: a bad address does not get better", address)
			}
			got = fmt.Sprint(problem.Code, " ", problem.Enhanced)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}

func FuzzPath(f *testing.F) {
	f.Add("ana@example.test")
	f.Add("ana> X=Y@bücher.example")
	f.Fuzz(func(t *testing.T, address string) {
		got, problem := path(address)
		if problem != nil {
			return
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(got, "<"), ">")
		if len(got) != len(inner)+2 || strings.ContainsFunc(inner, func(r rune) bool {
			return r <= ' ' || r >= 0x7f || r == '<' || r == '>'
		}) {
			t.Errorf("%q became %q", address, got)
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("5.1.1 no such\x1b[31m user\r\n\xff")
	f.Add(strings.Repeat("ä", 600))
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if !utf8.ValidString(got) || len(got) > 510 || strings.ContainsAny(got, "\r\n\x00\x1b") {
			t.Errorf("%q became %q", s, got)
		}
	})
}

// FuzzServer feeds Send whatever a server may say and checks what it makes of it.
func FuzzServer(f *testing.F) {
	f.Add([]byte("220 hi\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n"))
	f.Add([]byte("220 hi\r\n250-a\r\n250 AUTH PLAIN\r\n250 ok\r\n550 5.1.1 no\r\n250 reset\r\n"))
	f.Add([]byte("220 hi\r\n500 what\r\n250 HELO then\r\n250 ok\r\n250 ok\r\n354 go\r\n"))
	f.Fuzz(func(t *testing.T, script []byte) {
		c, err := New(Config{Address: "127.0.0.1:25", TLS: None, Timeout: time.Minute,
			Dial: func(context.Context, string, string) (net.Conn, error) {
				return &tape{Reader: bytes.NewReader(script)}, nil
			}})
		if err != nil {
			t.Fatal(err)
		}
		err = c.Send(context.Background(), Envelope{From: group, To: ana, Data: letter})
		_ = c.Close()
		if err == nil {
			return
		}
		var e *Error
		switch {
		case !errors.As(err, &e):
			t.Errorf("not an *Error: %v", err)
		case !e.Temporary && (e.Code < 500 || e.Code > 599):
			t.Errorf("permanent without a 5xx: %+v", e)
		case e.InDoubt && (!e.Temporary || e.Phase != PhaseEnd):
			t.Errorf("doubt in the wrong place: %+v", e)
		case strings.ContainsAny(e.Text, "\r\n"):
			t.Errorf("text %q", e.Text)
		}
	})
}

// tape is a connection whose other end says what was written beforehand.
type tape struct{ io.Reader }

func (*tape) Write(p []byte) (int, error)      { return len(p), nil }
func (*tape) Close() error                     { return nil }
func (*tape) LocalAddr() net.Addr              { return pipeAddr{} }
func (*tape) RemoteAddr() net.Addr             { return pipeAddr{} }
func (*tape) SetDeadline(time.Time) error      { return nil }
func (*tape) SetReadDeadline(time.Time) error  { return nil }
func (*tape) SetWriteDeadline(time.Time) error { return nil }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }
