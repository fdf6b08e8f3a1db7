package daemon

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strconv"
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
	// to is who else may read it, and report what the report shows without a name.
	to     map[string]group.MemberID
	report map[string]bool
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

// number is a number that comes up by no chance.
func (s *secrets) number(who group.MemberID, where string) string {
	n := fmt.Sprint(10_000_000 + s.rnd.IntN(89_999_999))
	s.of[n], s.where[n] = who, where
	s.said[where]++
	return n
}

// leaks are the secrets in a text that somebody reads who did not write them.
func (s *secrets) leaks(text string, reader group.MemberID) []string {
	var found []string
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for word, writer := range s.of {
		if writer != reader && (s.to[word] == "" || s.to[word] != reader) && strings.Contains(text, word) {
			found = append(found, fmt.Sprintf("what %s said in %s", writer, s.where[word]))
		}
	}
	return found
}

// TestWhatIsSaidInConfidenceStaysThere lives random lives in which members say
// things in confidence: why they can't come, what they take along, a page of a
// journal, a note to themselves, what they count and how many. No other member's
// mail, no record in any format, no status and no line of the daemon's own journal
// holds any. What one member has asked for reaches that one, and what goes into the
// report does so at the end, without a name.
func TestWhatIsSaidInConfidenceStaysThere(t *testing.T) {
	said := map[string]int{}
	for seed := range min(uint64(anyLives), 6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { //nolint:perfsprint // a number as a name
			s := &secrets{rnd: rand.New(rand.NewPCG(seed, 7)), of: map[string]group.MemberID{}, where: map[string]string{}, said: said, to: map[string]group.MemberID{}, report: map[string]bool{}} //nolint:gosec // a repeatable life
			confide(t, s)
		})
	}
	for _, where := range []string{"a calendar's comment", "a reason", "a reason beside a turn", "a reflection", "a journal", "a number's name", "a note", "a held mail", "an undone reply", "a case",
		"why they are here", "what they would learn, and will not show", "what they can offer, and will not", "feedback asked for", "the survey", "the health check", "the pulse",
		"the month's question, and will not show", "a logged number", "a guest's words", "a guest's reason", "a guest's share"} {
		if said[where] == 0 {
			t.Errorf("nobody has said anything in %s: the lives test nothing there", where)
		}
	}
}

