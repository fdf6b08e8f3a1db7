package demo

import (
	"slices"
	"strings"
	"testing"
)

// record are the parts of the database that must be alike in two lives of the same
// seed, one of them with faults that pass. Tokens, what counts rows, and what a
// rebuilt mailbox brings back differ.
var record = map[string]string{
	"outcomes":      `SELECT DISTINCT message_id, outcome, kind, group_id, member FROM inbox WHERE outcome <> 'duplicate' AND NOT (outcome = 'forgotten' AND group_id IS NULL)`,
	"rsvps":         `SELECT group_id, meeting, member, answer, via FROM current_rsvps`,
	"all rsvps":     `SELECT r.group_id, r.meeting, r.member, r.answer, r.via, i.message_id FROM rsvps r LEFT JOIN inbox i ON i.id = r.inbox`,
	"topics":        `SELECT t.group_id, t.member, w.text, t.meeting FROM topics t LEFT JOIN words w ON w.id = t.words`,
	"turns":         `SELECT group_id, meeting, role, member, state FROM turns`,
	"votes":         `SELECT group_id, meeting, member, topics FROM votes`,
	"answers":       `SELECT a.group_id, practice, CASE practice WHEN 'note' THEN '' ELSE about END, question, a.member, value, w.text FROM answers a LEFT JOIN words w ON w.id = a.words`,
	"contributions": `SELECT c.group_id, c.kind, c.member, c.recipient, c.value, c.audience, c.state, w.text FROM contributions c LEFT JOIN words w ON w.id = c.words WHERE c.kind <> 'pairs'`,
	"members":       `SELECT group_id, id, state, mail FROM members`,
	"meetings":      `SELECT group_id, id, start, state, sequence FROM meetings`,
	"mails":         `SELECT group_id, practice, member, class, state, count(*) FROM outbox GROUP BY 1, 2, 3, 4, 5`,
	"groups":        `SELECT id, substr(closed, 1, 16) FROM groups`,
}

// compare tells in what the records of two lives differ.
func compare(t *testing.T, l, twin *life) {
	t.Helper()
	for name, q := range record {
		got, want := l.query(q), twin.query(q)
		missing, more := without(want, got), without(got, want)
		if len(missing)+len(more) == 0 {
			continue
		}
		t.Errorf("seed %d: %s differ from those of the life without faults\nmissing:\n  %s\nmore:\n  %s", l.seed, name,
			strings.Join(missing, "\n  "), strings.Join(more, "\n  "))
	}
}

// without are the rows of a that b lacks.
func without(a, b [][]string) []string {
	there := map[string]int{}
	for _, row := range b {
		there[strings.Join(row, " | ")]++
	}
	var left []string
	for _, row := range a {
		key := strings.Join(row, " | ")
		if there[key]--; there[key] < 0 {
			left = append(left, key)
		}
	}
	slices.Sort(left)
	return left[:min(len(left), 12)]
}
