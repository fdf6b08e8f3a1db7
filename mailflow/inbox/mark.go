package inbox

import (
	"context"
	"errors"
	"log/slog"

	"github.com/emersion/go-imap/v2"
)

// mark sets our keyword on mails that were stored and moves them. Either of the
// two is enough for them not to be read again. It fails only when neither
// worked, or the connection did not last.
func (l *link) mark(ctx context.Context, uids []uint32) error {
	if len(uids) == 0 || (!l.keyword && !l.move) {
		return nil // with neither at hand, the cursor alone has to do
	}
	set := setOf(uids)
	var flagged, moved error
	if l.keyword {
		flagged = l.do(ctx, "flag mails", 0, func() error {
			return l.client.Store(set, &imap.StoreFlags{
				Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{Keyword},
			}, nil).Close()
		})
		if flagged != nil && !refusal(flagged) {
			return flagged
		}
	} else {
		flagged = errors.New("the mailbox takes no keywords")
	}
	if !l.move {
		return flagged
	}
	moved = l.transfer(ctx, set)
	switch {
	case moved == nil:
		return nil
	case !refusal(moved):
		return moved
	case flagged == nil:
		l.config.Logger.Warn("mails stay in the mailbox, marked", slog.Int("count", len(uids)), slog.Any("error", moved))
		return nil
	}
	return errors.Join(flagged, moved)
}

// transfer moves mails to Done, and makes that folder if it has to. go-imap's
// Move is safe only where the server has MOVE: its way around deletes even what
// it failed to copy.
func (l *link) transfer(ctx context.Context, set imap.UIDSet) error {
	move := func() error {
		_, err := l.client.Move(set, l.config.Done).Wait()
		return err
	}
	// Each mail moved is reported with a line.
	const perMail = 32
	nums, _ := set.Nums()
	bytes := perMail * int64(len(nums))
	err := l.do(ctx, "move mails", bytes, move)
	if err == nil || !refusal(err) || l.made {
		return err
	}
	l.made = true
	create := l.do(ctx, "make folder", 0, func() error {
		if err := l.client.Create(l.config.Done, nil).Wait(); err != nil {
			return err
		}
		return l.client.Subscribe(l.config.Done).Wait()
	})
	if create != nil && !refusal(create) {
		return create
	}
	if again := l.do(ctx, "move mails", bytes, move); again == nil || !refusal(again) {
		return again
	}
	return errors.Join(err, create)
}

// tidy moves mails that carry our keyword but were left behind, when we stopped
// between the one and the other.
func (l *link) tidy(ctx context.Context, cursor Cursor) error {
	if l.tidied || !l.move || !l.keyword || cursor.UID == 0 {
		return nil
	}
	l.tidied = true
	uids, err := l.search(ctx, &imap.SearchCriteria{
		UID:  []imap.UIDSet{{{Start: 1, Stop: imap.UID(cursor.UID)}}},
		Flag: []imap.Flag{Keyword},
	})
	if err != nil {
		return err
	}
	for len(uids) > 0 {
		n := min(len(uids), sized)
		if err := l.transfer(ctx, setOf(uids[:n])); err != nil {
			if refusal(err) {
				return nil // mark has warned, or will
			}
			return err
		}
		uids = uids[n:]
	}
	return nil
}

// refusal reports a NO or BAD, after which the connection is still good.
func refusal(err error) bool {
	var answer *imap.Error
	return errors.As(err, &answer)
}
