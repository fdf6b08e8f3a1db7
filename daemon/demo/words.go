package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// prompt are questions that people answer soon: somebody waits.
var prompt = []question{aboutStepIn, aboutSwap, aboutMeaning, aboutFew, aboutSure, aboutLess, aboutWhom, aboutDeciding}

// words are what the person says to one question; false if it is left open.
func (p *person) words(l *letter, a asked) (string, bool) {
	n := p.said[a.What]
	p.said[a.What]++
	choices := p.Says[a.What]
	switch a.What {
	case aboutComing:
		if p.busy(l) {
			return p.cannot(), true
		}
	case aboutTurn:
		switch {
		case p.busy(l):
			return p.cannot(), true
		case tired(l):
			return p.Tired, true
		}
	case aboutCharter: // what they would change they say once, then they agree
		n = min(n, len(choices)-1)
	case aboutMinutes:
		if len(p.notes) == 0 {
			return "", false
		}
		t := p.notes[0]
		p.notes = p.notes[1:]
		return t, true
	case aboutPresence:
		return l.expected(), true
	case aboutReadings:
		if !p.chance(0.6) {
			return "", false
		}
		return string(rune('A' + a.First + p.rng.IntN(len(a.Options)))), true
	case aboutReaders:
		if len(choices) == 0 {
			return "", false
		}
		return string(rune('A' + a.First)), true
	case aboutShared:
		return p.theirs(a)
	case aboutTopics:
		return p.vote(a)
	case aboutIdeas:
		return p.idea()
	case aboutThoughts:
		if len(choices) == 0 || len(p.heap) == 0 || !p.chance(0.6) {
			return "", false
		}
		t := p.heap[0]
		p.heap = p.heap[1:]
		return t, true
	case aboutTrying:
		if len(p.tries) == 0 || !p.chance(0.6) {
			return "", false
		}
		t := p.tries[0]
		p.tries = p.tries[1:]
		return t, true
	case aboutAnother, aboutFeedback:
		for _, c := range choices {
			name, words, _ := strings.Cut(c, ": ")
			if name = strings.ToLower(name); strings.Contains(strings.ToLower(l.Text), name+" asks") || strings.Contains(strings.ToLower(l.Text), name+" would like your") {
				return words, true
			}
		}
		return "", false
	case aboutMeaning:
		return p.plainly(l)
	case aboutStepIn, aboutSwap:
		if len(choices) == 0 || tired(l) || !p.chance(p.Leads) {
			return map[string]string{"de": "Nein, diesmal leider nicht.", "en": "No, not this time, sorry."}[p.Language], len(choices) > 0
		}
	}
	if len(choices) == 0 {
		return "", false
	}
	return choices[n%len(choices)], true
}

// takenBack are the words of somebody who had said yes.
const takenBack = "Sorry, I can't come after all."

// plainly says again what convene did not understand; its question holds the
// words.
func (p *person) plainly(l *letter) (string, bool) {
	switch {
	case strings.Contains(l.Text, takenBack):
		return "No, I can't come.", true
	case p.voted != "" && strings.Contains(oneLine(l.Text), p.voted):
		return p.letter, true
	case forMe.MatchString(l.Text):
		return forMe.FindStringSubmatch(l.Text)[1], true
	case len(p.Says[aboutMeaning]) > 0:
		return p.Says[aboutMeaning][0], true
	}
	return "", false
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var forMe = regexp.MustCompile(`\b([A-F]) for me, please`)

// vote picks one or two of a ballot's topics.
func (p *person) vote(a asked) (string, bool) {
	options := a.Options
	if len(options) == 0 || !p.chance(0.8) {
		return "", false
	}
	one := p.rng.IntN(len(options))
	two := p.rng.IntN(len(options))
	letter := func(i int) string { return string(rune('A' + a.First + i)) }
	switch p.Votes {
	case byWords:
		p.voted, p.letter = options[one], letter(one)
		return options[one], true
	case bySentence:
		return letter(one) + " for me, please", true
	case byLetters:
		if one == two {
			return letter(one), true
		}
		return letter(min(one, two)) + " " + letter(max(one, two)), true
	}
	return "", false
}

// idea is the next topic that the person would like.
func (p *person) idea() (string, bool) {
	if len(p.ideas) == 0 {
		return "", false
	}
	t := p.ideas[0]
	p.ideas = p.ideas[1:]
	return t, true
}

// busy tells whether a mail is about a meeting at which the person cannot be.
func (p *person) busy(l *letter) bool { return slices.ContainsFunc(p.Busy, l.about) }

// tiring is the meeting that nobody finds the time to prepare.
const tiring = "2026-04-21"

// tired tells whether a mail is about leading that meeting.
func tired(l *letter) bool {
	subject := strings.ToLower(l.Subject)
	return l.about(tiring) && !strings.Contains(subject, "note") && !strings.Contains(subject, "protokoll")
}

// about tells whether a mail's subject names a day.
func (l letter) about(day string) bool {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return false
	}
	german := fmt.Sprintf("%d. %s", t.Day(), fullGermanMonths[t.Month()-1])
	return strings.Contains(" "+l.Subject, t.Format(" 2 January")) || strings.Contains(l.Subject, german)
}

var fullGermanMonths = []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}

// cannot are the words of somebody who has other plans.
func (p *person) cannot() string {
	if p.Language == "de" {
		return "Diesmal klappt es leider nicht."
	}
	return "Can't make it this time, sorry."
}

// expected is who a letter says would come, as its reader would list them.
func (l letter) expected() string {
	text := oneLine(l.Text)
	m := expectedEnglish.FindStringSubmatch(text)
	if m == nil {
		if m = expectedGerman.FindStringSubmatch(text); m == nil {
			return "everyone"
		}
	}
	return m[1]
}

var (
	expectedEnglish = regexp.MustCompile(`WHO WAS THERE\? (.*?) had said yes`)
	expectedGerman  = regexp.MustCompile(`Zugesagt hatten? (.*?)\. `)
)

// theirs are the objectives that the person shares: about half of them.
func (p *person) theirs(a asked) (string, bool) {
	var letters []string
	for i := range a.Options {
		if p.chance(0.5) {
			letters = append(letters, string(rune('A'+a.First+i)))
		}
	}
	return strings.Join(letters, " "), len(letters) > 0
}

// buttonFor is the button that says what the words say.
func (p *person) buttonFor(l *letter, a asked, words string) (button, bool) {
	if !slices.Contains([]question{aboutComing, aboutTurn, aboutStepIn, aboutSwap}, a.What) {
		return button{}, false
	}
	if strings.HasPrefix(words, "No") {
		return l.button("no", "nein")
	}
	if strings.Contains(words, "late") { // no button says that
		return button{}, false
	}
	return l.button("yes", "ja")
}
