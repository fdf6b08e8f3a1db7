package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"convene/daemon/schedule"
)

// kind is what sort of value a key takes.
type kind int

const (
	text kind = iota
	number
	flag
	date
	dateTime
	texts
	dates
	section  // [table]
	sections // [[table]], or a list of { inline = "tables" }
)

// words describe a kind to a coordinator.
func (k kind) words() string {
	return [...]string{
		"text in quotes", "a whole number", "true or false", "a date", "a date and time",
		"a list of texts", "a list of dates", "a section", "a list of sections",
	}[k]
}

// key is one key of the file, with an example as it would be written.
type key struct {
	name    string
	kind    kind
	example string
}

// meetingKeys may stand in [group.meetings] or, to keep short files short,
// directly in [[group]].
var meetingKeys = []key{
	{"first", dateTime, `2026-01-13T16:00:00`},
	{"repeat", text, `"every 2 weeks on Tuesday"`},
	{"count", number, `12`},
	{"until", date, `2026-06-30`},
	{"duration", text, `"90m"`},
	{"place", text, `"https://meet.example.org/tuesday"`},
	{"minimum", number, `4`},
	{"skip", dates, `[2026-04-07]`},
	{"move", sections, `[{ from = 2026-05-19, to = 2026-05-20T16:00:00 }]`},
	{"agenda", text, `"circle"`},
}

// schema holds the keys of every table by its path. The keys of
// [group.practices] come from the Loader.
var schema = map[string][]key{
	"": {
		{"database", text, `"convene.db"`},
		{"templates_dir", text, `"my-templates"`},
		{"mail", section, `[mail]`},
		{"group", sections, `[[group]]`},
	},
	"mail": {
		{"address", text, `"groups@example.org"`},
		{"smtp_host", text, `"mail.example.org"`},
		{"imap_host", text, `"mail.example.org"`},
		{"smtp_tls", text, `"starttls"`},
		{"imap_tls", text, `"implicit"`},
		{"username", text, `"groups@example.org"`},
		{"password_file", text, `"mail-password"`},
		{"auth", text, `"password"`},
		{"oauth2", section, `[mail.oauth2]`},
		{"ca_file", text, `"ca.pem"`},
		{"subaddress", text, `"+"`},
		{"authserv_id", text, `"mx.example.org"`},
	},
	"mail.oauth2": {
		{"token_url", text, `"https://login.example.org/token"`},
		{"client_id", text, `"convene"`},
		{"client_secret_file", text, `"client-secret"`},
		{"refresh_token_file", text, `"refresh-token"`},
		{"scope", text, `"mail"`},
	},
	"group": slices.Concat([]key{
		{"id", text, `"tuesday-coaches"`},
		{"name", text, `"Tuesday Coaches"`},
		{"purpose", text, `"Get better at coaching conversations."`},
		{"goals", texts, `["Each of us brings three cases"]`},
		{"ground_rules", texts, `["What is said here stays here"]`},
		{"boundaries", texts, `["No advice on medical questions"]`},
		{"timezone", text, `"Europe/Madrid"`},
		{"language", text, `"en"`},
		{"coordinators", texts, `["ana@example.org"]`},
		{"members", texts, `["Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.com>"]`},
		{"joining", text, `"until meeting 3"`},
		{"founding", flag, `true`},
		{"meetings", section, `[group.meetings]`},
		{"roles", section, `[group.roles]`},
		{"letters", section, `[group.letters]`},
		{"digest", section, `[group.digest]`},
		{"practices", section, `[group.practices]`},
		{"closing", section, `[group.closing]`},
		{"member", sections, `[[group.member]]`},
		{"guest", sections, `[[group.guest]]`},
	}, meetingKeys),
	"group.meetings": meetingKeys,
	"group.meetings.move": {
		{"from", date, `2026-05-19`},
		{"to", dateTime, `2026-05-20T16:00:00`},
	},
	"group.roles": {{"rotate", texts, `["facilitator", "scribe"]`}},
	"group.letters": {
		{"invite", text, `"21d"`},
		{"letter", text, `"7d"`},
		{"nudge", text, `"1d"`},
		{"quiet", text, `"19:00-08:00"`},
		{"weekends", flag, `false`},
	},
	"group.digest":    {{"cron", text, `"0 9 1 * *"`}},
	"group.practices": nil,
	"group.closing": {
		{"report_to", texts, `["ana@example.org"]`},
		{"retention", text, `"90d"`},
	},
	"group.member": {
		{"id", text, `"dana"`},
		{"name", text, `"Dana Lindqvist"`},
		{"email", text, `"dana@example.com"`},
		{"timezone", text, `"Africa/Lagos"`},
		{"language", text, `"de"`},
		{"aliases", texts, `["dana.l@work.example.com"]`},
	},
	"group.guest": {
		{"name", text, `"Guest Name"`},
		{"email", text, `"guest@example.org"`},
		{"meeting", date, `2026-03-10`},
	},
}

