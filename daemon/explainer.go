package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
	"convene/mailflow"
)

// explainer reads a mail as the receiver would, in memory only.
type explainer struct {
	*Explanation
	d   *Daemon
	tx  *store.Tx
	p   *parsing
	now time.Time
}

func (x *explainer) load(ctx context.Context) func(group.GroupID) (*group.Group, error) {
	return func(id group.GroupID) (*group.Group, error) { return x.d.load(ctx, x.tx, id) }
}

// read decides what the mail is, as receiver.read does.
func (x *explainer) read(ctx context.Context) error {
	m := x.p.mail
	switch {
	case m.Kind == mailflow.Automatic:
		t, verdict, why, err := x.d.tieAutomatic(ctx, x.tx, x.p, x.load(ctx))
		if err != nil {
			return err
		}
		g, err := x.tied(ctx, t, verdict, why)
		if err != nil || g == nil {
			x.machine(m, time.Time{})
			return err
		}
		x.machine(m, x.d.awayUntil(g, group.Inbound{Member: t.member, Received: x.now}, x.p))
		if verdict != group.Apply || !g.Closed.IsZero() {
			x.Outcome = "left aside: an automatic mail, and nothing proves whose, or the group has ended"
		}
		return nil
	case m.Kind == mailflow.Bounce:
		t, err := x.d.tieBounce(ctx, x.tx, m)
		if err != nil {
			return err
		}
		g, err := x.tied(ctx, t, "", "")
		x.cameBack(m.Bounce)
		if g == nil && err == nil && !m.Bounce.Delayed {
			x.Outcome = "left aside: a letter came back, but none of ours is named in it"
		}
		return err
	case strings.EqualFold(m.From.Address, x.d.cfg.Mail.Address.Address):
		x.Outcome = "left aside: our own mail, come back"
		return nil
	}
	t, err := x.d.tie(ctx, x.tx, store.Incoming{ID: unstored, Received: x.now}, x.p, x.load(ctx))
	if err != nil {
		return err
	}
	if len(t.several) > 0 {
		x.Because = append(x.Because, t.because...)
		x.Trust, x.Outcome = string(group.Hold), "held: the writer is in several groups and is asked, at the registered address, which one is meant"
		return nil
	}
	verdict, why := group.Judge(t.evidence)
	g, err := x.tied(ctx, t, verdict, why)
	if err != nil {
		return err
	}
	switch {
	case g == nil || verdict == group.Stranger:
		x.Trust, x.Outcome = string(group.Stranger), "never answered: convene knows neither the letter nor the address; status shows it to the coordinator"
	case m.Kind == mailflow.Calendar && len(t.calendar) == 0:
		x.Outcome = "left aside: a calendar reply, but to no invitation of ours"
	default:
		x.understand(g, t, verdict)
	}
	return nil
}

// unstored is the ledger row of a mail that is only looked at: after all others.
const unstored = 1 << 62

// tied notes whose the mail is and loads the group; nil if it belongs to none. A
// group that has ended since is read as it was when the mail was written.
func (x *explainer) tied(ctx context.Context, t tied, verdict group.Verdict, why string) (*group.Group, error) {
	x.Group, x.Letter, x.Trust = string(t.group), t.letter, string(verdict)
	x.Because = append(x.Because, t.because...)
	if why != "" {
		x.because("%s", why)
	}
	if t.group == "" {
		return nil, nil //nolint:nilnil // no group is no failure
	}
	g, err := x.d.load(ctx, x.tx, t.group)
	if err != nil {
		return nil, err
	}
	if member, ok := g.Member(t.member); ok {
		x.Member = member.Name
	}
	if l, ok := g.Letter(t.letter); ok {
		if x.now.Before(l.At) { // nobody answers a letter before it is written: their clock is slow
			x.now = l.At
		}
		x.because("the letter of %s: %q", l.At.In(g.Zone).Format("Mon 2 Jan 2006, 15:04"), l.Subject)
	}
	if !g.Closed.IsZero() && x.now.Before(g.Closed) {
		x.because("the group has ended on %s; read as of %s", g.Closed.In(g.Zone).Format("Mon 2 Jan 2006"), x.now.In(g.Zone).Format("Mon 2 Jan 2006, 15:04"))
	}
	g.AsOf(x.now)
	return g, nil
}

// understand lets the group read the mail.
func (x *explainer) understand(g *group.Group, t tied, verdict group.Verdict) {
	if verdict == group.Hold && !g.Closed.IsZero() {
		x.Outcome = "left aside: the group has ended, and nobody is asked any more"
		return
	}
	r := &receiver{d: x.d, now: x.now}
	in := r.inbound(g, store.Incoming{ID: unstored, Received: x.now}, x.p, t)
	res := group.Receive(g, in, x.now)
	for _, a := range res.Answers {
		effect := a.Effect
		if words := ledgerInWords[effect]; words != "" {
			effect = words
		}
		switch verdict {
		case group.Hold:
			effect = "once it is confirmed: " + effect
		case group.Forwarded:
			effect = "never for " + x.Member + ": somebody else's answer"
		}
		x.add(a.Answer, effect)
		if back, ok := strings.CutPrefix(a.Effect, "asked back: "); ok && x.AskBack == "" {
			x.AskBack = back
		}
	}
	switch verdict {
	case group.Hold:
		x.Outcome = fmt.Sprintf("held: %s is asked, at the registered address, whether it was theirs", x.Member)
	case group.Forwarded:
		x.Outcome, x.AskBack = "a coordinator is told: somebody else would like to come", ""
	default:
		x.Outcome = outcomeInWords(res)
	}
}

// ledgerInWords says what the outcomes of the ledger mean.
var ledgerInWords = map[string]string{
	"applied":     "recorded",
	"unclear":     "not understood, or not in full",
	"nothing":     "nothing to record",
	"late":        "nothing recorded: the question is closed, or the meeting over",
	"left":        "nothing recorded: the writer has left the group",
	"held":        "held: the writer is asked first whether they are sure",
	"closed":      "nothing recorded: the question is closed",
	"after_close": "nothing recorded: the group has ended",
}

// outcomeInWords says what became of a mail, and who hears of it at once.
func outcomeInWords(res group.Result) string {
	if res.Ledger == "applied" && len(res.Answers) == 1 { // a calendar's answer is taken, whatever becomes of it
		if e := res.Answers[0].Effect; e == "late" || e == "closed" {
			return ledgerInWords[e]
		}
	}
	words := ledgerInWords[res.Ledger]
	if words == "" {
		words = res.Ledger
	}
	to := func(practice string) bool {
		return slices.ContainsFunc(res.Items, func(it group.Item) bool { return it.Practice == practice })
	}
	switch {
	case to("receipt") && (res.Ledger == "unclear" || res.Ledger == "late"):
		words += "; the writer is told at once"
	case to("receipt"):
		words += "; answered at once"
	case res.Ledger == "applied":
		words += "; no answer at once"
	}
	if to("notice") {
		words += "; a coordinator is told"
	}
	return words
}
