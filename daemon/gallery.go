package daemon

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"convene/templates"
)

// PageTop is the template "top": how every page of ours begins, and looks.
//
//go:embed pagetop.html
var PageTop string

//go:embed gallery.html
var gallerySource string

var galleryPage = template.Must(template.New("gallery").Parse(PageTop + gallerySource))

// galleryMail is one mail to come, as the pages show it.
type galleryMail struct {
	PreviewLine
	N            int
	Member       *galleryMember
	Text         string
	Frames       []galleryFrame
	Calendar     []CalendarLine
	Whole        string // the calendar object itself
	Prev, Next   *galleryMail
	Before, Then *galleryMail // of the same member
}

// File is the page of the mail.
func (m *galleryMail) File() string { return fmt.Sprintf("mail-%04d.html", m.N) }

// Day is where it stands in the timeline.
func (m *galleryMail) Day() string { return m.When.Format(time.DateOnly) }

// galleryFrame is the HTML part in one width and scheme.
type galleryFrame struct {
	Title, Class string
	Height       int // in px, about what the letter needs
	HTML         string
}

// heightOf is about how high a letter is where so many characters fit into a line, rather
// a little more than too little. What is higher scrolls: without a script nobody can know.
func heightOf(text, page string, characters int) int {
	const margin, line, gap = 60, 24, 14 // as style.go of the templates has them
	const button = 34                    // how much higher it is than its line of text, with its part of the words below
	const full = 52                      // a line as long as this goes on in the next one
	height, run := margin+button*strings.Count(page, `href="mailto:`), 0
	for l := range strings.SplitSeq(text, "\n") {
		n := utf8.RuneCountInString(l)
		if run += n; n >= full {
			continue
		}
		switch height += line * ((run + characters - 1) / characters); {
		case n == 0, strings.HasPrefix(l, "  "), l == strings.ToUpper(l): // between paragraphs, around an item or a heading
			height += gap
		}
		run = 0
	}
	return min(height+line*((run+characters-1)/characters), 1600)
}

// galleryMember is one who gets mail.
type galleryMember struct {
	Name, Group, File string
	Mails             []*galleryMail
}

// Count says how many mails they get.
func (m *galleryMember) Count() string { return manyMails(len(m.Mails)) }

func manyMails(n int) string {
	if n == 1 {
		return "1 mail"
	}
	return fmt.Sprintf("%d mails", n)
}

// galleryDay is one day of the timeline, in each member's own zone.
type galleryDay struct {
	Date  time.Time
	Mails []*galleryMail
}

// Gallery is Preview as pages to look at: index.html with a timeline, one page for
// each member and one for each mail, as text, as HTML and as invitation. They need
// nothing else: no script, no network.
func Gallery(ctx context.Context, o Options, until time.Time) ([]ExportFile, error) {
	d, err := looking(o)
	if err != nil {
		return nil, err
	}
	groups, err := d.groupsForLooking(ctx)
	if err != nil {
		return nil, err
	}
	var mails []*galleryMail
	var members []*galleryMember
	for _, g := range groups {
		all, err := d.foresee(g, until)
		if err != nil {
			return nil, err
		}
		of := map[string]*galleryMember{}
		for _, f := range all {
			id := string(f.member.ID)
			if of[id] == nil {
				of[id] = &galleryMember{Name: f.member.Name, Group: g.Name, File: "member-" + string(g.ID) + "-" + id + ".html"}
				members = append(members, of[id])
			}
			m := f.shown()
			m.Member = of[id]
			mails = append(mails, m)
		}
	}
	slices.SortStableFunc(mails, func(a, b *galleryMail) int { return a.When.Compare(b.When) })
	var days []*galleryDay
	for i, m := range mails {
		m.N = i + 1
		if i > 0 {
			m.Prev, mails[i-1].Next = mails[i-1], m
		}
		if n := len(m.Member.Mails); n > 0 {
			m.Before, m.Member.Mails[n-1].Then = m.Member.Mails[n-1], m
		}
		m.Member.Mails = append(m.Member.Mails, m)
		at := slices.IndexFunc(days, func(d *galleryDay) bool { return d.Date.Format(time.DateOnly) == m.Day() })
		if at < 0 {
			at = len(days)
			days = append(days, &galleryDay{Date: m.When})
		}
		days[at].Mails = append(days[at].Mails, m)
	}
	slices.SortStableFunc(days, func(a, b *galleryDay) int {
		return strings.Compare(a.Date.Format(time.DateOnly), b.Date.Format(time.DateOnly))
	})
	var names []string
	for _, g := range groups {
		names = append(names, g.Name)
	}
	files := make([]ExportFile, 0, 1+len(members)+len(mails))
	page := func(name, kind string, data any) error {
		var b bytes.Buffer
		if err := galleryPage.ExecuteTemplate(&b, kind, data); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		files = append(files, ExportFile{name, b.Bytes()})
		return nil
	}
	if err := page("index.html", "index", map[string]any{
		"Groups": names, "Mails": manyMails(len(mails)), "Members": members, "Days": days, "Now": d.now(), "Until": until,
	}); err != nil {
		return nil, err
	}
	for _, m := range members {
		if err := page(m.File, "member", m); err != nil {
			return nil, err
		}
	}
	for _, m := range mails {
		if err := page(m.File(), "mail", m); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// methods are what a calendar program does with an object (RFC 5546 section 1.4).
var methods = map[string]string{"REQUEST": "an invitation, or an update of one", "CANCEL": "a cancellation"}

// shown is a mail as its page shows it.
func (f foreseen) shown() *galleryMail {
	m := &galleryMail{PreviewLine: f.line, Text: f.mail.Text}
	light, dark := templates.InScheme(f.mail.HTML, false), templates.InScheme(f.mail.HTML, true)
	m.Frames = []galleryFrame{
		{"On a phone, light", "narrow", heightOf(m.Text, light, 38), light}, {"On a phone, dark", "narrow", heightOf(m.Text, light, 38), dark},
		{"In a wide window, light", "wide", heightOf(m.Text, light, 68), light}, {"In a wide window, dark", "wide", heightOf(m.Text, light, 68), dark},
	}
	if f.ics == nil {
		return m
	}
	m.Calendar, m.Whole = CalendarLines(string(f.ics))
	for i, l := range m.Calendar {
		if word, ok := methods[l.Value]; ok && l.Label == "What" {
			m.Calendar[i].Value = word
		}
		if l.Label == "UID" { // it is drawn anew when it is really sent
			id, _, _ := strings.Cut(l.Value, "@")
			m.Calendar[i].Value = id[:min(len(id), 6)] + "…"
		}
	}
	return m
}
