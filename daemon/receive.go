package daemon

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
	"convene/daemon/store"
	"convene/mailflow"
)

const (
	receiveAtOnce = 500 // mails in one transaction of a backlog
	maxAttempts   = 3   // then that mail alone is quarantined
)

// The outcomes in the ledger that are decided here; group adds its own.
const (
	outcomeQuarantined = "quarantined" // could not be read; a person sees it
	outcomeDuplicate   = "duplicate"
	outcomeAutomatic   = "automatic"
	outcomeBounce      = "bounce"
	outcomeUnknown     = "unknown" // no member, or nothing it could belong to
	outcomeHeld        = "held"
	outcomeForwarded   = "forwarded"
	outcomeOwn         = "own"      // our own mail, come back
	outcomeGuessing    = "guessing" // unknown, and its sender has tried too many wrong tokens
	outcomeAfterClose  = "after_close"
	outcomeForgotten   = "forgotten" // from somebody who was forgotten, or a copy of what was emptied
)

// receive reads every mail in the ledger that has no outcome yet, and returns
// how many that were.
func (d *Daemon) receive(ctx context.Context) (int, error) {
	return d.newReceiver().all(ctx)
}

// receiver brings mails to their outcomes, batch by batch. Groups are loaded once
// and kept from one batch to the next: nobody else changes them meanwhile.
type receiver struct {
	d      *Daemon
	now    time.Time
	groups map[group.GroupID]*group.Group
	order  []group.GroupID // those that a mail of this batch belongs to
}

// keptGroups bounds how many groups are kept from one batch to the next.
const keptGroups = 64

func (d *Daemon) newReceiver() *receiver {
	return &receiver{d: d, groups: map[group.GroupID]*group.Group{}}
}

func (r *receiver) all(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := r.batch(ctx)
		total += n
		if err != nil || n == 0 {
			return total, err
		}
		r.d.post.ring() // in a backlog answers go out while others are being read
	}
}

func (r *receiver) batch(ctx context.Context) (int, error) {
	d := r.d
	// No mail is to blame for a full disk or a locked database.
	if len(d.innocent) > 0 {
		if err := d.db.Write(ctx, func(tx *store.Tx) error { return tx.Unattempt(ctx, d.innocent...) }); err != nil {
			return 0, fmt.Errorf("take attempts back: %w", err)
		}
		d.innocent = nil
	}
	var batch []store.Incoming
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		batch, err = tx.Pending(ctx, receiveAtOnce)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("look for new mail: %w", err)
	}
	if len(batch) == 0 {
		return 0, nil
	}
	// After a failure the mails go one by one, so that a bad one hurts itself only.
	if i := slices.IndexFunc(batch, func(in store.Incoming) bool { return in.Attempts > 0 }); i == 0 {
		batch = batch[:1]
	} else if i > 0 {
		batch = batch[:i]
	}
	ids := make([]int64, len(batch))
	for i, in := range batch {
		ids[i] = in.ID
	}
	err = d.db.Write(ctx, func(tx *store.Tx) error { return tx.Attempt(ctx, ids...) })
	if err != nil {
		return 0, fmt.Errorf("count attempts: %w", err)
	}
	if err := d.hook(PointAttempted); err != nil {
		return 0, err
	}
	parsed := parseAhead(batch)
	defer parsed.wait()
	r.now, r.order = d.now(), nil
	if len(r.groups) > keptGroups {
		clear(r.groups)
	}
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		for i, in := range batch {
			if err := r.one(ctx, tx, in, parsed.next(i)); err != nil {
				return err
			}
		}
		if err := r.advance(ctx, tx); err != nil {
			return err
		}
		return d.hook(PointCommit)
	})
	if err != nil {
		clear(r.groups) // what was applied in memory is not on disk
		d.guesses.reset()
		switch {
		case ctx.Err() != nil: // asked to stop: no mail is to blame, and the next start begins anew
			stopping := context.WithoutCancel(ctx)
			if err := d.db.Write(stopping, func(tx *store.Tx) error { return tx.Unattempt(stopping, ids...) }); err != nil {
				d.log.Warn("stopped while reading; the mails at hand may count as tried once", slog.Any("error", err))
			}
		case store.Passing(err):
			d.innocent = append(d.innocent, ids...)
		}
		return 0, fmt.Errorf("receive: %w", err)
	}
	return len(batch), d.hook(PointCommitted)
}

