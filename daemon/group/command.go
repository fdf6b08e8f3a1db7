package group

import (
	"slices"
	"time"

	"convene/daemon/answer"
)

// What members ask of convene itself. Each command leaves a trace with its mail, so
// that "undo" knows what the last reply was.

// asked keeps, under this name, the commands of a member that changed something:
// About is the command, Value what it was before.
const asked = "asked"

// command does what a member asked of convene itself.
func (r *reception) command(a answer.Answer) {
	before := r.atOnce
	r.atOnce, r.applied = true, true
	m, _ := r.g.Member(r.in.Member)
	u := Understood{AtOnce: true}
	switch a.Value {
	case "help":
		r.receipt.Kind, r.receipt.Forms = "help", r.g.Forms(r.in.Lexicon, m.Language, m.ID)
	case "status":
		r.receipt.Kind, r.receipt.Lines = "status", r.g.standingOf(r.in.Member, r.now)
	case "unsubscribe":
		r.receipt.Kind = "less"
	case "less":
		u = r.g.mail(r.in, m, LessMail)
	case "digest_only":
		u = r.g.mail(r.in, m, DigestOnly)
	case "away":
		u = r.g.goAway(r.in, m, a.From, a.To, r.now)
	case "pause":
		u = r.g.pause(r.in, m, a.To, r.now)
	case "stop":
		u = r.g.pause(r.in, m, time.Time{}, r.now)
	case "resume":
		u = r.g.resume(r.in, m, r.now)
	case "stay":
		u = stays(r.in, r.now)
	case "leave":
		u = r.g.leave(r.in, m, r.now)
	case "undo":
		u = r.g.undo(r.in, r.now)
	case "why_me":
		u = r.g.whyMe(r.in, r.now)
	case "data":
		u, r.atOnce = r.g.myData(r.in, m, r.now), before // which is the answer
	case "renew":
		u = r.g.renew(r.in, m, r.now)
		r.atOnce = before || u.Kind != "" // the entry is the answer
	case "forget":
		u = r.g.forgetMe(r.in, m, r.now)
	default:
		u = r.g.passOn(r.in, a.Value, a.Words, r.now)
	}
	if u.Kind == "unclear" {
		r.unclear(a)
		return
	}
	u.add(Entry{At: r.now, Kind: "command", Member: r.in.Member, About: a.Value, Inbox: r.in.Inbox})
	r.take(u)
}

// trace keeps that a command was given, and what was so before.
func trace(in Inbound, command, before string) Response {
	return Response{Practice: asked, About: command, Question: 1, Member: in.Member, Value: before, Inbox: in.Inbox, At: in.Received}
}

// mail sets how much mail a member gets.
func (g *Group) mail(in Inbound, m Member, wish MailWish) Understood {
	what := "less_mail"
	if wish == DigestOnly {
		what = "digest_only"
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: what}}}
	if m.Mail == wish {
		return u
	}
	u.add(trace(in, "mail", string(m.Mail)))
	m.Mail = wish
	u.add(m)
	return u
}

// longestAway bounds an absence; more than that is a slip, or a pause.
const longestAway = 366 * 24 * time.Hour

// goAway puts on record that a member is away from the beginning of a day to the
// end of another. The meetings in between hear no, and the member's turns there go
// back: whoever writes this knows better than any answer before.
func (g *Group) goAway(in Inbound, m Member, from, last, now time.Time) Understood {
	from = startOfDay(from, m.Zone)
	until := startOfDay(last, m.Zone).AddDate(0, 0, 1)
	if from.IsZero() || last.IsZero() || !until.After(from) || !until.After(now) || until.Sub(from) > longestAway {
		return Understood{Kind: "unclear"}
	}
	n := 1
	for _, a := range g.Absences {
		if a.Member == m.ID {
			n = max(n, a.N+1)
		}
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "away", Start: from, Until: startOfDay(last, m.Zone)}}}
	u.add(Absence{Member: m.ID, N: n, From: from, Until: until, Inbox: in.Inbox, At: in.Received})
	for _, mt := range g.takingPlace() {
		if mt.Start.Before(from) || !mt.Start.Before(until) || !mt.Start.After(now) {
			continue
		}
		r, said := g.RSVP(mt.ID, m.ID)
		if said && (r.Answer == No || r.Inbox == in.Inbox) { // they have said so, or said otherwise in the same mail
			continue
		}
		no := g.rsvp(in, mt, No, "", "words", now)
		u.join(no.Outcome)
		u.Lines = append(u.Lines, no.Lines...)
		for _, c := range no.Changes {
			if t, ok := c.(Turn); ok && t.State == Passed && t.Member == m.ID {
				u.Lines = append(u.Lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
			}
		}
	}
	return u
}

// startOfDay is where the day of t, as it is written, begins in a zone.
func startOfDay(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return midnight(t.Year(), t.Month(), t.Day(), zone)
}

// pause stops all mail until the end of a day, or until the member says so.
func (g *Group) pause(in Inbound, m Member, last, now time.Time) Understood {
	until := time.Time{}
	if !last.IsZero() {
		until = startOfDay(last, m.Zone).AddDate(0, 0, 1)
		if !until.After(now) {
			return Understood{Kind: "unclear"}
		}
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "paused", Until: until}}}
	before := string(m.State)
	if m.State == Paused && !m.PausedUntil.IsZero() {
		before += " " + m.PausedUntil.UTC().Format(time.RFC3339)
	}
	u.add(trace(in, "pause", before))
	m.State, m.ByMail, m.PausedUntil = Paused, true, until
	u.add(m)
	return u
}

