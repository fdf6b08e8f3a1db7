package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/smtp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/wiretap"

	"golang.org/x/net/html"
)

// nasty are texts that some program acts upon, each with a word to find it by.
var nasty = []string{
	"\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\x07", "\x1bP$q\"p\x1b\\",
	"\u009b31m", "\u009d0;title\u009c", "a\x07\x08\x08\x7fb", "a\rb", "\u202etxt.exe", "\u2066a\u2069\u2067b", "\u200e\u200f\u061c", "a\u200bb\u2060c\ufeffd", "a\u2028b\u2029c\u0085d", "\U000e0041\U000e0042",
	`\x1b[31m`, "=HYPERLINK(\"https://evil.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "x;=1+1", "\uff1d1", "<script>alert(1)</script>", "a\r\nBcc: eve@evil.example", "=?utf-8?q?a=0D=0ABcc:_eve=40evil.example=1B[31m=E2=80=AE?=",
	"\",;:\\nATTENDEE:mailto:eve@evil.example", "%n%s%x", "a\x00b", "\xff\xfe\xc0\xaf",
}

// acting is the first character of a text that some program would act upon, beside
// line breaks.
func acting(text string) (rune, bool) {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return r, true
			}
		}
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || slices.Contains([]rune{0x200b, 0x2028, 0x2029, 0x2060, 0xfeff, 0xad}, r) || r >= 0xe0000 && r < 0xe0080) {
			return r, true
		}
	}
	return 0, false
}

func checkInert(t *testing.T, what, text string) {
	t.Helper()
	if r, ok := acting(text); ok {
		i := max(0, strings.IndexRune(text, r))
		t.Errorf("%s holds %U: %q", what, r, text[max(0, i-80):min(len(text), i+80)])
	}
}

