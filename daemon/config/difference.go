package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// dated are the keys of a group whose differences show in its members and meetings.
var dated = []string{
	"members", "first", "repeat", "count", "until", "skip", "move", "duration", "place",
}

// Differences are what a group's entry says otherwise than before, one line each, but
// for members, guests and dates.
func (g Group) Differences(before Group) []string {
	is, was := g.said(), before.said()
	keys := slices.AppendSeq(slices.Collect(maps.Keys(is)), maps.Keys(was))
	slices.Sort(keys)
	var lines []string
	for _, k := range slices.Compact(keys) {
		switch a, b := was[k], is[k]; {
		case a == b:
		case a == "":
			lines = append(lines, fmt.Sprintf("%s is %s now", k, b))
		case b == "":
			lines = append(lines, fmt.Sprintf("%s was %s, and is no longer set", k, a))
		default:
			lines = append(lines, fmt.Sprintf("%s is %s now, it was %s", k, b, a))
		}
	}
	return lines
}

// said are the values of an entry by key, with the section before it.
func (g Group) said() map[string]string {
	all := map[string]string{}
	section, list := "", ""
	for line := range strings.SplitSeq(g.Entry(), "\n") {
		line = strings.TrimSpace(line)
		key, value, ok := strings.Cut(line, " = ")
		switch {
		case list != "" && line == "]":
			all[list] = strings.TrimSuffix(all[list], " ")
			list = ""
		case list != "":
			all[list] += line + " "
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case !ok || section == "group.member" || section == "group.guest" || slices.Contains(dated, key):
			if value == "[" {
				list = "\x00" // nobody's
			}
		case value == "[":
			list = section + " " + key
		default:
			all[section+" "+key] = value
		}
	}
	delete(all, "\x00")
	return all
}