// resume takes back all that makes mail less: the wish, a pause, an absence.
func (g *Group) resume(in Inbound, m Member, now time.Time) Understood {
	if m.Joining != In || m.State == Left { // joining is the others' matter too
		return g.passOn(in, "resume", "would like to come back", now)
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "back"}}}
	if m.State == Paused || m.Mail != AllMail {
		u.add(trace(in, "resume", ""))
		m.State, m.ByMail, m.PausedUntil, m.Mail = Active, true, time.Time{}, AllMail
		u.add(m)
	}
	for _, a := range g.Absences {
		if a.Member == m.ID && !now.Before(a.From) && now.Before(a.Until) && !g.undone(a.Inbox) {
			a.Until = now
			u.add(a)
		}
	}
	u.Lines = append(u.Lines, g.standingOf(m.ID, now)...)
	return u
}

// lapsePauses brings back those whose pause is over.
func lapsePauses(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, m := range g.Members {
		if m.State != Paused || m.PausedUntil.IsZero() || m.Joining != In {
			continue
		}
		if now.Before(m.PausedUntil) {
			next = sooner(next, m.PausedUntil)
			continue
		}
		m.State = Active // PausedUntil stays: the next letter says so
		o.add(m, Entry{At: now, Kind: "joined", Member: m.ID, Text: "the pause is over"})
	}
	return o, next
}

// backWithin is how long after a pause a letter says that it is over.
const backWithin = 30 * 24 * time.Hour

// planBack says in the next letter that a pause is over.
func planBack(g *Group) []Item {
	var items []Item
	for _, m := range g.active() {
		if m.PausedUntil.IsZero() {
			continue
		}
		until := m.PausedUntil.Add(backWithin)
		items = append(items, Item{
			Key:   Key{Practice: "back", Occurrence: m.PausedUntil.UTC().Format(time.RFC3339), Member: m.ID},
			Class: InLetter, Due: m.PausedUntil, Join: until, Expires: until, Rank: rankBack,
		})
	}
	return items
}

func writeBack(_ *Group, _ Item, m Member, b Base) any {
	return BackData{Base: b, Until: m.PausedUntil.AddDate(0, 0, -1).In(m.Zone)}
}

// leave ends a membership, as its member has confirmed. Their words stay, as
// private as they were; the coordinators hear that a place is free.
func (g *Group) leave(in Inbound, m Member, now time.Time) Understood {
	if m.State == Left {
		return Understood{Kind: "left"}
	}
	m.State, m.ByMail, m.PausedUntil = Left, true, time.Time{}
	u := Understood{Kind: "left"}
	u.add(m, Entry{At: now, Kind: "left", Member: m.ID, Text: "by mail", Inbox: in.Inbox})
	u.Items = g.noticesOnce(string(m.ID)+" left "+now.UTC().Format(time.DateOnly), NoticeData{Kind: "left", Who: g.first(m.ID)})
	return u
}

// forgetMe ends a membership and erases its member's words at once; name, addresses
// and mails go when the farewell is out.
func (g *Group) forgetMe(in Inbound, m Member, now time.Time) Understood {
	u := Understood{Kind: "forgotten", Lines: []ReceiptLine{{What: "erased", N: g.wordsOf(m.ID)}}}
	name, kind := g.first(m.ID), "forgotten"
	if m.guest() || m.stopped() {
		kind = "guest_forgotten"
	}
	if m.State != Left {
		u.add(Entry{At: now, Kind: "left", Member: m.ID, Text: "by mail", Inbox: in.Inbox})
	}
	m.State, m.ByMail, m.PausedUntil = Left, true, time.Time{}
	u.add(m, Forgetting{Member: m.ID, At: now})
	u.Items = g.noticesOnce(string(m.ID)+" forgotten", NoticeData{Kind: kind, Who: name})
	for i := range u.Items { // the name in it is to go soon
		u.Items[i].Class = Urgent
	}
	return u
}

// afterwards reads the mail of somebody who has left, or after the group's end: they
// can still ask what is held about them, be forgotten, or ask to come back. It tells
// whether they did.
func (r *reception) afterwards() bool {
	if len(r.in.Calendar) > 0 || r.g.forgotten(r.in.Member) {
		return false
	}
	r.parting = true
	r.words()
	if !r.applied {
		r.res = Result{}
		return false
	}
	for _, it := range planConfirms(r.g) { // nothing is planned any more: they are asked at once
		if it.Member == r.in.Member && !it.Due.After(r.now) && !r.g.Closed.IsZero() {
			r.res.Items = append(r.res.Items, it)
		}
	}
	r.close()
	return true
}

// partingWord tells whether an answer is one of those that still count then.
func (r *reception) partingWord(a answer.Answer, asks []Ask) bool {
	if a.Kind == answer.KindCommand {
		return a.Value == "data" || a.Value == "forget" || a.Value == "renew" || a.Value == "resume" && r.g.Closed.IsZero()
	}
	return slices.ContainsFunc(asks, func(q Ask) bool { return q.Number == a.Ask && q.Practice == "confirm" })
}
