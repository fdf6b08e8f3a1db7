package demo

import (
	"regexp"
	"slices"
	"strings"
)

// question is a thing that convene asks, as far as a reader can tell.
type question string

const (
	aboutInvitation question = "invitation" // a calendar object to accept or decline
	aboutJoining    question = "joining"    // would you like to join the group?
	aboutNewcomer   question = "newcomer"   // is somebody else welcome?
	aboutDeciding   question = "deciding"   // shall they join all the same?
	aboutComing     question = "coming"
	aboutTurn       question = "turn"
	aboutStepIn     question = "stepin"
	aboutSwap       question = "swap" // somebody would take the reader's turn
	aboutFew        question = "few"  // few are coming: what then?
	aboutTopics     question = "ballot"
	aboutIdeas      question = "propose"
	aboutCases      question = "cases"    // have you a case?
	aboutBringing   question = "bringing" // will you bring it?
	aboutReaders    question = "readers"  // may whoever leads read it before?
	aboutReadings   question = "readings"
	aboutMinutes    question = "minutes"    // what do you want to keep?
	aboutPresence   question = "presence"   // who was there?
	aboutThoughts   question = "reflection" // one question
	aboutTrying     question = "trying"     // what will you try?
	aboutDeeds      question = "deeds"      // what became of it?
	aboutCase       question = "case"       // what happened?
	aboutAnother    question = "another"    // a question of another member
	aboutFeedback   question = "feedback"   // another member would like some
	aboutMonth      question = "month"
	aboutPulse      question = "pulse"
	aboutJournal    question = "journal"
	aboutHopes      question = "welcome"
	aboutShared     question = "shared" // which of these are yours too?
	aboutCharter    question = "charter"
	aboutHealth     question = "health"
	aboutGoals      question = "goals"
	aboutMissing    question = "missing" // are you still in?
	aboutAbsence    question = "absence" // away until then?
	aboutThanks     question = "thanks"  // whom did you learn from?
	aboutTheEnd     question = "survey"
	aboutSure       question = "sure"    // shall I go ahead?
	aboutLess       question = "less"    // too much mail? choose
	aboutWhom       question = "whom"    // who is this for?
	aboutShowing    question = "showing" // shall I pass this on?
	aboutMeaning    question = "again"   // convene did not understand
)

// asked is one question in a letter.
type asked struct {
	What    question
	Number  string   // "1" as printed, "" if it has none
	Line    int      // of the text, where it stands
	Options []string // the topics of a ballot, in the order of their letters
	First   int      // the place in the alphabet of the first of them: 0 is A
}

// signs are the words by which a reader knows a question, in the languages of
// the demo. The first that fits a line counts.
var signs = []struct {
	what  question
	words []string
}{
	{aboutJoining, []string{"would you like to join?\n", "möchtest du mitmachen?\n"}},
	{aboutNewcomer, []string{"is noor aziz welcome?", "ist noor aziz willkommen?"}},
	{aboutDeciding, []string{"join all the same?"}},
	{aboutTurn, []string{"can you come and ", "kommst du und "}},
	{aboutComing, []string{"can you come?\n", "are you coming?", "kommst du?\n"}},
	{aboutSwap, []string{"is that right with you?", "ist dir das recht?"}},
	{aboutStepIn, []string{"yet on ", "asks whether you would", "suchen wir noch jemanden", "fragt, ob du"}},
	{aboutFew, []string{"what shall we do?\n", "was tun wir?\n"}},
	{aboutTopics, []string{"what shall we do on", "was machen wir am"}},
	{aboutReadings, []string{"what shall we read by", "was lesen wir bis"}},
	{aboutBringing, []string{"will you bring it?", "bringst du ihn mit?\n"}},
	{aboutReaders, []string{"may whoever leads read it before?", "darf ihn vorher lesen"}},
	{aboutCases, []string{"have you a case for", "hast du einen fall für"}},
	{aboutMinutes, []string{"what do you want to keep?", "was soll bleiben?"}},
	{aboutPresence, []string{"who was there?\n", "wer war da?\n"}},
	{aboutTrying, []string{"what will you try before we meet again?", "was probierst du bis zum nächsten treffen aus?"}},
	{aboutThoughts, []string{"one question\n", "eine frage\n"}},
	{aboutDeeds, []string{"what became of it?\n", "was ist daraus geworden?\n"}},
	{aboutCase, []string{"what happened?\n", "was ist passiert?\n"}},
	{aboutAnother, []string{"know something? a line is enough", "weißt du etwas? eine zeile genügt"}},
	{aboutFeedback, []string{"a line or two is plenty; what you noticed", "ein, zwei zeilen genügen"}},
	{aboutMonth, []string{"the answers stand together", "die antworten stehen gesammelt"}},
	{aboutPulse, []string{"how is it going, 1 to 5?", "wie läuft es, 1 bis 5?"}},
	{aboutJournal, []string{"a line for your journal?\n", "eine zeile für dein tagebuch?\n"}},
	{aboutHopes, []string{"what brings you here?", "was führt dich her?"}},
	{aboutShared, []string{"which of these are yours too?", "was davon ist auch dein anliegen?"}},
	{aboutCharter, []string{"is this fine with you?\n", "ist sie dir recht?\n"}},
	{aboutHealth, []string{"how much does this group matter to you?", "wie wichtig ist dir diese gruppe?"}},
	{aboutGoals, []string{"are these still our goals?\n", "sind das noch unsere ziele?\n"}},
	{aboutMissing, []string{"are you still in?\n", "bist du noch dabei?\n"}},
	{aboutAbsence, []string{"is that so?", "stimmt das?"}},
	{aboutThanks, []string{"whom did you learn from?", "von wem hast du gelernt?"}},
	{aboutTheEnd, []string{"how near did you get", "wie nah bist du"}},
	{aboutSure, []string{"shall i go ahead?\n", "soll ich das tun?\n"}},
	{aboutLess, []string{"too much mail? choose", "zu viele mails? wähl"}},
	{aboutWhom, []string{"or just a note to yourself?", "oder nur eine notiz für dich?"}},
	{aboutShowing, []string{"say no and i won't", "sag nein, und ich lasse es"}},
	{aboutMeaning, []string{"wasn't sure what you meant", "nicht sicher, was du", "no open question that this could answer", "keine offene frage"}},
}

