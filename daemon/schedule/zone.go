package schedule

import (
	_ "embed" // the list of zone names
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// zoneNames are the names of the IANA time zone database, sorted, one a line: the
// entries of Go's lib/time/zoneinfo.zip but Factory. Go can load a zone by name
// but not say which there are.
//
//go:embed zones.txt
var zoneNames string

var listZones = sync.OnceValue(func() []string { return strings.Fields(zoneNames) })

// Zones are the names of all time zones, sorted. The caller may keep the slice.
func Zones() []string { return slices.Clone(listZones()) }

var loaded sync.Map // name to *time.Location

// LoadZone loads a zone of the IANA time zone database by name. The same name
// always gives the same pointer, so that zones can be compared with ==. "Local"
// and the empty name, which Go knows too, are refused: a group's plan must not
// depend on the machine.
func LoadZone(name string) (*time.Location, error) {
	if loc, ok := loaded.Load(name); ok {
		return loc.(*time.Location), nil
	}
	if _, ok := slices.BinarySearch(listZones(), name); !ok {
		return nil, fmt.Errorf("there is no time zone %q", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load time zone %q: %w", name, err)
	}
	kept, _ := loaded.LoadOrStore(name, loc)
	return kept.(*time.Location), nil
}

// abbreviations are what people write for a zone, and one that is meant. They
// are only suggested: an abbreviation stands for different zones in different
// places.
var abbreviations = map[string]string{
	"cest": "Europe/Berlin", "bst": "Europe/London", "wat": "Africa/Lagos",
	"pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
	"mt": "America/Denver", "mdt": "America/Denver", "ct": "America/Chicago", "cdt": "America/Chicago", "cst": "America/Chicago",
	"edt": "America/New_York", "et": "America/New_York",
	"ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland",
	"germany": "Europe/Berlin", "france": "Europe/Paris", "spain": "Europe/Madrid", "italy": "Europe/Rome", "uk": "Europe/London",
	"england": "Europe/London", "austria": "Europe/Vienna", "switzerland": "Europe/Zurich", "netherlands": "Europe/Amsterdam",
	"india": "Asia/Kolkata", "nigeria": "Africa/Lagos", "kenya": "Africa/Nairobi", "barcelona": "Europe/Madrid", "munich": "Europe/Berlin",
	"hamburg": "Europe/Berlin", "milan": "Europe/Rome", "geneva": "Europe/Zurich", "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata",
	"beijing": "Asia/Shanghai", "san francisco": "America/Los_Angeles", "boston": "America/New_York", "washington": "America/New_York",
}

// SuggestZone is the zone that somebody who wrote name probably meant, or "".
func SuggestZone(name string) string {
	want := foldZone(name)
	if want == "" || len(want) > 60 {
		return ""
	}
	if zone, ok := abbreviations[want]; ok {
		return zone
	}
	city := want[strings.LastIndexByte(want, '/')+1:]
	best, distance := "", 4
	for _, zone := range listZones() {
		have := foldZone(zone)
		haveCity := have[strings.LastIndexByte(have, '/')+1:]
		if have == want {
			return zone
		}
		// The right city in the wrong region beats any misspelling.
		if d := Distance(want, have); d < distance && d <= max(1, len(want)/4) {
			best, distance = zone, d
		} else if strings.Contains(zone, "/") {
			if d := 1 + Distance(city, haveCity); d < distance && d <= 1+len(city)/5 {
				best, distance = zone, d
			}
		}
	}
	return best
}

func foldZone(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '_' }), " ")
}

// Distance is the number of letters to add, drop, change or swap with a
// neighbour to get from one word to another: how far a misspelling is.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}
