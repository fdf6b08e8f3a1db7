package config

import (
	"fmt"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Entry writes a group as the [[group]] that Load reads as the same group, without
// the keys that say what holds anyway. What a file may not hold (line breaks within
// a text, invisible characters, more than fits) is left out.
func (g Group) Entry() string {
	w := entry{}
	w.line("[[group]]")
	w.text("id", g.ID, len(g.ID))
	w.text("name", g.Name, maxName)
	w.text("purpose", g.Purpose, maxProse)
	w.texts("goals", g.Goals, maxLine)
	w.texts("ground_rules", g.GroundRules, maxLine)
	w.texts("boundaries", g.Boundaries, maxLine)
	w.text("timezone", g.Zone.String(), maxLine)
	w.text("language", g.Language, maxLine)
	w.texts("coordinators", addressList(g.Coordinators), 0)
	short, long := g.byLength()
	var list []string
	for _, m := range short {
		list = append(list, written(m.Name, m.Address))
	}
	w.texts("members", list, 0)
	if g.Joining != usualJoining {
		w.text("joining", g.Joining.words(), maxLine)
	}
	if g.Founding {
		w.line("founding = true")
	}
	w.meetings(g.Meetings)
	w.rest(g)
	for _, m := range long {
		w.section("[[group.member]]")
		if m.IDGiven {
			w.text("id", m.ID, len(m.ID))
		}
		w.text("name", m.Name, maxName)
		w.text("email", m.Address, 0)
		if m.Zone.String() != g.Zone.String() {
			w.text("timezone", m.Zone.String(), maxLine)
		}
		if m.Language != g.Language {
			w.text("language", m.Language, maxLine)
		}
		w.texts("aliases", m.Aliases, 0)
	}
	for _, v := range g.Guests {
		w.section("[[group.guest]]")
		w.text("name", v.Name, maxName)
		w.text("email", v.Address, 0)
		day, _, _ := strings.Cut(v.Meeting, "T")
		w.line("meeting = " + day)
	}
	return w.b.String()
}

// byLength are the members of whom name and address say all, and the others.
func (g Group) byLength() (short, long []Member) {
	for _, m := range g.Members {
		if !m.IDGiven && len(m.Aliases) == 0 && m.Zone.String() == g.Zone.String() && m.Language == g.Language {
			short = append(short, m)
		} else {
			long = append(long, m)
		}
	}
	return short, long
}

// words are how a rule of joining is written.
func (j Joining) words() string {
	switch j.Mode {
	case JoinClosed:
		return "closed"
	case JoinConsent:
		return "by consent"
	}
	return fmt.Sprintf("until meeting %d", j.Until)
}

// entry writes a group's section.
type entry struct {
	b      strings.Builder
	indent string
}

func (w *entry) line(s string) { w.b.WriteString(w.indent + s + "\n") }

// section begins a table below [[group]].
func (w *entry) section(header string) {
	w.indent = ""
	w.line("")
	w.indent = "  "
	w.line(header)
}

// text writes a text of at most so many characters (0 for any), unless it is empty.
func (w *entry) text(key, s string, limit int) {
	if s = fileText(s, limit); s != "" {
		w.line(key + " = " + tomlString(s))
	}
}

// texts writes a list, one to a line; an empty one is left out.
func (w *entry) texts(key string, list []string, limit int) {
	var items []string
	for _, s := range list {
		if s = fileText(s, limit); s != "" {
			items = append(items, tomlString(s))
		}
	}
	if len(items) == 0 {
		return
	}
	w.line(key + " = [")
	for _, s := range items {
		w.line("  " + s + ",")
	}
	w.line("]")
}

func (w *entry) meetings(m Meetings) {
	w.section("[group.meetings]")
	w.line("first = " + m.Plan.First.String() + ":00")
	w.text("repeat", m.Plan.Repeat.Text, 0)
	if m.Plan.Count > 0 {
		w.line("count = " + strconv.Itoa(m.Plan.Count))
	}
	if !m.Plan.Until.IsZero() {
		w.line("until = " + m.Plan.Until.String())
	}
	w.line(fmt.Sprintf("duration = \"%dm\"", m.Duration/time.Minute))
	w.text("place", m.Place, maxPlace)
	w.line("minimum = " + strconv.Itoa(m.Minimum))
	w.text("agenda", m.Agenda, maxName)
	var skip, move []string
	for _, d := range m.Plan.Skip {
		skip = append(skip, d.String())
	}
	for _, v := range m.Plan.Move {
		move = append(move, fmt.Sprintf("{ from = %s, to = %s:00 }", v.From, v.To))
	}
	if len(skip) > 0 {
		w.line("skip = [" + strings.Join(skip, ", ") + "]")
	}
	if len(move) > 0 {
		w.line("move = [" + strings.Join(move, ", ") + "]")
	}
}

// rest writes what most files do not say, where it is not what holds anyway.
func (w *entry) rest(g Group) {
	if !slices.Equal(g.Roles, usualRoles) {
		w.section("[group.roles]")
		w.line("rotate = [" + strings.Join(quotedAll(g.Roles), ", ") + "]")
	}
	if l := g.Letters; l != usualLetters {
		w.section("[group.letters]")
		w.line(fmt.Sprintf("invite = \"%dd\"", l.InviteDays))
		w.line(fmt.Sprintf("letter = \"%dd\"", l.LetterDays))
		nudge := "off"
		if l.NudgeDays > 0 {
			nudge = strconv.Itoa(l.NudgeDays) + "d"
		}
		w.text("nudge", nudge, 0)
		w.text("quiet", l.Quiet.String(), 0)
		w.line("weekends = " + strconv.FormatBool(l.Weekends))
	}
	if text := g.Digest.String(); text != usualDigest {
		w.section("[group.digest]")
		w.text("cron", cronWords(text), 0)
	}
	var on []string
	for name, yes := range g.Practices {
		if yes {
			on = append(on, name)
		}
	}
	if slices.Sort(on); len(on) > 0 {
		w.section("[group.practices]")
		for _, name := range on {
			w.line(name + " = true")
		}
	}
	reports := addressList(g.Closing.ReportTo)
	if same := slices.Equal(reports, addressList(g.Coordinators)); !same || g.Closing.RetentionDays != usualRetention {
		w.section("[group.closing]")
		if !same {
			w.texts("report_to", reports, 0)
		}
		w.line(fmt.Sprintf("retention = \"%dd\"", g.Closing.RetentionDays))
	}
}

func cronWords(text string) string {
	if text == "" {
		return "off"
	}
	return text
}

func addressList(list []mail.Address) []string {
	var all []string
	for _, a := range list {
		all = append(all, written(a.Name, a.Address))
	}
	return all
}

// written is a person as the file names them.
func written(name, address string) string {
	if name = fileText(name, maxName); name == "" {
		return address
	}
	return name + " <" + address + ">"
}

// fileText is a text without what a file is not to hold, at most limit characters
// long, or as long as it is with 0.
func fileText(s string, limit int) string {
	s = strings.Map(func(c rune) rune {
		switch forbidden(c) {
		case "":
			return c
		case "a line break", "a tab":
			return ' '
		}
		return -1
	}, norm.NFC.String(s))
	s = strings.TrimSpace(s)
	if limit > 0 && utf8.RuneCountInString(s) > limit {
		s = strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
	}
	return s
}

// tomlString is a basic string of TOML (version 1.0, "String"). What fileText leaves
// holds no control character.
func tomlString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func quotedAll(list []string) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = tomlString(s)
	}
	return all
}
