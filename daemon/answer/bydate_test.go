package answer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
)

// TestByDate: one question is about 13 January; 27 January and 10 February can be
// answered by their day alone.
func TestByDate(t *testing.T) {
	lex := lexicon(t, "en", "de", "es", "fr")
	at := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 16, 0, 0, 0, time.UTC) }
	asked := []answer.Ask{{Number: 1, Kind: answer.AskComing, At: at(1, 13)}}
	ahead := []answer.Ask{{Number: 1001, Kind: answer.AskComing, At: at(1, 27), Dated: true}, {Number: 1002, Kind: answer.AskComing, At: at(2, 10), Dated: true}}
	for _, test := range []struct {
		text        string
		beside, own string // what is recorded beside the question about the 13th, and without it
	}{
		{"I can come on 27 January", "27: yes", "27: yes"},
		{"No, but on 27 January I'll be there", "13: no, 27: yes", "back"},
		{"Yes. On 27 January I can't come, though.", "13: yes, 27: no", "back"},
		{"I'll be there on 13 January, but I can't come on 27 January", "13: yes, 27: no", "back"},
		{"I can't come on 27 January. I'll be there on 10 February.", "27: no, 10: yes", "27: no, 10: yes"},
		{"I'll be there. On 27 January I can't come. I'll be there on 10 February.", "back", "back"},
		{"Nein, aber am 27. Januar bin ich dabei", "13: no, 27: yes", "back"},
		{"No, pero el 27 de enero sí voy", "13: no, 27: yes", "back"},
		{"Non, mais le 27 janvier je serai là", "13: no, 27: yes", "back"},
		{"I can't come on 27 January, I'm ill", "27: no", "27: no"},
		// What could be meant in two ways is asked back.
		{"Yes, I can come on 27 January", "back", "27: yes"},
		{"I'm ill, but on 27 January I'll be there", "back", "back"},
		{"No, I'm ill. On 27 January I'll be there.", "back", "back"},
		{"I'll be there on Tuesday, but I can't come on 27 January", "back", "back"},
		{"I'll be there on 13 January if my train is on time, I can't come on 27 January", "back", "back"},
		{"Leo can't come on 27 January", "back", "back"},
		{"I'd love to come on 27 January", "back", "back"},
		{"I can come on 1 August", "back", "back"},
		{"No, but on 1 August I'll be there", "back", "back"},
		// And without a day it is about the question, or about none.
		{"I'll come", "13: yes", "back"},
		{"Thanks!", "", ""},
	} {
		for _, asks := range [][]answer.Ask{slices.Concat(asked, ahead), ahead} {
			var got []string
			for _, a := range answer.Read(answer.Input{Segments: []answer.Segment{{Text: test.text}}, People: members, Self: "ben", Now: at(1, 6), Lexicon: lex, Asks: asks}) {
				switch i := slices.IndexFunc(asks, func(k answer.Ask) bool { return k.Number == a.Ask }); {
				case a.Kind == answer.KindAskBack, a.Kind == answer.KindRSVP && i < 0:
					got = append(got, "back")
				case a.Kind == answer.KindRSVP:
					got = append(got, fmt.Sprintf("%d: %s", asks[i].At.Day(), a.Value))
				}
			}
			want := test.own
			if len(asks) > len(ahead) {
				want = test.beside
			}
			if s := strings.Join(got, ", "); s != want {
				t.Errorf("%q to %d questions: %q, want %q", test.text, len(asks), s, want)
			}
		}
	}
}