// synonyms are words people write for a key of ours.
var synonyms = map[string][]string{
	"title": {"name"}, "mail": {"email", "address"}, "email": {"address", "email"}, "address": {"email"}, "from": {"address"},
	"tz": {"timezone"}, "time_zone": {"timezone"}, "zone": {"timezone"}, "lang": {"language"}, "locale": {"language"},
	"start": {"first"}, "start_date": {"first"}, "begin": {"first"}, "starts": {"first"}, "date": {"first", "meeting"},
	"rrule": {"repeat"}, "every": {"repeat"}, "rhythm": {"repeat"}, "schedule": {"repeat", "cron"}, "recurrence": {"repeat"},
	"end": {"until"}, "end_date": {"until"}, "last": {"until"}, "times": {"count"}, "meetings": {"count"},
	"length": {"duration"}, "link": {"place"}, "location": {"place"}, "url": {"place"}, "where": {"place"}, "room": {"place"},
	"min": {"minimum"}, "except": {"skip"}, "holidays": {"skip"}, "exclude": {"skip"}, "reschedule": {"move"},
	"rules": {"ground_rules"}, "groundrules": {"ground_rules"}, "goal": {"goals"}, "objectives": {"goals"}, "about": {"purpose"}, "description": {"purpose"},
	"coordinator": {"coordinators"}, "organizer": {"coordinators"}, "organiser": {"coordinators"}, "admin": {"coordinators"},
	"people": {"members"}, "participants": {"members"}, "member": {"members"}, "members": {"member"},
	"smtp": {"smtp_host"}, "smtp_server": {"smtp_host"}, "imap": {"imap_host"}, "imap_server": {"imap_host"},
	"smtp_port": {"smtp_host"}, "imap_port": {"imap_host"}, "host": {"smtp_host"}, "server": {"smtp_host"},
	"user": {"username"}, "login": {"username"}, "passwordfile": {"password_file"}, "pass_file": {"password_file"},
	"db": {"database"}, "sqlite": {"database"}, "tls_ca": {"ca_file"}, "ca": {"ca_file"},
	"invitation": {"invite"}, "reminder": {"nudge"}, "quiet_hours": {"quiet"}, "weekend": {"weekends"},
	"alias": {"aliases"}, "group": {"group"}, "groups": {"group"}, "wording": {"templates_dir"},
}

// keysOf are the keys that a table of this path takes.
func (r *reading) keysOf(path string) []key {
	if path == "group.practices" {
		keys := make([]key, len(r.loader.practices()))
		for i, name := range r.loader.practices() {
			keys[i] = key{name, flag, "true"}
		}
		return keys
	}
	if path == "group.move" {
		path = "group.meetings.move"
	}
	return schema[path]
}

// conform checks keys and kinds of a table and everything in it. Keys that do not
// fit are spoilt, so that what reads the table afterwards finds the right kind or
// nothing.
func (r *reading) conform(t *table, path string) {
	keys := r.keysOf(path)
	for _, name := range slices.Clone(t.keys) {
		if r.errors == maxProblems {
			return
		}
		v := t.values[name]
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == name })
		if i < 0 {
			t.spoil(name)
			if path == "mail" && (name == "password" || name == "pass") {
				t.broken["password_file"] = true // one word about passwords is enough
			}
			meant := r.unknown(v.line, path, name, keys)
			if i = slices.IndexFunc(keys, func(k key) bool { return k.name == meant }); i < 0 || t.values[meant] != nil {
				continue
			}
			// Read on as if it were spelt right: its value may be wrong too, and
			// nobody needs to hear that the right key is missing.
			if name = meant; !(&reading{}).fits(v, keys[i]) {
				t.spoil(name)
				continue
			}
			t.set(name, v)
		}
		k := keys[i]
		if !r.fits(v, k) {
			t.spoil(name)
			continue
		}
		below := strings.TrimPrefix(path+"."+name, ".")
		switch k.kind {
		case section:
			r.conform(v.table, below)
		case sections:
			for _, item := range v.items {
				r.conform(item.table, below)
			}
		}
	}
}

