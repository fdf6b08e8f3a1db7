package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

// absent lets a member's mail program answer for them, until a day; zero if it
// names none.
func (l *life) absent(member group.MemberID, until time.Time) {
	l.t.Helper()
	l.inbox++
	l.follow(group.Absent(l.g, group.Inbound{Inbox: l.inbox, Member: member, Received: l.now}, until, l.now))
}

// aways are the mails to a member that ask about an absence, with what the
// template sees.
func (l *life) aways(member group.MemberID) (mails []sent, data []group.AwayData) {
	for _, s := range l.to(member) {
		sections, _ := group.Write(l.g, s.Mailing)
		for i, it := range s.Items {
			if it.Practice == "away" {
				mails, data = append(mails, s), append(data, sections[i].Data.(group.AwayData))
			}
		}
	}
	return mails, data
}

// logged counts the lines of the history of a kind about a member.
func (l *life) logged(kind string, member group.MemberID) int {
	n := 0
	for _, e := range l.log {
		if e.Kind == kind && e.Member == member {
			n++
		}
	}
	return n
}

func TestAnAutomaticReplyIsAskedAboutOnceAndNeverAnAnswer(t *testing.T) {
	l := newLife(t, 7, 6)
	l.click("ben", first, "ACCEPTED")
	l.until(time.Date(2026, 1, 7, 12, 0, 0, 0, l.g.Zone), nil) // the letter about the first meeting is out
	before := len(l.mails)
	until := time.Date(2026, 1, 30, 0, 0, 0, 0, l.g.Zone)
	l.absent("ben", until)
	l.absent("ben", until.AddDate(0, 0, 3)) // the same one, told otherwise
	if len(l.mails) != before {
		t.Errorf("an automatic reply caused %s", describe(l.mails[before]))
	}
	if got := l.rsvp(first, "ben"); got != "yes" {
		t.Errorf("ben's answer is now %q", got)
	}
	if got := l.logged("absent", "ben"); got != 2 {
		t.Errorf("noted %d times", got)
	}
	l.until(time.Date(2026, 2, 20, 12, 0, 0, 0, l.g.Zone), nil)
	mails, data := l.aways("ben")
	if len(mails) != 1 || !data[0].Until.Equal(until) {
		t.Fatalf("asked %d times: %+v", len(mails), data)
	}
	if n := len(mails[0].Items); n < 2 {
		t.Error("the question came in a letter of its own")
	}
	for _, other := range []group.MemberID{"ana", "chiara"} {
		if m, _ := l.aways(other); len(m) != 0 {
			t.Errorf("%s is asked about ben's absence", other)
		}
	}
	l.absent("ben", time.Date(2026, 3, 30, 0, 0, 0, 0, l.g.Zone)) // another one
	l.until(time.Date(2026, 3, 25, 12, 0, 0, 0, l.g.Zone), nil)
	if m, _ := l.aways("ben"); len(m) != 2 {
		t.Errorf("asked %d times about two absences", len(m))
	}
}

func TestAnAbsenceWithoutADayOrThatIsOverIsOnlyNoted(t *testing.T) {
	l := newLife(t, 7, 4)
	l.absent("ben", time.Time{})
	l.absent("dana", l.now.AddDate(0, 0, 2)) // over before any letter
	l.until(time.Date(2026, 3, 1, 12, 0, 0, 0, l.g.Zone), nil)
	for _, m := range []group.MemberID{"ben", "dana"} {
		if got, _ := l.aways(m); len(got) != 0 || l.logged("absent", m) != 1 {
			t.Errorf("%s: asked %d times, noted %d times", m, len(got), l.logged("absent", m))
		}
	}
}

// TestTwoQuestionsForAYes: beside a question about coming the absence is told of,
// and takes words of its own; alone in a letter it takes yes and no.
func TestTwoQuestionsForAYes(t *testing.T) {
	l := newLife(t, 7, 4)
	l.absent("gus", time.Date(2026, 1, 20, 0, 0, 0, 0, l.g.Zone))
	l.until(time.Date(2026, 1, 7, 12, 0, 0, 0, l.g.Zone), nil)
	mails, data := l.aways("gus")
	if len(mails) != 1 || data[0].Asks {
		t.Fatalf("%d letters: %+v", len(mails), data)
	}
	r := l.reply("gus", mails[0].Token, "yes")
	if got := l.rsvp(first, "gus"); got != "yes" || r.Ledger != "applied" {
		t.Errorf("a yes beside an absence: %q, %s", got, r.Ledger)
	}
	r = l.reply("gus", mails[0].Token, "away until 20 January")
	if got := l.rsvp(first, "gus"); got != "no" || !slices.ContainsFunc(r.Answers, func(a group.Reading) bool { return a.Value == "away" }) {
		t.Errorf("away in words: %q, %+v", got, r.Answers)
	}
}

