package daemon

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"convene/calendar"
	"convene/daemon/group"
	"convene/daemon/store"
	"convene/mailflow"
)

// tied says which letter, member and group a mail belongs to, and what proves it.
type tied struct {
	group    group.GroupID
	member   group.MemberID
	letter   string
	calendar []group.CalendarReply
	evidence group.Evidence
	because  []string
	several  []store.Tie // From is a member of several groups, and nothing says which is meant
	barred   bool        // the sender has tried too many wrong tokens: none was looked up
}

// tie finds letter and member of a mail, strongest sign first: a sub-address
// token, the secret UID of a calendar reply, In-Reply-To and References, the
// token or the short reference in the subject, From alone.
func (d *Daemon) tie(ctx context.Context, tx *store.Tx, in store.Incoming, p *parsing, load func(group.GroupID) (*group.Group, error)) (tied, error) {
	m := p.mail
	var t tied
	vouched, why := m.Authenticated(d.cfg.Mail.AuthservID)
	if vouched {
		t.evidence.Authenticated = true
	}
	ok, err := d.tieCalendar(ctx, tx, p, load, &t)
	if err != nil {
		return t, err
	}
	if !ok {
		if err := d.tryTokens(ctx, tx, in, m, &t); err != nil {
			return t, err
		}
	}
	known, err := tx.MembersByAddress(ctx, m.From.Address)
	if err != nil {
		return t, err
	}
	known = slices.DeleteFunc(known, func(k store.Tie) bool { return !d.knows(k.Group) })
	if t.member == "" {
		if err := d.tieFrom(ctx, tx, m, known, &t); err != nil {
			return t, err
		}
	}
	if len(t.several) > 0 {
		if err := t.meant(in.ID, load); err != nil {
			return t, err
		}
	}
	if t.member == "" && len(t.several) == 0 {
		if err := d.tieEnded(ctx, tx, m, &t); err != nil {
			return t, err
		}
	}
	if t.group != "" { // known leaves out groups that have ended, and their members still are who they are
		g, err := load(t.group)
		if err != nil {
			return t, err
		}
		member, ok := g.Member(t.member)
		t.evidence.FromMember = ok && member.Has(m.From.Address)
	}
	if vouched {
		t.because = append(t.because, why)
	}
	return t, nil
}

// meant ties a mail of a member of several groups to the one that they have named
// since, from the registered address.
func (t *tied) meant(inbox int64, load func(group.GroupID) (*group.Group, error)) error {
	for _, k := range t.several {
		g, err := load(k.Group)
		if err != nil {
			return err
		}
		id, ok := g.Meant(inbox)
		if !ok {
			continue
		}
		for _, k := range t.several {
			if k.Group == id {
				t.group, t.member, t.several = k.Group, k.Member, nil
				t.evidence.Confirmed = true
				t.because = append(t.because, "its writer has said which group is meant")
				return nil
			}
		}
	}
	return nil
}

// tieEnded knows the members of groups that have ended: their mail changes
// nothing any more, but it is not a stranger's.
func (d *Daemon) tieEnded(ctx context.Context, tx *store.Tx, m *mailflow.Mail, t *tied) error {
	once, err := tx.MembersOfClosed(ctx, m.From.Address)
	if err != nil {
		return err
	}
	once = slices.DeleteFunc(once, func(k store.Tie) bool { return !d.knows(k.Group) })
	if len(once) > 0 {
		t.group, t.member = once[0].Group, once[0].Member
		t.because = append(t.because, "From was a member's address in a group that has ended")
	}
	return nil
}

// knows tells whether a group is in the configuration. One that is not rests.
func (d *Daemon) knows(id group.GroupID) bool {
	_, ok := d.settingsOf(id)
	return ok
}

// tieCalendar follows the secret UIDs of iTIP replies (RFC 5546 section 3.2.3).
func (d *Daemon) tieCalendar(ctx context.Context, tx *store.Tx, p *parsing, load func(group.GroupID) (*group.Group, error), t *tied) (bool, error) {
	replies, broken := p.calendar()
	t.because = append(t.because, broken...)
	for _, reply := range replies {
		tie, ok, err := tx.InvitationByUID(ctx, reply.UID)
		if err != nil {
			return false, err
		}
		if !ok || !d.knows(tie.Group) || t.member != "" && (t.group != tie.Group || t.member != tie.Member) {
			continue
		}
		g, err := load(tie.Group)
		if err != nil {
			return false, err
		}
		m, _ := g.Member(tie.Member)
		a, isMember := attendee(reply, append([]string{m.Email}, m.Aliases...))
		isMember = isMember || reply.Method == calendar.MethodRefresh // the answer goes to the registered address, whoever asks
		switch {
		case !t.evidence.UID || t.evidence.Attendee == isMember:
		case isMember: // what somebody else says beside it is not the member's
			t.calendar = nil
		default:
			continue
		}
		t.group, t.member = tie.Group, tie.Member
		t.evidence.UID = true
		t.evidence.Attendee = isMember
		t.because = append(t.because, "secret UID of an invitation")
		t.calendar = append(t.calendar, calendarReply(tie.Meeting, g.Zone, reply, a))
	}
	return t.member != "", nil
}

// attendee finds the member among the ATTENDEEs of a reply. iCloud writes a path
// instead of an address: then the UID alone says who it is.
func attendee(r calendar.Reply, addresses []string) (calendar.Attendee, bool) {
	if a, ok := r.Find(addresses...); ok {
		return a, true
	}
	if len(r.Attendees) == 1 && r.Attendees[0].Address == "" {
		return r.Attendees[0], true
	}
	if len(r.Attendees) > 0 {
		return r.Attendees[0], false
	}
	return calendar.Attendee{}, false
}