// fits says whether a value is of the kind the key takes, and notes a problem if not.
func (r *reading) fits(v *value, k key) bool {
	want := map[kind]unstable.Kind{
		text: unstable.String, number: unstable.Integer, flag: unstable.Bool, date: unstable.LocalDate, dateTime: unstable.LocalDateTime,
		texts: unstable.Array, dates: unstable.Array, section: unstable.Table, sections: unstable.ArrayTable,
	}[k.kind]
	fix := fmt.Sprintf("write it like %s = %s", k.name, k.example)
	if k.kind == section || k.kind == sections && strings.HasPrefix(k.example, "[[") {
		fix = "write it like " + k.example + " on a line of its own, its keys below"
	}
	empty := v.kind == unstable.Array && len(v.items) == 0
	if v.kind != want && !(empty && k.kind == sections) {
		switch {
		case v.kind == unstable.DateTime:
			r.errorf(v.line, "leave out the Z or offset at the end; the time zone is the group's timezone", "%s has an offset from UTC", k.name)
		case v.kind == unstable.LocalDate && k.kind == dateTime:
			r.errorf(v.line, fix, "%s says the day but not the time of day", k.name)
		case v.kind == unstable.Table && k.kind == sections:
			r.errorf(v.line, "write "+k.example+", with two brackets on each side: there can be several", "[%s] has one bracket on each side", strings.Trim(k.example, "[]"))
		case v.kind == unstable.ArrayTable && k.kind == section:
			r.errorf(v.line, "write "+k.example+", with one bracket on each side", "there can be only one %s", strings.Trim(k.example, "[]"))
		default:
			r.errorf(v.line, fix, "%s is %s, but should be %s", k.name, kindWords(v.kind), k.kind.words())
		}
		return false
	}
	itemKind := map[kind]unstable.Kind{texts: unstable.String, dates: unstable.LocalDate, sections: unstable.Table}[k.kind]
	for _, item := range v.items {
		if item.kind != itemKind {
			r.errorf(item.line, fix, "an entry of %s is %s, but %s should be %s", k.name, kindWords(item.kind), k.name, k.kind.words())
			return false
		}
	}
	return true
}

func kindWords(k unstable.Kind) string {
	switch k {
	case unstable.String:
		return "text in quotes"
	case unstable.Integer, unstable.Float:
		return "a number"
	case unstable.Bool:
		return "true or false"
	case unstable.LocalDate:
		return "a date"
	case unstable.LocalDateTime, unstable.DateTime:
		return "a date and time"
	case unstable.LocalTime:
		return "a time of day"
	case unstable.Array:
		return "a list"
	case unstable.Table:
		return "a section"
	case unstable.ArrayTable:
		return "a list of sections"
	}
	return "something else"
}

// unknown notes a key that is not known, and returns the one that was probably
// meant, or "".
func (r *reading) unknown(line int, path, name string, keys []key) string {
	where := "here"
	if path != "" {
		where = "in " + heading(path)
	}
	shown := show(name)
	if path == "mail" && (name == "password" || name == "pass") {
		r.errorf(line, `put the password into a file of its own, readable by you alone, and write password_file = "mail-password"; or set CONVENE_MAIL_PASSWORD`,
			"passwords do not belong in this file")
		return ""
	}
	if path == "mail" && (name == "smtp_port" || name == "imap_port") {
		host := strings.Replace(name, "port", "host", 1)
		r.errorf(line, fmt.Sprintf(`write the port behind the host: %s = "mail.example.org:587"`, host), "there is no key %s %s", shown, where)
		return ""
	}
	if path == "" && name == "templates" {
		r.errorf(line, "write templates_dir for templates", "the key templates is called templates_dir now")
		return "templates_dir"
	}
	if k := nearestKey(name, keys); k != "" {
		r.errorf(line, fmt.Sprintf("did you mean %s?", k), "there is no key %s %s", shown, where)
		return k
	}
	// Perhaps it is right and only stands in the wrong place.
	for _, other := range sortedPaths {
		if slices.ContainsFunc(r.keysOf(other), func(k key) bool { return k.name == name }) {
			r.errorf(line, "move it to "+heading(other), "there is no key %s %s", shown, where)
			return ""
		}
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	r.errorf(line, "remove it; the keys here are "+strings.Join(names, ", "), "there is no key %s %s", shown, where)
	return ""
}

var sortedPaths = []string{"mail", "mail.oauth2", "group", "group.meetings", "group.letters", "group.digest", "group.closing", "group.roles", "group.practices", "group.member", "group.guest"}

// heading is how a table's header is written.
func heading(path string) string {
	switch path {
	case "group", "group.member", "group.guest":
		return "[[" + path + "]]"
	case "group.meetings.move", "group.move":
		return "move"
	}
	return "[" + path + "]"
}

func nearestKey(name string, keys []key) string {
	folded := strings.ReplaceAll(strings.ToLower(name), "-", "_")
	has := func(want string) bool {
		return slices.ContainsFunc(keys, func(k key) bool { return k.name == want })
	}
	if has(folded) {
		return folded
	}
	for _, s := range synonyms[folded] {
		if s != name && has(s) {
			return s
		}
	}
	if len(name) > 40 {
		return ""
	}
	best, distance := "", 3
	for _, k := range keys {
		if d := schedule.Distance(folded, k.name); d < distance && 2*d < len(k.name) {
			best, distance = k.name, d
		}
	}
	return best
}
