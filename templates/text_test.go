package templates

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// markup is what the text part must not hold: signs that only a program reads.
var markup = regexp.MustCompile("(?m)\\*\\*|__|`|~~|\\]\\(|!\\[|^#{1,6} |^ *[*+] |^>|^ *\\||</?(b|i|p|a|br|div|td|em|strong)\\b|&(amp|lt|gt|quot|nbsp|#[0-9]+);|mailto:|%20|\\\\[^\\s]")

// withoutCopied leaves out the lines of a group for a config, which are to be copied as they are.
func withoutCopied(text string) string {
	var out []string
	copied := false
	for line := range strings.SplitSeq(text, "\n") {
		own := strings.TrimLeft(line, " ")
		copied = line == "[[group]]" || copied && (line == "" || strings.Contains(line, " = ") || strings.ContainsAny(own[:1], `[]"`))
		if !copied {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n") + map[bool]string{true: "COPIED.\n"}[copied]
}

// mails are the text parts of every golden mail, those of this package in four languages and those of daemon.
func mails(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range []string{"testdata/golden", "../daemon/testdata/golden"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
		if err != nil || len(files) < 50 {
			t.Fatalf("%s: %d mails, %v", dir, len(files), err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, text, ok := strings.Cut(string(data), "\n\n")
			if !ok {
				t.Fatalf("%s has no text", file)
			}
			out[file] = withoutCopied(text)
		}
	}
	return out
}

// TestTextOfGoldens holds every golden mail to what a mail reader without HTML needs.
func TestTextOfGoldens(t *testing.T) {
	for file, text := range mails(t) {
		for _, fault := range textFaults(text) {
			t.Errorf("%s: %s", file, fault)
		}
	}
}

// textFaults are what is wrong with a text part. It goes out as text/plain without format=flowed, so that its lines
// are what is shown (RFC 3676, section 3): a blank at the end of one would make programs join it with the next, and
// nothing takes back the blank that would be stuffed before ">" or "From ".
func textFaults(text string) []string {
	var out []string
	if m := markup.FindString(text); m != "" {
		out = append(out, "markup: "+m)
	}
	if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") || strings.HasPrefix(text, "\n") || strings.Contains(text, "\n\n\n") {
		out = append(out, "empty lines at an end, or several")
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r != ' ' && unicode.IsSpace(r)) }); i >= 0 {
		out = append(out, "a blank that is none: "+text[max(0, i-20):i])
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		if strings.TrimRight(line, " ") != line {
			out = append(out, "a blank at the end: "+line)
		}
		if strings.HasPrefix(line, "From ") && i > 0 || line == "--" || strings.HasPrefix(line, ">") {
			out = append(out, "means something else at the beginning of a line: "+line)
		}
		if length(line) > textWidth && len(strings.Fields(listMark.ReplaceAllString(line, ""))) > 1 {
			out = append(out, "too long: "+line)
		}
		if i+1 < len(lines) && ragged(line, lines[i+1]) {
			out = append(out, "broken too early: "+line+" / "+lines[i+1])
		}
	}
	return out
}

var listMark = regexp.MustCompile(`^ *(- |\d+\. )?`)

// ragged says whether a sentence goes on in the next line although its next word had room in this one.
func ragged(line, next string) bool {
	words := strings.Fields(next)
	if line == strings.ToUpper(line) || len(words) == 0 || !unicode.IsLower([]rune(words[0])[0]) || strings.ContainsAny(line[len(line)-1:], ".?!:") {
		return false
	}
	// What begins a line of its own: a word to reply with, an address, somebody's words below what announces them.
	if strings.HasPrefix(next, "  ") && (strings.Contains(next, ": ") || !strings.HasPrefix(line, " ") && listMark.FindString(line) == "") || strings.Contains(words[0], "://") {
		return false
	}
	room := length(words[0])
	if len(words) > 1 && slices.Contains([]string{"?", "!", ":", ";", "»"}, words[1]) { // what French keeps on the same line
		room += 1 + length(words[1])
	}
	return length(line)+1+room <= textWidth
}

