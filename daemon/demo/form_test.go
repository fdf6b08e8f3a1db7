package demo

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestEveryMailIsWellFormed holds every mail of a life against the RFCs: 5322 (form and fields), 2045 to 2047 (parts
// and words), 2369, 2919 and 3834 (what programs want to know). `make interop` has a reader that is not ours do the
// same, by Python's email package.
func TestEveryMailIsWellFormed(t *testing.T) {
	t.Parallel()
	all, wrong := files(t, aDemo(t).dir), 0
	ids := map[string]string{}
	read := 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if strings.SplitN(name, "-", 4)[2] != string(toMember) {
			continue
		}
		read++
		faults := formFaults([]byte(all[name]))
		if m, err := mail.ReadMessage(strings.NewReader(all[name])); err == nil {
			id := m.Header.Get("Message-Id")
			if ids[id] != "" {
				faults = append(faults, fmt.Sprintf("Message-Id %s, as %s has", id, ids[id]))
			}
			ids[id] = name
		}
		for _, f := range faults {
			if wrong++; wrong <= 20 {
				t.Errorf("%s: %s", name, f)
			}
		}
	}
	if read < 500 {
		t.Errorf("only %d mails", read)
	}
}

// TestFormFaults: what is wrong is seen.
func TestFormFaults(t *testing.T) {
	t.Parallel()
	all := files(t, aDemo(t).dir)
	names := slices.Sorted(maps.Keys(all))
	i := slices.IndexFunc(names, func(n string) bool {
		return strings.SplitN(n, "-", 4)[2] == string(toMember) && strings.Contains(all[n], "method=REQUEST")
	})
	good := all[names[i]]
	if f := formFaults([]byte(good)); len(f) > 0 {
		t.Fatal(f)
	}
	for _, c := range []struct{ old, other, want string }{
		{"\r\nDate:", "\r\nX:", "0 times Date"},
		{"\r\nMime-Version: 1.0\r\n", "\r\nMime-Version: 1.0\r\nMime-Version: 1.0\r\n", "2 times Mime-Version"},
		{"\r\nHello", "\nHello", "CRLF"},
		{"\r\nHello", "\r\nHellö", "octet"},
		{"\r\nHello", "\r\nHello =XX", "quoted-printable"},
		{"\r\nHello", "\r\nHello" + strings.Repeat(" hello", 12), "78"},
		{"=?utf-8?q?", "=?utf-8?q?" + strings.Repeat("=C2=B7", 12), "75"},
		{"=?utf-8?q?", "=?utf-8?q?=C2", "rune"},
		{"\r\nSubject: ", "\r\nSubject: a" + strings.Repeat(" a", 40) + " ", "76"},
		{"method=REQUEST", "method=REPLY", "METHOD"},
		{"text/html", "text/plain", "built of"},
		{"filename=invite.ics", "filename=winmail.dat", "invite.ics"},
		{"\r\nAuto-Submitted: auto-generated", "\r\nAuto-Submitted: no", "Auto-Submitted"},
		{"\r\nList-Unsubscribe: <mailto:", "\r\nList-Unsubscribe: <https:", "List-Unsubscribe"},
		{"\r\nTo: ", "\r\nTo: <ana@example.org>, ", "To"},
	} {
		if !strings.Contains(good, c.old) {
			t.Errorf("%s has no %q", names[i], c.old)
			continue
		}
		faults := formFaults([]byte(strings.Replace(good, c.old, c.other, 1)))
		if !strings.Contains(strings.Join(faults, "\n"), c.want) {
			t.Errorf("%q for %q: %q, want something of %s", c.other, c.old, faults, c.want)
		}
	}
}

// faulty collects what is wrong with one mail.
type faulty []string

func (f *faulty) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// theirs is what the receiving server wrote on top.
var theirs = []string{"Return-Path", "Delivered-To", "Authentication-Results", "Received"}

var (
	encodedWord = regexp.MustCompile(`=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=`)
	messageID   = regexp.MustCompile(`^<[^<>@\s]+@[^<>@\s]+>$`)
	listID      = regexp.MustCompile(`<[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+>$`)
	unsubscribe = regexp.MustCompile(`^<mailto:[!-;=?-~]+>$`)
	base64Row   = regexp.MustCompile(`^[A-Za-z0-9+/]{0,76}={0,2}$`)
	quotedRow   = regexp.MustCompile(`^([!-<>-~ \t]|=[0-9A-F]{2})*=?$`)
)

