package config

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/schedule"
)

// What holds where the file does not say.
const (
	usualDigest    = "0 9 1 * *"
	usualRetention = 90 // days
)

var (
	usualJoining = Joining{Mode: JoinUntil, Until: 3}
	usualRoles   = []string{"facilitator", "scribe"}
	usualLetters = Letters{InviteDays: 21, LetterDays: 7, NudgeDays: 1, Quiet: schedule.Quiet{From: 19 * 60, To: 8 * 60}}
)

// title names a group in messages.
func (g *Group) title() string {
	if g.Name == "" {
		return "the group"
	}
	return "the group " + quoted(g.Name)
}

// group reads one [[group]] and adds it to the config.
func (r *reading) group(c *Config, t *table) {
	g := Group{Zone: time.UTC, Language: "en"}
	if v := t.values["name"]; v != nil {
		g.Name, _ = r.text(v, "name", maxName)
	}
	if g.Name == "" {
		if g.Name = c.Mail.Address.Name; g.Name == "" && c.Mail.Address.Address != "" {
			g.Name = nameFromAddress(c.Mail.Address.Address)
		}
	}
	r.groupID(t, &g)
	if v := t.values["purpose"]; v != nil {
		g.Purpose, _ = r.prose(v, "purpose")
	}
	g.Goals = r.lines(t, "goals")
	g.GroundRules = r.lines(t, "ground_rules")
	g.Boundaries = r.lines(t, "boundaries")
	if v := t.values["timezone"]; v != nil {
		if loc := r.zone(v); loc != nil {
			g.Zone = loc
		}
	} else if r.missing(t, "timezone") {
		r.warnf(t.line, `add timezone = "Europe/Madrid" or wherever the group is`, "%s has no timezone, so its times are taken as UTC", g.title())
	}
	if v := t.values["language"]; v != nil {
		if s := r.language(v); s != "" {
			g.Language = s
		}
	}
	r.members(t, &g)
	if v := t.values["coordinators"]; v != nil {
		if g.Coordinators = r.addresses(v, "coordinators", &g); len(v.items) == 0 {
			r.errorf(v.line, `write coordinators = ["ana@example.org"]`, "the list of coordinators is empty")
		}
	} else if len(g.Members) > 0 && r.missing(t, "coordinators") {
		first := g.Members[0]
		g.Coordinators = []mail.Address{{Name: first.Name, Address: first.Address}}
		r.warnf(t.line, fmt.Sprintf("add coordinators = [%q] with who will look after it", first.Address),
			"%s names no coordinators, so the first member, %s, is taken", g.title(), first.Name)
	}
	if v := t.values["founding"]; v != nil {
		g.Founding = v.text == "true"
	}
	r.meetings(t, &g)
	r.joining(t, &g)
	r.roles(t, &g)
	r.letters(t, &g)
	r.digest(t, &g)
	g.Practices = map[string]bool{}
	for _, name := range r.loader.practices() {
		g.Practices[name] = false
	}
	if v := t.values["practices"]; v != nil {
		for _, name := range v.table.keys {
			if on := v.table.values[name]; on != nil {
				g.Practices[name] = on.text == "true"
			}
		}
	}
	r.closing(t, &g)
	r.guests(t, &g)
	r.check(c, t, &g)
	c.Groups = append(c.Groups, g)
}

// groupID takes the id from the file or derives it from the name, and sees to it
// that it is the only one of its kind.
func (r *reading) groupID(t *table, g *Group) {
	line := t.line
	if v := t.values["id"]; v != nil {
		line = v.line
		g.ID, _ = r.id(v, "a group's id")
		if g.ID == "" {
			return
		}
	} else if g.ID = slug(g.Name); g.ID == "" {
		g.ID = "group"
		if t.broken["id"] || t.broken["name"] || g.Name == "" {
			return
		}
	}
	taken := r.ids[g.ID]
	r.ids[g.ID] = true
	if taken {
		if t.values["id"] != nil {
			r.errorf(line, "give it another; the id tells groups apart in the database", "two groups have the id %s", g.ID)
		} else if !t.broken["name"] && !t.broken["id"] {
			r.errorf(line, `give each group a name of its own, or an id = "..."`, "two groups would have the id %s", g.ID)
		}
	}
}

// lines reads a list of short texts.
func (r *reading) lines(t *table, key string) []string {
	v := t.values[key]
	if v == nil {
		return nil
	}
	var list []string
	for _, item := range v.items {
		if s, ok := r.text(item, "an entry of "+key, maxLine); ok && s != "" {
			list = append(list, s)
		}
	}
	return list
}

var untilMeeting = regexp.MustCompile(`^until meeting (\d{1,3})$`)

