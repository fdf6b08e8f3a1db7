package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/store"
)

// ErrNothingApplied is that there is no plan yet that a file could change.
var ErrNothingApplied = errors.New("no plan has been applied yet")

// Difference is what a changed file would do.
type Difference struct {
	Groups []GroupDifference `json:"groups"`
	// Later is what counts only when convene is started again.
	Later []string `json:"later"`
}

// GroupDifference is what a changed file would do to one group.
type GroupDifference struct {
	Group string   `json:"group"`
	Name  string   `json:"name"`
	What  []string `json:"what"` // the differences, in words
	// Sent are mails that go out because of the change, Unsent those that no longer do,
	// Changed those that go out anyway and read otherwise; in the order of time.
	Sent    []PreviewLine `json:"sent"`
	Unsent  []PreviewLine `json:"unsent"`
	Changed []PreviewLine `json:"changed"`
}

// Compare says what would change if next took the place of the file that o names, and
// which mails that causes until an instant. Without next, it is that file as it stands
// now against the plan that was applied last; the error is [ErrNothingApplied] where
// none was. Nothing is stored or sent.
func Compare(ctx context.Context, o Options, next *config.Config, until time.Time) (Difference, error) {
	var diff Difference
	before, err := looking(o)
	if err != nil {
		return diff, err
	}
	beforeGroups, err := before.groupsOnRecord(ctx, next != nil)
	if err != nil {
		return diff, err
	}
	was := o.Config
	if next == nil {
		if !slices.ContainsFunc(beforeGroups, func(g *group.Group) bool { return len(g.Members) > 0 }) {
			return diff, ErrNothingApplied
		}
		next, was = o.Config, nil
	} else {
		diff.Later = restarts(o.Config, next)
		now := *next
		now.Database = o.Config.Database
		o.Config = &now
	}
	after, err := looking(o)
	if err != nil {
		return diff, err
	}
	afterGroups, err := after.groupsOnRecord(ctx, true)
	if err != nil {
		return diff, err
	}
	for _, g := range afterGroups {
		d := GroupDifference{Group: string(g.ID), Name: g.Name}
		old := &group.Group{ID: g.ID, Settings: g.Settings, Founded: g.Founded}
		if i := slices.IndexFunc(beforeGroups, func(b *group.Group) bool { return b.ID == g.ID }); i >= 0 {
			old = beforeGroups[i]
		}
		d.What = differences(old, g)
		if was != nil {
			a, known := was.Group(string(g.ID))
			if b, ok := next.Group(string(g.ID)); ok && known {
				d.What = append(d.What, b.Differences(a)...)
			}
		}
		if err := d.mails(before, after, old, g, until); err != nil {
			return diff, err
		}
		diff.Groups = append(diff.Groups, d)
	}
	gone, err := after.gone(ctx, beforeGroups)
	diff.Groups = append(diff.Groups, gone...)
	return diff, err
}