func confide(t *testing.T, s *secrets) {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 6", strings.Replace(learning, "{ ", "{ cases = true, guests = true, ", 1)+`
guest = [{ name = "Noor Aziz", email = "noor@example.com", meeting = 2026-01-27 }]`)
	var journal bytes.Buffer
	l.d.log = slog.New(slog.NewTextHandler(&journal, &slog.HandlerOptions{Level: slog.LevelDebug - 8}))
	guest := addressID(group.GuestPrefix, "noor@example.com")
	maybe := func(percent int) bool { return s.rnd.IntN(100) < percent }
	told, asked := 0, false
	l.answers = func(m group.Mailing) {
		r, err := l.d.render(l.g, m)
		if err != nil {
			t.Fatal(err)
		}
		who, text := m.Member.ID, r.Subject+"\n"+r.Preheader+"\n"+r.Text+"\n"+r.HTML
		if m.Items[0].Practice == "report" {
			text = s.nameless(t, l.g, text)
		}
		for _, leak := range s.leaks(text, who) {
			t.Errorf("%s reads %s:\nSubject: %s\n\n%s", who, leak, r.Subject, r.Text)
		}
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
			case it.Practice == "mydata":
				told++
				s.tells(t, l.g, m, it, text)
			case it.Practice == "guest" || who == guest:
				if maybe(50) {
					l.reply(m, "Sorry, I can't come, my "+s.next(who, "a guest's reason")+" is ill.")
				}
			case it.Practice == "welcome":
				l.reply(m, "1: To leave the "+s.next(who, "why they are here")+" behind\n2: Talking about "+s.next(who, "what they would learn, and will not show")+"\n3: Cooking with "+s.next(who, "what they can offer, and will not"))
			case it.Practice == "receipt" && refused(it):
				l.reply(m, "no")
			case it.Practice == "feedback" && len(it.Asks) > 0:
				n, _ := strconv.Atoi(it.Occurrence)
				c, _ := l.g.Contribution(n)
				word := s.next(who, "feedback asked for")
				s.to[word] = c.Member
				l.reply(m, "You spoke fast, like a "+word+" in a hurry.")
			case it.Practice == "survey" && len(it.Asks) > 0 && maybe(80):
				word := s.next(who, "the survey")
				s.report[word] = true
				l.reply(m, "1: 4\n2: The "+word+" we had each time.\n5: yes")
			case it.Practice == "health" && it.Occurrence == "":
				l.reply(m, "1: 3 because of the "+s.next(who, "the health check")+"\n2: 4\n3: 4")
			case it.Practice == "pulse" && len(it.Asks) > 0 && maybe(50):
				l.reply(m, "2, the "+s.next(who, "the pulse")+" was too much")
			case it.Practice == "month" && len(it.Asks) > 0 && maybe(50):
				l.reply(m, "The day when the "+s.next(who, "the month's question, and will not show")+" came.")
			case it.Practice == "share" && len(it.Asks) > 0:
				l.reply(m, "a note to myself")
			}
		}
	}
	end := l.g.Meetings[len(l.g.Meetings)-1].Start.AddDate(0, 0, 20)
	held := int64(9000)
	for l.clock.Now().Before(end) {
		l.until(l.clock.Now().Add(time.Duration(12+s.rnd.IntN(60)) * time.Hour))
		if last := l.g.Meetings[len(l.g.Meetings)-1].Start; !asked && l.clock.Now().After(last.AddDate(0, 0, -5)) {
			asked = true
			for _, m := range l.g.Members { // what they have confirmed, from the registered address
				l.g.Apply(group.Held{Inbox: l.inbox + 1, Member: m.ID, At: l.clock.Now(), Outcome: group.HeldReleased})
				l.write(m.ID, "my data")
			}
			if told < 9 {
				t.Errorf("%d of 9 have been told what is held about them", told)
			}
		}
		who := l.g.Members[s.rnd.IntN(len(l.g.Members))].ID
		switch s.rnd.IntN(10) {
		case 7:
			l.write(guest, "I wonder whether the "+s.next(guest, "a guest's words")+" should know of this; nobody here does.")
			l.write(guest, "share The "+s.next(guest, "a guest's share")+" is mine")
		case 8:
			l.write(who, "log clients "+s.number(who, "a logged number"))
		case 9:
			other := l.g.Members[s.rnd.IntN(8)]
			if other.ID != who {
				l.write(who, "feedback: "+other.First()+", how did I sound?")
			}
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
		files, err := l.d.exported(l.g, public, ExportFormats)
		if err != nil || len(files) != 6 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		for _, f := range files {
			text := string(f.Data)
			if !public {
				text = s.nameless(t, l.g, text)
			}
			for _, leak := range s.leaks(text, "") {
				t.Errorf("%s (public %v) holds %s", f.Name, public, leak)
			}
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

// refused tells whether a receipt reads back what this life's members will not show.
func refused(it group.Item) bool {
	d, _ := it.Data.(group.ReceiptData)
	return d.Kind == "share" && slices.ContainsFunc(d.Lines, func(l group.ReceiptLine) bool {
		return slices.Contains([]string{"objective", "offer", "month"}, l.What)
	})
}

// nameless takes out of a report, or of the record, what members wrote for it. None of
// them gave their name: it must not stand beside the words.
func (s *secrets) nameless(t *testing.T, g *group.Group, text string) string {
	t.Helper()
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		for word := range s.report {
			if !strings.Contains(line, word) {
				continue
			}
			m, _ := g.Member(s.of[word])
			if near := strings.Join(lines[max(0, i-1):min(len(lines), i+2)], "\n"); len(near) < 2000 && strings.Contains(near, m.First()) {
				t.Errorf("%s stands beside what they wrote without their name:\n%s", m.First(), near)
			}
			lines[i] = strings.ReplaceAll(lines[i], word, "")
		}
	}
	return strings.Join(lines, "\n")
}

// tells demands that what is held about somebody is told to them whole: each text with
// who may see it, and none of their words missing that are on record.
func (s *secrets) tells(t *testing.T, g *group.Group, m group.Mailing, it group.Item, text string) {
	t.Helper()
	d, _ := it.Data.(group.MyData)
	for _, v := range d.Texts {
		if !slices.Contains([]string{"self", "member", "group", "public", "report", "unnamed", "coordinators"}, v.Sees) {
			t.Errorf("%s: nobody knows who may see %q: %q", m.Member.ID, v.Text, v.Sees)
		}
		for word, writer := range s.of {
			own := map[bool]string{true: "report", false: "self"}[s.report[word]]
			if strings.Contains(v.Text, word) && writer == m.Member.ID && v.Sees != own && s.to[word] == "" && s.where[word] != "a case" {
				t.Errorf("%s: what was said in %s is for %s: %q", m.Member.ID, s.where[word], v.Sees, v.Text)
			}
		}
	}
	record, err := json.Marshal([]any{g.RSVPs, g.Topics, g.Responses, g.Contributions, g.Held})
	if err != nil {
		t.Fatal(err)
	}
	text = strings.ToLower(text)
	for word, writer := range s.of {
		if writer == m.Member.ID && strings.Contains(string(record), word) && !strings.Contains(text, word) {
			t.Errorf("%s is not told what they said in %s", m.Member.ID, s.where[word])
		}
	}
}
