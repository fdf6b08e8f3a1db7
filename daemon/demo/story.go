package demo

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"convene/daemon"
)

// finish writes what the demo leaves and tells the story.
func (w *world) finish(ctx context.Context, took time.Duration) error {
	s, err := w.summary(ctx)
	if err != nil {
		return err
	}
	sent, err := daemon.Sent(ctx, w.options)
	if err != nil {
		return err
	}
	if err := w.writePages(s, sent, w.sentences(s)); err != nil {
		return err
	}
	w.tell(s, took)
	return nil
}

// tell is the life of the group in a few sentences, in figures, and where to look.
func (w *world) tell(s daemon.Summary, took time.Duration) {
	w.say("\n%s\n\n", wrapped(w.sentences(s), 78))
	for _, line := range w.figures(s, took) {
		w.say("  %-10s %s\n", line[0], strings.ReplaceAll(wrapped(line[1], 66), "\n", "\n"+strings.Repeat(" ", 13)))
	}
	w.say("\nWho they are:\n")
	for _, p := range w.people {
		about := p.About
		if p.Seat {
			about = "was your seat"
		}
		w.say("  %-10s %s\n", nickname(p.Name), strings.ReplaceAll(wrapped(about, 66), "\n", "\n"+strings.Repeat(" ", 13)))
	}
	dir := filepath.ToSlash(w.Dir)
	w.say(`
Where to look:
  %[1]s/index.html   follow a member, a day or a practice, in your browser
  %[1]s/mail/        the same as files: open one in your mail program
  convene status --config %[1]s/convene.toml
  sqlite3 %[1]s/convene.db 'SELECT member, meeting, answer, via FROM current_rsvps'
  convene explain < %[1]s/mail/%[2]s
`, dir, w.example())
}

