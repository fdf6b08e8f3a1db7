package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"convene/daemon/group"
)

// CreateGroup puts a group on record. When it is there already only its name is
// taken over.
func (t *Tx) CreateGroup(ctx context.Context, id group.GroupID, name string, founded time.Time) error {
	_, err := t.exec(ctx, `INSERT INTO groups (id, name, founded) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name`, string(id), name, at(founded))
	if err != nil {
		return fmt.Errorf("create group %s: %w", id, err)
	}
	return nil
}

// GroupIDs are all groups, also closed ones, in the order of their founding.
func (t *Tx) GroupIDs(ctx context.Context) ([]group.GroupID, error) {
	ids, err := collect(ctx, t, scanGroupID, `SELECT id FROM groups ORDER BY nr`)
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	return ids, nil
}

func scanGroupID(r *sql.Rows) (id group.GroupID, err error) {
	err = r.Scan((*string)(&id))
	return id, err
}

// SetNextDue says when to look at the group again; the zero time is never. A
// fraction of a second is rounded up.
func (t *Tx) SetNextDue(ctx context.Context, id group.GroupID, next time.Time) error {
	if err := t.one(ctx, `UPDATE groups SET next_due = ? WHERE id = ?`, notBefore(next), string(id)); err != nil {
		return fmt.Errorf("set next due of group %s: %w", id, err)
	}
	return nil
}

const dueQuery = `SELECT id FROM groups WHERE next_due <= ? ORDER BY next_due LIMIT ?`

// Due are at most limit groups to be looked at by now, the longest waiting first.
// The cost is that of what is due, not of what exists.
func (t *Tx) Due(ctx context.Context, now time.Time, limit int) ([]group.GroupID, error) {
	ids, err := collect(ctx, t, scanGroupID, dueQuery, at(now), limit)
	if err != nil {
		return nil, fmt.Errorf("find groups that are due: %w", err)
	}
	return ids, nil
}

const earliestDueQuery = `SELECT next_due FROM groups WHERE next_due IS NOT NULL ORDER BY next_due LIMIT 1`

// EarliestDue is when the next group is to be looked at; false if none ever is.
func (t *Tx) EarliestDue(ctx context.Context) (time.Time, bool, error) {
	var next time.Time
	found, err := t.find(ctx, []any{instant{&next}}, earliestDueQuery)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("find the earliest group due: %w", err)
	}
	return next, found, nil
}

// SetHorizon writes down up to when everything due has been made.
func (t *Tx) SetHorizon(ctx context.Context, id group.GroupID, horizon time.Time) error {
	if err := t.one(ctx, `UPDATE groups SET horizon = ? WHERE id = ?`, at(horizon), string(id)); err != nil {
		return fmt.Errorf("set horizon of group %s: %w", id, err)
	}
	return nil
}

func (t *Tx) close(ctx context.Context, id group.GroupID, c group.Closing) error {
	return t.one(ctx, `UPDATE groups SET closed = ? WHERE id = ?`, at(c.At), string(id))
}

// Load reads the record of a group. What the coordinator set, group.Settings, is
// left zero. Rows come in the order in which they were first written, members in
// the coordinator's, meetings by start: as group.Apply would have put them.
func (t *Tx) Load(ctx context.Context, id group.GroupID) (*group.Group, error) {
	g := &group.Group{ID: id}
	found, err := t.find(ctx, []any{instant{&g.Founded}, instant{&g.Closed}, instant{&g.Horizon}},
		`SELECT founded, closed, horizon FROM groups WHERE id = ?`, string(id))
	if err == nil && !found {
		err = ErrNotFound
	}
	for _, part := range []func(context.Context, *group.Group) error{
		t.loadMembers, t.loadMeetings, t.loadInvitations, t.loadRSVPs, t.loadTurns, t.loadTopics,
		t.loadVotes, t.loadAnswers, t.loadLetters, t.loadItems, t.loadHeld, t.loadBounces, t.loadUnread,
		t.loadContributions, t.loadAttendance, t.loadAbsences, t.loadUndone, t.loadForgettings,
	} {
		if err != nil {
			break
		}
		err = part(ctx, g)
	}
	if err != nil {
		return nil, fmt.Errorf("load group %s: %w", id, err)
	}
	return g, nil
}
