package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"convene/daemon"
)

// progress tells what has happened, one line a meeting.
type progress struct {
	w       *world
	elapsed func() time.Duration
	told    int // meetings so far
	began   bool
	starts  []time.Time
}

func (w *world) newProgress(elapsed func() time.Duration) *progress {
	return &progress{w: w, elapsed: elapsed}
}

// until tells of every meeting that begins before the clock moves on to next.
func (p *progress) until(ctx context.Context, next time.Time) error {
	if p.began && (p.told == len(p.starts) || !next.After(p.starts[p.told])) {
		return nil
	}
	s, err := p.w.summary(ctx)
	if err != nil {
		return err
	}
	if !p.began {
		p.began = true
		for _, m := range s.Meetings {
			p.starts = append(p.starts, m.Start)
		}
		invited := 0
		for _, o := range p.w.people[1:] {
			if !o.Late && o.Guest == "" {
				invited++
			}
		}
		p.w.say("%s: %s founds %s and invites %d people to %d meetings, %s to %s.\n", p.day(founding), nickname(p.w.people[0].Name), s.Name, invited, len(s.Meetings),
			s.Meetings[0].Start.Format("2 January"), s.Meetings[len(s.Meetings)-1].Start.Format("2 January 2006"))
	}
	for p.told < len(p.starts) && next.After(p.starts[p.told]) {
		p.w.say("%s\n", p.line(s.Meetings[p.told], p.told+1, len(p.starts)))
		p.told++
	}
	return nil
}

func (p *progress) day(local string) string {
	t, err := time.Parse("2006-01-02T15:04", local)
	if err != nil {
		return local
	}
	return t.Format("Mon 2 Jan 2006")
}

// line is one meeting as it stood when it began.
func (p *progress) line(m daemon.MeetingFigures, n, of int) string {
	var who []string
	does := map[string]string{"facilitator": "leads", "scribe": "takes notes"}
	for _, t := range m.Turns {
		if t.Name != "" && !t.Offered {
			who = append(who, t.Name+" "+first(does[t.Role], "is "+t.Role))
		}
	}
	if len(who) == 0 {
		who = append(who, "they lead together")
	}
	return fmt.Sprintf("%s  meeting %2d of %d: %d come; %s; %s  [%d mails, %.1f s]", m.Start.Format("Mon 2 Jan 2006"), n, of,
		m.RSVPs["yes"]+m.RSVPs["late"], strings.Join(who, ", "), first(m.Topic, "no topic"), len(p.w.archive.mails), p.elapsed().Seconds())
}

// say writes to the output; whoever reads it may have gone.
func (w *world) say(format string, args ...any) { _, _ = fmt.Fprintf(w.Out, format, args...) }

// summary is the group's life in figures so far.
func (w *world) summary(ctx context.Context) (daemon.Summary, error) {
	all, err := daemon.Summarize(ctx, w.options)
	if err != nil || len(all) == 0 {
		return daemon.Summary{}, err
	}
	return all[0], nil
}
