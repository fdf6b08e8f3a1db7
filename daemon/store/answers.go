package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) addAnswer(ctx context.Context, id group.GroupID, v group.Response) error {
	words, err := t.keepWords(ctx, id, v.Member, "answer", v.Text, sql.NullInt64{})
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO answers
		(group_id, practice, about, question, member, value, words, named, inbox, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(id), v.Practice, v.About, v.Question, string(v.Member), v.Value, words, v.Named,
		numberOrNull(v.Inbox), at(v.At))
	return err
}

func (t *Tx) loadAnswers(ctx context.Context, g *group.Group) (err error) {
	g.Responses, err = collect(ctx, t, func(r *sql.Rows) (v group.Response, err error) {
		err = r.Scan(&v.Practice, &v.About, number[int]{&v.Question}, (*string)(&v.Member), &v.Value, text{&v.Text}, bit{&v.Named},
			number[int64]{&v.Inbox}, instant{&v.At})
		return v, err
	}, `SELECT a.practice, a.about, a.question, a.member, a.value, w.text, a.named, a.inbox, a.at
		FROM answers a LEFT JOIN words w ON w.id = a.words WHERE a.group_id = ? ORDER BY a.id`, string(g.ID))
	if err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	return nil
}
