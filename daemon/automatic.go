package daemon

import (
	"context"
	"slices"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
	"convene/daemon/store"
	"convene/mailflow"
)

// automatic records what a program wrote in a member's name, or about a letter to
// one: an absence, a read receipt, a complaint. None of it is ever an answer.
func (r *receiver) automatic(ctx context.Context, tx *store.Tx, in store.Incoming, p *parsing, f store.Finished) (store.Finished, error) {
	load := func(id group.GroupID) (*group.Group, error) { return r.group(ctx, tx, id) }
	t, verdict, why, err := r.d.tieAutomatic(ctx, tx, p, load)
	if err != nil || t.group == "" {
		return f, err
	}
	g, err := load(t.group)
	if err != nil {
		return f, err
	}
	f.Group, f.Member, f.Letter = t.group, t.member, t.letter
	f.Because = joinReasons(f.Because, append(slices.Clone(t.because), why)...)
	if verdict != group.Apply || !g.Closed.IsZero() {
		return f, nil
	}
	i := group.Inbound{Inbox: in.ID, From: p.mail.From.Address, Received: in.Received, Member: t.member, Letter: t.letter}
	var o group.Outcome
	switch p.mail.Machine {
	case mailflow.AutoReply:
		o = group.Absent(g, i, r.d.awayUntil(g, i, p), r.now)
	case mailflow.ReadReceipt:
		o = group.Opened(g, i, r.now)
	case mailflow.Complaint:
		o = group.Complained(g, i, r.now)
	}
	return f, r.follow(ctx, tx, g, o)
}

// tieAutomatic finds the member that an automatic mail tells something of, and the
// letter it is about. A complaint comes from the member's provider: the letter's
// token in it is all the proof there is. The rest comes from the member's address.
func (d *Daemon) tieAutomatic(ctx context.Context, tx *store.Tx, p *parsing, load func(group.GroupID) (*group.Group, error)) (tied, group.Verdict, string, error) {
	var t tied
	m := *p.mail
	if m.About != "" {
		m.InReplyTo = append([]string{m.About}, m.InReplyTo...)
	}
	switch m.Machine {
	case mailflow.Complaint:
		err := d.tieToken(ctx, tx, &mailflow.Mail{InReplyTo: m.InReplyTo, DeliveredTo: m.DeliveredTo, To: m.To}, &t)
		if err != nil || t.group == "" {
			return tied{}, "", "", err
		}
		return t, group.Apply, "a complaint that holds the letter's token", nil
	case mailflow.AutoReply, mailflow.ReadReceipt:
		t, err := d.tie(ctx, tx, store.Incoming{}, &parsing{mail: &m, icsRead: true}, load)
		if err != nil || t.group == "" || !t.evidence.FromMember {
			return tied{}, "", "", err
		}
		verdict, why := group.Judge(t.evidence)
		return t, verdict, why, nil
	}
	return tied{}, "", "", nil
}

// awayUntil is the day until which an automatic reply says its writer is away, in
// their zone; zero if it does not say.
func (d *Daemon) awayUntil(g *group.Group, in group.Inbound, p *parsing) (until time.Time) {
	lexicon, err := d.words.lexicon(languages(g))
	if err != nil { // a test has read the words that ship
		return until
	}
	m, _ := g.Member(in.Member)
	i := answer.Input{Now: in.Received.In(m.Zone), Lexicon: lexicon}
	for _, s := range p.words() {
		i.Segments = append(i.Segments, answer.Segment{Text: s.Text})
	}
	return answer.Until(i)
}

// bounce counts a letter that came back against the address it went to. Only a
// report that carries the letter's token, in the returned Message-ID or in the
// address it was sent back to, counts: anybody can write a report.
func (r *receiver) bounce(ctx context.Context, tx *store.Tx, in store.Incoming, m *mailflow.Mail, f store.Finished) (store.Finished, error) {
	if m.Bounce == nil || m.Bounce.Delayed {
		return f, nil
	}
	t, err := r.d.tieBounce(ctx, tx, m)
	if err != nil || t.group == "" {
		return f, err
	}
	g, err := r.group(ctx, tx, t.group)
	if err != nil {
		return f, err
	}
	f.Group, f.Member, f.Letter = t.group, t.member, t.letter
	f.Because = joinReasons(f.Because, t.because...)
	o := group.Bounced(g, group.Inbound{Inbox: in.ID, Member: t.member}, group.Bounce{Status: m.Bounce.Status, Permanent: m.Bounce.Permanent}, r.now)
	return f, r.follow(ctx, tx, g, o)
}

// tieBounce finds the letter that came back.
func (d *Daemon) tieBounce(ctx context.Context, tx *store.Tx, m *mailflow.Mail) (t tied, err error) {
	returned := &mailflow.Mail{DeliveredTo: m.DeliveredTo, To: m.To}
	if m.Bounce.MessageID != "" {
		returned.InReplyTo = []string{m.Bounce.MessageID}
	}
	err = d.tieToken(ctx, tx, returned, &t)
	return t, err
}
