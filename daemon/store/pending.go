package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
)

// pendingBytes bounds what Pending holds in memory: at least one mail, else about
// 32 MB.
const pendingBytes = 32 << 20

const laneQuery = `SELECT coalesce(min(nr), 0) FROM (
		SELECT nr FROM members WHERE email_key = ?1
		UNION ALL
		SELECT o.nr FROM aliases a JOIN members o ON o.group_id = a.group_id AND o.id = a.member WHERE a.address_key = ?1)`

// lane is where the mails of an address stand while they wait: those of a member by
// themselves, whichever address they use, and those of everybody else together.
// Nobody gets more attention by inventing addresses.
func (t *Tx) lane(ctx context.Context, address string) (lane int64, err error) {
	if address == "" { // which is that of those who were forgotten
		return 0, nil
	}
	_, err = t.find(ctx, []any{&lane}, laneQuery, addressKey(address))
	return lane, err
}

const (
	nextLaneQuery = `SELECT lane, id FROM inbox WHERE outcome IS NULL AND lane > ? ORDER BY lane, id LIMIT 1`
	inLaneQuery   = `SELECT id, CASE WHEN EXISTS (SELECT 1 FROM inbox_raw r WHERE r.inbox = inbox.id) THEN size ELSE 0 END
		FROM inbox WHERE outcome IS NULL AND lane = ? AND id > ? ORDER BY id LIMIT ?`
	pendingQuery = `SELECT ` + incomingColumns + `, r.inbox, r.raw FROM inbox i LEFT JOIN inbox_raw r ON r.inbox = i.id WHERE i.id = ?`
)

// Pending are mails without an outcome, in the order in which they came: at most
// limit, and at most about 32 MB of them. Where more wait, they are the oldest of
// each lane, in equal shares.
func (t *Tx) Pending(ctx context.Context, limit int) ([]Incoming, error) {
	ids, err := t.share(ctx, limit)
	if err != nil {
		return nil, fmt.Errorf("share among mails that wait: %w", err)
	}
	all := make([]Incoming, len(ids))
	for i, id := range ids {
		m := &all[i]
		var there sql.NullInt64
		if _, err := t.find(ctx, append(incomingFields(m), &there, &m.Raw), pendingQuery, id); err != nil {
			return nil, fmt.Errorf("read mail %d that waits: %w", id, err)
		}
		if there.Valid && m.Raw == nil {
			m.Raw = []byte{} // an empty mail, not one too large
		}
	}
	return all, nil
}

// lane is a queue of mails that wait.
type lane struct {
	nr   int64
	last int64 // the mail that was taken last, or the one before the first
}

// share picks the mails that come next: from each lane the same number, and what
// the short ones leave over from the long ones.
func (t *Tx) share(ctx context.Context, limit int) ([]int64, error) {
	lanes, err := t.lanes(ctx)
	if err != nil {
		return nil, err
	}
	var chosen []int64
	bytes := int64(0)
	for len(lanes) > 0 && len(chosen) < limit {
		each := max(1, (limit-len(chosen))/len(lanes))
		var longer []lane
		for _, l := range lanes {
			n := 0
			err := t.each(ctx, func(r *sql.Rows) error {
				var id, size int64
				if err := r.Scan(&id, &size); err != nil {
					return err
				}
				if len(chosen) == limit || len(chosen) > 0 && bytes+size > pendingBytes {
					return errEnough
				}
				bytes += size
				chosen = append(chosen, id)
				l.last = id
				n++
				return nil
			}, inLaneQuery, l.nr, l.last, each)
			if err != nil {
				return nil, err
			}
			if n == each {
				longer = append(longer, l)
			}
		}
		lanes = longer
	}
	slices.Sort(chosen)
	return chosen, nil
}

// lanes are those in which mails wait, the one that has waited longest first.
func (t *Tx) lanes(ctx context.Context) ([]lane, error) {
	var all []lane
	for after := int64(math.MinInt64); ; {
		var l lane
		found, err := t.find(ctx, []any{&l.nr, &l.last}, nextLaneQuery, after)
		if err != nil {
			return nil, err
		}
		if !found {
			break
		}
		after = l.nr
		l.last--
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b lane) int { return cmp.Compare(a.last, b.last) })
	return all, nil
}