// TestAnAbsenceBesideAMeetingThatIsAnswered: "if that changes, a line is enough",
// so a bare yes or no in reply to that letter is about coming.
func TestAnAbsenceBesideAMeetingThatIsAnswered(t *testing.T) {
	l := newLife(t, 7, 4)
	l.click("gus", first, "ACCEPTED")
	l.absent("gus", time.Date(2026, 1, 20, 0, 0, 0, 0, l.g.Zone))
	l.until(time.Date(2026, 1, 7, 12, 0, 0, 0, l.g.Zone), nil)
	mails, data := l.aways("gus")
	if len(mails) != 1 || data[0].Asks {
		t.Fatalf("%d letters: %+v", len(mails), data)
	}
	if r := l.reply("gus", mails[0].Token, "no"); r.Ledger != "applied" || l.rsvp(first, "gus") != "no" {
		t.Errorf("%s, %+v", r.Ledger, r.Answers)
	}
}

// asked lives until a letter asks eli, yes or no, about an absence.
func asked(t *testing.T) (*life, sent) {
	t.Helper()
	l := newLife(t, 7, 4)
	l.click("eli", first, "ACCEPTED")
	l.until(time.Date(2026, 1, 13, 20, 0, 0, 0, l.g.Zone), nil)
	l.absent("eli", time.Date(2026, 1, 30, 0, 0, 0, 0, l.g.Zone))
	l.until(time.Date(2026, 1, 23, 12, 0, 0, 0, l.g.Zone), nil)
	mails, data := l.aways("eli")
	if len(mails) != 1 || !data[0].Asks || data[0].N == 0 {
		t.Fatalf("%d letters: %+v", len(mails), data)
	}
	return l, mails[0]
}

func TestAYesToAnAbsenceIsThatOfTheCommand(t *testing.T) {
	l, s := asked(t)
	r := l.reply("eli", s.Token, "yes")
	if r.Ledger != "applied" || l.logged("command", "eli") != 1 {
		t.Errorf("%s, %+v", r.Ledger, r.Answers)
	}
	if l.rsvp(second, "eli") != "no" || l.rsvp("2026-02-10T16:00", "eli") != "" {
		t.Errorf("eli, away until 30 January, says %q and %q", l.rsvp(second, "eli"), l.rsvp("2026-02-10T16:00", "eli"))
	}
	if again := l.reply("ben", "", "away 14 January to 30 January"); again.Ledger != "applied" || l.logged("command", "ben") != 1 {
		t.Errorf("in words: %s, %+v", again.Ledger, again.Answers)
	}
}

func TestANoToAnAbsenceTellsNobody(t *testing.T) {
	l, s := asked(t)
	n := len(l.to("ana"))
	r := l.reply("eli", s.Token, "no")
	if r.Ledger != "applied" || len(l.to("ana")) != n || l.rsvp(first, "eli") != "yes" {
		t.Errorf("%s, ana has %d mails more, eli says %s", r.Ledger, len(l.to("ana"))-n, l.rsvp(first, "eli"))
	}
}

func TestAComplaintIsToldToTheCoordinatorOnceAMonth(t *testing.T) {
	l := newLife(t, 7, 4)
	complain := func() {
		l.inbox++
		l.follow(group.Complained(l.g, group.Inbound{Inbox: l.inbox, Member: "ben", Received: l.now}, l.now))
	}
	notices := func() (n int) {
		for _, s := range l.to("ana") {
			for _, it := range s.Items {
				if d, ok := it.Data.(group.NoticeData); ok && d.Kind == "complaint" && d.Who == "Ben" {
					n++
				}
			}
		}
		return n
	}
	ben := len(l.to("ben"))
	complain()
	l.now = l.now.Add(time.Hour)
	complain()
	if notices() != 1 || l.logged("complaint", "ben") != 2 || len(l.to("ben")) != ben {
		t.Errorf("%d notices, %d in the history, %d mails more to ben", notices(), l.logged("complaint", "ben"), len(l.to("ben"))-ben)
	}
	l.now = l.now.AddDate(0, 0, 32)
	complain()
	if notices() != 2 {
		t.Errorf("%d notices a month later", notices())
	}
}