// one brings one mail to its outcome, in a savepoint of its own: if that fails,
// the mail stays without outcome, and after three failures it is quarantined.
func (r *receiver) one(ctx context.Context, tx *store.Tx, in store.Incoming, p *parsing) error {
	if in.Attempts >= maxAttempts {
		return tx.Finish(ctx, in.ID, store.Finished{Outcome: outcomeQuarantined, Kind: string(mailflow.Unknown), Because: fmt.Sprintf("failed %d times", in.Attempts), At: r.now})
	}
	if p.err != nil {
		return tx.Finish(ctx, in.ID, store.Finished{Outcome: outcomeQuarantined, Kind: string(mailflow.Unknown), Because: p.err.Error(), At: r.now})
	}
	err := tx.Savepoint(func() (err error) {
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
			}
		}()
		f, err := r.read(ctx, tx, in, p)
		if err != nil {
			return err
		}
		f.At = r.now
		return tx.Finish(ctx, in.ID, f)
	})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.d.log.Error("a mail could not be handled", slog.Int64("inbox", in.ID), slog.Any("error", err))
		clear(r.groups) // what was applied in memory is not on disk
		r.d.guesses.reset()
		if in.Attempts+1 >= maxAttempts {
			return tx.Finish(ctx, in.ID, store.Finished{Outcome: outcomeQuarantined, Kind: string(p.mail.Kind), Because: firstLine(err.Error()), At: r.now})
		}
	}
	return nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// advance lets time do its work on every group that was touched: what an answer
// led to goes out now.
func (r *receiver) advance(ctx context.Context, tx *store.Tx) error {
	if r.d.resting.Load() != nil {
		return nil // first everything is read
	}
	for _, id := range slices.Clone(r.order) {
		err := tx.Savepoint(func() error {
			g, err := r.group(ctx, tx, id)
			if err != nil {
				return err
			}
			_, err = r.d.advance(ctx, tx, g)
			return err
		})
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		// The mails have been read all the same; fire tries this group again, and
		// lets it rest if it fails.
		delete(r.groups, id) // what was applied in memory is not on disk
		r.d.log.Error("a group could not be looked after", slog.String("group", string(id)), slog.Any("error", err))
		if err := tx.SetNextDue(ctx, id, r.now); err != nil {
			return fmt.Errorf("group %s: %w", id, err)
		}
	}
	return nil
}

