package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putMember(ctx context.Context, id group.GroupID, m group.Member) error {
	if m.Zone == nil {
		return errors.New("a member needs a time zone")
	}
	if _, err := zone(m.Zone.String()); err != nil { // else it could not be loaded again
		return err
	}
	_, err := t.exec(ctx, `INSERT INTO members
		(group_id, id, name, email, email_key, zone, language, coordinator, state, joined, replied, by_mail, list_order, unreachable,
			joining, mail, paused_until, added)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, id) DO UPDATE SET name = excluded.name, email = excluded.email,
			email_key = excluded.email_key, zone = excluded.zone, language = excluded.language,
			coordinator = excluded.coordinator, state = excluded.state, joined = excluded.joined,
			replied = excluded.replied, by_mail = excluded.by_mail, list_order = excluded.list_order,
			unreachable = excluded.unreachable, joining = excluded.joining, mail = excluded.mail,
			paused_until = excluded.paused_until, added = excluded.added`,
		string(id), string(m.ID), m.Name, m.Email, addressKey(m.Email), m.Zone.String(), m.Language,
		m.Coordinator, string(m.State), at(m.Joined), m.Replied, m.ByMail, m.Order, m.Unreachable,
		string(m.Joining), string(m.Mail), at(m.PausedUntil), m.Added)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM aliases WHERE group_id = ? AND member = ?`, string(id), string(m.ID)); err != nil {
		return err
	}
	for i, a := range m.Aliases {
		if _, err := t.exec(ctx, `INSERT INTO aliases (group_id, member, n, address, address_key) VALUES (?, ?, ?, ?, ?)`,
			string(id), string(m.ID), i+1, a, addressKey(a)); err != nil {
			return fmt.Errorf("alias: %w", err)
		}
	}
	return nil
}

func (t *Tx) loadMembers(ctx context.Context, g *group.Group) error {
	index := map[group.MemberID]int{}
	err := t.each(ctx, func(r *sql.Rows) error {
		var m group.Member
		var name string
		if err := r.Scan((*string)(&m.ID), &m.Name, &m.Email, &name, &m.Language, bit{&m.Coordinator},
			(*string)(&m.State), instant{&m.Joined}, bit{&m.Replied}, bit{&m.ByMail}, number[int]{&m.Order}, bit{&m.Unreachable},
			(*string)(&m.Joining), (*string)(&m.Mail), instant{&m.PausedUntil}, bit{&m.Added}); err != nil {
			return err
		}
		var err error
		if m.Zone, err = zone(name); err != nil {
			return fmt.Errorf("member %s: %w", m.ID, err)
		}
		index[m.ID] = len(g.Members)
		g.Members = append(g.Members, m)
		return nil
	}, `SELECT id, name, email, zone, language, coordinator, state, joined, replied, by_mail, list_order, unreachable,
			joining, mail, paused_until, added
		FROM members WHERE group_id = ? ORDER BY list_order, nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("members: %w", err)
	}
	err = t.each(ctx, func(r *sql.Rows) error {
		var member group.MemberID
		var address string
		if err := r.Scan((*string)(&member), &address); err != nil {
			return err
		}
		m := &g.Members[index[member]]
		m.Aliases = append(m.Aliases, address)
		return nil
	}, `SELECT member, address FROM aliases WHERE group_id = ? ORDER BY member, n`, string(g.ID))
	if err != nil {
		return fmt.Errorf("aliases: %w", err)
	}
	return nil
}
