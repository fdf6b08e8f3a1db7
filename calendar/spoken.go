package calendar

import (
	"strings"
	"time"
)

// spokenZone reads what Outlook and others show to people and sometimes write as
// TZID: "(UTC+01:00) Amsterdam, Berlin, Bern", "GMT+0100". A place must be known
// and have that offset in winter; an offset with places that are not known is no
// zone, because nobody can tell whether it has summer time.
func spokenZone(id string) offsets {
	if len(id) > 200 {
		return nil
	}
	s, places, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(id), "("), ")")
	s = strings.ToUpper(strings.TrimSpace(s))
	if rest, ok := strings.CutPrefix(s, "UTC"); ok {
		s = rest
	} else if s, ok = strings.CutPrefix(s, "GMT"); !ok {
		return nil
	}
	offset, ok := shortOffset(strings.ReplaceAll(s, ".", ":"))
	if s == "" {
		offset, ok = 0, true
	}
	if !ok {
		return nil
	}
	if places = strings.TrimSpace(places); places == "" {
		return func(time.Time) int { return offset }
	}
	for i, place := range strings.FieldsFunc(places, func(r rune) bool { return r == ',' || r == '/' }) {
		if i == maxPlaces {
			break
		}
		if at := placeZone(strings.TrimSpace(place)); at != nil && hasStandard(at, offset) {
			return at
		}
	}
	return nil
}

// maxPlaces is how many places of one name are looked up.
const maxPlaces = 5

// hasStandard says whether a zone has that offset in winter.
func hasStandard(at offsets, offset int) bool {
	january := at(time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC))
	july := at(time.Date(2026, time.July, 15, 12, 0, 0, 0, time.UTC))
	return min(january, july) == offset
}

// placeZone finds the zone of a place: a region of the list below, or a city that
// the tz database is named after.
func placeZone(place string) offsets {
	name, ok := spokenRegions[strings.ToLower(place)]
	if ok {
		if loc, err := lookupZone(name); err == nil {
			return offsetsOf(loc)
		}
		return nil
	}
	city := strings.ReplaceAll(strings.ReplaceAll(place, ". ", "_"), " ", "_")
	if strings.Contains(city, "/") {
		return nil
	}
	for _, area := range []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic"} {
		if loc, err := lookupZone(area + "/" + city); err == nil {
			return offsetsOf(loc)
		}
	}
	return nil
}

// spokenRegions are those that are not named after a city of the tz database.
var spokenRegions = map[string]string{
	"eastern time (us & canada)":  "America/New_York",
	"central time (us & canada)":  "America/Chicago",
	"mountain time (us & canada)": "America/Denver",
	"pacific time (us & canada)":  "America/Los_Angeles",
	"atlantic time (canada)":      "America/Halifax",
	"arizona":                     "America/Phoenix",
	"alaska":                      "America/Anchorage",
	"hawaii":                      "Pacific/Honolulu",
	"newfoundland":                "America/St_Johns",
	"brasilia":                    "America/Sao_Paulo",
	"city of buenos aires":        "America/Argentina/Buenos_Aires",
	"edinburgh":                   "Europe/London",
	"bern":                        "Europe/Zurich",
	"west central africa":         "Africa/Lagos",
	"abu dhabi":                   "Asia/Dubai",
	"new delhi":                   "Asia/Kolkata",
	"beijing":                     "Asia/Shanghai",
	"osaka":                       "Asia/Tokyo",
	"canberra":                    "Australia/Sydney",
	"wellington":                  "Pacific/Auckland",
	"coordinated universal time":  "Etc/UTC",
}