// formFaults says in words what is wrong with the form of a mail of ours.
func formFaults(raw []byte) []string {
	var f faulty
	f.lines(raw)
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		f.add("%v", err)
		return f
	}
	f.fields(m.Header)
	body, err := io.ReadAll(m.Body)
	if err != nil {
		f.add("%v", err)
	}
	f.parts(m.Header, body)
	return f
}

// lines: RFC 5322 2.1.1, 2.2 and 2.2.3; RFC 2047 2 and 5.
func (f *faulty) lines(raw []byte) {
	text := string(raw)
	if bare := strings.ReplaceAll(text, "\r\n", ""); strings.ContainsAny(bare, "\r\n") {
		f.add("a line does not end in CRLF")
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r > '~' || r == 0 }); i >= 0 {
		f.add("an octet that is not ASCII at %d", i)
	}
	head, body, _ := strings.Cut(text, "\r\n\r\n")
	for n, line := range strings.Split(body, "\r\n") {
		if len(line) > 78 {
			f.add("line %d of the body has %d octets, more than 78", n+1, len(line))
		}
	}
	own := true
	for line := range strings.SplitSeq(head, "\r\n") {
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			name, _, _ := strings.Cut(line, ":")
			own = !slices.Contains(theirs, name)
		}
		if own {
			f.headerLine(line)
		}
	}
}

func (f *faulty) headerLine(line string) {
	_, value, _ := strings.Cut(line, ": ")
	words := encodedWord.FindAllString(line, -1)
	switch {
	case strings.TrimSpace(line) == "":
		f.add("a header line of blanks")
	case len(words) > 0 && len(line) > 76:
		f.add("a header line of %d octets with an encoded-word, more than 76: %s", len(line), line)
	case len(line) > 998, len(line) > 78 && strings.Contains(strings.TrimSpace(value), " "):
		f.add("a header line of %d octets: %s", len(line), line)
	case strings.Count(line, "=?") != len(words):
		f.add("no whole encoded-word: %s", line)
	}
	for _, w := range words {
		plain, err := new(mime.WordDecoder).Decode(w)
		if err != nil || len(w) > 75 {
			f.add("an encoded-word of %d octets, 75 are allowed: %s: %v", len(w), w, err)
		}
		if !utf8.ValidString(plain) || strings.ContainsRune(plain, utf8.RuneError) {
			f.add("an encoded-word is cut inside a rune: %s", w)
		}
	}
}

// fields: RFC 5322 3.6, and what wants to be known of an automatic mail.
func (f *faulty) fields(h mail.Header) {
	for _, name := range []string{"Date", "From", "To", "Subject", "Message-Id", "Mime-Version", "Content-Type", "List-Id", "List-Unsubscribe", "Auto-Submitted"} {
		if n := len(h[name]); n != 1 || strings.TrimSpace(h.Get(name)) == "" {
			f.add("%d times %s: %q", n, name, h[name])
		}
	}
	for _, name := range []string{"From", "To"} {
		if list, err := h.AddressList(name); err != nil || len(list) != 1 {
			f.add("%s: %q: %v", name, h.Get(name), err)
		}
	}
	if _, err := h.Date(); err != nil {
		f.add("Date: %v", err)
	}
	for _, name := range []string{"Message-Id", "In-Reply-To", "References"} {
		for _, id := range strings.Fields(h.Get(name)) {
			if !messageID.MatchString(id) {
				f.add("%s: %q", name, id)
			}
		}
	}
	if a := h.Get("Auto-Submitted"); a != "auto-generated" && a != "auto-replied" {
		f.add("Auto-Submitted: %q", a)
	}
	if l := h.Get("List-Id"); !listID.MatchString(l) {
		f.add("List-Id: %q", l)
	}
	if l := h.Get("List-Unsubscribe"); !unsubscribe.MatchString(l) {
		f.add("List-Unsubscribe: %q", l)
	}
}

