package daemon

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/mail"
	"strings"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/store"
	"convene/templates"
)

// PreviewLine is one mail that will go out if nobody answers anything until then.
type PreviewLine struct {
	When    time.Time `json:"when"` // in the member's zone
	Group   string    `json:"group"`
	To      string    `json:"to"`
	Kind    string    `json:"kind"` // invitation, letter, note, urgent
	What    []string  `json:"what"` // the practices in it
	With    []string  `json:"with"` // what else is in it, in words
	Subject string    `json:"subject"`
	Why     string    `json:"why"`
}

// Reason names the reason, and what else is in the mail.
func (l PreviewLine) Reason() string {
	if len(l.With) == 0 {
		return l.Why
	}
	return l.Why + "; with " + strings.Join(l.With, ", ")
}

// Preview lives through the coming time without sending anything, and lists
// what would go out from now on until then. The database is only looked at; a
// missing one means a group that starts now.
func Preview(ctx context.Context, o Options, until time.Time) ([]PreviewLine, error) {
	if _, problems := CheckWording(o.Config.TemplatesDir); len(problems.Errors()) > 0 {
		return nil, problems.Errors()
	}
	d, err := looking(o)
	if err != nil {
		return nil, err
	}
	groups, err := d.groupsForLooking(ctx)
	if err != nil {
		return nil, err
	}
	lines := []PreviewLine{}
	for _, g := range groups {
		all, err := d.foresee(g, until)
		if err != nil {
			return nil, err
		}
		for _, f := range all {
			lines = append(lines, f.line)
		}
	}
	return lines, nil
}

// foreseen is one mail that will go out.
type foreseen struct {
	line   PreviewLine
	key    string // of what it tells, the same in every look
	text   string // without what is drawn anew when it is really sent
	member group.Member
	mail   templates.Rendered
	ics    []byte // the calendar object, nil if there is none
}

