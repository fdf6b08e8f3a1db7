package daemon

import (
	"strings"
	"time"
)

// CalendarLine is one property of a calendar object, in words for a reader.
type CalendarLine struct{ Label, Value string }

// CalendarLines are the properties of a calendar object that a reader cares for, in
// its order (RFC 5545 section 3.1), and the object with its folded lines put together.
func CalendarLines(ics string) (lines []CalendarLine, whole string) {
	whole = strings.TrimSpace(strings.NewReplacer("\r", "", "\n ", "", "\n\t", "").Replace(ics))
	event := false
	for line := range strings.SplitSeq(whole, "\n") {
		name, value, _ := strings.Cut(line, ":")
		name, params, _ := strings.Cut(name, ";")
		if name == "BEGIN" || name == "END" {
			event = value == "VEVENT" && name == "BEGIN"
		}
		label, ok := calendarLabels[name]
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
			value = strings.NewReplacer(`\n`, "\n", `\,`, ",", `\;`, ";").Replace(value)
		}
		lines = append(lines, CalendarLine{label, strings.TrimSpace(value)})
	}
	return lines, whole
}

// calendarLabels are what readers call the properties that they care for.
var calendarLabels = map[string]string{
	"METHOD": "What", "SUMMARY": "Event", "DTSTART": "From", "DTEND": "To", "LOCATION": "Where", "DESCRIPTION": "About",
	"ORGANIZER": "Organizer", "ATTENDEE": "Attendee", "COMMENT": "Comment", "SEQUENCE": "Version", "UID": "UID",
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