// sentences tell the story.
func (w *world) sentences(s daemon.Summary) string {
	held := w.held(s)
	if s.Closed == nil {
		return fmt.Sprintf("%s has met %s so far, and its life goes on where you stopped it.", s.Name, times(len(held)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s met %s from %s to %s and ended, as planned, on %s.", s.Name, times(len(held)),
		held[0].Start.Format("2 January"), held[len(held)-1].Start.Format("2 January 2006"), s.Closed.Format("Monday 2 January"))
	leaders := by(s, func(m daemon.MemberFigures) int { return m.Served["facilitator"] })
	if len(leaders) > 0 {
		fmt.Fprintf(&b, " %d of %d members led at least once, nobody more than %s.", len(leaders), len(joined(s)), times(leaders[0].n))
	}
	for _, m := range s.Members {
		switch {
		case !m.Joined:
		case m.Calendar+m.Words == 0:
			fmt.Fprintf(&b, " %s never said a word and got %s in all.", nickname(m.Name), plural(m.Mails, "mail"))
		case m.RSVPs["no"] == len(s.Meetings):
			fmt.Fprintf(&b, " %s declined every single time and still took part in the closing survey.", nickname(m.Name))
		}
	}
	return b.String()
}

// figures are the lines of the table.
func (w *world) figures(s daemon.Summary, took time.Duration) [][2]string {
	read, weekly, letters, least, most, surveyed := 0, 0, 0, -1, 0, 0
	for _, n := range s.Replies {
		read += n
	}
	for _, n := range s.Mailbox {
		read += n
	}
	for _, m := range joined(s) {
		weekly, letters, most = max(weekly, m.Week), max(letters, m.Letters), max(most, m.Mails)
		if least < 0 || m.Mails < least {
			least = m.Mails
		}
		if m.Survey {
			surveyed++
		}
	}
	others := maps.Clone(s.Mailbox)
	for _, bad := range []string{"quarantined", "unknown"} {
		others[bad] += s.Replies[bad]
	}
	lines := [][2]string{
		{"Mails", fmt.Sprintf("%s, %s, %s, %s",
			plural(s.Mails["invitation"], "invitation"), plural(s.Mails["letter"], "letter"), plural(s.Mails["note"]+s.Mails["urgent"], "note"), plural(s.Mails["receipt"], "answer"))},
		{"A member", fmt.Sprintf("got %d to %d of them; in the fullest week %s among %s", max(least, 0), most, plural(letters, "letter"), plural(weekly, "mail"))},
		{"Replies", fmt.Sprintf("%d read: %d understood, %d asked back, %d that needed nothing, %d too late; %d from auto-responders, left alone; %d held; %d unreadable, %d from strangers", read,
			s.Replies["applied"], s.Replies["unclear"], s.Replies["nothing"], s.Replies["late"], others["automatic"]+s.Replies["automatic"], s.Held, others["quarantined"], others["unknown"])},
		{"Coming", fmt.Sprintf("%d answers by calendar, %d in words", s.RSVPs["calendar"], s.RSVPs["words"])},
		{"Topics", fmt.Sprintf("%d proposed, %d votes", s.Topics, s.Votes)},
		{"Words", fmt.Sprintf("%s at the start, %s; the closing survey was answered by %d of %d",
			plural(s.Answers["welcome"], "answer"), plural(s.Answers["reflection"], "reflection"), surveyed, len(joined(s)))},
		{"Leading", ranking(by(s, func(m daemon.MemberFigures) int { return m.Served["facilitator"] }))},
		{"Notes", ranking(by(s, func(m daemon.MemberFigures) int { return m.Served["scribe"] }))},
	}
	if days := w.days(); days > 0 {
		lines = append(lines, [2]string{"Time", fmt.Sprintf("%d days in %.1f seconds", days, took.Seconds())})
	}
	return lines
}

// held are the meetings that have begun.
func (w *world) held(s daemon.Summary) []daemon.MeetingFigures {
	now := w.options.Clock.Now()
	return slices.DeleteFunc(slices.Clone(s.Meetings), func(m daemon.MeetingFigures) bool { return m.Cancelled || m.Start.After(now) })
}

// days is how long the group has lived, in its own time.
func (w *world) days() int {
	from, err := foundingTime()
	if err != nil {
		return 0
	}
	return int(w.options.Clock.Now().Sub(from).Hours() / 24)
}

// example is a reply worth explaining: the first in words about coming.
func (w *world) example() string {
	for _, k := range w.archive.mails {
		if k.Way == fromMember && strings.Contains(k.File, "-re-") && strings.Contains(k.File, "-can-you-come") {
			return k.File
		}
	}
	return "..."
}

// count is how often somebody did something.
type count struct {
	name string
	n    int
}

// by counts something of every member; who never did it is left out.
func by(s daemon.Summary, of func(daemon.MemberFigures) int) []count {
	var cs []count
	for _, m := range s.Members {
		if n := of(m); n > 0 {
			cs = append(cs, count{nickname(m.Name), n})
		}
	}
	slices.SortStableFunc(cs, func(a, b count) int { return cmp.Compare(b.n, a.n) })
	return cs
}

func ranking(cs []count) string {
	var parts []string
	for _, c := range cs {
		parts = append(parts, fmt.Sprintf("%s %d", c.name, c.n))
	}
	if len(parts) == 0 {
		return "nobody yet"
	}
	return strings.Join(parts, ", ")
}

// nickname is a first name; whoever was forgotten has none.
func nickname(name string) string {
	if first := strings.Fields(name)[0]; first != strings.ToLower(first) {
		return first
	}
	return name
}

// joined are those who have been members: neither guests nor who would not join.
func joined(s daemon.Summary) []daemon.MemberFigures {
	return slices.DeleteFunc(slices.Clone(s.Members), func(m daemon.MemberFigures) bool { return !m.Joined })
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// wrapped breaks a text into lines of at most width characters.
func wrapped(text string, width int) string {
	var b strings.Builder
	n := 0
	for i, word := range strings.Fields(text) {
		size := len([]rune(word))
		switch {
		case i == 0:
		case n+1+size > width:
			b.WriteByte('\n')
			n = 0
		default:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += size
	}
	return b.String()
}
