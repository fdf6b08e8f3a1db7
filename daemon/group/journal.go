package group

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// journals is the name under which the coordinator turns on the journal and the
// logged numbers.
const journals = "journal"

// planJournals asks for a line in the letter before a meeting, where no other
// open question stands in it.
func planJournals(g *Group) []Item {
	if !g.On[journals] {
		return nil
	}
	var items []Item
	for _, mt := range g.takingPlace() {
		for _, m := range g.active() {
			if !m.Joined.Before(mt.Start) {
				continue
			}
			items = append(items, Item{
				Key: Key{Practice: "journal", Occurrence: string(mt.ID), Member: m.ID}, Class: InLetter,
				Due: g.letterAt(mt, m), Join: mt.Start, Expires: mt.Start, Before: true, Rank: rankJournal,
				Asks: []Ask{{About: string(mt.ID), Kind: AskText, Question: 1, Closes: mt.Start.AddDate(0, 0, 7)}},
			})
		}
	}
	return items
}

func writeJournal(g *Group, _ Item, m Member, b Base) any {
	d := JournalData{Base: b}
	for _, c := range g.given(Journal) {
		if c.Member == m.ID {
			d.Last, d.At = excerpt(c.Text, 160), c.At.In(m.Zone)
		}
	}
	return d
}

// readJournal and takeJournal keep a page for its writer alone.
func readJournal(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if now.After(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	if a.Kind != answer.KindText {
		return Understood{Kind: "unclear"}
	}
	return takeJournal(g, in, a, now)
}

func takeJournal(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := strings.TrimSpace(a.Text)
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	c := g.contribute(Contribution{Kind: Journal, Member: in.Member, Text: text, Audience: OnlySelf, Inbox: in.Inbox, At: in.Received})
	u := Understood{Lines: []ReceiptLine{{What: "journal", Text: excerpt(text, 80)}}}
	u.add(c, Entry{At: now, Kind: "journal", Member: in.Member, About: c.ref(), Inbox: in.Inbox})
	return u
}

// twoNumbers is what is 1500 to some and 1.5 to others, whichever mark they wrote.
var twoNumbers = regexp.MustCompile(`^-?[1-9][0-9]{0,2}\.[0-9]{3}$`)

// takeLog takes "log clients 4": a number for its writer alone.
func takeLog(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	of := oneLine(a.Text)
	if _, err := strconv.ParseFloat(a.Value, 64); err != nil || twoNumbers.MatchString(a.Value) || of == "" || len([]rune(of)) > 40 {
		return Understood{Kind: "unclear"}
	}
	c := g.contribute(Contribution{Kind: Logged, Member: in.Member, Text: of, Value: a.Value, Audience: OnlySelf, Inbox: in.Inbox, At: in.Received})
	u := Understood{Lines: []ReceiptLine{{What: "log", Who: of, Text: a.Value}}}
	u.add(c, Entry{At: now, Kind: "logged", Member: in.Member, About: c.ref(), Inbox: in.Inbox})
	return u
}

// planNumbers brings each member their own numbers, with the month's letter.
func planNumbers(g *Group) []Item {
	if !g.On[journals] {
		return nil
	}
	var items []Item
	g.eachDigest(func(due time.Time, key string, m Member) {
		from := due.AddDate(0, -1, 0)
		if !slices.ContainsFunc(g.given(Logged), func(c Contribution) bool {
			return c.Member == m.ID && !c.At.Before(from) && c.At.Before(due)
		}) {
			return
		}
		end := due.AddDate(0, 0, 25)
		items = append(items, Item{Key: Key{Practice: "numbers", Occurrence: key, Member: m.ID}, Class: InLetter, Due: due, Join: end, Expires: end, Rank: rankNumbers})
	})
	return items
}

const (
	maxRows   = 6 // of a series: the last ones
	maxSeries = 3
)

func writeNumbers(g *Group, _ Item, m Member, b Base) any {
	d := NumbersData{Base: b}
	for _, c := range g.given(Logged) {
		v, err := strconv.ParseFloat(c.Value, 64)
		if c.Member != m.ID || err != nil {
			continue
		}
		i := slices.IndexFunc(d.Series, func(s Series) bool { return equalFold(s.Of, c.Text) })
		if i < 0 {
			if len(d.Series) == maxSeries {
				continue
			}
			d.Series, i = append(d.Series, Series{Of: c.Text}), len(d.Series)
		}
		d.Series[i].Rows = append(d.Series[i].Rows, Row{At: c.At.In(m.Zone), N: v})
	}
	for i := range d.Series {
		d.Series[i].sumUp()
	}
	return d
}

// sumUp keeps the last rows, and says what they come to on average.
func (s *Series) sumUp() {
	if n := len(s.Rows) - maxRows; n > 0 {
		s.Rows = s.Rows[n:]
	}
	sum := 0.0
	for i, r := range s.Rows {
		sum += r.N
		s.Rows[i].Number = plain(r.N)
		s.Last = s.Rows[i].Number
	}
	s.Average = plain(math.Round(sum/float64(len(s.Rows))*10)/10 + 0) // which makes -0 a 0
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