// group loads a group once, and notes that it is touched.
func (r *receiver) group(ctx context.Context, tx *store.Tx, id group.GroupID) (*group.Group, error) {
	if !slices.Contains(r.order, id) {
		r.order = append(r.order, id)
	}
	if g, ok := r.groups[id]; ok {
		return g, nil
	}
	g, err := r.d.load(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	r.groups[id] = g
	return g, nil
}

// read decides what a mail is and lets its group act on it.
func (r *receiver) read(ctx context.Context, tx *store.Tx, in store.Incoming, p *parsing) (store.Finished, error) {
	m := p.mail
	f := store.Finished{Kind: string(m.Kind), Because: strings.Join(m.Because, "; ")}
	duplicate, emptied, err := tx.Duplicate(ctx, in.ID, m.MessageID, p.hash)
	if err != nil {
		return f, err
	}
	switch {
	case emptied: // the server has brought back what was removed from it: it goes with the next look
		f.Outcome, f.Because = outcomeForgotten, ""
		return f, nil
	case duplicate:
		f.Outcome = outcomeDuplicate
		return f, nil
	case m.Kind == mailflow.Automatic:
		f.Outcome = outcomeAutomatic
		return r.automatic(ctx, tx, in, p, f)
	case m.Kind == mailflow.Bounce:
		f.Outcome = outcomeBounce
		return r.bounce(ctx, tx, in, m, f)
	case strings.EqualFold(m.From.Address, r.d.cfg.Mail.Address.Address):
		f.Outcome = outcomeOwn
		return f, nil
	}
	t, err := r.d.tie(ctx, tx, in, p, func(id group.GroupID) (*group.Group, error) { return r.group(ctx, tx, id) })
	if err != nil {
		return f, err
	}
	f.Group, f.Member, f.Letter = t.group, t.member, t.letter
	if len(t.several) > 0 {
		return r.askWhich(ctx, tx, in, p, t, f)
	}
	if t.group == "" {
		f.Outcome, f.Because = outcomeUnknown, joinReasons(f.Because, t.because...)
		if t.barred {
			f.Outcome = outcomeGuessing
		}
		return f, nil
	}
	if m.Kind == mailflow.Calendar && len(t.calendar) == 0 { // what a program wrote beside it is nobody's words
		f.Outcome, f.Because = outcomeUnknown, joinReasons(f.Because, append(t.because, "a calendar reply, but to no invitation of ours")...)
		return f, nil
	}
	g, err := r.group(ctx, tx, t.group)
	if err != nil {
		return f, err
	}
	if g.Nameless(t.member) { // it is emptied with the next look; nobody is asked, and nobody told
		f.Outcome, f.Because = outcomeForgotten, ""
		return f, nil
	}
	t.evidence.Confirmed = t.evidence.Confirmed || g.Released(in.ID)
	verdict, why := group.Judge(t.evidence)
	f.Because = joinReasons(f.Because, append(slices.Clone(t.because), why)...)
	inbound := r.inbound(g, in, p, t)
	var outcome group.Outcome
	if verdict == group.Hold && !g.Closed.IsZero() { // nobody is asked any more
		f.Outcome = outcomeAfterClose
		return f, nil
	}
	switch verdict {
	case group.Stranger:
		f.Outcome = outcomeUnknown
		return f, nil
	case group.Hold:
		f.Outcome = outcomeHeld
		outcome = group.Keep(g, group.Held{
			Inbox: in.ID, Member: t.member, Letter: t.letter, From: m.From.Address, Words: mailflow.Joined(p.words()),
			Reason: why, Alias: t.evidence.Token && !t.evidence.FromMember && m.From.Address != "", At: r.now,
		})
		if t.evidence.Authenticated { // else the other member may have no part in it
			outcome.Items = append(outcome.Items, group.Misdirected(g, inbound, mailflow.Joined(p.words()), r.now).Items...)
		}
	case group.Forwarded:
		f.Outcome = outcomeForwarded
		outcome = group.ShowForwarded(g, inbound, m.From.Address)
	default:
		res := group.Receive(g, inbound, r.now)
		f.Outcome = res.Ledger
		f.Because = joinReasons(f.Because, res.Because...)
		outcome = res.Outcome
	}
	return f, r.follow(ctx, tx, g, outcome)
}

// askWhich holds a mail of somebody who is in several groups and asks which one it
// is for, at the registered address: that proves it, too.
func (r *receiver) askWhich(ctx context.Context, tx *store.Tx, in store.Incoming, p *parsing, t tied, f store.Finished) (store.Finished, error) {
	t.group, t.member = t.several[0].Group, t.several[0].Member
	f.Group, f.Member, f.Outcome, f.Because = t.group, t.member, outcomeHeld, joinReasons(f.Because, t.because...)
	g, err := r.group(ctx, tx, t.group)
	if err != nil {
		return f, err
	}
	among := make([]group.GroupID, len(t.several))
	for i, k := range t.several {
		among[i] = k.Group
	}
	return f, r.follow(ctx, tx, g, group.KeepForWhich(g, r.inbound(g, in, p, t), mailflow.Joined(p.words()), among, r.now))
}

// follow stores what a mail led to, and answers at once where that is due.
func (r *receiver) follow(ctx context.Context, tx *store.Tx, g *group.Group, o group.Outcome) error {
	step, err := group.Follow(g, o, r.now, r.d.random)
	if err != nil {
		return err
	}
	if err := r.d.keep(ctx, tx, g, step, r.now); err != nil {
		return err
	}
	for _, c := range o.Changes {
		if h, ok := c.(group.Held); ok && h.Outcome == group.HeldReleased {
			if err := tx.Reopen(ctx, h.Inbox); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *receiver) inbound(g *group.Group, in store.Incoming, p *parsing, t tied) group.Inbound {
	m := p.mail
	lexicon, err := r.d.words.lexicon(languages(g))
	if err != nil { // only the words that ship are read so late, and a test has read them
		r.d.log.Error("the words of a language cannot be read", slog.Any("error", err))
	}
	i := group.Inbound{
		Inbox: in.ID, MessageID: m.MessageID, Subject: m.Subject, From: m.From.Address, Received: in.Received,
		Member: t.member, Letter: t.letter, Token: t.evidence.Token, Calendar: t.calendar, Lexicon: lexicon,
	}
	if len(t.calendar) == 0 {
		for _, s := range p.words() {
			i.Segments = append(i.Segments, answer.Segment{Quoted: s.Quoted, Text: s.Text})
		}
		if words := subjectWords(m); words != "" && strings.TrimSpace(mailflow.Joined(p.words())) == "" {
			i.Segments = []answer.Segment{{Text: words}}
		}
		if m.Sealed == mailflow.Winmail || len(i.Segments) == 0 { // words beside a file are their writer's answer
			i.Sealed = string(m.Sealed)
		}
		i.Attached = m.Attached
	}
	return i
}

// subjectWords are the words of a button mail or an unsubscribe mail whose text
// was left empty: its subject, made by us, says it too. The subject of a reply is
// not the writer's, unless they put another one in its place.
func subjectWords(m *mailflow.Mail) string {
	if len(m.InReplyTo) > 0 && !strings.ContainsAny(m.Subject, ":：·(") { // "Re: ..." is gone: they wrote this
		return m.Subject
	}
	if len(m.InReplyTo) > 0 || !tokenPattern.MatchString(m.Subject) {
		return ""
	}
	return strings.TrimSpace(marks.ReplaceAllString(m.Subject, ""))
}

func joinReasons(first string, more ...string) string {
	parts := append([]string{first}, more...)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}