func (r *reading) joining(t *table, g *Group) {
	g.Joining = usualJoining
	v := t.values["joining"]
	if v == nil {
		return
	}
	switch s := strings.Join(strings.Fields(strings.ToLower(v.text)), " "); {
	case s == "closed":
		g.Joining = Joining{Mode: JoinClosed}
	case s == "by consent":
		g.Joining = Joining{Mode: JoinConsent}
	case untilMeeting.MatchString(s):
		n, _ := strconv.Atoi(untilMeeting.FindStringSubmatch(s)[1])
		if total := len(g.Meetings.Dates); n < 1 || total > 0 && n > total {
			r.errorf(v.line, fmt.Sprintf("choose a meeting from 1 to %d", max(total, 1)), "there is no meeting %d to join until", n)
		}
		g.Joining.Until = n
	default:
		r.errorf(v.line, `write "closed", "until meeting 3" or "by consent"`, "cannot read joining = %s", quoted(v.text))
	}
}

var roleName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,29}$`)

func (r *reading) roles(t *table, g *Group) {
	g.Roles = slices.Clone(usualRoles)
	roles := t.values["roles"]
	if roles == nil || roles.table.values["rotate"] == nil {
		return
	}
	v := roles.table.values["rotate"]
	g.Roles = nil
	for _, item := range v.items {
		s := strings.TrimSpace(item.text)
		switch {
		case !roleName.MatchString(s):
			r.errorf(item.line, "use one word in small letters, such as facilitator, scribe or guardian", "a role cannot be called %s", quoted(item.text))
		case slices.Contains(g.Roles, s):
			r.errorf(item.line, "remove one of them", "the role %s stands twice in rotate", s)
		default:
			g.Roles = append(g.Roles, s)
		}
	}
	if len(g.Members) > 0 && len(g.Roles) > len(g.Members) {
		r.errorf(v.line, "let fewer roles rotate", "%d roles a meeting are more than the %s", len(g.Roles), counted(len(g.Members), "member"))
	}
}

func (r *reading) letters(t *table, g *Group) {
	l := usualLetters
	line := t.line
	if section := t.values["letters"]; section != nil {
		lt := section.table
		line = section.line
		set := func(key string, into *int, least, most int) {
			v := lt.values[key]
			if v == nil {
				return
			}
			if key == "nudge" && strings.TrimSpace(v.text) == "off" {
				*into = 0
				return
			}
			if n, ok := r.days(v, key, least, most); ok {
				*into, line = n, v.line
			}
		}
		set("invite", &l.InviteDays, 1, 120)
		set("letter", &l.LetterDays, 1, 60)
		set("nudge", &l.NudgeDays, 1, 14) // or "off"
		if v := lt.values["quiet"]; v != nil {
			q, err := schedule.ParseQuiet(v.text)
			if err != nil {
				r.errorf(v.line, `write quiet = "19:00-08:00", or quiet = "off"`, "cannot use these quiet hours: %s", err)
			}
			l.Quiet = q
		}
		if v := lt.values["weekends"]; v != nil {
			l.Weekends = v.text == "true"
		}
	}
	switch {
	case l.InviteDays < l.LetterDays:
		r.errorf(line, "let invite be at least as many days as letter", "the letter (%dd before) would come before the invitation (%dd before)", l.LetterDays, l.InviteDays)
	case l.NudgeDays >= l.LetterDays:
		r.errorf(line, `let nudge be fewer days than letter, or "off"`, "the nudge (%dd before) would come before the letter (%dd before)", l.NudgeDays, l.LetterDays)
	}
	g.Letters = l
}

// digestEvery is the shortest time between two digests.
const digestEvery = 6 * 24 * time.Hour

func (r *reading) digest(t *table, g *Group) {
	text, line := usualDigest, t.line
	if section := t.values["digest"]; section != nil {
		if v := section.table.values["cron"]; v != nil {
			text, line = v.text, v.line
		}
	}
	if strings.TrimSpace(text) == "off" {
		return
	}
	c, err := schedule.ParseCron(text)
	if err != nil {
		r.advice(line, err, `write cron = "0 9 1 * *", or "off"`)
		return
	}
	at := c.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	for range 12 {
		next := c.Next(at, time.UTC)
		if next.Sub(at) < digestEvery {
			r.errorf(line, `write cron = "0 9 1 * *" for once a month`, "the digest would come more than once a week, as on %s and %s", schedule.WallOf(at, time.UTC).Words(), schedule.WallOf(next, time.UTC).Words())
			return
		}
		at = next
	}
	g.Digest = c
}

func (r *reading) closing(t *table, g *Group) {
	g.Closing = Closing{ReportTo: g.Coordinators, RetentionDays: usualRetention}
	section := t.values["closing"]
	if section == nil {
		return
	}
	if v := section.table.values["report_to"]; v != nil {
		g.Closing.ReportTo = r.addresses(v, "report_to", g)
	}
	if v := section.table.values["retention"]; v != nil {
		if n, ok := r.days(v, "retention", 0, 3650); ok {
			g.Closing.RetentionDays = n
		}
	}
}
