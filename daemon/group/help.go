package group

import (
	"slices"
	"strings"

	"convene/daemon/answer"
)

// helpful is what help lists, in order: what a member can say, by the kinds under
// which the word files give examples of it. A kind that a practice takes is listed
// while that practice is on.
var helpful = []struct {
	does  string
	kinds []string
}{
	{"coming", []string{answer.KindRSVP}},
	{"turn", []string{answer.KindTurn}},
	{"choice", []string{answer.KindChoice}},
	{"topic", []string{answer.KindTopic}},
	{"case", []string{answer.KindCase}},
	{"read", []string{answer.KindReading}},
	{"charter", []string{answer.KindAgree, answer.KindObject, answer.KindRule, answer.KindGoal}},
	{"share", []string{answer.KindShare}},
	{"thanks", []string{answer.KindThanks}},
	{"ask", []string{answer.KindQuestion, answer.KindWhoKnows}},
	{"feedback", []string{answer.KindFeedback}},
	{"link", []string{answer.KindLink}},
	{"public", []string{answer.KindPublic}},
	{"status", []string{"status"}},
	{"journal", []string{answer.KindJournal, answer.KindLog}},
	{"less", []string{"less", "digest_only", "unsubscribe"}},
	{"time", []string{"away", "pause", "stop", "resume"}},
	{"undo", []string{"undo"}},
	{"why", []string{"why_me"}},
	{"data", []string{"data"}},
	{"leave", []string{"leave", "forget"}},
}

// understands tells whether a kind of answer is understood of a member now: always,
// or because a practice that is on takes it and there is something to answer.
func (g *Group) understands(kind string, m MemberID) bool {
	switch kind {
	case answer.KindAgree, answer.KindObject:
		return g.charterRead(m, len(g.given(Charter))) > 0
	case answer.KindPublic:
		return slices.ContainsFunc(g.given(Shared), func(c Contribution) bool { return c.Member == m && c.To == "" })
	}
	if slices.ContainsFunc(Practices(), func(p Practice) bool { return slices.Contains(p.Takes, kind) }) {
		_, on := g.taking(kind)
		return on
	}
	return true
}

// exampleName stands in the word files' examples for some other member.
const exampleName = "Ana"

// Forms are the things that help lists for a member, in the words of the word file
// of a language: what is listed is what is understood of them in this group now. A
// language without words gets the first one that the lexicon has.
func (g *Group) Forms(lexicon *answer.Lexicon, language string, reader MemberID) []Form {
	lang, _, _ := strings.Cut(strings.ToLower(language), "-")
	examples := lexicon.Forms(lang)
	if len(examples) == 0 {
		for _, l := range append([]string{"en"}, lexicon.Languages()...) {
			if examples = lexicon.Forms(l); len(examples) > 0 {
				break
			}
		}
	}
	other := exampleName
	for _, m := range g.active() {
		if m.ID != reader {
			other = g.first(m.ID)
			break
		}
	}
	var forms []Form
	for _, h := range helpful {
		f := Form{Does: h.does}
		for _, kind := range h.kinds {
			if !g.understands(kind, reader) {
				continue
			}
			var of []string
			for _, e := range examples {
				if e.Kind == kind {
					of = append(of, strings.Replace(e.Example, exampleName, other, 1))
				}
			}
			if n := len(of); n > 2 { // help is to be read in a minute
				of = []string{of[0], of[n-1]}
			}
			f.Examples = append(f.Examples, of...)
		}
		if len(f.Examples) > 0 {
			forms = append(forms, f)
		}
	}
	return forms
}
