package inbox

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/emersion/go-imap/v2"
)

const (
	// listed is how many UIDs one look takes in; the rest waits for the next.
	listed = 200_000
	// sized is for how many mails sizes are asked at a time.
	sized = 5000
)

// list finds what has to be read, in ascending order: everything above the
// cursor, and below it what our keyword is missing from.
func (l *link) list(ctx context.Context, cursor Cursor, skip func(uint32) bool) ([]uint32, error) {
	var found []uint32
	if cursor.UID > 0 {
		below := &imap.SearchCriteria{UID: []imap.UIDSet{{{Start: 1, Stop: imap.UID(cursor.UID)}}}}
		look := l.keyword
		switch {
		case l.keyword:
			below.NotFlag = []imap.Flag{Keyword}
		case l.move && !l.looked:
			// No keyword can be set here, but what was stored was also moved. One
			// look at a connection is enough: a mail that cannot be moved would
			// come back with each.
			look = true
			l.looked = true
		}
		if look {
			uids, err := l.search(ctx, below)
			if err != nil {
				return nil, err
			}
			found = keep(uids, func(uid uint32) bool { return uid <= cursor.UID && !skip(uid) })
		}
	}
	if cursor.UID < math.MaxUint32 {
		above := &imap.SearchCriteria{UID: []imap.UIDSet{{{Start: imap.UID(cursor.UID + 1)}}}}
		uids, err := l.search(ctx, above)
		if err != nil {
			return nil, err
		}
		// "n:*" holds the last mail even when n lies beyond it (RFC 3501, section 6.4.8).
		found = append(found, keep(uids, func(uid uint32) bool { return uid > cursor.UID && !skip(uid) })...)
	}
	return found[:min(len(found), listed)], nil
}

// search returns UIDs in ascending order.
func (l *link) search(ctx context.Context, criteria *imap.SearchCriteria) ([]uint32, error) {
	var set imap.UIDSet
	const perUID = 11 // ten digits and a space
	err := l.do(ctx, "search mailbox", perUID*l.exists.Load(), func() error {
		data, err := l.client.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return err
		}
		switch all := data.All.(type) {
		case imap.UIDSet:
			set = all
		case nil:
		default:
			return fmt.Errorf("got %T instead of UIDs", all)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return spread(set), nil
}

// spread lists the UIDs of a set, up to listed of them twice over: a set of two
// numbers may span four billion.
func spread(set imap.UIDSet) []uint32 {
	var uids []uint32
	for _, r := range set {
		if r.Start == 0 || r.Stop < r.Start {
			continue // "*" stands in no answer
		}
		for uid := r.Start; len(uids) < 2*listed; uid++ {
			uids = append(uids, uint32(uid))
			if uid == r.Stop {
				break
			}
		}
	}
	slices.Sort(uids)
	return slices.Compact(uids)
}

func keep(uids []uint32, f func(uint32) bool) []uint32 {
	return slices.DeleteFunc(uids, func(uid uint32) bool { return !f(uid) })
}

// sizes asks how big mails are, in bytes. A mail that is missing in the answer
// is gone.
func (l *link) sizes(ctx context.Context, uids []uint32) (map[uint32]int64, error) {
	known := make(map[uint32]int64, len(uids))
	// A change of flags by somebody else may come in place of the answer about a
	// mail, and go-imap takes it for that; hence a second question.
	for range 2 {
		missing := keep(slices.Clone(uids), func(uid uint32) bool { _, ok := known[uid]; return !ok })
		if len(missing) == 0 {
			break
		}
		const perMail = 64
		err := l.do(ctx, "ask for sizes", perMail*int64(len(missing)), func() error {
			cmd := l.client.Fetch(setOf(missing), &imap.FetchOptions{UID: true, RFC822Size: true})
			for m := cmd.Next(); m != nil; m = cmd.Next() {
				uid, size := uint32(0), int64(-1)
				for item := m.Next(); item != nil; item = m.Next() {
					switch item := item.(type) {
					case itemUID:
						uid = uint32(item.UID)
					case itemSize:
						size = item.Size
					}
				}
				if uid != 0 && size >= 0 {
					known[uid] = size
				}
			}
			return cmd.Close()
		})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

func setOf(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}
