package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"convene/daemon/group"
)

func (t *Tx) putMeeting(ctx context.Context, id group.GroupID, m group.Meeting) error {
	_, err := t.exec(ctx, `INSERT INTO meetings
		(group_id, id, start, duration, place, state, sequence, topic, balloted, by_mail,
			filed_start, filed_duration, filed_place)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, id) DO UPDATE SET start = excluded.start, duration = excluded.duration,
			place = excluded.place, state = excluded.state, sequence = excluded.sequence,
			topic = excluded.topic, balloted = excluded.balloted, by_mail = excluded.by_mail,
			filed_start = excluded.filed_start, filed_duration = excluded.filed_duration, filed_place = excluded.filed_place`,
		string(id), string(m.ID), at(m.Start), int64(m.Duration/time.Second), m.Place, string(m.State),
		m.Sequence, numberOrNull(m.Topic), m.Balloted, m.ByMail,
		at(m.Filed.Start), int64(m.Filed.Duration/time.Second), m.Filed.Place)
	return err
}

func (t *Tx) loadMeetings(ctx context.Context, g *group.Group) (err error) {
	g.Meetings, err = collect(ctx, t, func(r *sql.Rows) (m group.Meeting, err error) {
		var seconds, topic, filed int64
		err = r.Scan((*string)(&m.ID), instant{&m.Start}, &seconds, &m.Place, (*string)(&m.State),
			number[int]{&m.Sequence}, number[int64]{&topic}, bit{&m.Balloted}, bit{&m.ByMail},
			instant{&m.Filed.Start}, &filed, &m.Filed.Place)
		m.Duration, m.Topic, m.Filed.Duration = time.Duration(seconds)*time.Second, int(topic), time.Duration(filed)*time.Second
		return m, err
	}, `SELECT id, start, duration, place, state, sequence, topic, balloted, by_mail,
			filed_start, filed_duration, filed_place
		FROM meetings WHERE group_id = ? ORDER BY start, nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("meetings: %w", err)
	}
	return nil
}