// foresee lets a group live until an instant, as if nobody answered anything.
func (d *Daemon) foresee(g *group.Group, until time.Time) ([]foreseen, error) {
	rnd := rand.NewChaCha8([32]byte{})
	var all []foreseen
	now := d.now()
	for !now.IsZero() && now.Before(until) {
		step, err := group.Advance(g, now, rnd)
		if err != nil {
			return nil, err
		}
		for _, m := range step.Mails {
			f := foreseen{key: string(m.Member.ID) + " " + m.Member.Email, member: m.Member}
			l := PreviewLine{When: later(now, m.NotBefore).In(m.Member.Zone), Group: g.Name, To: m.Member.Name, Kind: string(m.Class), Why: why(g, m.Items[0]), With: []string{}}
			for i, it := range m.Items {
				l.What = append(l.What, it.Practice)
				f.key += fmt.Sprintf("|%s %s %d", it.Practice, it.Occurrence, it.Revision)
				if i > 0 {
					l.With = append(l.With, undated(group.About(it.Practice)))
				}
			}
			r, err := d.render(g, m)
			if err != nil {
				return nil, fmt.Errorf("write %s to %s: %w", strings.Join(l.What, ", "), m.Member.Name, err)
			}
			// Reference and token are drawn anew when it is really sent.
			l.Subject = strings.TrimSuffix(r.Subject, " ("+m.Ref+")")
			f.line, f.mail, f.text = l, r, strings.NewReplacer(m.Token, "", m.Ref, "").Replace(r.Subject+"\n"+r.Text)
			if m.Invite != nil {
				from, to := mail.Address{Name: g.Name, Address: g.Address}, mail.Address{Name: m.Member.Name, Address: m.Member.Email}
				if f.ics, _, err = invitation(g, m, from, to, now); err != nil {
					return nil, fmt.Errorf("write %s to %s: %w", strings.Join(l.What, ", "), m.Member.Name, err)
				}
			}
			all = append(all, f)
		}
		now = step.Next
	}
	return all, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// undated is what a practice is, without the word that a meeting's date follows.
func undated(about string) string {
	about = strings.TrimSuffix(strings.TrimSuffix(about, ", with the letter on"), ",")
	for _, word := range []string{" about", " after", " at", " of", " on", " to"} {
		about = strings.TrimSuffix(about, word)
	}
	return about
}

// why says in a few words what an item is, for somebody who does not know its name.
func why(g *group.Group, it group.Item) string {
	mt, ok := g.Meeting(it.Meeting)
	if !ok {
		return group.About(it.Practice)
	}
	return group.About(it.Practice) + " " + mt.Start.In(g.Zone).Format("Mon 2 Jan 2006")
}

// looking makes a daemon without database and network, for looking only.
func looking(o Options) (*Daemon, error) {
	d := bare(o)
	dir := ""
	if o.Config != nil {
		dir = o.Config.TemplatesDir
	}
	var err error
	if d.words, err = wordingOf(dir); err != nil {
		return nil, err
	}
	d.wordsDir.Store(dir)
	d.settle(o.Config)
	return d, nil
}

// groupsForLooking loads every group of the configuration as the next start
// would find it.
func (d *Daemon) groupsForLooking(ctx context.Context) ([]*group.Group, error) {
	return d.groupsOnRecord(ctx, true)
}

// groupsOnRecord loads every group of the configuration, in line with it or as it is
// on record. One that is on no record is there without members.
func (d *Daemon) groupsOnRecord(ctx context.Context, inLine bool) ([]*group.Group, error) {
	now := d.now()
	var groups []*group.Group
	fresh := func(c config.Group) *group.Group {
		s, _ := d.settingsOf(group.GroupID(c.ID))
		return &group.Group{ID: group.GroupID(c.ID), Settings: s, Founded: now}
	}
	err := withDatabase(ctx, d.cfg, func(tx *store.Tx) error {
		known := map[group.GroupID]bool{}
		ids, err := tx.GroupIDs(ctx)
		for _, id := range ids {
			known[id] = true
		}
		for _, c := range d.cfg.Groups {
			g := fresh(c)
			if err == nil && known[g.ID] {
				g, err = d.load(ctx, tx, g.ID)
			}
			groups = append(groups, g)
		}
		return err
	})
	if errors.Is(err, store.ErrMissing) {
		for _, c := range d.cfg.Groups {
			groups = append(groups, fresh(c))
		}
		err = nil
	}
	for i, c := range d.cfg.Groups {
		if err == nil && inLine && groups[i].Closed.IsZero() {
			group.Reconcile(groups[i], plan(c), now)
		}
	}
	return groups, err
}

// withDatabase opens the database beside a running daemon and reads from it.
// The error is [store.ErrMissing] where there is none yet.
func withDatabase(ctx context.Context, cfg *config.Config, read func(*store.Tx) error) error {
	db, err := store.Open(ctx, cfg.Database, store.Options{MustExist: true})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return db.Read(ctx, read)
}

// GroupStatus is where one group stands and what of it needs a hand.
type GroupStatus struct {
	Group   string         `json:"group"`
	Name    string         `json:"name"`
	Closed  bool           `json:"closed"`
	Members int            `json:"members"`
	Next    *MeetingState  `json:"next_meeting,omitempty"`
	NextDue *time.Time     `json:"next_due,omitempty"` // when convene looks at the group again
	Queued  int            `json:"queued"`             // mails waiting to be sent
	Pending int            `json:"pending"`            // mails waiting to be read
	Inbox   map[string]int `json:"inbox"`              // mails read so far, by outcome
	// NeedsHand are things that a person should look at, in plain words.
	NeedsHand []string `json:"needs_hand"`
}

// MeetingState is how a meeting stands.
type MeetingState struct {
	Start time.Time        `json:"start"` // in the group's zone
	Topic string           `json:"topic,omitempty"`
	RSVPs map[string]int   `json:"rsvps"` // yes, no, maybe, late, and silent
	Turns []group.TurnLine `json:"turns"`
}

// StatusReport is what is going on. It never holds private words.
type StatusReport struct {
	Groups  []GroupStatus `json:"groups"`
	Mailbox MailboxStatus `json:"mailbox"`
}

// MailboxStatus is about mails that belong to no group, or not yet.
type MailboxStatus struct {
	Pending   int            `json:"pending"` // waiting to be read
	Inbox     map[string]int `json:"inbox"`   // mails of no group, by outcome
	NeedsHand []string       `json:"needs_hand"`
}

// Status looks at the mailbox and at every group of the configuration.
func Status(ctx context.Context, o Options) (StatusReport, error) {
	r := StatusReport{Groups: []GroupStatus{}, Mailbox: MailboxStatus{NeedsHand: []string{}}}
	d, err := looking(o.wordless())
	if err != nil {
		return r, err
	}
	groups, err := d.groupsForLooking(ctx)
	if err != nil {
		return r, err
	}
	overviews := map[group.GroupID]store.Overview{}
	var servers []store.Server
	err = withDatabase(ctx, d.cfg, func(tx *store.Tx) (err error) {
		if servers, err = tx.Servers(ctx); err != nil {
			return err
		}
		for _, g := range groups {
			ov, err := tx.Overview(ctx, g.ID)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			overviews[g.ID] = ov
		}
		return nil
	})
	if err != nil && !errors.Is(err, store.ErrMissing) {
		return r, err
	}
	for _, g := range groups {
		r.Groups = append(r.Groups, groupStatus(g, overviews[g.ID], d.now()))
	}
	for _, ov := range overviews { // the same in all of them
		r.Mailbox = mailboxStatus(ov)
	}
	for _, srv := range servers {
		if srv.Why == "" {
			continue
		}
		what := map[string]string{serverMailbox: "no mail has been read", serverSubmission: "no mail has been sent", serverConfig: "the configuration is not all in use", serverRecord: "nothing is sent"}[srv.Name]
		r.Mailbox.NeedsHand = append(r.Mailbox.NeedsHand, fmt.Sprintf("%s since %s: %s", what, srv.Since.UTC().Format("Mon 2 Jan 2006, 15:04 MST"), srv.Why))
	}
	return r, nil
}

func mailboxStatus(ov store.Overview) MailboxStatus {
	s := MailboxStatus{Pending: ov.Pending, Inbox: ov.Unassigned, NeedsHand: []string{}}
	for _, t := range ov.Quarantined {
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("mail %d could not be read: %s", t.ID, t.Why))
	}
	if n := ov.Unassigned[outcomeUnknown]; n > 0 {
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("%d mails from addresses that no group knows; they are in the inbox table with outcome unknown", n))
	}
	if n := ov.Unassigned[outcomeGuessing]; n > 0 {
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("%d mails from senders who had tried too many wrong tokens that day; they are in the inbox table with outcome %s", n, outcomeGuessing))
	}
	return s
}

