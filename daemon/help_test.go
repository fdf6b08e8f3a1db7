package daemon

import (
	"testing"
	"time"

	"convene/daemon/group"
	"convene/templates"
)

// helpWords is what a person reads in a minute, as of a letter.
const helpWords = 250

// TestHelpIsReadInAMinute: with every practice on and everything to answer, in every
// language that letters are written in.
func TestHelpIsReadInAMinute(t *testing.T) {
	for _, lang := range []string{"en", "de", "es", "fr"} {
		t.Run(lang, func(t *testing.T) {
			l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 5", "ground_rules = [\"Ask before advising\"]\n[group.practices]\ncases = true\nreadings = true\njournal = true\nrepertoire = true\nfeedback = true")
			for i := range l.g.Members {
				l.g.Members[i].Language = lang
			}
			var err error
			if l.lexicon, err = l.d.words.lexicon([]string{lang}); err != nil {
				t.Fatal(err)
			}
			forms := map[string]string{}
			for _, f := range l.lexicon.Forms(lang) {
				forms[f.Kind] = f.Example
			}
			l.write("ben-okoro", forms["share"])
			l.until(time.Date(2026, 1, 23, 12, 0, 0, 0, time.UTC))
			res := l.write("ben-okoro", forms["help"])
			for _, it := range res.Items {
				d, ok := it.Data.(group.ReceiptData)
				if !ok || d.Kind != "help" {
					continue
				}
				m, _ := l.g.Member("ben-okoro")
				r, err := l.d.render(l.g, group.Mailing{Member: m, Class: it.Class, Items: []group.Item{it}, Token: "aaaaaaaaaaaaaaaa", Ref: "aaaaa"})
				if err != nil {
					t.Fatal(err)
				}
				if n := templates.CountWords(r.Text); n > helpWords || len(d.Forms) < 21 {
					t.Errorf("%d words, %d forms:\n%s", n, len(d.Forms), r.Text)
				}
				return
			}
			t.Fatal("no help")
		})
	}
}
