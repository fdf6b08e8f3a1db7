package demo

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"time"

	"convene/daemon"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

// pageMail is one mail as the page's script gets it.
type pageMail struct {
	At       string `json:"at"`   // 10:58, in the group's zone: the list runs on one clock
	Day      string `json:"day"`  // 2026-01-06, likewise
	When     string `json:"when"` // in the member's zone
	Who      int    `json:"who"`  // place in the cast
	Out      bool   `json:"out"`  // from convene to the member
	Kind     string `json:"kind"`
	Subject  string `json:"subject"`
	From     string `json:"from"`
	To       string `json:"to"`
	Text     string `json:"text"`
	HTML     string `json:"html,omitempty"`
	Calendar string `json:"ics,omitempty"`
	File     string `json:"file"`
}

// writePage leaves index.html: every mail, in one file that needs nothing else.
func (w *world) writePage(s daemon.Summary) error {
	zone := time.UTC
	if len(s.Meetings) > 0 {
		zone = s.Meetings[0].Start.Location()
	}
	mails := make([]pageMail, 0, len(w.archive.mails))
	for _, k := range w.archive.mails {
		mails = append(mails, k.forPage(zone))
	}
	data, err := json.Marshal(mails) // <, > and & are escaped: it may stand in a script
	if err != nil {
		return fmt.Errorf("write index.html: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(w.Dir, "index.html"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write index.html: %w", err)
	}
	var names []string
	for _, p := range w.people {
		names = append(names, p.Name)
	}
	err = page.Execute(f, map[string]any{
		"Name": s.Name, "Mails": template.JS(data), "Meetings": s.Meetings, "Names": names, //nolint:gosec // JSON of our own making
	})
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write index.html: %w", err)
	}
	return nil
}

func (k kept) forPage(zone *time.Location) pageMail {
	l := open(k.Raw)
	return pageMail{
		At: k.At.In(zone).Format("15:04"), Day: k.At.In(zone).Format(time.DateOnly), When: k.At.In(k.Who.zone).Format("Mon 2 Jan 2006, 15:04 MST"),
		Who: k.Who.place, Out: k.Way == toMember, Kind: l.kind(k.Way), Subject: l.Subject, From: l.From, To: l.To,
		Text: l.Text, HTML: l.HTML, Calendar: readable(l.Calendar), File: "mail/" + k.File,
	}
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

// readable is what a calendar object says, line by line, and below it the object
// itself with its folded lines put together again.
func readable(ics string) string {
	if ics == "" {
		return ""
	}
	whole := strings.TrimSpace(strings.NewReplacer("\r", "", "\n ", "", "\n\t", "").Replace(ics))
	var b strings.Builder
	event := false
	for line := range strings.SplitSeq(whole, "\n") {
		name, value, _ := strings.Cut(line, ":")
		name, params, _ := strings.Cut(name, ";")
		if name == "BEGIN" || name == "END" {
			event = value == "VEVENT" && name == "BEGIN"
		}
		label, ok := labels[name]
		if !ok || !event && name != "METHOD" {
			continue
		}
		switch name {
		case "DTSTART", "DTEND":
			value = clockTime(value, params)
		case "ORGANIZER", "ATTENDEE":
			_, value, _ = strings.Cut(strings.ToLower(line), "mailto:")
			if _, stat, found := strings.Cut(params, "PARTSTAT="); found {
				stat, _, _ = strings.Cut(stat, ";")
				value += ", " + strings.ToLower(stat)
			}
		default:
			value = strings.NewReplacer(`\n`, "\n           ", `\,`, ",", `\;`, ";").Replace(value)
		}
		fmt.Fprintf(&b, "%-10s %s\n", label, strings.TrimSpace(value))
	}
	return b.String() + "\n" + whole
}

// labels are the properties that a reader cares for.
var labels = map[string]string{
	"METHOD": "What", "SUMMARY": "Event", "DTSTART": "From", "DTEND": "To", "LOCATION": "Where", "DESCRIPTION": "About",
	"ORGANIZER": "Organizer", "ATTENDEE": "Attendee", "COMMENT": "Comment", "SEQUENCE": "Version",
}

// clockTime writes a DTSTART as people do, in the zone that it names.
func clockTime(value, params string) string {
	t, err := time.Parse("20060102T150405", strings.TrimSuffix(value, "Z"))
	if err != nil {
		return value
	}
	zone := "UTC"
	if _, id, found := strings.Cut(params, "TZID="); found {
		zone = id
	}
	return t.Format("Mon 2 Jan 2006, 15:04") + " " + zone
}
