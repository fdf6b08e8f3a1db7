package group

import (
	"strings"

	"convene/daemon/answer"
)

// helpful is what help lists, in order: what a member can say, by the kinds under
// which the word files give examples of it.
var helpful = []struct {
	does  string
	kinds []string
}{
	{"coming", []string{answer.KindRSVP}},
	{"turn", []string{answer.KindTurn}},
	{"choice", []string{answer.KindChoice}},
	{"topic", []string{answer.KindTopic}},
	{"status", []string{"status"}},
	{"less", []string{"less", "digest_only"}},
	{"time", []string{"away", "pause", "resume"}},
	{"undo", []string{"undo"}},
	{"why", []string{"why_me"}},
	{"data", []string{"data"}},
	{"leave", []string{"leave", "forget"}},
}

// Forms are the things that help lists, in the words of the word file of a
// language: what is listed is what is understood. A language without words gets
// the first one that the lexicon has.
func Forms(lexicon *answer.Lexicon, language string) []Form {
	lang, _, _ := strings.Cut(strings.ToLower(language), "-")
	examples := lexicon.Forms(lang)
	if len(examples) == 0 {
		for _, l := range append([]string{"en"}, lexicon.Languages()...) {
			if examples = lexicon.Forms(l); len(examples) > 0 {
				break
			}
		}
	}
	var forms []Form
	for _, h := range helpful {
		f := Form{Does: h.does}
		for _, kind := range h.kinds {
			for _, e := range examples {
				if e.Kind == kind {
					f.Examples = append(f.Examples, e.Example)
				}
			}
		}
		if len(f.Examples) > 0 {
			forms = append(forms, f)
		}
	}
	return forms
}
