package daemon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/schedule"
	"convene/daemon/store"
)

// settings turns the configuration into what the rules of each group see.
func settings(cfg *config.Config) map[group.GroupID]group.Settings {
	all := map[group.GroupID]group.Settings{}
	names := map[group.GroupID]string{}
	for _, c := range cfg.Groups {
		names[group.GroupID(c.ID)] = c.Name
	}
	for _, c := range cfg.Groups {
		s := group.Settings{
			Name: c.Name, Names: names, Purpose: c.Purpose, Goals: c.Goals, GroundRules: c.GroundRules,
			Zone: c.Zone, Language: c.Language, Address: cfg.Mail.Address.Address, Minimum: c.Meetings.Minimum, Roles: c.Roles,
			Invite: c.Letters.InviteDays, Letter: c.Letters.LetterDays, Nudge: c.Letters.NudgeDays,
			Quiet: group.Span{From: c.Letters.Quiet.From, To: c.Letters.Quiet.To}, Weekends: c.Letters.Weekends,
			Retention:  time.Duration(c.Closing.RetentionDays) * 24 * time.Hour,
			Digests:    digests(c),
			Boundaries: c.Boundaries, Agenda: c.Meetings.Agenda, Founding: c.Founding, On: c.Practices,
			Joining: group.JoiningRule(c.Joining.Mode), JoinUntil: c.Joining.Until,
		}
		s.Successor = successor(cfg.Path, names, c)
		s.OwnTitle = c.Meetings.Own.Title
		for _, p := range c.Meetings.Own.Parts {
			s.OwnAgenda = append(s.OwnAgenda, group.AgendaPart{Name: p.Text, Parts: p.Minutes})
		}
		for _, v := range c.Guests {
			guest := group.Guest{Name: v.Name, Email: v.Address, Meeting: group.MeetingID(v.Meeting)}
			for _, o := range c.Meetings.Dates {
				if o.ID == v.Meeting {
					guest.Start = o.Start
				}
			}
			s.Guests = append(s.Guests, guest)
		}
		for _, a := range c.Closing.ReportTo {
			s.ReportTo = append(s.ReportTo, a.Address)
		}
		if len(c.Coordinators) > 0 {
			s.Operator = group.Person{Name: c.Coordinators[0].Name, Email: c.Coordinators[0].Address}
			for _, m := range c.Members {
				if s.Operator.Name == "" && strings.EqualFold(m.Address, s.Operator.Email) {
					s.Operator.Name = m.Name
				}
			}
		}
		all[group.GroupID(c.ID)] = s
	}
	return all
}

// digests are the instants of a group's digests: from a month before the first
// meeting to the last one.
func digests(c config.Group) []time.Time {
	dates := c.Meetings.Dates
	if c.Digest.IsZero() || len(dates) == 0 {
		return nil
	}
	var all []time.Time
	end := dates[len(dates)-1].Start
	for at := c.Digest.Next(dates[0].Start.AddDate(0, -1, 0), c.Zone); !at.IsZero() && at.Before(end) && len(all) < schedule.MaxMeetings; at = c.Digest.Next(at, c.Zone) {
		all = append(all, at)
	}
	return all
}