// TestWhatPeopleWriteIsShownNotActedUpon: members put what terminals, spreadsheets,
// browsers and mail programs act upon wherever they can write something, and servers
// say it back. In all that is printed, logged, exported and sent, none of it is left.
func TestWhatPeopleWriteIsShownNotActedUpon(t *testing.T) {
	users := map[string]string{groups: "secret"}
	names := []string{"ana", "ben", "chiara", "dana", "eli", "fay", "gus"}
	for _, n := range names {
		users[n+"@example.org"] = "secret"
	}
	office, err := postoffice.Start(postoffice.Config{Users: users, AuthservID: "mx.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = office.Close() })
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("password", "secret")
	toml := func(imap string) string {
		return fmt.Sprintf("[mail]\naddress = %q\nsmtp_host = %q\nimap_host = %q\nsmtp_tls = \"none\"\nimap_tls = \"none\"\npassword_file = \"password\"\nauthserv_id = \"mx.example.org\"\n%s", groups, office.SMTPAddr(), imap, canaryGroup)
	}
	cfg := write("convene.toml", toml(office.IMAPAddr()))

	var logs, said bytes.Buffer
	run := func(stdin string, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		code := execute(context.Background(), append(args, "--config", cfg), strings.NewReader(stdin), &out, &errs)
		if code != exitOK && code != exitFailure {
			t.Fatalf("convene %v: exit code %d\n%s%s", args, code, out.String(), errs.String())
		}
		logs.Write(errs.Bytes())
		said.Write(out.Bytes())
		checkInert(t, "convene "+strings.Join(args, " "), strings.ReplaceAll(out.String()+errs.String(), "\t", " "))
		if slices.Contains(args, "--json") && !json.Valid(out.Bytes()) {
			t.Errorf("convene %v prints no JSON: %s", args, out.String())
		}
		return out.String()
	}
	pass := func(at string, more ...string) {
		t.Helper()
		run("", append([]string{"run", "--once", "--verbose", "--now", at}, more...)...)
	}
	pass("2025-12-29T10:00:00+01:00")
	pass("2026-01-06T10:00:00+01:00")

	var mails []string
	for i, n := range nasty {
		for j, body := range []string{
			"topic: zq%d %s", "Yes, zq%d %s, I'll be there", "no, zq%d %s is ill", "ask: zq%d who has %s?", "share zq%d %s", "zq%d %s",
		} {
			who := names[(i+j)%len(names)]
			if j == 0 {
				body += "\n\nadd " + strings.ReplaceAll(n, "%", "%%") + " <x@example.net>\nnew link https://meet.example.org/" + strings.ReplaceAll(n, "%", "%%")
			}
			text := fmt.Sprintf(body, i, n)
			head := strings.ReplaceAll(strings.ReplaceAll(n, "\r", " "), "\n", " ") // what a line can hold; the rest comes encoded
			mails = append(mails, "From: "+mime.QEncoding.Encode("utf-8", n)+" "+strings.Map(plainPhrase, head)+" <"+who+"@example.org>\r\nTo: "+groups+
				"\r\nSubject: "+head+" "+mime.BEncoding.Encode("utf-8", n)+"\r\nMessage-ID: <n"+fmt.Sprint(i, ".", j)+"@example.org>\r\nDate: Tue, 06 Jan 2026 11:00:00 +0100\r\nX-Mailer: "+head+
				"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"+text+
				"\r\n--b\r\nContent-Type: application/"+strings.Map(plainPhrase, head)+"\r\nContent-Disposition: attachment; filename=\""+strings.ReplaceAll(head, `"`, "")+"\"\r\n\r\nx\r\n--b--\r\n")
		}
	}
	for i, raw := range mails {
		deliver(t, office.SMTPAddr(), names[(i/6+i%6)%len(names)]+"@example.org", raw)
		if i%2 == 0 {
			run(raw, slices.Concat([]string{"explain"}, [][]string{nil, {"--json"}, {"--text"}}[i/6%3])...)
		}
	}
	for day := 6; day < 31; day += 2 {
		pass(fmt.Sprintf("2026-01-%02dT12:00:00+01:00", day), "--log-json")
	}
	now := []string{"--now", "2026-01-30T13:00:00+01:00"}
	for _, args := range [][]string{{"status"}, {"status", "--json"}, {"preview"}, {"preview", "--json"}} {
		run("", append(args, now...)...)
	}
	run("", "check")
	run("", "export", "--dir", filepath.Join(dir, "out"))
	checkExport(t, filepath.Join(dir, "out"))

	seen := 0
	for _, n := range names {
		for _, raw := range office.Mailbox(n + "@example.org") {
			seen++
			checkMail(t, raw)
		}
	}
	if seen < 50 {
		t.Errorf("only %d mails came", seen)
	}

	// A server that talks in escape sequences: in the log, and in the status.
	for i, n := range nasty {
		echo := &wiretap.Server{Greeting: "* OK [CAPABILITY IMAP4rev1] hi", Answer: func(line string, _ bool) (string, bool) {
			tag, _, _ := strings.Cut(line, " ")
			return tag + " NO " + strings.NewReplacer("\r", "", "\n", "").Replace(n), false
		}}
		if err := echo.Start(); err != nil {
			t.Fatal(err)
		}
		write("convene.toml", toml(echo.Addr().String()))
		pass("2026-01-31T14:00:00+01:00", [][]string{nil, {"--log-json"}}[i%2]...)
		run("", append([]string{"status"}, now...)...)
		if err := echo.Close(); err != nil {
			t.Error(err)
		}
	}
	if !strings.Contains(said.String()+logs.String(), "title") {
		t.Error("nothing that the server said is shown")
	}
	t.Logf("%d texts in %d mails; %d mails to members, %d bytes printed, %d logged", len(nasty), len(mails), seen, said.Len(), logs.Len())
}

func plainPhrase(r rune) rune {
	if strings.ContainsRune("<>@,;:\"()[]\\\x00", r) {
		return -1
	}
	return r
}

// deliver hands a mail to the post office, which vouches for who wrote it.
func deliver(t *testing.T, addr, from, raw string) {
	t.Helper()
	c, err := smtp.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for _, err := range []error{c.Auth(smtp.PlainAuth("", from, "secret", "127.0.0.1")), c.Mail(from), c.Rcpt(groups)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// checkExport looks at every file as the program would that opens it.
func checkExport(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 6 {
		t.Fatalf("%v: %v", files, err)
	}
	words := false
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		words = words || strings.Contains(text, "zq")
		switch filepath.Ext(path) {
		case ".csv":
			rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
						t.Errorf("%s: a cell begins a formula: %q", path, cell)
					}
				}
			}
		case ".ics":
			text = strings.ReplaceAll(text, "\r\n ", "")
			for line := range strings.Lines(text) {
				if name, _, _ := strings.Cut(strings.NewReplacer(";", ":").Replace(line), ":"); strings.Contains(name, "ATTENDEE") || strings.Contains(name, "EVIL") {
					t.Errorf("%s: a line of somebody's own: %q", path, line)
				}
			}
			text = strings.ReplaceAll(text, "\r\n", "\n")
		case ".html":
			checkPage(t, path, text)
		case ".json":
			if !json.Valid(data) {
				t.Errorf("%s is none", path)
			}
		}
		text = strings.ReplaceAll(text, "\r\n", "\n")
		checkInert(t, filepath.Base(path), text)
	}
	if !words {
		t.Error("the record shows nothing of what members wrote")
	}
}

