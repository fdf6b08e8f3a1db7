package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"convene/daemon/group"
)

// Tie says which group, member and letter a mail belongs to.
type Tie struct {
	Group  group.GroupID
	Member group.MemberID // "" for a letter to somebody who is no member
	Letter string         // token; "" when only the address is known
	State  group.MemberState
	Zone   *time.Location // the member's; nil where it is not asked for, or the letter is to no member
}

// InvitationTie says which invitation a calendar reply belongs to.
type InvitationTie struct {
	Group   group.GroupID
	Member  group.MemberID
	Meeting group.MeetingID
}

const letterTie = `SELECT l.group_id, l.member, l.token, m.state, m.zone
	FROM letters l LEFT JOIN members m ON m.group_id = l.group_id AND m.id = l.member `

func (v *Tie) fields() []any {
	return []any{(*string)(&v.Group), text{(*string)(&v.Member)}, &v.Letter, text{(*string)(&v.State)}, place{&v.Zone}}
}

const (
	letterByTokenQuery     = letterTie + `WHERE l.token_key = ?`
	letterByMessageIDQuery = letterTie + `WHERE l.message_id = ? ORDER BY l.nr DESC LIMIT 1`
	lettersByRefQuery      = letterTie + `WHERE l.ref = ? ORDER BY l.nr DESC`
)

// LetterByToken finds the letter with the token, in upper or lower case.
func (t *Tx) LetterByToken(ctx context.Context, token string) (Tie, bool, error) {
	var v Tie
	found, err := t.find(ctx, v.fields(), letterByTokenQuery, secretKey(token))
	if err != nil {
		return Tie{}, false, fmt.Errorf("find letter by token: %w", err)
	}
	return v, found, nil
}

// LetterByMessageID finds the letter with the Message-ID, written as group.Letter
// has it.
func (t *Tx) LetterByMessageID(ctx context.Context, messageID string) (Tie, bool, error) {
	var v Tie
	if messageID == "" {
		return v, false, nil
	}
	found, err := t.find(ctx, v.fields(), letterByMessageIDQuery, messageID)
	if err != nil {
		return Tie{}, false, fmt.Errorf("find letter by Message-ID: %w", err)
	}
	return v, found, nil
}

// LettersByRef finds the letters with the short reference of a subject, newest
// first: it is unique only among the open letters of one group.
func (t *Tx) LettersByRef(ctx context.Context, ref string) ([]Tie, error) {
	all, err := collect(ctx, t, func(r *sql.Rows) (v Tie, err error) {
		err = r.Scan(v.fields()...)
		return v, err
	}, lettersByRefQuery, ref)
	if err != nil {
		return nil, fmt.Errorf("find letters by reference: %w", err)
	}
	return all, nil
}

const invitationByUIDQuery = `SELECT group_id, member, meeting FROM invitations WHERE uid_key = ?`

// InvitationByUID finds the invitation with the UID, in upper or lower case.
func (t *Tx) InvitationByUID(ctx context.Context, uid string) (InvitationTie, bool, error) {
	var v InvitationTie
	found, err := t.find(ctx, []any{(*string)(&v.Group), (*string)(&v.Member), (*string)(&v.Meeting)}, invitationByUIDQuery, secretKey(uid))
	if err != nil {
		return InvitationTie{}, false, fmt.Errorf("find invitation by UID: %w", err)
	}
	return v, found, nil
}

const havingAddress = ` AND m.nr IN (
		SELECT nr FROM members WHERE email_key = ?1
		UNION
		SELECT o.nr FROM aliases a JOIN members o ON o.group_id = a.group_id AND o.id = a.member WHERE a.address_key = ?1)`

const (
	membersByAddressQuery = `SELECT m.group_id, m.id, m.state FROM members m JOIN groups g ON g.id = m.group_id
		WHERE g.closed IS NULL` + havingAddress + ` ORDER BY m.nr`
	membersOfClosedQuery = `SELECT m.group_id, m.id, m.state FROM members m JOIN groups g ON g.id = m.group_id
		WHERE g.closed IS NOT NULL` + havingAddress + ` ORDER BY g.closed DESC, m.nr`
)

// MembersByAddress finds who has the address, as the registered one or as a
// confirmed alias, in groups that are not closed. Those who have left are told
// only when nobody else has it.
func (t *Tx) MembersByAddress(ctx context.Context, address string) ([]Tie, error) {
	return t.members(ctx, membersByAddressQuery, address)
}

// MembersOfClosed is MembersByAddress for groups that are closed, the one that
// was closed last first.
func (t *Tx) MembersOfClosed(ctx context.Context, address string) ([]Tie, error) {
	return t.members(ctx, membersOfClosedQuery, address)
}

func (t *Tx) members(ctx context.Context, query, address string) ([]Tie, error) {
	if address == "" { // which is that of those who were forgotten
		return nil, nil
	}
	var here, left []Tie
	err := t.each(ctx, func(r *sql.Rows) error {
		var v Tie
		if err := r.Scan((*string)(&v.Group), (*string)(&v.Member), (*string)(&v.State)); err != nil {
			return err
		}
		if v.State == group.Left {
			left = append(left, v)
		} else {
			here = append(here, v)
		}
		return nil
	}, query, addressKey(address))
	if err != nil {
		return nil, fmt.Errorf("find members by address: %w", err)
	}
	if len(here) == 0 {
		return left, nil
	}
	return here, nil
}
