package daemon

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"convene/calendar"
	"convene/daemon/answer"
	"convene/daemon/group"
	"convene/daemon/store"
	"convene/mailflow"
)

// Explanation says how one raw mail would be understood, and why.
type Explanation struct {
	Kind    string            `json:"kind"` // person, calendar, automatic, bounce, unknown
	Member  string            `json:"member"`
	Group   string            `json:"group"`
	Letter  string            `json:"letter"`
	Trust   string            `json:"trust"` // apply, hold, forwarded, stranger; "" without a database
	Text    string            `json:"text"`  // the new text of the person
	Answers []ExplainedAnswer `json:"answers"`
	AskBack string            `json:"ask_back"` // why convene would ask back, "" if it would not
	Because []string          `json:"because"`
}

// ExplainedAnswer is one answer found in the mail.
type ExplainedAnswer struct {
	Kind   string `json:"kind"`
	Value  string `json:"value"`
	Words  string `json:"words"`  // what it was read from
	Effect string `json:"effect"` // what would be recorded
}

// Explain reads one raw mail as the daemon would and stores nothing. With a
// configuration it looks into the database, to find letter and member; without
// one it reads the mail as if it answered "Can you come?".
func Explain(ctx context.Context, o Options, raw []byte) (Explanation, error) {
	m, err := mailflow.Parse(raw)
	if err != nil {
		return Explanation{}, fmt.Errorf("read the mail: %w", err)
	}
	e := Explanation{Kind: string(m.Kind), Because: append([]string{}, m.Because...), Answers: []ExplainedAnswer{}}
	segments := m.NewText()
	e.Text = mailflow.Joined(segments)
	if m.Kind == mailflow.Automatic || m.Kind == mailflow.Bounce {
		e.Because = append(e.Because, "only mail of people and of their calendars can be an answer")
		return e, nil
	}
	if o.Config == nil {
		return e, e.alone(o, m, segments)
	}
	d, err := looking(o)
	if err != nil {
		return e, err
	}
	err = withDatabase(ctx, d.cfg, func(tx *store.Tx) error { return e.asDaemon(ctx, d, tx, m) })
	if errors.Is(err, store.ErrMissing) {
		e.Because = append(e.Because, "there is no database yet, so no letter to tie it to")
		return e, e.alone(o, m, segments)
	}
	return e, err
}

// alone reads a mail that nothing is known about.
func (e *Explanation) alone(o Options, m *mailflow.Mail, segments []mailflow.Segment) error {
	if len(m.Calendars) > 0 {
		var replies []calendar.Reply
		for _, ics := range m.Calendars {
			rs, err := calendar.ReadReplies(ics)
			if err != nil {
				e.Because = append(e.Because, "calendar object: "+err.Error())
			}
			replies = append(replies, rs...)
		}
		for _, r := range calendar.Distinct(replies) { // the same object often comes twice
			e.calendar(r)
		}
		return nil
	}
	w, err := wordingOf(o)
	if err != nil {
		return err
	}
	words, err := w.lexicon(w.templates.WordLanguages())
	if err != nil {
		return err
	}
	in := answer.Input{Lexicon: words, Now: m.Date, Asks: []answer.Ask{{Number: 1, Kind: answer.AskComing}}}
	for _, s := range segments {
		in.Segments = append(in.Segments, answer.Segment{Quoted: s.Quoted, Text: s.Text})
	}
	e.Because = append(e.Because, `read as if it answered "Can you come?"; with --config and its database it is tied to its letter`)
	for _, a := range answer.Read(in) {
		e.add(a, "")
	}
	return nil
}

func (e *Explanation) calendar(r calendar.Reply) {
	values := map[string]string{calendar.Accepted: "yes", calendar.Declined: "no", calendar.Tentative: "maybe", calendar.Delegated: "no"}
	for _, a := range r.Attendees {
		if v, ok := values[a.PartStat]; ok {
			e.Answers = append(e.Answers, ExplainedAnswer{Kind: answer.KindRSVP, Value: v, Words: "PARTSTAT=" + a.PartStat, Effect: "for the invitation with UID " + r.UID})
		}
	}
}

func (e *Explanation) add(a answer.Answer, effect string) {
	if a.Kind == answer.KindAskBack && e.AskBack == "" {
		e.AskBack = a.Value
	}
	e.Answers = append(e.Answers, ExplainedAnswer{Kind: a.Kind, Value: a.Value, Words: a.Words, Effect: effect})
	e.Because = append(e.Because, fmt.Sprintf("%s: %s", strings.TrimSpace(a.Kind+" "+a.Value), a.Because))
}

// asDaemon ties the mail and lets its group read it, in memory only.
func (e *Explanation) asDaemon(ctx context.Context, d *Daemon, tx *store.Tx, m *mailflow.Mail) error {
	load := func(id group.GroupID) (*group.Group, error) { return d.load(ctx, tx, id) }
	t, err := d.tie(ctx, tx, store.Incoming{ID: 1 << 62}, &parsing{mail: m}, load)
	if err != nil {
		return err
	}
	verdict, why := group.Judge(t.evidence)
	e.Group, e.Letter, e.Trust = string(t.group), t.letter, string(verdict)
	e.Because = append(append(e.Because, t.because...), why)
	if t.group == "" {
		return nil
	}
	g, err := load(t.group)
	if err != nil {
		return err
	}
	if member, ok := g.Member(t.member); ok {
		e.Member = member.Name
	}
	// As of when it was written: a mail may be looked at long after.
	now := m.Date
	if now.IsZero() {
		now = d.now()
	}
	r := &receiver{d: d, now: now}
	res := group.Receive(g, r.inbound(g, store.Incoming{ID: 1 << 62, Received: now}, &parsing{mail: m}, t), now)
	for _, a := range res.Answers {
		effect := a.Effect
		if verdict != group.Apply {
			effect = string(verdict) + ", so not yet: " + effect
		}
		e.add(a.Answer, effect)
		if strings.HasPrefix(a.Effect, "asked back") && e.AskBack == "" {
			e.AskBack = strings.TrimPrefix(a.Effect, "asked back: ")
		}
	}
	return nil
}
