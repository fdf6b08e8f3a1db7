package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"
)

// simGroup is one group of a life.
type simGroup struct {
	id      string
	members []*member
	toml    string
	quiet   [2]int // minutes of the day from and to
	weekend bool   // letters may come then
}

// member is one of the demo's members who is less orderly.
type member struct {
	*person
	groups []string // ids
	seen   map[string]bool
}

var (
	simZones = []string{"Europe/Madrid", "Africa/Lagos", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Europe/Berlin", "America/Sao_Paulo", "UTC"}
	practice = []string{"cases", "readings", "journal", "pulse", "repertoire", "feedback", "followup"}
)

// cast draws the members and the groups they are in.
func (l *life) cast(dice *rand.Rand) {
	l.Helper()
	order := dice.Perm(len(cast))
	zones := []string{simZones[dice.IntN(len(simZones))], simZones[dice.IntN(len(simZones))]} // more would be more days that begin
	sizes := []int{6 + dice.IntN(3)}
	if dice.IntN(6) == 0 { // two groups share members
		sizes = []int{6, 5}
	}
	wanted := -1
	for i, which := range order {
		c := cast[which]
		local, _, _ := strings.Cut(c.Address, "@")
		c.Address = l.address(local, &wanted)
		c.Zone = zones[dice.IntN(2)]
		c.Program = []program{thunderbird, gmail, outlook, appleMail, phone}[dice.IntN(5)]
		c.Layout = layout(dice.IntN(int(pressing) + 1))
		c.Clicks = dice.Float64()
		c.Fresh, c.Away = nil, nil
		if dice.IntN(4) == 0 {
			from := l.start.AddDate(0, 0, dice.IntN(60))
			c.Away = []span{{from.Format(time.DateOnly), from.AddDate(0, 0, 3+dice.IntN(14)).Format(time.DateOnly)}}
		}
		p, err := newPerson(c, i, l.seed)
		if err != nil {
			l.Fatal(err)
		}
		l.members = append(l.members, &member{person: p, seen: map[string]bool{}})
	}
	for i, size := range sizes {
		g := simGroup{id: []string{"tuesday", "others"}[i], members: l.members[:size]}
		if i > 0 {
			g.members = l.members[len(l.members)-size:]
		}
		l.describe(dice, &g)
		for _, m := range g.members {
			m.groups = append(m.groups, g.id)
		}
		l.groups = append(l.groups, g)
	}
	for _, m := range l.members {
		if len(m.groups) > 0 && !m.Silent {
			l.whims(m)
		}
	}
}

// address is one that shares the daemon's connection with all others, so that what
// comes when can be repeated.
func (l *life) address(local string, wanted *int) string {
	for i := 0; ; i++ {
		a := fmt.Sprintf("%s.%d@example.org", local, i)
		h := fnv.New32a()
		_, _ = h.Write([]byte(a))
		share := int(h.Sum32() % 4)
		if *wanted < 0 {
			*wanted = share
		}
		if share == *wanted || l.spread {
			return a
		}
	}
}

// describe writes what the coordinator's file says of a group.
func (l *life) describe(dice *rand.Rand, g *simGroup) {
	every, count := []int{1, 1, 2, 2, 3}[dice.IntN(5)], 2+dice.IntN(5)/4
	zone := g.members[0].Zone
	first := l.start.AddDate(0, 0, 5+dice.IntN(12))
	g.quiet = [2]int{19 * 60, 8 * 60}
	quiet := "19:00-08:00"
	if dice.IntN(4) == 0 {
		g.quiet, quiet = [2]int{22 * 60, 6*60 + 30}, "22:00-06:30"
	}
	g.weekend = dice.IntN(4) == 0
	var on []string
	for _, p := range practice {
		on = append(on, fmt.Sprintf("%s = %v", p, dice.IntN(2) == 0))
	}
	nudge := []string{"1d", "2d", "off"}[dice.IntN(3)]
	var b strings.Builder
	fmt.Fprintf(&b, "[[group]]\nid = %q\nname = \"%s Coaches\"\npurpose = \"Get better at coaching conversations.\"\ngoals = [\"Each of us brings three cases\"]\ntimezone = %q\ncoordinators = [%q]\n",
		g.id, strings.ToUpper(g.id[:1])+g.id[1:], zone, g.members[0].Address)
	fmt.Fprintf(&b, "[group.meetings]\nfirst = %sT%02d:00:00\nrepeat = \"every %s on %s\"\ncount = %d\nplace = \"https://meet.example.org/%s\"\nminimum = %d\n",
		first.Format(time.DateOnly), 8+dice.IntN(11), []string{"week", "2 weeks", "3 weeks"}[every-1], first.Weekday(), count, g.id, 2+dice.IntN(3))
	fmt.Fprintf(&b, "[group.roles]\nrotate = [\"facilitator\", \"scribe\"]\n[group.letters]\nnudge = %q\nquiet = %q\nweekends = %v\n[group.digest]\ncron = %q\n[group.practices]\n%s\n",
		nudge, quiet, g.weekend, []string{"0 9 1 * *", "0 12 * * 3", "off"}[dice.IntN(3)], strings.Join(on, "\n"))
	for _, m := range g.members {
		fmt.Fprintf(&b, "[[group.member]]\nname = %q\nemail = %q\ntimezone = %q\nlanguage = %q\n", m.Name, m.Address, m.Zone, m.Language)
	}
	g.toml = b.String()
}

// glances is the pace at which people look at their mail: what comes a few minutes
// late does not change what they do.
const glances = 4 * time.Hour

func atAGlance(t time.Time) time.Time { return t.Add(glances - 1).Truncate(glances) }

// refs are what makes the subjects of two lives differ.
var refs = regexp.MustCompile(` \([a-z2-7]{5}\)$`)

// arrived is a mail in a member's mailbox: it is read with the next look at it.
func (l *life) arrived(m *member, raw []byte) {
	o := open(raw)
	if m.seen[o.MessageID] {
		return // as mail programs do
	}
	m.seen[o.MessageID] = true
	key := fmt.Sprintf("%s %s %s", m.Address, o.Date.UTC().Format(time.RFC3339), refs.ReplaceAllString(o.Subject, ""))
	at := atAGlance(o.Date.Add(glances))
	if at.Before(l.now) {
		at = atAGlance(l.now)
	}
	l.plan(at, "read "+key, func() { l.look(m, o, key, at) })
}

// look has a member read a mail and do something about it.
func (l *life) look(m *member, o letter, key string, now time.Time) {
	dice := l.chance(key)
	m.rng = dice
	for i, r := range m.read(o, now) {
		name := fmt.Sprint("send ", key, " ", i)
		l.send(m, name, atAGlance(r.at), r.automatic, r.write, l.chance("whim "+name))
	}
	if m.Silent || dice.IntN(12) > 0 {
		return
	}
	at := atAGlance(now.Add(time.Duration(1+dice.IntN(40)) * time.Hour))
	l.reply(m, o, "odd "+key, at, dice)
}

// about tells whether a letter asks nothing but some of these questions.
func about(o letter, what ...question) bool {
	asks := o.questions()
	return len(asks) > 0 && !slices.ContainsFunc(asks, func(a asked) bool { return !slices.Contains(what, a.What) })
}

// reply is what an orderly member would not send.
func (l *life) reply(m *member, o letter, key string, at time.Time, dice *rand.Rand) {
	var text string
	switch dice.IntN(6) {
	case 0, 1:
		text = "undo"
	case 2:
		text = "Well, as they say where I live: it is all the same, and yet it is not."
	case 3:
		text = "No, sorry, I can't come."
		if about(o, aboutComing, aboutTurn, aboutTopics) { // else the words may answer what is shared
			text = "No, sorry, I can't come: my " + l.secret(m, "self") + " is ill."
		}
	case 4:
		text = "Yes\nNo\nMaybe"
	case 5:
		text = "why me?"
	}
	l.send(m, key, at, false, func(now time.Time) []byte {
		return m.write(draft{Subject: re(o.Subject), To: GroupAddress, InReplyTo: &o, Text: text, Layout: onTop}, now)
	}, dice)
}

// send puts a mail of a member into the post, on the whim of the moment also late,
// twice, or from another address.
func (l *life) send(m *member, key string, at time.Time, automatic bool, write func(time.Time) []byte, whim *rand.Rand) {
	from, again, late := m.Address, time.Duration(0), false
	if !automatic {
		switch roll := whim.IntN(100); {
		case roll < 5:
			at, late = at.AddDate(0, 0, 4+whim.IntN(12)), true
		case roll < 10:
			again = time.Duration(whim.IntN(40)) * glances
		case roll < 13:
			from = "somebody.else@example.org"
		}
	}
	l.plan(at, key, func() {
		rng := l.chance("write " + key)
		m.rng = rng
		raw := write(l.now)
		if from != m.Address {
			raw = []byte(strings.Replace(string(raw), "<"+m.Address+">", "<"+from+">", 1))
		}
		o := open(raw)
		l.say("%s writes %q (late: %v)\n%s", m.Name, strings.TrimSpace(o.Subject), late, o.Text)
		envelope := from
		if automatic {
			envelope = "" // RFC 3834 section 3.3
		}
		l.post(m, envelope, raw)
		if again > 0 {
			l.plan(l.now.Add(again), key+" again", func() { l.post(m, envelope, raw) })
		}
	})
}

// post submits a mail over SMTP, with the member's login.
func (l *life) post(m *member, from string, raw []byte) {
	w := world{office: l.office}
	if l.secure { // the demo's members speak no TLS
		if err := l.office.Deliver(GroupAddress, append([]byte("Return-Path: <"+from+">\r\nAuthentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n"), raw...)); err != nil {
			l.Error(err)
		}
		return
	}
	if err := w.submit(m.Address, from, raw); err != nil {
		l.Errorf("%s sends a mail: %v", m.Name, err)
	}
}

// whims are what a member writes on their own account.
func (l *life) whims(m *member) {
	dice := l.chance("whims " + m.Address)
	for i := range dice.IntN(5) {
		at := atAGlance(l.start.Add(time.Duration(dice.Int64N(int64(6 * 7 * 24 * time.Hour)))))
		var text string
		switch dice.IntN(16) {
		case 0, 1:
			text = "journal: The " + l.secret(m, "self") + " was there again."
		case 2, 3:
			text = "topic: How to hold the " + l.secret(m, "group") + " of others"
		case 4:
			text = "log " + l.secret(m, "self") + " " + fmt.Sprint(dice.IntN(9))
		case 5:
			text = "status"
		case 6:
			text = "help"
		case 7:
			text = "less mail"
		case 8:
			text = "away " + at.AddDate(0, 0, 1).Format("2 January") + " to " + at.AddDate(0, 0, 1+dice.IntN(12)).Format("2 January")
		case 9:
			text = "ask: What do you do with the " + l.secret(m, "group") + "?"
		case 10:
			text = "my data"
		case 11:
			text = "I keep thinking about what nobody has seen." // and what that answers is anybody's guess
		case 12:
			text = "goal: Each of us meets the " + l.secret(m, "group")
		case 13:
			text = []string{"leave", "forget me", "pause", "stop"}[dice.IntN(4)]
		case 14:
			text = "undo"
		case 15:
			text = "case: Somebody with a " + l.secret(m, "group") + " who never comes back."
		}
		key := fmt.Sprint("whim ", m.Address, i)
		l.send(m, key, at, false, func(now time.Time) []byte {
			return m.write(draft{Subject: "Hello", To: GroupAddress, Text: text, Layout: onTop}, now)
		}, dice)
	}
}

// secret is a word that nobody says by chance: for its writer alone, or for the
// writer's groups.
func (l *life) secret(m *member, audience string) string {
	if l.said == nil {
		l.said = map[string]saying{}
	}
	dice := l.chance(fmt.Sprint("secret", len(l.said)))
	word := "zq"
	for range 10 {
		word += string(rune('a' + dice.IntN(26)))
	}
	l.said[word] = saying{m, audience}
	return word
}

// saying is by whom and for whom a word is.
type saying struct {
	by       *member
	audience string // self or group
}
