package demo

import (
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"convene/daemon"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(daemon.PageTop + pageSource))

// pageMail is one mail as the pages show it.
type pageMail struct {
	ID        string // m0042
	At        time.Time
	Local     time.Time // in the member's zone
	Who       *person
	Out       bool // from convene to the member
	Kind      string
	Class     string
	Subject   string
	Practices []string
	Said      []run
	HTML      string
	Calendar  string
	File      string
	Whole     bool // with its HTML and calendar object
}

// run is some lines of a mail: new ones, or quoted from another mail.
type run struct {
	Quoted bool
	Text   string
}

// sheet is one page of mails.
type sheet struct {
	Name, Title, About string
	File               string
	Mails              []pageMail
	Prev, Next         *sheet
	Whose              *person   // of a member's page
	Day                time.Time // of a day's page
	Meeting            int       // 1, 2, ... if there is one on that day
}

// Base is the page's address among the others.
func (s *sheet) Base() string { return filepath.Base(s.File) }

// month groups the days for the first page.
type month struct {
	First time.Time
	Days  []*sheet
}

// writePages leaves index.html and, in a directory beside it, a page for every
// member, every day and every practice. They need nothing else: no script, no
// network.
func (w *world) writePages(s daemon.Summary, sent map[string]daemon.SentMail, story string) error {
	dir := filepath.Join(w.Dir, "pages")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	zone := time.UTC
	if len(s.Meetings) > 0 {
		zone = s.Meetings[0].Start.Location()
	}
	mails := w.pageMails(zone, sent)
	members, days, practices := w.byMember(mails), byDay(mails, s), byPractice(mails)
	var months []month
	for _, d := range days {
		if n := len(months); n == 0 || months[n-1].First.Month() != d.Day.Month() {
			months = append(months, month{First: d.Day})
		}
		months[len(months)-1].Days = append(months[len(months)-1].Days, d)
	}
	for _, of := range [][]*sheet{members, days, practices} {
		for i, p := range of {
			if i > 0 {
				p.Prev = of[i-1]
			}
			if i+1 < len(of) {
				p.Next = of[i+1]
			}
			if err := render(filepath.Join(w.Dir, p.File), "sheet", map[string]any{"Group": s.Name, "Sheet": p}); err != nil {
				return err
			}
		}
	}
	return render(filepath.Join(w.Dir, "index.html"), "index", map[string]any{
		"Group": s.Name, "Story": story, "Mails": len(mails), "Members": members, "Months": months, "Practices": practices,
	})
}

func render(path, name string, data any) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // in the demo's own directory
	if err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	err = page.ExecuteTemplate(f, name, data)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// pageMails are all mails in order, with what the record says of them. A reply is
// about what the mail is about that it answers.
func (w *world) pageMails(zone *time.Location, sent map[string]daemon.SentMail) []pageMail {
	var all []pageMail
	for i, k := range w.archive.mails {
		l := open(k.Raw)
		m := pageMail{
			ID: fmt.Sprintf("m%04d", i+1), At: k.At.In(zone), Local: k.At.In(k.Who.zone), Who: k.Who, Out: k.Way == toMember,
			Kind: l.kind(k.Way), Subject: l.Subject, Said: runs(l.Text), HTML: l.HTML, Calendar: readable(l.Calendar), File: "mail/" + k.File,
		}
		about := l.MessageID
		if !m.Out {
			about = l.InReplyTo
		}
		r := sent[strings.Trim(about, "<>")]
		m.Practices = r.Practices
		if m.Out {
			m.Class = r.Class
		}
		all = append(all, m)
	}
	return all
}

// byMember is a page for everybody, with all that went to them and came from them.
func (w *world) byMember(mails []pageMail) []*sheet {
	var all []*sheet
	for _, p := range w.people {
		s := &sheet{Name: p.Name, Title: "All mails to and from " + p.Name, About: p.Name + " " + p.About + ".", File: "pages/member-" + p.Short() + ".html", Whose: p}
		for _, m := range mails {
			if m.Who == p {
				m.Whole = true
				s.Mails = append(s.Mails, m)
			}
		}
		all = append(all, s)
	}
	return all
}

// byDay is a page for every day with a mail or a meeting, in the group's zone.
func byDay(mails []pageMail, figures daemon.Summary) []*sheet {
	days := map[string]*sheet{}
	on := func(t time.Time) *sheet {
		key := t.Format(time.DateOnly)
		if days[key] == nil {
			days[key] = &sheet{Name: key, Title: t.Format("Monday 2 January 2006"), File: "pages/day-" + key + ".html", Day: t}
		}
		return days[key]
	}
	for i, mt := range figures.Meetings {
		s := on(mt.Start)
		s.Meeting = i + 1
		s.About = fmt.Sprintf("Meeting %d of %d, at %s.", i+1, len(figures.Meetings), mt.Start.Format("15:04"))
	}
	for _, m := range mails {
		s := on(m.At)
		s.Mails = append(s.Mails, m)
	}
	return slices.SortedFunc(maps.Values(days), func(a, b *sheet) int { return strings.Compare(a.Name, b.Name) })
}

// byPractice is a page for every practice: the mails in which it has its say, and
// the replies to them.
func byPractice(mails []pageMail) []*sheet {
	var all []*sheet
	for _, p := range daemon.Practices() {
		s := &sheet{Name: p.Name, Title: "Practice: " + p.Name, About: strings.ToUpper(p.About[:1]) + p.About[1:] + ". Its mails, and the replies to them.", File: "pages/practice-" + p.Name + ".html"}
		for _, m := range mails {
			if slices.Contains(m.Practices, p.Name) {
				s.Mails = append(s.Mails, m)
			}
		}
		all = append(all, s)
	}
	return all
}

// runs parts a text into what is new and what is quoted.
func runs(text string) []run {
	var all []run
	history := false // Outlook's: from the line on, all is quoted
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		history = history || strings.HasPrefix(line, "________________")
		quoted := history || strings.HasPrefix(line, ">")
		if n := len(all); n == 0 || all[n-1].Quoted != quoted {
			all = append(all, run{Quoted: quoted})
		} else {
			all[n-1].Text += "\n"
		}
		all[len(all)-1].Text += line
	}
	for i := range all {
		all[i].Text = strings.Trim(all[i].Text, "\n")
	}
	return slices.DeleteFunc(all, func(r run) bool { return r.Text == "" })
}

// kind says in a word what sort of mail it is.
func (l letter) kind(way direction) string {
	switch {
	case way == toMember && strings.Contains(l.Calendar, "METHOD:CANCEL"):
		return "cancellation"
	case way == toMember && l.Calendar != "":
		return "invitation"
	case way == toMember && l.Replied:
		return "answer"
	case way == toMember:
		return "mail"
	case strings.Contains(l.Calendar, "METHOD:REPLY"):
		return "calendar reply"
	case l.Automatic:
		return "auto-responder"
	default:
		return "reply"
	}
}
