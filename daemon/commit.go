package daemon

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
)

// defaultExpiry is how long a mail without an expiry of its own is tried.
const defaultExpiry = 5 * 24 * time.Hour

// keep renders a step's mails and stores changes, letters and outbox rows. It
// runs inside a transaction: all of it or nothing. A mail that cannot be
// rendered fails alone: its items are on record as skipped, with the reason.
func (d *Daemon) keep(ctx context.Context, tx *store.Tx, g *group.Group, step group.Step, now time.Time) error {
	type ready struct {
		group.Mailing
		sealed
	}
	var mails []ready
	letters := map[string]sealed{}
	failed := map[string]string{}
	unsent := map[group.Invitation]bool{}
	for _, m := range step.Mails {
		s, err := d.seal(g, m, now)
		if err != nil {
			d.log.Error("a mail could not be written", slog.String("group", string(g.ID)), slog.String("practice", m.Items[0].Practice), slog.Any("error", err))
			failed[m.Token] = err.Error()
			if m.Invite != nil {
				unsent[*m.Invite] = true
			}
			continue
		}
		letters[m.Token] = s
		mails = append(mails, ready{m, s})
	}
	changes := make([]group.Change, 0, len(step.Changes))
	for _, c := range step.Changes {
		switch v := c.(type) {
		case group.Letter:
			if _, bad := failed[v.Token]; bad {
				continue
			}
			if s, ok := letters[v.Token]; ok {
				v.Subject = s.subject
				v.Asks = slices.Clone(v.Asks)
				for i := range v.Asks {
					v.Asks[i].Prompt = s.prompts[v.Asks[i].Number]
				}
				g.Apply(v)
			}
			c = v
		case group.Invitation:
			if unsent[v] {
				continue
			}
		case group.Settled:
			if why, bad := failed[v.Letter]; bad {
				v.How, v.Reason, v.Letter = "skipped", "could not be written: "+why, ""
			}
			c = v
		}
		changes = append(changes, c)
	}
	if err := tx.Apply(ctx, g.ID, changes); err != nil {
		return fmt.Errorf("store changes: %w", err)
	}
	if err := d.withdraw(ctx, tx, g.ID, changes, now); err != nil {
		return err
	}
	for _, m := range mails {
		if m.Invite != nil {
			if err := tx.Supersede(ctx, g.ID, m.Items[0].Practice, m.Member.ID, m.Items[0].Overtakes()...); err != nil {
				return err
			}
		}
		notAfter := m.NotAfter
		if notAfter.IsZero() {
			notAfter = now.Add(defaultExpiry)
		}
		added, err := tx.Enqueue(ctx, store.Outgoing{
			Group: g.ID, Key: m.Items[0].Key, Class: string(m.Class), Letter: m.Token, MessageID: m.MessageID,
			From: d.envelopeFrom(m.Token), To: m.Member.Email, Data: m.data, NotBefore: m.NotBefore, NotAfter: notAfter,
		})
		if err != nil {
			return fmt.Errorf("queue mail: %w", err)
		}
		if !added { // a later revision is in the outbox already
			d.log.Warn("a mail was not queued, a later one is in the outbox", slog.String("group", string(g.ID)), slog.String("practice", m.Items[0].Practice))
		}
	}
	return nil
}
