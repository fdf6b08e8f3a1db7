package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putLetter(ctx context.Context, id group.GroupID, l group.Letter) error {
	n, err := t.changed(ctx, `INSERT INTO letters
		(group_id, token, token_key, ref, member, class, message_id, subject, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (token) DO UPDATE SET ref = excluded.ref, member = excluded.member, class = excluded.class,
			message_id = excluded.message_id, subject = excluded.subject, at = excluded.at
		WHERE group_id = excluded.group_id`,
		string(id), l.Token, secretKey(l.Token), l.Ref, orNull(l.Member), string(l.Class), l.MessageID, l.Subject, at(l.At))
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("letter %s belongs to another group", l.Ref)
	}
	if _, err := t.exec(ctx, `DELETE FROM asks WHERE letter = ?`, l.Token); err != nil {
		return err
	}
	for _, a := range l.Asks {
		if err := t.addAsk(ctx, l.Token, a); err != nil {
			return fmt.Errorf("ask %d: %w", a.Number, err)
		}
	}
	return nil
}

// addAsk writes an ask of the letter. Options are lists of three: letter, text,
// what it stands for.
func (t *Tx) addAsk(ctx context.Context, letter string, a group.Ask) error {
	options := []byte("[]")
	if len(a.Options) > 0 {
		list := make([][3]string, len(a.Options))
		for i, o := range a.Options {
			list[i] = [3]string{o.Letter, o.Text, o.Ref}
		}
		var err error
		if options, err = json.Marshal(list); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, `INSERT INTO asks
		(letter, number, practice, about, question, kind, prompt, options, min, max, closes, answered)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		letter, a.Number, a.Practice, a.About, a.Question, string(a.Kind), a.Prompt, string(options),
		a.Min, a.Max, at(a.Closes), a.Answered)
	return err
}

func (t *Tx) setAnswered(ctx context.Context, id group.GroupID, s group.AskState) error {
	_, err := t.exec(ctx, `UPDATE asks SET answered = ? WHERE letter = ? AND number = ?
		AND EXISTS (SELECT 1 FROM letters WHERE token = ?2 AND group_id = ?)`, s.Answered, s.Letter, s.Number, string(id))
	return err
}

func (t *Tx) loadLetters(ctx context.Context, g *group.Group) error {
	err := t.each(ctx, func(r *sql.Rows) error {
		var l group.Letter
		if err := r.Scan(&l.Token, &l.Ref, text{(*string)(&l.Member)}, (*string)(&l.Class), &l.MessageID, &l.Subject,
			instant{&l.At}); err != nil {
			return err
		}
		g.Letters = append(g.Letters, l)
		return nil
	}, `SELECT token, ref, member, class, message_id, subject, at FROM letters WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	at := 0
	err = t.each(ctx, func(r *sql.Rows) error {
		var a group.Ask
		var options string
		if err := r.Scan(&a.Letter, number[int]{&a.Number}, &a.Practice, &a.About, number[int]{&a.Question}, (*string)(&a.Kind), &a.Prompt,
			&options, number[int]{&a.Min}, number[int]{&a.Max}, instant{&a.Closes}, bit{&a.Answered}); err != nil {
			return err
		}
		if options != "[]" {
			var list [][3]string
			if err := json.Unmarshal([]byte(options), &list); err != nil {
				return err
			}
			a.Options = make([]group.AskOption, len(list))
			for i, o := range list {
				a.Options[i] = group.AskOption{Letter: o[0], Text: o[1], Ref: o[2]}
			}
		}
		for g.Letters[at].Token != a.Letter { // both come in the letters' order
			at++
		}
		g.Letters[at].Asks = append(g.Letters[at].Asks, a)
		return nil
	}, `SELECT a.letter, a.number, a.practice, a.about, a.question, a.kind, a.prompt, a.options, a.min, a.max, a.closes, a.answered
		FROM letters l JOIN asks a ON a.letter = l.token WHERE l.group_id = ? ORDER BY l.nr, a.number`, string(g.ID))
	if err != nil {
		return fmt.Errorf("asks: %w", err)
	}
	return nil
}
