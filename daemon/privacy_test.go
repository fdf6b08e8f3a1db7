package daemon

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
)

// secrets are made-up words that a member says in confidence, each once: whoever
// else reads one knows what they must not.
type secrets struct {
	rnd   *rand.Rand
	of    map[string]group.MemberID
	where map[string]string // what it was said in
	said  map[string]int    // by what it was said in
}

// next is a word that nobody says by chance.
func (s *secrets) next(who group.MemberID, where string) string {
	word := "zq"
	for range 8 {
		word += string(rune('a' + s.rnd.IntN(26)))
	}
	word += "x"
	s.of[word], s.where[word] = who, where
	s.said[where]++
	return word
}

// leaks are the secrets in a text that somebody reads who did not write them.
func (s *secrets) leaks(text string, reader group.MemberID) []string {
	var found []string
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for word, writer := range s.of {
		if writer != reader && strings.Contains(text, word) {
			found = append(found, fmt.Sprintf("what %s said in %s", writer, s.where[word]))
		}
	}
	return found
}

// TestWhatIsSaidInConfidenceStaysThere lives random lives in which members say
// things in confidence: why they can't come, what they take along, a page of a
// journal, a note to themselves, the name of what they count. No other member's
// mail, no record, no figures and no line of the daemon's own journal holds any.
func TestWhatIsSaidInConfidenceStaysThere(t *testing.T) {
	said := map[string]int{}
	for seed := range min(uint64(anyLives), 6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { //nolint:perfsprint // a number as a name
			s := &secrets{rnd: rand.New(rand.NewPCG(seed, 7)), of: map[string]group.MemberID{}, where: map[string]string{}, said: said} //nolint:gosec // a repeatable life
			confide(t, s)
		})
	}
	for _, where := range []string{"a calendar's comment", "a reason", "a reason beside a turn", "a reflection", "a journal", "a number's name", "a note", "a held mail", "an undone reply", "a case"} {
		if said[where] == 0 {
			t.Errorf("nobody has said anything in %s: the lives test nothing there", where)
		}
	}
}

func confide(t *testing.T, s *secrets) {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 6", strings.Replace(learning, "{ ", "{ cases = true, ", 1))
	var journal bytes.Buffer
	l.d.log = slog.New(slog.NewTextHandler(&journal, &slog.HandlerOptions{Level: slog.LevelInfo}))
	maybe := func(percent int) bool { return s.rnd.IntN(100) < percent }
	l.answers = func(m group.Mailing) {
		r, err := l.d.render(l.g, m)
		if err != nil {
			t.Fatal(err)
		}
		for _, leak := range s.leaks(r.Subject+"\n"+r.Preheader+"\n"+r.Text+"\n"+r.HTML, m.Member.ID) {
			t.Errorf("%s reads %s:\nSubject: %s\n\n%s", m.Member.ID, leak, r.Subject, r.Text)
		}
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && maybe(30):
				l.click(m, group.CalendarReply{PartStat: "DECLINED", Comment: "Because of " + s.next(who, "a calendar's comment")})
			case m.Invite != nil && maybe(70):
				l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case it.Practice == "coming" && len(it.Asks) > 0 && maybe(50):
				l.reply(m, "Sorry, I can't come, my "+s.next(who, "a reason")+" is ill.")
			case it.Practice == "turn" && maybe(40):
				l.reply(m, "No, I can't come. My "+s.next(who, "a reason beside a turn")+" is ill.")
			case it.Practice == "turn" && maybe(70):
				l.reply(m, "yes")
			case it.Practice == "reflection" && len(it.Asks) > 0 && maybe(60):
				l.reply(m, "What surprised me was the "+s.next(who, "a reflection")+" between us.")
			case it.Practice == "casedate" && maybe(80):
				l.reply(m, "yes") // and not that anybody may read it
			case it.Practice == "journal" && maybe(50):
				l.reply(m, "journal: The "+s.next(who, "a journal")+" was there again this week.")
			case it.Practice == "share" && len(it.Asks) > 0:
				l.reply(m, "a note to myself")
			}
		}
	}
	end := l.g.Meetings[len(l.g.Meetings)-1].Start.AddDate(0, 0, 20)
	held := int64(9000)
	for l.clock.Now().Before(end) {
		l.until(l.clock.Now().Add(time.Duration(12+s.rnd.IntN(60)) * time.Hour))
		who := l.g.Members[s.rnd.IntN(len(l.g.Members))].ID
		switch s.rnd.IntN(7) {
		case 0:
			l.write(who, "journal: I saw the "+s.next(who, "a journal")+" once more.")
		case 1:
			l.write(who, "log "+s.next(who, "a number's name")+" "+fmt.Sprint(s.rnd.IntN(9)))
		case 2:
			l.write(who, "I keep thinking about the "+s.next(who, "a note")+" that nobody here has ever seen.")
		case 3:
			held++
			o := group.Keep(l.g, group.Held{Inbox: held, Member: who, From: "somebody@example.net", Words: "The " + s.next(who, "a held mail") + " and I can come", At: l.clock.Now()})
			l.step(group.Follow(l.g, o, l.clock.Now(), l.rnd))
		case 4:
			l.write(who, "journal: Not the "+s.next(who, "an undone reply")+", please.")
			l.write(who, "undo")
		case 5:
			l.write(who, "status")
		case 6:
			l.write(who, "case: Somebody with a "+s.next(who, "a case")+" who never comes back.")
		}
	}
	l.until(time.Time{})
	for _, public := range []bool{false, true} {
		book, err := json.Marshal(group.MakeBook(l.g, public, l.clock.Now()))
		if err != nil {
			t.Fatal(err)
		}
		for _, leak := range s.leaks(string(book), "") {
			t.Errorf("the record (public %v) holds %s", public, leak)
		}
	}
	figures, err := json.Marshal([]any{summary(l.g, store.Overview{}), groupStatus(l.g, store.Overview{}, l.clock.Now())})
	if err != nil {
		t.Fatal(err)
	}
	for _, leak := range s.leaks(string(figures), "") {
		t.Errorf("the figures hold %s", leak)
	}
	for _, leak := range s.leaks(journal.String(), "") {
		t.Errorf("the daemon's journal holds %s", leak)
	}
	if len(s.of) < 10 {
		t.Errorf("%d secrets only", len(s.of))
	}
}
