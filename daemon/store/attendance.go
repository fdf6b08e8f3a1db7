package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putAttendance(ctx context.Context, id group.GroupID, a group.Attendance) error {
	_, err := t.exec(ctx, `INSERT INTO attendance (group_id, meeting, member, present, reporter, inbox, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, meeting, member) DO UPDATE SET present = excluded.present, reporter = excluded.reporter,
			inbox = excluded.inbox, at = excluded.at`,
		string(id), string(a.Meeting), string(a.Member), a.Present, string(a.By), numberOrNull(a.Inbox), at(a.At))
	return err
}

func (t *Tx) loadAttendance(ctx context.Context, g *group.Group) (err error) {
	g.Attendance, err = collect(ctx, t, func(r *sql.Rows) (a group.Attendance, err error) {
		err = r.Scan((*string)(&a.Meeting), (*string)(&a.Member), bit{&a.Present}, (*string)(&a.By), number[int64]{&a.Inbox}, instant{&a.At})
		return a, err
	}, `SELECT meeting, member, present, reporter, inbox, at FROM attendance WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("attendance: %w", err)
	}
	return nil
}

func (t *Tx) putAbsence(ctx context.Context, id group.GroupID, a group.Absence) error {
	_, err := t.exec(ctx, `INSERT INTO absences (group_id, member, n, begins, ends, inbox, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, member, n) DO UPDATE SET begins = excluded.begins, ends = excluded.ends, inbox = excluded.inbox, at = excluded.at`,
		string(id), string(a.Member), a.N, at(a.From), at(a.Until), numberOrNull(a.Inbox), at(a.At))
	return err
}

func (t *Tx) loadAbsences(ctx context.Context, g *group.Group) (err error) {
	g.Absences, err = collect(ctx, t, func(r *sql.Rows) (a group.Absence, err error) {
		err = r.Scan((*string)(&a.Member), number[int]{&a.N}, instant{&a.From}, instant{&a.Until}, number[int64]{&a.Inbox}, instant{&a.At})
		return a, err
	}, `SELECT member, n, begins, ends, inbox, at FROM absences WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("absences: %w", err)
	}
	return nil
}

func (t *Tx) putUndone(ctx context.Context, id group.GroupID, u group.Undone) error {
	_, err := t.exec(ctx, `INSERT INTO undone (group_id, inbox, member, by_inbox, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (group_id, inbox) DO UPDATE SET member = excluded.member, by_inbox = excluded.by_inbox, at = excluded.at`,
		string(id), u.Inbox, string(u.Member), numberOrNull(u.By), at(u.At))
	return err
}

func (t *Tx) loadUndone(ctx context.Context, g *group.Group) (err error) {
	g.Undone, err = collect(ctx, t, func(r *sql.Rows) (u group.Undone, err error) {
		err = r.Scan(number[int64]{&u.Inbox}, (*string)(&u.Member), number[int64]{&u.By}, instant{&u.At})
		return u, err
	}, `SELECT inbox, member, by_inbox, at FROM undone WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("undone: %w", err)
	}
	return nil
}
