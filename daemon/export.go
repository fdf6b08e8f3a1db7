package daemon

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/calendar"
	"convene/daemon/group"
	"convene/daemon/store"
)

// ExportFormats are the formats of an export.
var ExportFormats = []string{"md", "html", "json", "csv", "ics"}

// ExportFile is one file of an export.
type ExportFile struct {
	Name string
	Data []byte
}

// Export writes the record of a group as files to keep, in the given formats. It
// holds no address and nothing that was written in confidence; a public one only
// what its writers let out of the group. id may be "" where there is one group.
func Export(ctx context.Context, o Options, id string, public bool, formats []string) ([]ExportFile, error) {
	d, err := looking(o)
	if err != nil {
		return nil, err
	}
	if id, err = d.groupToExport(id); err != nil {
		return nil, err
	}
	var g *group.Group
	err = withDatabase(ctx, d.cfg, func(tx *store.Tx) error {
		g, err = d.load(ctx, tx, group.GroupID(id))
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.exported(g, public, formats)
}

// exported are the files of a group's record.
func (d *Daemon) exported(g *group.Group, public bool, formats []string) ([]ExportFile, error) {
	id := g.ID
	b := group.MakeBook(g, public, d.now())
	doc, err := d.words.templates.Document(g.Language, "book", b)
	if err != nil {
		return nil, fmt.Errorf("export group %s: %w", id, err)
	}
	var files []ExportFile
	add := func(format, name string, data []byte, err error) error {
		if err != nil {
			return fmt.Errorf("export group %s: %s: %w", id, name, err)
		}
		if slices.Contains(formats, format) {
			files = append(files, ExportFile{name, data})
		}
		return nil
	}
	record, err := json.MarshalIndent(b, "", "  ")
	if err := add("json", "record.json", append(record, '\n'), err); err != nil {
		return nil, err
	}
	meetings, err := table(meetingRows(b))
	if err := add("csv", "meetings.csv", meetings, err); err != nil {
		return nil, err
	}
	turns, err := table(turnRows(b))
	if err := add("csv", "turns.csv", turns, err); err != nil {
		return nil, err
	}
	events, err := calendar.Export(b.Group, bookEvents(g, b))
	if err := add("ics", "meetings.ics", events, err); err != nil {
		return nil, err
	}
	_ = add("md", "book.md", []byte(doc.Markdown), nil)
	_ = add("html", "book.html", []byte(doc.HTML), nil)
	slices.SortFunc(files, func(a, b ExportFile) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// groupToExport is the group with an id, or the only one.
func (d *Daemon) groupToExport(id string) (string, error) {
	var ids []string
	for _, c := range d.cfg.Groups {
		ids = append(ids, c.ID)
	}
	switch {
	case id == "" && len(ids) == 1:
		return ids[0], nil
	case id == "":
		return "", fmt.Errorf("which group? There are %s", strings.Join(ids, ", "))
	case !slices.Contains(ids, id):
		return "", fmt.Errorf("group %s is not in the configuration; there are %s", id, strings.Join(ids, ", "))
	}
	return id, nil
}

func meetingRows(b group.Book) [][]string {
	rows := [][]string{{"start", "end", "zone", "place", "state", "topic", "yes", "maybe", "no", "late", "came"}}
	for _, m := range b.Meetings {
		state, came := "held", strconv.Itoa(m.Came)
		switch {
		case m.Cancelled:
			state, came = "cancelled", ""
		case m.Ahead:
			state, came = "ahead", ""
		}
		row := []string{m.Start.Format(cellTime), m.End.Format(cellTime), b.Zone, m.Place, state, m.Topic}
		for _, answer := range []group.RSVPAnswer{group.Yes, group.Maybe, group.No, group.Late} {
			row = append(row, strconv.Itoa(m.RSVPs[string(answer)]))
		}
		rows = append(rows, append(row, came))
	}
	return rows
}

func turnRows(b group.Book) [][]string {
	rows := [][]string{{"meeting", "role", "member", "state", "reason"}}
	for _, t := range b.Turns {
		rows = append(rows, []string{t.Meeting.Format(cellTime), t.Role, t.Member, t.State, t.Reason})
	}
	return rows
}

// cellTime is a time that spreadsheets read, local to the group.
const cellTime = "2006-01-02 15:04"

// table writes rows as CSV (RFC 4180).
func table(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = formula.ReplaceAllString(c, "$1$3'$2$4")
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// formula is what a spreadsheet would compute: at the start of a cell, or after a
// semicolon or a tab, which part cells where the comma is the decimal sign. An
// apostrophe before it makes it text. Some take the wide forms for the same.
var formula = regexp.MustCompile(`(^[\s"']*)([=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}])|([;\t\r\n][\s"']*)([=+@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]|-[^)])`)

// bookEvents are the meetings that took place or will, for a calendar to look at.
func bookEvents(g *group.Group, b group.Book) []calendar.Event {
	var events []calendar.Event
	for i, m := range b.Meetings {
		if m.Cancelled {
			continue
		}
		events = append(events, calendar.Event{
			UID: string(g.Meetings[i].ID), Sequence: g.Meetings[i].Sequence, Stamp: b.Founded.In(time.UTC), Start: m.Start, End: m.End,
			Summary: b.Group, Description: m.Topic, Location: m.Place, Organizer: mail.Address{},
		})
	}
	return events
}
