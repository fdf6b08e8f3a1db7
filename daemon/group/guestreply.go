package group

import (
	"slices"
	"strconv"
	"strings"

	"convene/daemon/answer"
)

// A guest's word counts for the one meeting they are invited to, and for what is
// held about them. All else in a group is its members': it is answered kindly and
// changes nothing.

// The receipts that only guests get.
const (
	guestMembers = "guest_members" // what they wrote is for members
	guestNote    = "guest_note"    // their words are kept for them, and nobody sees them
	guestHelp    = "guest_help"
	guestLeft    = "guest_left" // they get no more mail
)

// guestStops are the commands by which a guest wants no more mail. Nothing is lost by
// them that would have to be asked about first, as with a member who leaves.
var guestStops = map[string]bool{"stop": true, "leave": true, "unsubscribe": true}

// guestHelps are the commands that are answered by what a guest can do.
var guestHelps = map[string]bool{"help": true, "status": true, "less": true, "digest_only": true, "pause": true}

// guestOne is what [reception.one] is for a member. It leaves to it what guests and
// members have in common.
func (r *reception) guestOne(a answer.Answer, asks []Ask) string {
	if r.parting || r.doneBefore(a) || r.common(a, asks) {
		return r.one(a, asks)
	}
	switch a.Kind {
	case answer.KindCommand:
		return r.guestCommand(a)
	case answer.KindText, answer.KindThanks:
		r.guestNote(a)
	case answer.KindAskBack:
		if a.Ask != 0 || a.Value != answer.WhyQuestion && a.Value != answer.WhyTooLong && a.Text == "" {
			return r.unclear(a)
		}
		r.guestNote(a)
	default:
		r.guestSays(guestMembers, a)
		r.res.add(Entry{At: r.now, Kind: "guest", Member: r.in.Member, About: a.Kind, Text: "is for members", Inbox: r.in.Inbox})
	}
	return ""
}

// common tells whether an answer of a guest is taken as a member's would be: about
// coming, or about a mail of theirs that waits for their word.
func (r *reception) common(a answer.Answer, asks []Ask) bool {
	claimed := slices.ContainsFunc(asks, func(q Ask) bool {
		return a.Ask != 0 && q.Number == a.Ask && (q.Practice == "coming" || q.Practice == "confirm")
	})
	switch a.Kind {
	case answer.KindNothing, answer.KindNamed, answer.KindRSVP:
		return true
	case answer.KindYesNo, answer.KindChoice:
		return claimed
	case answer.KindText: // why they are not coming is their own business
		return r.declines
	case answer.KindCommand:
		return a.Value == "data" || a.Value == "forget"
	}
	return false
}

func (r *reception) guestCommand(a answer.Answer) string {
	switch {
	case guestStops[a.Value]:
		r.guestStop(a)
	case guestHelps[a.Value]:
		r.guestSays(guestHelp, a)
		r.receipt.Lines = append(r.receipt.Lines, r.g.standingOf(r.in.Member, r.now)...)
		r.res.add(Entry{At: r.now, Kind: "command", Member: r.in.Member, About: a.Value, Inbox: r.in.Inbox})
	case a.Value == "away": // the answer about coming beside it says what it means for the meeting
		if !slices.ContainsFunc(r.res.Changes, func(c Change) bool { _, ok := c.(RSVP); return ok }) && !r.declines {
			return r.unclear(a)
		}
	default:
		r.guestSays(guestMembers, a)
		r.res.add(Entry{At: r.now, Kind: "guest", Member: r.in.Member, About: a.Value, Text: "is for members", Inbox: r.in.Inbox})
	}
	return ""
}

// guestStop ends all mail to a guest. The coordinators hear of it: somebody whom they
// invited may not come.
func (r *reception) guestStop(a answer.Answer) {
	m, _ := r.g.Member(r.in.Member)
	m.State, m.ByMail = Left, true
	var u Understood
	u.add(m, Entry{At: r.now, Kind: "left", Member: m.ID, Text: "a guest, by mail", Inbox: r.in.Inbox})
	u.Items = r.g.noticesOnce(string(m.ID)+" stops "+r.now.UTC().Format("2006-01-02"), NoticeData{Kind: "guest_left", Who: r.g.first(m.ID)})
	r.take(u)
	r.guestSays(guestLeft, a)
}

// guestNote keeps a guest's words for them. The coordinators hear that there are
// some, not what they say: who wrote them was not asked.
func (r *reception) guestNote(a answer.Answer) {
	text := strings.TrimSpace(first(a.Text, a.Words))
	if text == "" {
		return
	}
	about := strconv.FormatInt(r.in.Inbox, 10)
	if said, ok := r.g.Response("note", about, 1, r.in.Member); ok && said.Inbox == r.in.Inbox && said.Text != text {
		text = said.Text + "\n" + text
	}
	var u Understood
	u.add(Response{Practice: "note", About: about, Question: 1, Member: r.in.Member, Text: text, Inbox: r.in.Inbox, At: r.in.Received},
		Entry{At: r.now, Kind: "note", Member: r.in.Member, Inbox: r.in.Inbox})
	u.Items = r.g.notices(r.in, NoticeData{Kind: "guest", Who: r.g.first(r.in.Member)})
	u.Items = slices.DeleteFunc(u.Items, func(it Item) bool {
		return slices.ContainsFunc(r.res.Items, func(o Item) bool { return o.Key == it.Key })
	})
	r.take(u)
	r.guestSays(guestNote, a)
}

// guestSays answers a guest at once. What ends their mail or tells them what they can
// do goes before the rest, a question back before all.
func (r *reception) guestSays(kind string, a answer.Answer) {
	r.atOnce = true
	rank := map[string]int{"": 0, guestMembers: 1, guestNote: 2, guestHelp: 3, guestLeft: 4}
	if had, known := rank[r.receipt.Kind]; !known || had > rank[kind] {
		return
	}
	r.receipt.Kind, r.receipt.Words = kind, excerpt(a.Words, 120)
}