// calendarReply is what a group is told of a reply. Times without a zone are meant
// in the group's.
func calendarReply(id group.MeetingID, zone *time.Location, r calendar.Reply, a calendar.Attendee) group.CalendarReply {
	if r.Method == calendar.MethodRefresh {
		return group.CalendarReply{Meeting: id, Refresh: true}
	}
	c := group.CalendarReply{Meeting: id, PartStat: a.PartStat, Sequence: r.Sequence, Stamp: r.Stamp, Start: r.Start, Comment: r.Comment}
	if r.Proposed != nil {
		c.Proposed = r.Proposed.Start
		if w := c.Proposed; r.Proposed.Floating {
			c.Proposed = time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, zone)
		}
	}
	if len(a.DelegatedTo) > 0 {
		c.Delegated = strings.Join(a.DelegatedTo, ", ")
	}
	return c
}

var (
	// A token stands alone: sixteen characters of our base32.
	tokenPattern = regexp.MustCompile(`\b[a-z2-7]{16}\b`)
	// A reference ends the subject, in brackets.
	refPattern = regexp.MustCompile(`\(([a-z2-7]{5})\)\s*$`)
)

// tryTokens looks up a mail's tokens, unless its sender has tried too many wrong
// ones today: then the mail counts as one without. A mail that was tied before
// and held is not asked again.
func (d *Daemon) tryTokens(ctx context.Context, tx *store.Tx, in store.Incoming, m *mailflow.Mail, t *tied) error {
	if !d.bearsToken(m) || in.Mailbox == doneName { // read again after a restore: its letter may be one that the copy does not know
		return d.tieToken(ctx, tx, m, t)
	}
	sender := senderKey(m.From.Address, t.evidence.Authenticated)
	if in.Letter == "" {
		n, err := d.guesses.count(ctx, tx, sender, d.now())
		if err != nil {
			return err
		}
		if t.barred = n >= wrongTokensADay; t.barred {
			t.because = append(t.because, "too many wrong tokens from this sender within a day: none is tried")
			return nil
		}
	}
	if err := d.tieToken(ctx, tx, m, t); err != nil || t.evidence.Token {
		return err
	}
	d.guesses.add(sender, d.now())
	t.because = append(t.because, wrongToken+sender)
	return nil
}

// tieToken looks for a letter's token where it may have survived.
func (d *Daemon) tieToken(ctx context.Context, tx *store.Tx, m *mailflow.Mail, t *tied) error {
	found := func(tie store.Tie, why string) {
		if !d.knows(tie.Group) || tie.Member == "" {
			return
		}
		t.group, t.member, t.letter = tie.Group, tie.Member, tie.Letter
		t.evidence.Token = true
		t.because = append(t.because, why)
	}
	for _, token := range d.subaddressTokens(m) {
		if tie, ok, err := tx.LetterByToken(ctx, token); err != nil || ok {
			if ok {
				found(tie, "token in the address")
			}
			return err
		}
	}
	ids := slices.Clone(m.InReplyTo)
	for _, id := range slices.Backward(m.References) {
		ids = append(ids, id)
	}
	for _, id := range ids {
		if tie, ok, err := tx.LetterByMessageID(ctx, id); err != nil || ok {
			if ok {
				found(tie, "In-Reply-To or References name a letter")
			}
			return err
		}
	}
	for _, token := range tokenPattern.FindAllString(strings.ToLower(m.Subject), 4) {
		if tie, ok, err := tx.LetterByToken(ctx, token); err != nil || ok {
			if ok {
				found(tie, "token in the subject")
			}
			return err
		}
	}
	return nil
}

// subaddressTokens are what stands behind the separator in our own address.
func (d *Daemon) subaddressTokens(m *mailflow.Mail) []string {
	sep := d.cfg.Mail.Subaddress
	if sep == "" {
		return nil
	}
	local, domain, _ := strings.Cut(strings.ToLower(d.cfg.Mail.Address.Address), "@")
	var tokens []string
	for _, a := range append(slices.Clone(m.DeliveredTo), addressesOf(m.To, m.Cc)...) {
		l, dom, _ := strings.Cut(strings.ToLower(a), "@")
		if token, ok := strings.CutPrefix(l, local+sep); ok && dom == domain {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

func addressesOf(lists ...[]mail.Address) []string {
	var all []string
	for _, list := range lists {
		for _, a := range list {
			all = append(all, a.Address)
		}
	}
	return all
}

// tieFrom takes From's word for who writes, and the short reference in the
// subject for which letter is meant. A reference ties, it proves nothing.
func (d *Daemon) tieFrom(ctx context.Context, tx *store.Tx, m *mailflow.Mail, known []store.Tie, t *tied) error {
	if ref := refPattern.FindStringSubmatch(strings.ToLower(strings.TrimSpace(m.Subject))); ref != nil {
		letters, err := tx.LettersByRef(ctx, ref[1])
		if err != nil {
			return err
		}
		for _, l := range letters {
			if slices.ContainsFunc(known, func(k store.Tie) bool { return k.Group == l.Group && k.Member == l.Member }) {
				t.group, t.member, t.letter = l.Group, l.Member, l.Letter
				t.because = append(t.because, "reference in the subject")
				return nil
			}
		}
	}
	switch len(known) {
	case 0:
	case 1:
		t.group, t.member = known[0].Group, known[0].Member
		t.because = append(t.because, "From is a member's address")
	default:
		t.several = known
		t.because = append(t.because, "From is a member of several groups, and nothing says which is meant")
	}
	return nil
}