// restarts names what is new and counts from the next start only.
func restarts(was, is *config.Config) []string {
	var all []string
	for name, same := range map[string]bool{
		"[mail]": reflect.DeepEqual(was.Mail, is.Mail), "database": was.Database == is.Database,
	} {
		if !same {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// gone are the groups that the file no longer names.
func (d *Daemon) gone(ctx context.Context, before []*group.Group) ([]GroupDifference, error) {
	var all []GroupDifference
	add := func(id group.GroupID, name string) {
		_, named := d.settingsOf(id)
		if named || slices.ContainsFunc(all, func(g GroupDifference) bool { return g.Group == string(id) }) {
			return
		}
		all = append(all, GroupDifference{Group: string(id), Name: name, What: []string{"the group is no longer in the file: it falls silent, and nobody is told"}})
	}
	for _, g := range before {
		add(g.ID, g.Name)
	}
	err := withDatabase(ctx, d.cfg, func(tx *store.Tx) error {
		ids, err := tx.GroupIDs(ctx)
		for _, id := range ids {
			add(id, string(id))
		}
		return err
	})
	if errors.Is(err, store.ErrMissing) {
		err = nil
	}
	return all, err
}

// mails compares what goes out of a group before and after the change.
func (v *GroupDifference) mails(before, after *Daemon, old, changed *group.Group, until time.Time) error {
	a, err := before.foresee(old, until)
	if err != nil {
		return err
	}
	b, err := after.foresee(changed, until)
	if err != nil {
		return err
	}
	v.Sent, v.Unsent, v.Changed = []PreviewLine{}, []PreviewLine{}, []PreviewLine{}
	for _, f := range b {
		i := slices.IndexFunc(a, func(o foreseen) bool { return o.key == f.key && o.line.Kind == f.line.Kind })
		switch {
		case i < 0:
			v.Sent = append(v.Sent, f.line)
			continue
		case !a[i].line.When.Equal(f.line.When) || a[i].text != f.text:
			v.Changed = append(v.Changed, f.line)
		}
		a = slices.Delete(a, i, i+1)
	}
	for _, f := range a {
		v.Unsent = append(v.Unsent, f.line)
	}
	for _, of := range [][]PreviewLine{v.Sent, v.Unsent, v.Changed} {
		slices.SortStableFunc(of, func(a, b PreviewLine) int { return cmp.Or(a.When.Compare(b.When), strings.Compare(a.To, b.To)) })
	}
	return nil
}

// differences says in words how members and meetings differ.
func differences(was, is *group.Group) []string {
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if len(was.Members) == 0 && len(was.Meetings) == 0 {
		add("the group is new: everybody in it is written to")
	}
	for _, m := range is.Members {
		o, known := was.Member(m.ID)
		who := m.Name + " <" + m.Email + ">"
		switch {
		case !known || o.State == group.Left && m.State != group.Left:
			add("%s %s", who, begins(m))
			continue
		case m.State == group.Left && o.State != group.Left:
			add("%s leaves: their invitations are cancelled, and nothing comes after", who)
			continue
		case m.State == group.Left:
			continue
		}
		if o.Name != m.Name {
			add("%s is called %s now", o.Name, m.Name)
		}
		if o.Email != m.Email {
			add("%s gets mail at %s, no longer at %s", m.Name, m.Email, o.Email)
		}
		if o.Zone.String() != m.Zone.String() {
			add("%s reads times of %s, no longer of %s", m.Name, m.Zone, o.Zone)
		}
		if o.Language != m.Language {
			add("%s gets letters in %q, no longer in %q", m.Name, m.Language, o.Language)
		}
		if o.Coordinator != m.Coordinator {
			add("%s %s", m.Name, map[bool]string{true: "is a coordinator now", false: "is no coordinator any more"}[m.Coordinator])
		}
		if o.State != m.State || o.Joining != m.Joining {
			add("%s %s", m.Name, begins(m))
		}
	}
	when := func(t time.Time) string { return t.In(is.Zone).Format("Mon 2 Jan 2006, 15:04") }
	for _, mt := range is.Meetings {
		o, known := was.Meeting(mt.ID)
		switch {
		case !known && mt.State == group.Planned:
			add("a meeting on %s is new", when(mt.Start))
			continue
		case !known, o.State == group.Cancelled && mt.State == group.Cancelled:
			continue
		case mt.State == group.Cancelled:
			add("the meeting on %s is cancelled", when(o.Start))
			continue
		case o.State == group.Cancelled:
			add("the meeting on %s takes place again", when(mt.Start))
			continue
		}
		if !o.Start.Equal(mt.Start) {
			add("the meeting on %s moves to %s; everybody is asked once more", when(o.Start), when(mt.Start))
		}
		if o.Duration != mt.Duration {
			add("the meeting on %s ends at %s, no longer at %s; everybody is asked once more", when(mt.Start), mt.End().In(is.Zone).Format("15:04"), o.End().In(is.Zone).Format("15:04"))
		}
		switch {
		case o.Place == mt.Place:
		case o.Sequence == mt.Sequence:
			add("the meeting on %s has a new link, %s; nobody is asked again", when(mt.Start), mt.Place)
		default:
			add("the meeting on %s has another place, %q; everybody is asked once more", when(mt.Start), mt.Place)
		}
	}
	return all
}

// begins says how somebody comes into the group, or what they are in it now.
func begins(m group.Member) string {
	switch {
	case m.Joining == group.Invited:
		return "is asked to join"
	case m.Joining == group.Vetted:
		return "would like to join: the members are asked"
	case m.Joining == group.Declined:
		return "cannot join: the group is closed"
	case m.State == group.Observer:
		return "is no member: letters go to members only"
	case m.State == group.Paused:
		return "pauses"
	}
	return "joins"
}
