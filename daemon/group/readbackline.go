package group

import (
	"strconv"
	"strings"
	"time"
)

// byNumber keeps of a vote which topic, reading or objective it was for in place of its words:
// they are somebody else's, and may be erased. Who was there stands in the record.
func (g *Group) byNumber(l ReceiptLine) ReceiptLine {
	switch l.What {
	case "votes":
		for _, t := range g.Topics {
			if t.Text == l.Text {
				l.N = t.N
			}
		}
		l.Text = ""
	case "reads", "shares":
		for _, c := range g.Contributions {
			if c.Kind == Recommended && excerpt(c.Text, maxTopic) == l.Text || c.Kind == Objective && excerpt(c.Text, maxObjective) == l.Text {
				l.N = c.N
			}
		}
		l.Text = ""
	case "attended":
		l.Text = ""
	}
	return l
}

// inWords is a line with the words that it is kept without.
func (g *Group) inWords(l ReceiptLine, inbox int64) ReceiptLine {
	switch l.What {
	case "votes":
		t, _ := g.Topic(l.N)
		l.Text, l.N = t.Text, 0
	case "reads":
		c, _ := g.Contribution(l.N)
		l.Text, l.N = excerpt(c.Text, maxTopic), 0
	case "shares":
		c, _ := g.Contribution(l.N)
		l.Text, l.N = excerpt(c.Text, maxObjective), 0
	case "attended":
		var there []string
		for _, a := range g.Attendance {
			if a.Inbox == inbox && a.Present {
				there = append(there, g.first(a.Member))
			}
		}
		l.Text = strings.Join(there, ", ")
	}
	return l
}

// packed holds what of a line is neither what it says nor words. Members are named
// by their id: who is forgotten later has no name there.
func (g *Group) packed(l ReceiptLine) string {
	who := l.Who
	for _, m := range g.Members {
		switch who {
		case "":
		case g.first(m.ID):
			who = "first " + string(m.ID)
		case m.Name:
			who = "name " + string(m.ID)
		}
	}
	return strings.Join([]string{instantOf(l.Start), instantOf(l.Until), l.Role, who, strconv.Itoa(l.N), strconv.FormatBool(l.Shown)}, "\n")
}

func instantOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// lineOf is the line that a response keeps, its times in the zone of its reader.
func (g *Group) lineOf(r Response, zone *time.Location) ReceiptLine {
	l := ReceiptLine{What: r.Value, Text: r.Text}
	f := strings.Split(r.About, "\n")
	if len(f) != 6 {
		return l
	}
	if t, err := time.Parse(time.RFC3339, f[0]); err == nil {
		l.Start = t.In(zone)
	}
	if t, err := time.Parse(time.RFC3339, f[1]); err == nil {
		l.Until = t.In(zone)
	}
	l.Role, l.Who = f[2], f[3]
	if id, ok := strings.CutPrefix(l.Who, "first "); ok {
		l.Who = g.first(MemberID(id))
	} else if id, ok := strings.CutPrefix(l.Who, "name "); ok {
		m, _ := g.Member(MemberID(id))
		l.Who = m.Name
	}
	l.N, _ = strconv.Atoi(f[4])
	l.Shown = f[5] == "true"
	return g.inWords(l, r.Inbox)
}