// TestHelpListsWhatIsUnderstood: every example that help shows comes from the word
// file of the reader's language, and does what help says when it comes back.
func TestHelpListsWhatIsUnderstood(t *testing.T) {
	langs := []string{"en", "de", "es", "fr", "pt", "nl", "it"}
	var all []*answer.Lexicon
	for _, lang := range langs {
		all = append(all, lexicon(t, lang))
	}
	lex := answer.Merge(all...)
	l := wholly(t)
	l.reply("eli", "", "share: a good question is short")
	l.until(time.Date(2026, 1, 23, 12, 0, 0, 0, l.g.Zone), nil)
	g := l.g
	if g.Forms(lex, "de-AT", "eli")[0].Examples[0] != g.Forms(lex, "de", "eli")[0].Examples[0] || len(g.Forms(lex, "ja", "eli")) == 0 {
		t.Error("a region, or a language without words, is left without help")
	}
	if len(g.Forms(nil, "en", "eli")) != 0 {
		t.Error("forms out of nothing")
	}
	for _, lang := range langs {
		var does []string
		shown, kinds := map[string]bool{}, map[string]bool{}
		for _, f := range g.Forms(lex, lang, "eli") {
			does = append(does, f.Does)
			for _, example := range f.Examples {
				shown[example] = true
				if got := understood(t, lex, lang, f.Does, example); got != "" {
					t.Errorf("%s: help offers %q for %s: %s", lang, example, f.Does, got)
				}
			}
		}
		if got := strings.Join(does, " "); got != "coming turn choice topic case read charter share thanks ask feedback link public status journal less time undo why data leave" {
			t.Errorf("%s: help tells of %s", lang, got)
		}
		for _, f := range lex.Forms(lang) {
			kinds[f.Kind] = kinds[f.Kind] || shown[f.Example]
		}
		for kind, told := range kinds { // a new kind in the word file is to be told of, too
			if !told && kind != "help" && kind != answer.KindRating {
				t.Errorf("%s: help does not tell of %s", lang, kind)
			}
		}
	}
}

// TestHelpTellsOfEveryPracticeThatTakesAnswers: what a practice takes from any mail
// has an example in the word files and is listed while the practice is on, and only
// then. What coordinators steer by, and who was there, is asked for elsewhere.
func TestHelpTellsOfEveryPracticeThatTakesAnswers(t *testing.T) {
	lex := lexicon(t, "en")
	l := wholly(t)
	l.reply("eli", "", "share: a good question is short")
	l.until(time.Date(2026, 1, 23, 12, 0, 0, 0, l.g.Zone), nil)
	listed := func(on string, kind string) bool {
		l.g.On = map[string]bool{on: true}
		for _, e := range lex.Forms("en") {
			if e.Kind == kind && slices.ContainsFunc(l.g.Forms(lex, "en", "eli"), func(f group.Form) bool { return slices.Contains(f.Examples, e.Example) }) {
				return true
			}
		}
		return false
	}
	for _, p := range group.Practices() {
		for _, kind := range p.Takes {
			if p.Name == "steer" || kind == answer.KindAttendance {
				continue
			}
			if !listed(p.On, kind) {
				t.Errorf("help does not tell of %s, which %s takes", kind, p.Name)
			}
			if p.On != "" && listed("", kind) {
				t.Errorf("help tells of %s though %s is off", kind, p.Name)
			}
		}
	}
}

// wholly is a group in which every practice is on.
func wholly(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 7, 5)
	l.g.Goals, l.g.GroundRules = []string{"Three cases each"}, []string{"Ask before advising"}
	l.g.On = map[string]bool{}
	for _, p := range group.Practices() {
		l.g.On[p.On] = true
	}
	return l
}

