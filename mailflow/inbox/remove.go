package inbox

import (
	"context"
	"fmt"

	"github.com/emersion/go-imap/v2"
)

// Remove deletes mails for good, from the mailbox and from Done, by their
// Message-IDs (without angle brackets), and tells how many it found. On a server
// without UIDPLUS (RFC 4315) it only flags them \Deleted, so that nobody else's
// deleted mails go with them: expunged is false then.
func (c *Client) Remove(ctx context.Context, messageIDs []string) (found int, expunged bool, err error) {
	l, err := c.open(ctx)
	if err != nil {
		return 0, false, err
	}
	defer l.leave(ctx)
	expunged = l.client.Caps().Has(imap.CapUIDPlus) || l.client.Caps().Has(imap.CapIMAP4rev2)
	for i, folder := range []string{c.config.Mailbox, c.config.Done} {
		if folder == "" {
			continue
		}
		err := l.do(ctx, "select folder", 0, func() error {
			_, err := l.client.Select(folder, nil).Wait()
			return err
		})
		if i > 0 && err != nil && refusal(err) {
			continue // nothing was ever moved there
		}
		if err != nil {
			return found, expunged, err
		}
		n, err := l.remove(ctx, messageIDs, expunged)
		found += n
		if err != nil {
			return found, expunged, fmt.Errorf("remove mails from %s: %w", folder, err)
		}
	}
	return found, expunged, nil
}

// remove deletes from the folder that is selected.
func (l *link) remove(ctx context.Context, messageIDs []string, expunge bool) (int, error) {
	var uids []uint32
	for _, id := range messageIDs {
		if id == "" {
			continue
		}
		hits, err := l.search(ctx, &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: id}}})
		if err != nil {
			return 0, err
		}
		uids = append(uids, hits...)
	}
	if len(uids) == 0 {
		return 0, nil
	}
	set := setOf(uids)
	err := l.do(ctx, "flag mails as deleted", 0, func() error {
		return l.client.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close()
	})
	if err != nil || !expunge {
		return len(uids), err
	}
	return len(uids), l.do(ctx, "expunge mails", 0, func() error { return l.client.UIDExpunge(set).Close() })
}