// checkPage: nothing that runs, fetches or takes input.
func checkPage(t *testing.T, what, source string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(source))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if slices.Contains([]string{"script", "img", "svg", "iframe", "form", "base", "link", "object", "embed"}, tok.Data) && tok.Type != html.TextToken {
			t.Errorf("%s holds <%s>", what, tok.Data)
		}
		for _, a := range tok.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "mailto:") && !strings.HasPrefix(a.Val, "https:") {
				t.Errorf("%s holds %s=%q", what, a.Key, a.Val)
			}
		}
	}
}

// ours are the header fields that a mail of ours may have.
var ours = []string{"Mime-Version", "List-Unsubscribe", "List-Id", "Auto-Submitted", "References", "In-Reply-To", "Message-Id", "Date", "Subject", "To", "From", "Reply-To", "Content-Type", "Received", "Return-Path",
	"Delivered-To", "Authentication-Results"} // the post office's

// checkMail looks at a mail on the wire, and at what a program decodes from it.
func checkMail(t *testing.T, raw []byte) {
	t.Helper()
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) {
			t.Errorf("a header line of %d bytes: %.200q", len(line), line)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range m.Header {
		if !slices.Contains(ours, name) || len(values) > 1 && name != "Received" {
			t.Errorf("the header has %s: %q", name, values)
		}
		for _, v := range values {
			decoded, err := (&mime.WordDecoder{}).DecodeHeader(v)
			if err != nil {
				t.Error(err)
			}
			checkInert(t, name+" of a mail", decoded)
		}
	}
	media, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(media, "multipart/") {
		t.Fatalf("%s: %v", media, err)
	}
	checkParts(t, multipart.NewReader(m.Body, params["boundary"]))
}

func checkParts(t *testing.T, parts *multipart.Reader) {
	t.Helper()
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return
		}
		media, params, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if strings.HasPrefix(media, "multipart/") {
			checkParts(t, multipart.NewReader(p, params["boundary"]))
			continue
		}
		var body io.Reader = p
		if p.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(p)
		} else if media != "text/plain" {
			continue // calendar objects, which hold nothing that members write
		}
		text, err := io.ReadAll(body)
		if err != nil {
			t.Error(err)
		}
		checkInert(t, media, strings.ReplaceAll(string(text), "\r\n", "\n"))
		if media == "text/html" {
			checkPage(t, media, string(text))
		}
	}
}

// TestNothingIsLostByBeingShown: what is harmless passes as it is, however it is cut, and
// what is not is shown by its code.
func TestNothingIsLostByBeingShown(t *testing.T) {
	for in, want := range map[string]string{
		"plain, ünïcödé, 日本, 👩\u200d👧, می\u200cخواهم\tx\n": "plain, ünïcödé, 日本, 👩\u200d👧, می\u200cخواهم\tx\n",
		"\x1b[31m\u009b\u202e\r\x00": `\u001b[31m\u009b\u202e\u000d\u0000`,
		"\U000e0041":                 `\udb40\udc41`,
		"\xffx":                      "\ufffdx",
	} {
		for cut := range len(in) + 1 {
			var b bytes.Buffer
			w := &inert{to: &b}
			for _, part := range []string{in[:cut], in[cut:]} {
				if n, err := io.WriteString(w, part); n != len(part) || err != nil {
					t.Fatal(n, err)
				}
			}
			if b.String() != want {
				t.Errorf("%q cut at %d becomes %q", in, cut, b.String())
			}
		}
	}
}

// TestLogInColourKeepsItsOwnColours: on a terminal the log is coloured; a value can add
// nothing to that.
func TestLogInColourKeepsItsOwnColours(t *testing.T) {
	for _, n := range nasty {
		var b bytes.Buffer
		log := slog.New(logInColour(&b, slog.LevelInfo))
		log.Info("x", slog.String("says", n), slog.Any("error", fmt.Errorf("it said %s", n)), slog.Any("list", []string{n}), slog.Group("g", slog.String("in", n)))
		text := b.String()
		for _, colour := range []string{"\x1b[0m", "\x1b[2m", "\x1b[22m", "\x1b[92m"} {
			text = strings.ReplaceAll(text, colour, "")
		}
		checkInert(t, "the log", text)
		if !strings.Contains(b.String(), "\x1b[92m") {
			t.Errorf("no colour: %q", b.String())
		}
	}
}
