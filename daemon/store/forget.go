package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"convene/daemon/group"
)

// ToForget is somebody who asked to be forgotten and is not yet.
type ToForget struct {
	Group   group.GroupID
	Member  group.MemberID
	Emptied bool // all rows are; the files may still hold what was in them
	// Waits: a mail is on its way that was written before, perhaps with words of theirs.
	Waits bool
}

// putForgetting writes down that somebody is to be forgotten, and erases their
// words at once.
func (t *Tx) putForgetting(ctx context.Context, id group.GroupID, f group.Forgetting) error {
	if _, err := t.exec(ctx, `INSERT INTO forgettings (group_id, member, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		string(id), string(f.Member), at(f.At)); err != nil {
		return err
	}
	mine, others, err := t.wordsIn(ctx, id, f.Member)
	if err != nil {
		return err
	}
	if err := t.emptyAsks(ctx, id, mine); err != nil {
		return err
	}
	if err := t.emptyCharter(ctx, id, mine, others); err != nil {
		return err
	}
	if _, err := t.exec(ctx, emptyLookedFor+` AND member = ?`, string(id), string(f.Member)); err != nil {
		return err
	}
	_, err = t.exec(ctx, `UPDATE words SET text = '', erased = ? WHERE group_id = ? AND member = ? AND erased IS NULL`, at(f.At), string(id), string(f.Member))
	return err
}

// emptyLookedFor takes out of a group what help members looked for, which stands apart
// from their words.
const emptyLookedFor = `UPDATE contributions SET value = '' WHERE group_id = ? AND kind = 'whoknows'`

// wordsIn are the texts on record in a group: a member's, and what the others gave.
func (t *Tx) wordsIn(ctx context.Context, id group.GroupID, member group.MemberID) (mine, others map[string]bool, err error) {
	texts := func(query string) map[string]bool {
		all := map[string]bool{}
		if err == nil {
			err = t.each(ctx, func(r *sql.Rows) error {
				var s string
				err := r.Scan(&s)
				all[s] = true
				return err
			}, query, string(id), string(member))
		}
		return all
	}
	mine = texts(`SELECT text FROM words WHERE group_id = ? AND member = ? AND text <> ''`)
	others = texts(`SELECT w.text FROM contributions c JOIN words w ON w.id = c.words
		WHERE c.group_id = ? AND c.member IS NOT ? AND c.kind <> 'charter' AND w.text <> ''`)
	return mine, others, err
}

// emptyCharter takes a member's words out of the versions of the charter.
func (t *Tx) emptyCharter(ctx context.Context, id group.GroupID, mine, others map[string]bool) error {
	type row struct {
		id   int64
		text string
	}
	rows, err := collect(ctx, t, func(r *sql.Rows) (v row, err error) {
		err = r.Scan(&v.id, &v.text)
		return v, err
	}, `SELECT w.id, w.text FROM contributions c JOIN words w ON w.id = c.words WHERE c.group_id = ? AND c.kind = 'charter'`, string(id))
	if err != nil {
		return err
	}
	for _, v := range rows {
		text := group.CharterWithout(v.text, mine, others)
		if text == v.text {
			continue
		}
		if _, err := t.exec(ctx, `UPDATE words SET text = ? WHERE id = ?`, text, v.id); err != nil {
			return err
		}
	}
	return nil
}

// emptyAsks takes a member's words out of the questions that were printed with
// them, such as a ballot with their topic.
func (t *Tx) emptyAsks(ctx context.Context, id group.GroupID, mine map[string]bool) error {
	if len(mine) == 0 {
		return nil
	}
	type row struct {
		letter, prompt, options string
		number                  int
	}
	rows, err := collect(ctx, t, func(r *sql.Rows) (v row, err error) {
		err = r.Scan(&v.letter, number[int]{&v.number}, &v.prompt, &v.options)
		return v, err
	}, `SELECT a.letter, a.number, a.prompt, a.options FROM letters l JOIN asks a ON a.letter = l.token WHERE l.group_id = ?`, string(id))
	if err != nil {
		return err
	}
	for _, v := range rows {
		var list [][3]string
		if err := json.Unmarshal([]byte(v.options), &list); err != nil {
			return err
		}
		changed := false
		for i := range list {
			if mine[list[i][1]] {
				list[i][1], changed = "", true
			}
		}
		for w := range mine {
			if strings.Contains(v.prompt, w) {
				v.prompt, changed = "", true
			}
		}
		if !changed {
			continue
		}
		options, err := json.Marshal(list)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, `UPDATE asks SET prompt = ?, options = ? WHERE letter = ? AND number = ?`, v.prompt, string(options), v.letter, v.number); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) loadForgettings(ctx context.Context, g *group.Group) (err error) {
	g.Forgotten, err = collect(ctx, t, func(r *sql.Rows) (f group.Forgetting, err error) {
		err = r.Scan((*string)(&f.Member), instant{&f.At})
		return f, err
	}, `SELECT member, at FROM forgettings WHERE group_id = ? ORDER BY at, member`, string(g.ID))
	if err != nil {
		return fmt.Errorf("forgettings: %w", err)
	}
	return nil
}

// ToForget are those who asked to be forgotten and can be by now: nothing waits
// to be sent to them, or to the coordinators of it, any more, and no mail of theirs to
// be read.
func (t *Tx) ToForget(ctx context.Context) ([]ToForget, error) {
	all, err := collect(ctx, t, func(r *sql.Rows) (f ToForget, err error) {
		err = r.Scan((*string)(&f.Group), (*string)(&f.Member), &f.Emptied, &f.Waits)
		return f, err
	}, `SELECT group_id, member, emptied IS NOT NULL, EXISTS (
			SELECT 1 FROM outbox o JOIN letters l ON l.token = o.letter WHERE o.group_id = f.group_id AND o.state = 'queued' AND l.at <= f.at)
		FROM forgettings f WHERE done IS NULL AND NOT EXISTS (
			SELECT 1 FROM outbox o WHERE o.group_id = f.group_id AND o.state = 'queued'
				AND (o.member = f.member OR o.practice = 'notice' AND o.occurrence = f.member || ' forgotten'))
			AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.group_id = f.group_id AND i.member = f.member AND i.outcome IS NULL)
		ORDER BY at, group_id, member`)
	if err != nil {
		return nil, fmt.Errorf("list who is to be forgotten: %w", err)
	}
	return all, nil
}

// Forget empties everything that tells who a member was: words, mails, name,
// addresses, the instruction that added them, and lines that name them. The rows stay.
func (t *Tx) Forget(ctx context.Context, id group.GroupID, member group.MemberID, now time.Time) error {
	if err := t.Erase(ctx, id, member, now); err != nil {
		return err
	}
	var name, email string
	if _, err := t.find(ctx, []any{&name, &email}, `SELECT name, email FROM members WHERE group_id = ? AND id = ?`, string(id), string(member)); err != nil {
		return err
	}
	g, m := string(id), string(member)
	if _, err := t.exec(ctx, `UPDATE words SET text = '', erased = ? WHERE erased IS NULL AND ? <> '' AND instr(lower(text), lower(?))
		AND id IN (SELECT words FROM contributions WHERE group_id = ? AND kind = 'instruction')`, at(now), email, email, g); err != nil {
		return fmt.Errorf("empty what added %s to group %s: %w", member, id, err)
	}
	for _, called := range []string{name, strings.SplitN(name+" ", " ", 2)[0]} {
		if called == "" {
			continue
		}
		for _, query := range []string{
			`UPDATE letters SET subject = '' WHERE group_id = ? AND instr(subject, ?)`,
			`UPDATE turns SET reason = '' WHERE group_id = ? AND instr(reason, ?)`,
			`UPDATE log SET text = '' WHERE group_id = ? AND instr(text, ?)`,
		} {
			if _, err := t.exec(ctx, query, g, called); err != nil {
				return fmt.Errorf("empty lines that name %s in group %s: %w", member, id, err)
			}
		}
	}
	for _, query := range []string{
		`UPDATE members SET name = '', email = '', email_key = '', zone = 'UTC', unreachable = 0 WHERE group_id = ? AND id = ?`,
		`DELETE FROM aliases WHERE group_id = ? AND member = ?`,
		`UPDATE inbox SET because = '' WHERE group_id = ? AND member = ?`,
		`UPDATE outbox SET reason = '' WHERE group_id = ? AND member = ?`,
	} {
		if _, err := t.exec(ctx, query, g, m); err != nil {
			return fmt.Errorf("empty what tells of %s in group %s: %w", member, id, err)
		}
	}
	return t.one(ctx, `UPDATE forgettings SET emptied = ? WHERE group_id = ? AND member = ?`, at(now), g, m)
}

// EmptySent deletes the bytes of all mails of a group that went out, or never will.
func (t *Tx) EmptySent(ctx context.Context, id group.GroupID) error {
	if _, err := t.exec(ctx, `DELETE FROM outbox_data WHERE outbox IN (SELECT id FROM outbox WHERE group_id = ? AND state <> 'queued')`, string(id)); err != nil {
		return fmt.Errorf("empty what group %s has sent: %w", id, err)
	}
	return nil
}

// Forgotten writes down that no file holds anything of them any more.
func (t *Tx) Forgotten(ctx context.Context, id group.GroupID, member group.MemberID, now time.Time) error {
	return t.one(ctx, `UPDATE forgettings SET done = ? WHERE group_id = ? AND member = ?`, at(now), string(id), string(member))
}
