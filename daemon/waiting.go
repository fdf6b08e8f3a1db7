package daemon

import (
	"context"
	"fmt"
	"strings"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
)

// waited is after how long a mail is looked at again before it goes out: until
// then it is as new as the look at the group that composed it.
const waited = time.Minute

// answering are the practices whose mails answer one of their recipient's own, the
// farewell among them: also to somebody who has left.
var answering = map[string]bool{"receipt": true, "mydata": true, "confirm": true, "renew": true}

// stillDue are the mails that may go out now, of those that have become due. What
// has waited, because it was put off or nothing could be sent, goes to nobody who
// has left meanwhile (cancellations and answers do), and comes to nobody at night.
func (d *Daemon) stillDue(ctx context.Context, tx *store.Tx, due []store.Outgoing, now time.Time) ([]store.Outgoing, error) {
	kept := due[:0]
	for _, o := range due {
		if o.NotBefore.After(now.Add(-waited)) {
			kept = append(kept, o)
			continue
		}
		tie, ok, err := tx.LetterByToken(ctx, o.Letter)
		if err != nil {
			return nil, err
		}
		if ok && tie.State == group.Left && !goesToWhoLeft(o.Key) {
			if err := tx.Drop(ctx, o.ID, now, hasLeft); err != nil {
				return nil, err
			}
			continue
		}
		if until := d.awake(o, tie.Zone, now); until.After(now) {
			if err := tx.PutOff(ctx, o.ID, until); err != nil {
				return nil, fmt.Errorf("quiet hours: %w", err)
			}
			continue
		}
		kept = append(kept, o)
	}
	return kept, nil
}

// withdraw takes out of the queue what waits there for somebody who leaves with these
// changes.
func (d *Daemon) withdraw(ctx context.Context, tx *store.Tx, id group.GroupID, changes []group.Change, now time.Time) error {
	for _, c := range changes {
		m, ok := c.(group.Member)
		if !ok || m.State != group.Left {
			continue
		}
		if err := tx.Withdraw(ctx, id, m.ID, now, hasLeft, goesToWhoLeft); err != nil {
			return err
		}
	}
	return nil
}

// redirect sends what waits in the queue to the addresses that members have with these
// changes. Invitations are written anew for another address.
func (d *Daemon) redirect(ctx context.Context, tx *store.Tx, id group.GroupID, changes []group.Change, now time.Time) error {
	anew := func(k group.Key) bool { return k.Practice == "invitation" && !goesToWhoLeft(k) }
	for _, c := range changes {
		m, ok := c.(group.Member)
		if !ok || m.Email == "" {
			continue
		}
		if err := tx.Redirect(ctx, id, m.ID, m.Email, now, "not sent: the address was changed, and it is written anew for the new one", anew); err != nil {
			return err
		}
	}
	return nil
}

// hasLeft is why a mail is not sent.
const hasLeft = "not sent: the member has left"

// goesToWhoLeft tells whether a mail goes out though its member has left.
func goesToWhoLeft(k group.Key) bool {
	return answering[k.Practice] || strings.HasSuffix(k.Occurrence, group.CancelledSuffix)
}

// awake is from when on a mail may reach its recipient. A zone that is not known is
// the group's.
func (d *Daemon) awake(o store.Outgoing, zone *time.Location, now time.Time) time.Time {
	s, ok := d.settingsOf(o.Group)
	if !ok {
		return now
	}
	if zone == nil {
		zone = s.Zone
	}
	return s.Awake(group.Class(o.Class), now, zone)
}
