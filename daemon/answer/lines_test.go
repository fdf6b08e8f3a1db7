package answer_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
)

// members of the group in all tests.
var members = []answer.Person{
	{ID: "ana", Name: "Ana Ruiz"}, {ID: "ben", Name: "Ben Okoro"}, {ID: "chiara", Name: "Chiara Neri"}, {ID: "dana", Name: "Dana Lindqvist"},
	{ID: "leo", Name: "Leo Marín"}, {ID: "hana", Name: "Hana Sato"}, {ID: "jm", Name: "João Melo"}, {ID: "zoe", Name: "Zoé Martin"}, {ID: "zora", Name: "Zora Novak"},
}

// now is a Monday; the meeting asked about is on Tuesday 10 March 2026.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

var languages = []string{"en", "de", "es", "fr", "pt", "nl", "it"}

// lexicon reads the word files of the languages given.
func lexicon(t testing.TB, langs ...string) *answer.Lexicon {
	t.Helper()
	var all []*answer.Lexicon
	for _, l := range langs {
		f, err := os.Open(filepath.Join("..", "..", "templates", l, "words.txt"))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		x, err := answer.ParseLexicon(l, f)
		f.Close() // only read
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return answer.Merge(all...)
}

// asks makes the letter for a context like "turn+choice".
func asks(context string) []answer.Ask {
	var out []answer.Ask
	for _, k := range strings.Split(context, "+") {
		a := answer.Ask{Number: len(out) + 1, Kind: answer.AskKind(k)}
		switch a.Kind {
		case "none":
			continue
		case answer.AskComing:
			a.Prompt = "Can you come on Tuesday 10 March?"
			a.At = time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC)
		case answer.AskTurn:
			a.Prompt = "CAN YOU COME AND LEAD?"
			a.At = time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC)
		case answer.AskChoice:
			a.Prompt = "WHAT SHALL WE DO ON 24 MARCH?"
			a.Options = []answer.Option{{Letter: "A", Text: "Staying with silence"}, {Letter: "B", Text: "When advice slips out"}, {Letter: "C", Text: "Ending well"}}
		case answer.AskRating:
			a.Prompt, a.Min, a.Max = "How near did you get? 1 (not at all) to 5 (all the way)", 1, 5
		case answer.AskText:
			a.Prompt = "What will you try before the 24th? A line is plenty."
		case answer.AskYesNo:
			a.Prompt = "Would you do it again? yes / no / perhaps"
		}
		out = append(out, a)
	}
	return out
}

// short writes answers as in the tables: "rsvp=yes; turn=swap:ana".
func short(all []answer.Answer, people bool) string {
	var parts []string
	for _, a := range all {
		s := a.Kind
		if a.Value != "" && a.Kind != answer.KindAskBack {
			s += "=" + a.Value
		}
		if people && len(a.People) > 0 {
			s += ":" + strings.Join(a.People, ",")
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

// TestLines reads natural one-line answers. A wrong record fails; an answer
// that is asked back although it is clear only lowers the share understood.
func TestLines(t *testing.T) {
	lex := lexicon(t, languages...)
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) { runLines(t, lex, filepath.Join("testdata", "lines", lang+".dev.tsv")) })
	}
}

// TestLinesAlone reads each table with the words of its own language only.
func TestLinesAlone(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			runLines(t, lexicon(t, lang), filepath.Join("testdata", "lines", lang+".dev.tsv"))
		})
	}
}

func runLines(t *testing.T, lex *answer.Lexicon, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // only read
	clear, understood, vague, back, wrong := 0, 0, 0, 0, 0
	scan := bufio.NewScanner(f)
	for n := 1; scan.Scan(); n++ {
		if scan.Text() == "" || scan.Text()[0] == '#' {
			continue
		}
		cols := strings.Split(scan.Text(), "\t")
		if len(cols) != 3 {
			t.Errorf("%s:%d: want three columns, got %d", path, n, len(cols))
			continue
		}
		text, want := strings.ReplaceAll(cols[0], `\n`, "\n"), cols[2]
		got := answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks(cols[1]), People: members, Self: "ben", Now: now, Lexicon: lex})
		have := short(got, true)
		ok := false
		for _, w := range strings.Split(want, " | ") {
			ok = ok || w == have
		}
		if strings.HasPrefix(want, "ask_back") {
			vague++
			if strings.HasPrefix(have, "ask_back") {
				back++
				ok = true
			}
		} else {
			clear++
			if ok {
				understood++
			}
		}
		if ok {
			continue
		}
		detail := fmt.Sprintf("%s:%d: %q [%s]: got %s, want %s", filepath.Base(path), n, cols[0], cols[1], have, want)
		for _, a := range got {
			detail += fmt.Sprintf("\n\t%s %s: %q: %s", a.Kind, a.Value, a.Words, a.Because)
		}
		if harmless(got) {
			t.Log(detail)
			continue
		}
		wrong++
		t.Error(detail)
	}
	t.Logf("%s: clear lines understood %d of %d (%.1f %%), unclear asked back %d of %d (%.1f %%), wrong %d",
		filepath.Base(path), understood, clear, share(understood, clear), back, vague, share(back, vague), wrong)
	if share(understood, clear) < 85 {
		t.Errorf("only %.1f %% of the clear lines are understood", share(understood, clear))
	}
}

func share(n, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(n) / float64(of)
}

// harmless reports whether nothing was recorded: only questions back, or prose
// that goes nowhere without its writer's word.
func harmless(all []answer.Answer) bool {
	for _, a := range all {
		if a.Kind != answer.KindAskBack && a.Kind != answer.KindText && a.Kind != answer.KindNothing {
			return false
		}
	}
	return true
}