func groupStatus(g *group.Group, ov store.Overview, now time.Time) GroupStatus {
	s := GroupStatus{
		Group: string(g.ID), Name: g.Name, Closed: !g.Closed.IsZero(), Queued: ov.Queued,
		Inbox: ov.Outcomes, NeedsHand: []string{},
	}
	for _, m := range g.Members {
		if m.State == group.Active {
			s.Members++
		}
		if m.Unreachable {
			s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("mail to %s (%s) does not arrive; none is sent until the address is mended or they write", m.Name, m.Email))
		}
	}
	if !ov.NextDue.IsZero() {
		at := ov.NextDue.In(g.Zone)
		s.NextDue = &at
	}
	for _, t := range ov.Held {
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("mail %d from %s waits for its member to say that it was theirs: %s", t.ID, t.Who, t.Why))
	}
	for _, t := range ov.Failed {
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("mail to %s was refused: %s", t.Who, t.Why))
	}
	switch n := g.AskedBack(); n {
	case 0:
	case 1:
		s.NeedsHand = append(s.NeedsHand, "a reply was not understood; its writer was asked, and has not answered yet")
	default:
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("%d replies were not understood; their writers were asked, and have not answered yet", n))
	}
	if n := ov.Outcomes[outcomeAfterClose]; n > 0 {
		s.NeedsHand = append(s.NeedsHand, fmt.Sprintf("%d mails came after the end and changed nothing; they are in the inbox table with outcome %s", n, outcomeAfterClose))
	}
	s.Next = nextMeeting(g, now)
	return s
}

func nextMeeting(g *group.Group, now time.Time) *MeetingState {
	for _, mt := range g.Meetings {
		if mt.State != group.Planned || !mt.Start.After(now) {
			continue
		}
		ms := &MeetingState{Start: mt.Start.In(g.Zone), RSVPs: map[string]int{}, Turns: g.TurnLines(mt.ID)}
		if t, ok := g.Topic(mt.Topic); ok {
			ms.Topic = t.Text
		}
		for _, m := range g.Members {
			if m.State != group.Active {
				continue
			}
			if r, ok := g.RSVP(mt.ID, m.ID); ok {
				ms.RSVPs[string(r.Answer)]++
			} else {
				ms.RSVPs["silent"]++
			}
		}
		return ms
	}
	return nil
}

// Healthy tells whether a daemon is alive: its heartbeat is not older than max.
func Healthy(ctx context.Context, o Options, maxAge time.Duration) error {
	return withDatabase(ctx, o.Config, func(tx *store.Tx) error {
		at, ok, err := tx.Heartbeat(ctx)
		if err != nil {
			return err
		}
		if !ok {
			return errors.New("no heartbeat yet: convene run has not started")
		}
		if age := bare(o).now().Sub(at); age > maxAge {
			return fmt.Errorf("the last heartbeat is %s old", age.Round(time.Second))
		}
		return nil
	})
}