// plan is what the configuration says of a group's members and meetings.
func plan(c config.Group) group.Plan {
	p := group.Plan{Given: map[group.MemberID]bool{}}
	for i, m := range c.Members {
		p.Given[group.MemberID(m.ID)] = m.IDGiven
		p.Members = append(p.Members, group.Member{
			ID: group.MemberID(m.ID), Name: m.Name, Email: m.Address, Aliases: m.Aliases, Zone: m.Zone, Language: m.Language,
			State: group.Active, Order: i,
		})
	}
	for i, a := range c.Coordinators {
		at := slices.IndexFunc(p.Members, func(m group.Member) bool { return m.Has(a.Address) })
		if at >= 0 {
			p.Members[at].Coordinator = true
			continue
		}
		name := a.Name
		if name == "" {
			name = a.Address
		}
		p.Members = append(p.Members, group.Member{
			ID: addressID("coordinator-", a.Address), Name: name, Email: a.Address, Zone: c.Zone, Language: c.Language,
			State: group.Observer, Coordinator: true, Order: len(c.Members) + i,
		})
	}
	for _, v := range c.Guests {
		if !c.Practices["guests"] || slices.ContainsFunc(p.Members, func(m group.Member) bool { return m.Has(v.Address) }) {
			continue
		}
		p.Members = append(p.Members, group.Member{
			ID: addressID(group.GuestPrefix, v.Address), Name: v.Name, Email: v.Address, Zone: c.Zone, Language: c.Language,
			State: group.Observer, Order: len(p.Members),
		})
	}
	for i, a := range c.Closing.ReportTo { // who is on no list gets the report, and nothing else
		if slices.ContainsFunc(p.Members, func(m group.Member) bool { return m.Has(a.Address) }) {
			continue
		}
		name := a.Name
		if name == "" {
			name = a.Address
		}
		p.Members = append(p.Members, group.Member{
			ID: addressID("report-", a.Address), Name: name, Email: a.Address, Zone: c.Zone, Language: c.Language,
			State: group.Observer, Order: len(c.Members) + len(c.Coordinators) + i,
		})
	}
	for _, o := range c.Meetings.Dates {
		p.Meetings = append(p.Meetings, group.Meeting{
			ID: group.MeetingID(o.ID), Start: o.Start, Duration: c.Meetings.Duration, Place: c.Meetings.Place, State: group.Planned,
		})
	}
	return p
}

// addressID is the id of somebody who is no member. It is made of the address: a place
// in the list would pass to somebody else when the list changes.
func addressID(prefix, address string) group.MemberID {
	sum := sha256.Sum256([]byte(strings.ToLower(address)))
	return group.MemberID(prefix + hex.EncodeToString(sum[:5]))
}

// reconcile brings every group's record in line with the configuration. Groups
// that are no longer in it are left alone and silent.
func (d *Daemon) reconcile(ctx context.Context, groups []config.Group, now time.Time) error {
	for _, c := range groups {
		id := group.GroupID(c.ID)
		err := d.db.Write(ctx, func(tx *store.Tx) error {
			if err := tx.CreateGroup(ctx, id, c.Name, now); err != nil {
				return err
			}
			g, err := d.load(ctx, tx, id)
			if err != nil {
				return err
			}
			if !g.Closed.IsZero() {
				return nil
			}
			o := group.Reconcile(g, plan(c), now)
			d.tell(c.ID, o.Changes)
			if err := tx.Apply(ctx, id, o.Changes); err != nil {
				return err
			}
			if err := d.withdraw(ctx, tx, id, o.Changes, now); err != nil {
				return err
			}
			if err := d.redirect(ctx, tx, id, o.Changes, now); err != nil {
				return err
			}
			return tx.SetNextDue(ctx, id, now)
		})
		if err != nil {
			return fmt.Errorf("set up group %s: %w", c.ID, err)
		}
	}
	return d.silenceOthers(ctx)
}

// silenceOthers lets groups rest that the configuration no longer names.
func (d *Daemon) silenceOthers(ctx context.Context) error {
	return d.db.Write(ctx, func(tx *store.Tx) error {
		ids, err := tx.GroupIDs(ctx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, ok := d.settingsOf(id); ok {
				continue
			}
			d.log.Warn("a group in the database is not in the configuration; it stays silent", slog.String("group", string(id)))
			if err := tx.SetNextDue(ctx, id, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
}

// load loads a group with its settings.
func (d *Daemon) load(ctx context.Context, tx *store.Tx, id group.GroupID) (*group.Group, error) {
	s, ok := d.settingsOf(id)
	if !ok {
		return nil, fmt.Errorf("group %s is not in the configuration", id)
	}
	g, err := tx.Load(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load group %s: %w", id, err)
	}
	g.Settings = s
	return g, nil
}
