package demo

import (
	"fmt"
	"strings"
	"time"
)

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
