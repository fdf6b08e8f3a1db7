package calendar

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Export writes a group's meetings as one calendar to look at or to import:
// without METHOD, so that no program takes it for an invitation, and without
// organizer and attendees. Each UID is replaced by one made from name and UID:
// the same in every export, and no help in forging a reply. The UID given here
// can be anything that stays the same, as the meeting's original start.
func Export(name string, meetings []Event) ([]byte, error) {
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetCalscale("GREGORIAN")
	if n := cleanLine(name); n != "" {
		cal.SetXWRCalName(n)
	}
	type span struct{ first, last time.Time }
	var order []*time.Location // VTIMEZONEs come first, one for each zone
	spans := map[string]span{}
	events := make([]*ics.VEvent, 0, len(meetings))
	for _, e := range meetings {
		if err := e.checkTimes(); err != nil {
			return nil, fmt.Errorf("export meeting at %s: %w", e.Start.Format(time.RFC3339), err)
		}
		zone := namedZone(e.Start, e.End)
		if zone != nil {
			s, ok := spans[zone.String()]
			if !ok {
				order = append(order, zone)
				s = span{e.Start, e.End}
			}
			if e.Start.Before(s.first) {
				s.first = e.Start
			}
			if e.End.After(s.last) {
				s.last = e.End
			}
			spans[zone.String()] = s
		}
		e.UID = exportUID(name, e.UID)
		v := plainEvent(e, zone)
		v.AddProperty(ics.ComponentPropertyStatus, string(ics.ObjectStatusConfirmed))
		events = append(events, v)
	}
	for _, zone := range order {
		s := spans[zone.String()]
		cal.AddVTimezone(timezone(zone, s.first, s.last))
	}
	for _, v := range events {
		cal.AddVEvent(v)
	}
	return serialize(cal)
}

func exportUID(name, uid string) string {
	sum := sha256.Sum256([]byte("convene export\x00" + name + "\x00" + uid))
	return "export-" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15]))
}
