package group

import (
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Mailing is one mail to one member: an invitation, a letter that gathers
// items, a note, a receipt.
type Mailing struct {
	Member    Member
	Class     Class
	Items     []Item // in order; their asks carry the numbers printed
	Token     string
	Ref       string
	MessageID string
	Thread    []string    // Message-IDs of the thread, the one answered last
	Invite    *Invitation // the calendar object it carries
	Update    bool        // the invitation replaces an earlier one
	PartStat  string      // of an update that asks nobody again: what the member said, "" for nothing yet
	NotBefore time.Time
	NotAfter  time.Time
	First     bool // the member's first letter
}

// send makes one mail of items, and settles them.
func (c *composer) send(m Member, class Class, items []Item, at time.Time) error {
	token, err := newToken(c.rnd)
	if err != nil {
		return err
	}
	mail := Mailing{Member: m, Class: class, Token: token, MessageID: c.g.messageID(token), NotBefore: at}
	if mail.Ref, err = c.newRef(); err != nil {
		return err
	}
	mail.First = c.first(m)
	items, asks := numbered(items, token)
	mail.Items = items
	for _, it := range items {
		mail.NotAfter = sooner(mail.NotAfter, it.Expires)
		if it.ReplyTo != "" {
			mail.Thread = append(mail.Thread, it.ReplyTo)
		}
	}
	if len(mail.Thread) == 0 {
		mail.Thread = c.g.thread(items[0].Meeting, m.ID)
	}
	if items[0].Practice == "invitation" {
		if err := c.invite(&mail, items[0]); err != nil {
			return err
		}
	}
	l := Letter{Token: token, Ref: mail.Ref, Member: m.ID, Class: class, MessageID: mail.MessageID, At: at, Asks: asks}
	c.g.Apply(l)
	c.changes = append(c.changes, l)
	for _, it := range items {
		c.settle(it, "sent", string(class), token)
	}
	c.mails = append(c.mails, mail)
	return nil
}

// invite adds the calendar object: the same UID for the life of the meeting.
func (c *composer) invite(mail *Mailing, it Item) error {
	mt, ok := c.g.Meeting(it.Meeting)
	if !ok {
		return fmt.Errorf("invitation to unknown meeting %s", it.Meeting)
	}
	inv, sent := c.g.Invitation(mt.ID, mail.Member.ID)
	if !sent {
		id, err := newUID(c.rnd)
		if err != nil {
			return err
		}
		inv = Invitation{Meeting: mt.ID, Member: mail.Member.ID, UID: id + "@" + c.g.domain()}
	}
	mail.Update = sent
	was := inv
	inv.Start, inv.Place, inv.Sent = mt.Start, mt.Place, c.now
	inv.Sequence = was.next(mt, c.g.out(mail.Member, mt))
	inv.Cancelled = mt.State == Cancelled || c.g.out(mail.Member, mt)
	if sent && !inv.Cancelled && inv.Sequence == was.Sequence {
		mail.PartStat = c.g.partStat(mt.ID, mail.Member.ID)
	}
	mail.Invite = &inv
	c.g.Apply(inv)
	c.changes = append(c.changes, inv)
	return nil
}

// thread are the Message-IDs of the earlier mails to a member about a meeting.
func (g *Group) thread(meeting MeetingID, member MemberID) []string {
	if meeting == "" {
		return nil
	}
	s, ok := g.settled[Key{Practice: "invitation", Occurrence: string(meeting), Member: member}]
	if !ok {
		return nil
	}
	if l, ok := g.Letter(s.Letter); ok {
		return []string{l.MessageID}
	}
	return nil
}

func (g *Group) domain() string {
	_, d, _ := strings.Cut(g.Address, "@")
	return d
}

// messageID holds the token, so that a reply's In-Reply-To carries it back.
func (g *Group) messageID(token string) string { return "c." + token + "@" + g.domain() }

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newToken is 80 random bits, sixteen characters.
func newToken(rnd io.Reader) (string, error) { return random(rnd, 10) }

// newUID is 128 random bits.
func newUID(rnd io.Reader) (string, error) { return random(rnd, 16) }

func random(rnd io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(rnd, b); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	return lower32.EncodeToString(b), nil
}

// newRef is the short reference of a letter: five characters, unique among the
// group's letters. It ties a reply to a letter, it proves nothing.
func (c *composer) newRef() (string, error) {
	for {
		s, err := random(c.rnd, 4)
		if err != nil {
			return "", err
		}
		ref := s[:5]
		if !slices.ContainsFunc(c.g.Letters, func(l Letter) bool { return l.Ref == ref }) {
			return ref, nil
		}
	}
}
