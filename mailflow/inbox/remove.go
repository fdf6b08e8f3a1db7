package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/emersion/go-imap/v2"
)

// Known is what tells a mail that was handed over from all others, wherever it lies
// now and under whatever UID.
type Known struct {
	Hash      string // SHA-256 of its bytes, in lower-case hexadecimal
	Size      int64  // in bytes, as handed over
	MessageID string // without angle brackets; "" where it has none, or it is not known
}

// Removed tells what Remove did.
type Removed struct {
	Found int // mails, in both folders
	// Expunged is false on a server without UIDPLUS (RFC 4315): there mails are only
	// flagged \Deleted, so that nobody else's deleted mails go with them.
	Expunged bool
}

// Remove deletes mails for good, from the mailbox and from Done. What seems to be one
// of them by its size or its Message-ID is fetched, and goes only if its bytes are
// those that were handed over: nothing that somebody else put there, and nothing
// that has not been read.
func (c *Client) Remove(ctx context.Context, mails []Known) (Removed, error) {
	var done Removed
	if len(mails) == 0 {
		return Removed{Expunged: true}, nil
	}
	l, err := c.open(ctx)
	if err != nil {
		return done, err
	}
	done.Expunged = l.client.Caps().Has(imap.CapUIDPlus) || l.client.Caps().Has(imap.CapIMAP4rev2)
	for i, folder := range []string{c.config.Mailbox, c.config.Done} {
		if folder == "" {
			continue
		}
		_, err := l.selects(ctx, "select folder", folder)
		if i > 0 && err != nil && refusal(err) {
			continue // nothing was ever moved there
		}
		if err == nil {
			var n int
			n, err = c.removeFrom(ctx, l, mails, done.Expunged)
			done.Found += n
		}
		if err != nil {
			l.drop()
			return done, fmt.Errorf("remove mails from %s: %w", folder, err)
		}
	}
	l.leave(ctx)
	return done, nil
}

// removeFrom deletes from the folder that is selected.
func (c *Client) removeFrom(ctx context.Context, l *link, mails []Known, expunge bool) (int, error) {
	uids, sizes, err := l.alike(ctx, mails)
	if err != nil {
		return 0, err
	}
	ours := make(map[string]bool, len(mails))
	for _, m := range mails {
		ours[m.Hash] = true
	}
	found := 0
	for len(uids) > 0 {
		var batch []plan
		var bytes int64
		for len(uids) > 0 && len(batch) < c.config.Batch && bytes < c.config.BatchBytes {
			batch = append(batch, plan{uid: uids[0], size: sizes[uids[0]]})
			bytes += sizes[uids[0]]
			uids = uids[1:]
		}
		messages, err := l.fetch(ctx, batch)
		if err != nil {
			return found, err
		}
		var gone []uint32
		for _, m := range messages {
			sum := sha256.Sum256(m.Raw)
			if m.Raw != nil && ours[hex.EncodeToString(sum[:])] {
				gone = append(gone, m.UID)
			}
		}
		if err := l.delete(ctx, gone, expunge); err != nil {
			return found, err
		}
		found += len(gone)
	}
	return found, nil
}

// alike finds the mails of the folder that may be some of those, by their size; those
// for which there is none of that size, since some servers guess it, by Message-ID.
func (l *link) alike(ctx context.Context, mails []Known) (uids []uint32, sizes map[uint32]int64, err error) {
	if l.exists.Load() == 0 {
		return nil, nil, nil
	}
	all, err := l.search(ctx, &imap.SearchCriteria{})
	if err != nil {
		return nil, nil, err
	}
	sizes = map[uint32]int64{}
	there := map[int64]bool{}
	for rest := all; len(rest) > 0; rest = rest[min(len(rest), sized):] {
		some, err := l.sizes(ctx, rest[:min(len(rest), sized)])
		if err != nil {
			return nil, nil, err
		}
		for uid, size := range some {
			sizes[uid], there[size] = size, true
		}
	}
	sought, named := map[int64]bool{}, map[uint32]bool{}
	for _, m := range mails {
		sought[m.Size] = true
		if there[m.Size] || m.MessageID == "" {
			continue
		}
		hits, err := l.search(ctx, &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: m.MessageID}}})
		if err != nil {
			return nil, nil, err
		}
		for _, uid := range hits {
			named[uid] = true
		}
	}
	return keep(all, func(uid uint32) bool {
		size, ok := sizes[uid] // else it is gone by now
		return ok && (named[uid] || sought[size])
	}), sizes, nil
}

// delete takes mails out of the folder that is selected.
func (l *link) delete(ctx context.Context, uids []uint32, expunge bool) error {
	if len(uids) == 0 {
		return nil
	}
	set := setOf(uids)
	err := l.do(ctx, "flag mails as deleted", 0, func() error {
		return l.client.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close()
	})
	if err != nil || !expunge {
		return err
	}
	return l.do(ctx, "expunge mails", 0, func() error { return l.client.UIDExpunge(set).Close() })
}
