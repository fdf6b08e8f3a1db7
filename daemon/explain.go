package daemon

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"convene/calendar"
	"convene/daemon/answer"
	"convene/daemon/store"
	"convene/mailflow"
)

// Explanation says how one raw mail would be understood, and why.
type Explanation struct {
	Kind    string            `json:"kind"` // person, calendar, automatic, bounce, unknown
	Member  string            `json:"member"`
	Group   string            `json:"group"`
	Letter  string            `json:"letter"` // token of the letter it answers
	Trust   string            `json:"trust"`  // apply, hold, forwarded, stranger; "" without a database
	Text    string            `json:"text"`   // the new text of the person
	Answers []ExplainedAnswer `json:"answers"`
	AskBack string            `json:"ask_back"` // why convene would ask back, "" if it would not
	Outcome string            `json:"outcome"`  // what would become of the mail as a whole, in plain words
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
	e.Text = mailflow.Joined(m.NewText())
	if o.Config == nil {
		return e, e.alone(o, m)
	}
	d, err := looking(o)
	if err != nil {
		return e, err
	}
	err = withDatabase(ctx, d.cfg, func(tx *store.Tx) error {
		x := explainer{Explanation: &e, d: d, tx: tx, p: &parsing{mail: m}, now: m.Date}
		if x.now.IsZero() { // as of when it was written: a mail may be looked at long after
			x.now = d.now()
		}
		return x.read(ctx)
	})
	if errors.Is(err, store.ErrMissing) {
		e.because("there is no database yet, so no letter to tie it to")
		return e, e.alone(o, m)
	}
	return e, err
}

func (e *Explanation) because(format string, args ...any) {
	e.Because = append(e.Because, fmt.Sprintf(format, args...))
}

// alone reads a mail that nothing is known about.
func (e *Explanation) alone(o Options, m *mailflow.Mail) error {
	dir := ""
	if o.Config != nil {
		dir = o.Config.TemplatesDir
	}
	w, err := wordingOf(dir)
	if err != nil {
		return err
	}
	words, err := w.lexicon(w.templates.WordLanguages())
	if err != nil {
		return err
	}
	in := answer.Input{Lexicon: words, Now: m.Date}
	for _, s := range m.NewText() {
		in.Segments = append(in.Segments, answer.Segment{Quoted: s.Quoted, Text: s.Text})
	}
	switch m.Kind {
	case mailflow.Automatic:
		e.machine(m, answer.Until(in))
		return nil
	case mailflow.Bounce:
		e.cameBack(m.Bounce)
		return nil
	}
	if len(m.Calendars) > 0 {
		var replies []calendar.Reply
		for _, ics := range m.Calendars {
			rs, err := calendar.ReadReplies(ics)
			if err != nil {
				e.because("calendar object: %v", err)
			}
			replies = append(replies, rs...)
		}
		for _, r := range calendar.Distinct(replies) { // the same object often comes twice
			e.calendar(r)
		}
		if len(replies) > 0 {
			return nil
		}
	}
	in.Asks = []answer.Ask{{Number: 1, Kind: answer.AskComing}}
	e.because(`read as if it answered "Can you come?"; with --config and its database it is tied to its letter`)
	for _, a := range answer.Read(in) {
		e.add(a, "")
	}
	if m.Sealed != "" && strings.TrimSpace(e.Text) == "" {
		e.AskBack = "unreadable"
		e.because("%s, and no words", m.Sealed)
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
	e.because("%s: %s", strings.TrimSpace(a.Kind+" "+a.Value), a.Because)
}

// machine says what an automatic mail tells. until is what an automatic reply
// says, zero for nothing.
func (e *Explanation) machine(m *mailflow.Mail, until time.Time) {
	switch m.Machine {
	case mailflow.AutoReply:
		e.Outcome = "noted: an automatic reply, which is never an answer"
		if !until.IsZero() {
			e.Outcome = fmt.Sprintf("noted: away until %s, by an automatic reply, which is never an answer; a letter that goes out anyway asks about it once", until.Format("Mon 2 Jan 2006"))
		}
	case mailflow.ReadReceipt:
		e.Outcome = "noted: a read receipt, which is never an answer"
	case mailflow.Complaint:
		e.Outcome = "a coordinator is told: the provider reports a letter as unwanted, which counts as too many mails"
	default:
		e.Outcome = "left aside: a program wrote it for itself"
	}
}

// cameBack says what a bounce does.
func (e *Explanation) cameBack(b *mailflow.BounceReport) {
	switch {
	case b.Delayed:
		e.Outcome = "left aside: a letter is late, and still being tried"
	case b.Permanent:
		e.Outcome = "counts against the address: a letter came back for good"
	default:
		e.Outcome = "counts against the address, together with others like it: a letter came back for now"
	}
	for _, l := range [][2]string{{"status", b.Status}, {"recipient", b.Recipient}, {"the server says", b.Diagnostic}} {
		if l[1] != "" {
			e.because("%s: %s", l[0], l[1])
		}
	}
}
