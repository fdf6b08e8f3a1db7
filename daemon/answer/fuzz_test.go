package answer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"convene/daemon/answer"
)

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "yes", "No worries, I will come", "1: 4\n2) A C\nQ3 yes", "away 3-20 Aug", "Ja leider nicht", "topic: a\nb\n\ncase: c",
		"I swapped with Zo", "À mardi !", "un po' in ritardo", "move 19 May to 20 May 16:00", "4/5, 3.5 – 10.3. 10/3/26 2026-03-10", "👍🏽", "\x00\xff'’\n\n-",
	} {
		f.Add(s, "> Can you come on Tuesday 10 March?", uint8(255))
	}
	f.Add(strings.Repeat(" ", answer.MaxRead)+"no", "", uint8(1))
	lex := lexicon(f, "en", "de", "es")
	kinds := []string{"coming", "turn", "choice", "rating", "text", "yesno", "attendance", "audience"}
	f.Fuzz(func(t *testing.T, text, quoted string, which uint8) {
		var context []string
		for i, k := range kinds {
			if which&(1<<i) != 0 {
				context = append(context, k)
			}
		}
		segments := []answer.Segment{{Text: text}, {Quoted: quoted, Text: text}}
		got := answer.Read(answer.Input{Segments: segments, Asks: asks(strings.Join(append(context, "none"), "+")), People: members, Self: "ben", Now: now, Lexicon: lex})
		checkSpans(t, segments, got)
		for _, a := range got {
			if utf8.ValidString(text) && !utf8.ValidString(a.Words) {
				t.Errorf("words cut inside a character: %q", a.Words)
			}
		}
	})
}

func FuzzParseLexicon(f *testing.F) {
	f.Add("yes: a, (b|c) d, e ~ f, ghi*\nmonth 3: mar\nform topic: x: y", "a b c")
	f.Add("yes: '", "l'eau")
	f.Add("yes + if: si\nneg: (|||)", "si")
	f.Fuzz(func(t *testing.T, file, text string) {
		lex, err := answer.ParseLexicon("xx", strings.NewReader(file))
		if err != nil {
			return
		}
		segments := []answer.Segment{{Text: text}}
		checkSpans(t, segments, answer.Read(answer.Input{Segments: segments, Asks: asks("turn+choice"), Lexicon: lex, Now: now}))
	})
}

func BenchmarkReadLine(b *testing.B) {
	lex := lexicon(b, languages...)
	in := answer.Input{Segments: []answer.Segment{{Text: "Hi Ana,\n\nI'll be there, but ten minutes late. A and C please.\n\nBest, Ben"}}, Asks: asks("coming+choice"), People: members, Self: "ben", Now: now, Lexicon: lex}
	for b.Loop() {
		answer.Read(in)
	}
}

// BenchmarkReadLong reads texts of growing length: the time for a byte must not grow.
func BenchmarkReadLong(b *testing.B) {
	lex := lexicon(b, languages...)
	for _, c := range []struct{ name, unit string }{
		{"prose", "I tried to ask one question more, and it is not easy if nobody says anything for a while.\n"},
		{"lines", "1: 4\n\n"},
		{"paragraphs", "topic: a\n\nand\n\n"},
		{"one sentence", "yes and no but ja aber nein und "},
		{"commas", "a,"},
		{"names", "Ana Ana "},
		{"dates", "3-20 Aug until May "},
		{"apostrophes", "l'"},
	} {
		for _, n := range []int{1 << 15, 1 << 18, 1 << 20} {
			b.Run(c.name+"/"+size(n), func(b *testing.B) {
				in := answer.Input{Segments: []answer.Segment{{Text: strings.Repeat(c.unit, n/len(c.unit))}}, Asks: asks("turn+choice+rating+text"), People: members, Self: "ben", Now: now, Lexicon: lex}
				b.SetBytes(int64(n))
				for b.Loop() {
					answer.Read(in)
				}
			})
		}
	}
}

func size(n int) string {
	if n >= 1<<20 {
		return "1MB"
	}
	if n >= 1<<18 {
		return "256KB"
	}
	return "32KB"
}
