package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) addRSVP(ctx context.Context, id group.GroupID, r group.RSVP) error {
	note, err := t.keepWords(ctx, id, r.Member, "note", r.Note, sql.NullInt64{})
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO rsvps
		(group_id, meeting, member, answer, note, via, inbox, received_at, position, sequence, uid, calendar_sequence, stamp)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(id), string(r.Meeting), string(r.Member), string(r.Answer), note, r.Via, numberOrNull(r.Inbox),
		at(r.Received), r.Position, r.Sequence, r.UID, r.CalendarSequence, at(r.Stamp))
	return err
}

func (t *Tx) loadRSVPs(ctx context.Context, g *group.Group) (err error) {
	g.RSVPs, err = collect(ctx, t, func(r *sql.Rows) (v group.RSVP, err error) {
		err = r.Scan((*string)(&v.Meeting), (*string)(&v.Member), (*string)(&v.Answer), text{&v.Note}, &v.Via,
			number[int64]{&v.Inbox}, instant{&v.Received}, number[int64]{&v.Position}, number[int]{&v.Sequence}, &v.UID, number[int]{&v.CalendarSequence}, instant{&v.Stamp})
		return v, err
	}, `SELECT r.meeting, r.member, r.answer, w.text, r.via, r.inbox, r.received_at, r.position, r.sequence, r.uid, r.calendar_sequence, r.stamp
		FROM rsvps r LEFT JOIN words w ON w.id = r.note WHERE r.group_id = ? ORDER BY r.id`, string(g.ID))
	if err != nil {
		return fmt.Errorf("rsvps: %w", err)
	}
	return nil
}