// TestTextFaults breaks each rule once.
func TestTextFaults(t *testing.T) {
	long := strings.Repeat("long ", 20)
	for text, want := range map[string]string{
		"Fine.\n": "", "See https://example.org/" + strings.Repeat("x", 80) + "\n": "too long", "https://example.org/" + strings.Repeat("x", 80) + "\n": "",
		"  - https://example.org/" + strings.Repeat("x", 80) + "\n": "",
		"A **word**.\n": "markup", "A `word`.\n": "markup", "# Head\n": "markup", "[a](b)\n": "markup", "a &amp; b\n": "markup", "> a\n": "markup", "A\\_b.\n": "markup", "* a\n": "markup",
		"No end": "empty lines", "Two.\n\n": "empty lines", "One.\n\n\nTwo.\n": "empty lines", "\nOne.\n": "empty lines",
		"A\tb.\n": "a blank that is none", "10\u00a0March.\n": "a blank that is none", "A \nb.\n": "a blank at the end", "A.\nFrom b.\n": "means something else",
		"A.\n--\nb\n": "means something else", strings.TrimSpace(long) + "\n": "too long", "One\ntwo.\n": "broken too early", "  - One\n    two.\n": "broken too early", "One.\nTwo.\n": "",
	} {
		got := strings.Join(textFaults(text), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestAddressesWhole finds every address of the HTML part in the text part, in one piece.
func TestAddressesWhole(t *testing.T) {
	found := 0
	everyMail(t, func(t *testing.T, name string, _ sampleMail, r Rendered) {
		doc, err := html.Parse(strings.NewReader(r.HTML))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Data != "a" || strings.Contains(attr(n, "href"), "?subject=") { // a button
				continue
			}
			found++
			if address := shown(attr(n, "href")); !slices.ContainsFunc(strings.Fields(r.Text), func(w string) bool { return strings.Trim(w, ".,;()") == address }) {
				t.Errorf("%s: %s is not in the text", name, address)
			}
		}
	})
	if found < 100 {
		t.Errorf("only %d links", found)
	}
}

// TestLongAddress puts an address wider than a line wherever one may stand: it is never broken, and stands on a
// line that holds nothing else but what marks an item.
func TestLongAddress(t *testing.T) {
	address := "https://meet.example.org/" + strings.Repeat("room-", 16) + "?pwd=a_b*c&x=1"
	words := " and words that follow it until the line is full and one more line begins"
	for _, source := range []string{
		"Words before {{link .}}" + words + "\n", "- {{link .}}" + words + "\n", "1. Words {{link .}}\n2. b\n", "> {{.}}" + words + "\n",
		"- `A` {{link .}}" + words + "\n- `B` b\n", "- `yes`: at {{link .}}\n- `no`: b\n", "## {{.}}\n\nText.\n", "{{link .}}\nText.\n", "- a: {{bar 1}}{{link .}}\n",
	} {
		r := one(t, source, address)
		whole := address
		if strings.HasPrefix(source, "##") {
			whole = strings.ToUpper(address)
		}
		at := slices.IndexFunc(strings.Split(r.Text, "\n"), func(l string) bool { return strings.Contains(l, whole) })
		if at < 0 {
			t.Errorf("%q breaks it:\n%s", source, r.Text)
			continue
		}
		if line := strings.Split(r.Text, "\n")[at]; len(strings.Fields(listMark.ReplaceAllString(strings.TrimSpace(line), ""))) > 2 {
			t.Errorf("%q: not alone: %s", source, line)
		}
	}
}

// TestWrap: whatever the words are, none is lost or moved, no line is longer than it may be unless one word is, and
// none ends before it has to.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`[a-zäé.,]{1,14}|[a-z]{60,90}`), 1, 60).Draw(rt, "words")
		first := rapid.SampledFrom([]string{"", "  - ", "1. ", "  yes: "}).Draw(rt, "first")
		rest := rapid.SampledFrom([]string{"", "    ", "      "}).Draw(rt, "rest")
		w := textWriter{lang: tables["en"]}
		w.wrap(strings.Join(list, " "), first, rest)
		text := w.b.String()
		if got := strings.Fields(strings.TrimPrefix(text, first)); !slices.Equal(got, list) {
			rt.Fatalf("%q became %q", list, got)
		}
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		for i, line := range lines {
			prefix := rest
			if i == 0 {
				prefix = first
			}
			body, ok := strings.CutPrefix(line, prefix)
			if !ok || strings.TrimSpace(body) != body || body == "" {
				rt.Fatalf("line %q does not begin with %q, or is loose", line, prefix)
			}
			if length(line) > textWidth && strings.Contains(body, " ") {
				rt.Fatalf("%d characters: %q", length(line), line)
			}
			if i+1 < len(lines) && length(line)+1+length(strings.Fields(lines[i+1])[0]) <= textWidth {
				rt.Fatalf("%q had room for the first word of %q", line, lines[i+1])
			}
		}
	})
}
