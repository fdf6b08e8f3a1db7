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
	At       string `json:"at"`  // RFC 3339, in the member's zone
	Day      string `json:"day"` // 2026-01-06
	When     string `json:"when"`
	Who      int    `json:"who"` // place in the cast
	Out      bool   `json:"out"` // from convene to the member
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
	mails := make([]pageMail, 0, len(w.archive.mails))
	for _, k := range w.archive.mails {
		mails = append(mails, k.forPage())
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

func (k kept) forPage() pageMail {
	l := open(k.Raw)
	local := k.At.In(k.Who.zone)
	return pageMail{
		At: local.Format(time.RFC3339), Day: local.Format(time.DateOnly), When: local.Format("Mon 2 Jan 2006, 15:04 MST"),
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

// readable is a calendar object with its folded lines put together again.
func readable(ics string) string {
	return strings.TrimSpace(strings.NewReplacer("\r", "", "\n ", "", "\n\t", "").Replace(ics))
}