var (
	numbered = regexp.MustCompile(`^(\d)\. `)
	option   = regexp.MustCompile(`^ +([A-Z])  +(\S.*)$`)
)

// questions finds what a letter asks, in the order in which it stands there.
func (l letter) questions() []asked {
	if strings.Contains(l.Calendar, "METHOD:REQUEST") {
		return []asked{{What: aboutInvitation}}
	}
	var found []asked
	lines := strings.Split(l.Text, "\n")
	for i, line := range lines {
		here := strings.TrimSpace(strings.ToLower(line)) + "\n"
		on := here
		if i+1 < len(lines) { // a sentence may go on in the next line
			on = strings.TrimSpace(here) + " " + strings.TrimSpace(strings.ToLower(lines[i+1]))
		}
		for _, s := range signs {
			known := slices.ContainsFunc(found, func(a asked) bool { return a.What == s.what })
			if known || !slices.ContainsFunc(s.words, func(w string) bool {
				at := strings.Index(on, w)
				return strings.Contains(here, w) || at >= 0 && at < len(here)
			}) {
				continue
			}
			a := asked{What: s.what, Line: i}
			for at := i; at >= 0; at-- { // its heading has the number
				if m := numbered.FindStringSubmatch(lines[at]); m != nil {
					a.Number = m[1]
					break
				}
			}
			if slices.Contains([]question{aboutTopics, aboutReadings, aboutReaders, aboutShared}, s.what) {
				if a.Options, a.First = options(lines[i+1:]); len(a.Options) == 0 && s.what == aboutTopics {
					a.What = aboutIdeas
				}
			}
			if at := slices.IndexFunc(found, func(o asked) bool { return o.What == aboutThoughts }); at >= 0 && a.What == aboutTrying {
				found[at].What = aboutTrying // the heading says less than the line below it
			} else {
				found = append(found, a)
			}
			break
		}
	}
	return found
}

// options are the lines of a ballot below its question, and the place in the
// alphabet of the first letter.
func options(lines []string) (topics []string, start int) {
	for _, line := range lines {
		m := option.FindStringSubmatch(line)
		switch {
		case m != nil:
			if len(topics) == 0 {
				start = int(m[1][0] - 'A')
			}
			topics = append(topics, m[2])
		case len(topics) > 0 && strings.HasPrefix(line, "     "):
			topics[len(topics)-1] += " " + strings.TrimSpace(line)
		case len(topics) > 0 || numbered.MatchString(line):
			return topics, start
		}
	}
	return topics, start
}

// button is the first button whose mail says one of the words.
func (l letter) button(bodies ...string) (button, bool) {
	for _, b := range l.Buttons {
		if slices.Contains(bodies, b.Body) {
			return b, true
		}
	}
	return button{}, false
}