// leafPart is a part that holds no others.
type leafPart struct {
	media   string
	params  map[string]string
	header  map[string][]string
	content string
}

// parts: RFC 2045 6, RFC 2046 5.1, RFC 6047 2.4.
func (f *faulty) parts(h mail.Header, body []byte) {
	leaves, tree := f.open(h, body)
	switch tree {
	case "multipart/alternative[text/plain text/html]":
	case "multipart/mixed[multipart/alternative[text/plain text/html text/calendar] application/ics]":
		f.calendar(h, leaves[2], leaves[3])
	default:
		f.add("built of %s", tree)
		return
	}
	if strings.TrimSpace(leaves[0].content) == "" || !strings.HasPrefix(leaves[1].content, "<!DOCTYPE html>") || !strings.HasSuffix(strings.TrimSpace(leaves[1].content), "</html>") {
		f.add("an empty text, or no whole HTML")
	}
}

// open gives the parts below, and how they are built.
func (f *faulty) open(h map[string][]string, body []byte) ([]leafPart, string) {
	header := mail.Header(h)
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		f.add("Content-Type: %v", err)
		return nil, ""
	}
	if !strings.HasPrefix(media, "multipart/") {
		return []leafPart{{media, params, h, f.decoded(header, media, params, string(body))}}, media
	}
	if b := params["boundary"]; b == "" || len(b) > 70 {
		f.add("boundary %q", b)
	}
	var leaves []leafPart
	var trees []string
	r := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			f.add("%s: %v", media, err)
			break
		}
		inner, err := io.ReadAll(p)
		if err != nil {
			f.add("%s: %v", media, err)
		}
		below, tree := f.open(p.Header, inner)
		leaves, trees = append(leaves, below...), append(trees, tree)
	}
	return leaves, media + "[" + strings.Join(trees, " ") + "]"
}

// decoded is the content of a part, whose encoding and charset are what they say.
func (f *faulty) decoded(h mail.Header, media string, params map[string]string, body string) string {
	var plain []byte
	var err error
	row := quotedRow
	switch encoding := h.Get("Content-Transfer-Encoding"); encoding {
	case "base64":
		row = base64Row
		plain, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\r\n", ""))
	case "quoted-printable":
		plain, err = io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	default:
		f.add("%s: Content-Transfer-Encoding %q", media, encoding)
	}
	if err != nil {
		f.add("%s: %v", media, err)
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if !row.MatchString(line) || len(line) > 76 || strings.TrimRight(line, " \t") != line {
			f.add("%s: a line that is not %s: %s", media, h.Get("Content-Transfer-Encoding"), line)
		}
	}
	if strings.HasPrefix(media, "text/") && !strings.EqualFold(params["charset"], "utf-8") {
		f.add("%s: charset %q", media, params["charset"])
	}
	if !utf8.Valid(plain) || bytes.ContainsRune(plain, utf8.RuneError) {
		f.add("%s is not UTF-8", media)
	}
	return string(plain)
}

// calendar: the parameter is METHOD, and organizer and attendee are From and To.
func (f *faulty) calendar(h mail.Header, inline, attached leafPart) {
	text := strings.ReplaceAll(inline.content, "\r\n ", "")
	if m := inline.params["method"]; m == "" || !strings.Contains(text, "\r\nMETHOD:"+m+"\r\n") {
		f.add("the parameter method %q is another than METHOD", m)
	}
	for name, field := range map[string]string{"ORGANIZER": "From", "ATTENDEE": "To"} {
		a, err := mail.ParseAddress(h.Get(field))
		if err != nil || !regexp.MustCompile(`\r\n`+name+`[;:][^\r]*mailto:`+regexp.QuoteMeta(a.Address)+`\r\n`).MatchString(text) {
			f.add("%s is not %s", name, field)
		}
	}
	disposition, params, err := mime.ParseMediaType(mail.Header(attached.header).Get("Content-Disposition"))
	if err != nil || disposition != "attachment" || params["filename"] != "invite.ics" || inline.header["Content-Disposition"] != nil {
		f.add("Content-Disposition: %q and %q, want none and invite.ics", inline.header["Content-Disposition"], attached.header["Content-Disposition"])
	}
	if attached.content != inline.content {
		f.add("the attached calendar is another")
	}
}
