package answer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/answer"
)

// TestLikenessAbstains reads lines that are like nothing in the tables, or have a
// doubt in them that likeness must not overrule.
func TestLikenessAbstains(t *testing.T) {
	lex := lexicon(t, languages...)
	for text, context := range map[string]string{
		"Blorg zamtik vorrun quell dapp": "coming", // no word is known
		"ok":                             "coming", // one word may only acknowledge
		"Ana says: I'll be there, looking forward to it":  "coming", // of somebody else
		"Deal, I'll swap with one of the others":          "turn",   // with whom?
		"Ana and Ben offered to swap, so that is settled": "turn",   // with which of them?
	} {
		got := answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks(context), People: members, Self: "zoe", Now: now, Lexicon: lex})
		for _, a := range got {
			if a.Kind == answer.KindRSVP || a.Kind == answer.KindTurn {
				t.Errorf("%q is read as %s: %s", text, short(got, true), a.Because)
			}
		}
	}
}

// TestLikenessSaysWhy demands the words that spoke for it in the reason.
func TestLikenessSaysWhy(t *testing.T) {
	lex := lexicon(t, languages...)
	n := 0
	for _, lang := range languages {
		data, err := os.ReadFile(filepath.Join("testdata", "lines", lang+".tsv"))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n") {
			cols := strings.SplitN(line, "\t", 3)
			if len(cols) != 3 || line[0] == '#' {
				continue
			}
			for _, a := range answer.Read(answer.Input{Segments: []answer.Segment{{Text: cols[2]}}, Asks: asks(cols[0]), People: strangers, Self: "gus", Now: now, Lexicon: lex}) {
				if !strings.HasPrefix(a.Because, "like other answers that mean ") {
					continue
				}
				n++
				if !strings.Contains(a.Because, `(most by "`) || a.Words == "" {
					t.Errorf("%q: %s does not say which words told", cols[2], a.Because)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d lines went by likeness", n)
	}
}

// TestLikenessKeepsOut leaves prose for an open question, and a question of
// another sort, as the rules read it.
func TestLikenessKeepsOut(t *testing.T) {
	lex := lexicon(t, languages...)
	for _, context := range []string{"coming+text", "coming+yesno", "none", "coming+turn"} {
		for _, a := range answer.Read(answer.Input{Segments: []answer.Segment{{Text: "Heute Abend leider gar keine Energie für Gruppendinge, verzeiht mir"}}, Asks: asks(context), People: members, Self: "ben", Now: now, Lexicon: lex}) {
			if strings.HasPrefix(a.Because, "like other") {
				t.Errorf("%s: %s", context, a.Because)
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	lex := lexicon(b, languages...)
	in := answer.Input{Segments: []answer.Segment{{Text: "Thanks for organising, great topic! Something came up at work, so I might drop in around half past."}}, Asks: asks("coming"), People: members, Self: "ben", Now: now, Lexicon: lex}
	b.ReportAllocs()
	for b.Loop() {
		answer.Read(in)
	}
}
