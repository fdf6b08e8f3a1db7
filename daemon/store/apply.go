package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"convene/daemon/group"
)

// Apply writes changes of a group: each a new row, or one in place of the row
// with the same key, as group.Apply does in memory. What others refer to
// (members, meetings, letters) is written first, whatever the order.
func (t *Tx) Apply(ctx context.Context, id group.GroupID, changes []group.Change) error {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b group.Change) int { return cmp.Compare(rank(a), rank(b)) })
	for _, c := range changes {
		if err := t.apply(ctx, id, c); err != nil {
			return fmt.Errorf("put %T of group %s on record: %w", c, id, err)
		}
	}
	return nil
}

// rank orders changes so that foreign keys find their rows.
func rank(c group.Change) int {
	switch c.(type) {
	case group.Member:
		return 0
	case group.Meeting, group.Letter:
		return 1
	case group.Forgetting: // after the words that it erases
		return 3
	}
	return 2
}

func (t *Tx) apply(ctx context.Context, id group.GroupID, c group.Change) error {
	switch c := c.(type) {
	case group.Member:
		return t.putMember(ctx, id, c)
	case group.Meeting:
		return t.putMeeting(ctx, id, c)
	case group.Invitation:
		return t.putInvitation(ctx, id, c)
	case group.RSVP:
		return t.addRSVP(ctx, id, c)
	case group.Turn:
		return t.putTurn(ctx, id, c)
	case group.Topic:
		return t.putTopic(ctx, id, c)
	case group.Vote:
		return t.putVote(ctx, id, c)
	case group.Response:
		return t.addAnswer(ctx, id, c)
	case group.Settled:
		return t.putItem(ctx, id, c)
	case group.Entry:
		return t.addEntry(ctx, id, c)
	case group.Held:
		return t.putHeld(ctx, id, c)
	case group.Bounce:
		return t.addBounce(ctx, id, c)
	case group.Letter:
		return t.putLetter(ctx, id, c)
	case group.Contribution:
		return t.putContribution(ctx, id, c)
	case group.Attendance:
		return t.putAttendance(ctx, id, c)
	case group.Absence:
		return t.putAbsence(ctx, id, c)
	case group.Undone:
		return t.putUndone(ctx, id, c)
	case group.Forgetting:
		return t.putForgetting(ctx, id, c)
	case group.AskState:
		return t.setAnswered(ctx, id, c)
	case group.Closing:
		return t.close(ctx, id, c)
	}
	return fmt.Errorf("no table keeps a %T", c)
}
