package inbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

type (
	itemUID  = imapclient.FetchItemDataUID
	itemSize = imapclient.FetchItemDataRFC822Size
	itemBody = imapclient.FetchItemDataBodySection
)

var errIncomplete = errors.New("the server left out mails that are there")

// plan is a mail to be fetched.
type plan struct {
	uid  uint32
	size int64
}

// fetch reads the mails of a batch, each of them whole or not at all: whatever
// goes wrong, everything of this fetch is thrown away. Mails that are gone by
// now are left out.
func (l *link) fetch(ctx context.Context, batch []plan) ([]Message, error) {
	bodies := make(map[uint32]body, len(batch))
	missing := func() (uids []uint32, bytes int64) {
		for _, p := range batch {
			if _, ok := bodies[p.uid]; !ok && p.size <= l.config.MaxMail {
				uids = append(uids, p.uid)
				bytes += p.size
			}
		}
		return uids, bytes
	}
	// Flags changed by somebody else can take the place of an answer, see sizes.
	for range 2 {
		uids, bytes := missing()
		if len(uids) == 0 {
			break
		}
		if err := l.fetchBodies(ctx, uids, bytes, bodies); err != nil {
			return nil, err
		}
	}
	if uids, _ := missing(); len(uids) > 0 {
		there, err := l.sizes(ctx, uids)
		if err != nil {
			return nil, err
		}
		if len(there) > 0 {
			return nil, fmt.Errorf("fetch mails: %w", errIncomplete)
		}
	}
	messages := make([]Message, 0, len(batch))
	for _, p := range batch {
		m := Message{UIDValidity: l.validity, UID: p.uid, Size: p.size}
		b, ok := bodies[p.uid]
		switch {
		case p.size > l.config.MaxMail:
			m.Problem = TooBig
		case !ok:
			continue
		case b.raw == nil:
			m.Size, m.Problem = b.size, TooBig
		default:
			m.Raw = b.raw
		}
		messages = append(messages, m)
	}
	return messages, nil
}

// body is a mail that arrived; raw is nil when it turned out bigger than its
// RFC822.SIZE, and than what we accept.
type body struct {
	raw  []byte
	size int64
}

func (l *link) fetchBodies(ctx context.Context, uids []uint32, bytes int64, bodies map[uint32]body) error {
	const perMail = 256
	got := make(map[uint32]body, len(uids))
	err := l.do(ctx, "fetch mails", bytes+perMail*int64(len(uids)), func() error {
		// No ENVELOPE and no BODYSTRUCTURE: what a sender puts there can cost the
		// connection. PEEK leaves \Seen to people.
		cmd := l.client.Fetch(setOf(uids), &imap.FetchOptions{
			UID:         true,
			BodySection: []*imap.FetchItemBodySection{{Peek: true}},
		})
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			uid, b, err := l.readBody(m)
			if err != nil {
				// The connection is gone. Reading on, or closing the command, would
				// race with go-imap's reader, which has gone on as well.
				l.conn.cut()
				return err
			}
			if uid != 0 {
				got[uid] = b
			}
		}
		return cmd.Close()
	})
	if err != nil {
		return err
	}
	for uid, b := range got {
		if _, asked := slices.BinarySearch(uids, uid); asked {
			bodies[uid] = b
		}
	}
	return nil
}

// readBody reads one mail of a fetch to its end, whatever it finds: go-imap's
// reader waits for that. The UID is 0 when there was no body with it. After an
// error neither m nor its command may be touched any more.
func (l *link) readBody(m *imapclient.FetchMessageData) (uid uint32, b body, err error) {
	found := false
	for item := m.Next(); item != nil; item = m.Next() {
		switch item := item.(type) {
		case itemUID:
			uid = uint32(item.UID)
		case itemBody:
			if item.Literal == nil || item.Section.Specifier != imap.PartSpecifierNone || len(item.Section.Part) > 0 {
				continue // NIL: the server has nothing to show just now
			}
			size := item.Literal.Size()
			b = body{size: size}
			found = true
			if size > l.config.MaxMail {
				continue // Next reads over it
			}
			b.raw = make([]byte, size)
			if _, err := io.ReadFull(item.Literal, b.raw); err != nil {
				return 0, body{}, fmt.Errorf("a mail was cut off: %w", err)
			}
		}
	}
	if !found {
		uid = 0
	}
	return uid, b, nil
}