// understood says what is wrong with the reading of a form, "" if nothing is.
func understood(t *testing.T, lex *answer.Lexicon, lang, does, example string) string {
	l := wholly(t)
	l.lex = lex
	for _, text := range []string{"topic: staying with silence", "topic: ending well", "topic: asking less"} {
		l.reply("dana", "", text)
	}
	letter := ""
	writer := group.MemberID("eli")
	switch does {
	case "charter":
		l.until(time.Date(2026, 1, 23, 12, 0, 0, 0, l.g.Zone), nil)
	case "public":
		l.reply(writer, "", "share: a good question is short")
	case "coming", "turn", "choice", "why", "undo":
		l.until(time.Date(2026, 1, 8, 12, 0, 0, 0, l.g.Zone), nil)
	}
	switch does {
	case "turn":
		for _, tn := range l.g.Turns {
			if tn.State == group.Offered {
				writer = tn.Member
			}
		}
		letter = l.letterWith(writer, "turn").Token
	case "choice":
		letter = l.letterWith(writer, "ballot").Token
	case "coming":
		letter = l.letterWith(writer, "coming").Token
	}
	if writer == "ana" { // the examples speak of her
		for i := range l.g.Members {
			if l.g.Members[i].ID == "ben" {
				l.g.Members[i].Name = "Ana Okoro"
			}
			if l.g.Members[i].ID == "ana" {
				l.g.Members[i].Name = "Bea Ruiz"
			}
		}
	}
	r := l.reply(writer, letter, example)
	kind := func(kinds ...string) func(a group.Reading) bool {
		return func(a group.Reading) bool { return slices.Contains(kinds, a.Kind) }
	}
	kinds := map[string]func(a group.Reading) bool{
		"coming": func(a group.Reading) bool { return a.Kind == answer.KindRSVP },
		"turn":   func(a group.Reading) bool { return a.Kind == answer.KindTurn || a.Kind == answer.KindRSVP },
		"choice": func(a group.Reading) bool { return a.Kind == answer.KindChoice },
		"topic":  func(a group.Reading) bool { return a.Kind == answer.KindTopic },
		"status": func(a group.Reading) bool { return a.Value == "status" },
		"less": func(a group.Reading) bool {
			return a.Value == "less" || a.Value == "digest_only" || a.Value == "unsubscribe"
		},
		"time": func(a group.Reading) bool {
			return a.Value == "away" || a.Value == "pause" || a.Value == "resume" || a.Value == "stop"
		},
		"case":     kind(answer.KindCase),
		"read":     kind(answer.KindReading),
		"charter":  kind(answer.KindAgree, answer.KindObject, answer.KindRule, answer.KindGoal),
		"share":    kind(answer.KindShare),
		"thanks":   kind(answer.KindThanks),
		"ask":      kind(answer.KindQuestion, answer.KindWhoKnows),
		"feedback": kind(answer.KindFeedback),
		"link":     kind(answer.KindLink),
		"public":   kind(answer.KindPublic),
		"journal":  kind(answer.KindJournal, answer.KindLog),
		"undo":     func(a group.Reading) bool { return a.Value == "undo" },
		"why":      func(a group.Reading) bool { return a.Value == "why_me" },
		"data":     func(a group.Reading) bool { return a.Value == "data" },
		"leave":    func(a group.Reading) bool { return a.Value == "leave" || a.Value == "forget" },
	}
	weighty := (does == "data" || does == "leave") && r.Ledger == "held" // asked about first
	if r.Ledger != "applied" && !weighty || !slices.ContainsFunc(r.Answers, kinds[does]) || slices.ContainsFunc(r.Answers, func(a group.Reading) bool { return a.Kind == answer.KindAskBack }) {
		return fmt.Sprintf("%s, %+v", r.Ledger, r.Answers)
	}
	return ""
}

// TestAProgramsWordIsNobodysLast: an automatic reply answers no question back.
func TestAProgramsWordIsNobodysLast(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-08 12:00"), nil)
	l.reply("eli", l.letterWith("eli", "coming").Token, "Hmm, what was that again with the door?")
	l.now = l.now.Add(time.Hour)
	if n := l.g.AskedBack(); n != 1 {
		t.Fatalf("%d questions back", n)
	}
	l.absent("eli", at(t, "2026-01-20 12:00"))
	if n := l.g.AskedBack(); n != 1 {
		t.Errorf("after an automatic reply %d questions back wait", n)
	}
}
