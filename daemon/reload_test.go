package daemon

import (
	"net/mail"
	"testing"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
)

// TestACoordinatorIsNotTakenForAnother: who coordinates, or reads the report, and is
// no member has a record of their own, wherever they stand in the list.
func TestACoordinatorIsNotTakenForAnother(t *testing.T) {
	xenia, yara := mail.Address{Name: "Xenia Zorn", Address: "xenia@example.org"}, mail.Address{Name: "Yara Quist", Address: "yara@example.org"}
	for name, file := range map[string]func(...mail.Address) config.Group{
		"coordinators": func(as ...mail.Address) config.Group { return config.Group{Zone: time.UTC, Coordinators: as} },
		"readers of the report": func(as ...mail.Address) config.Group {
			return config.Group{Zone: time.UTC, Closing: config.Closing{ReportTo: as}}
		},
	} {
		now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		g := &group.Group{ID: "tuesday", Settings: group.Settings{Zone: time.UTC}}
		group.Reconcile(g, plan(file(xenia, yara)), now)
		group.Reconcile(g, plan(file(yara)), now.Add(time.Hour))
		for _, m := range g.Members {
			if want := map[string]group.MemberState{xenia.Address: group.Left, yara.Address: group.Observer}[m.Email]; m.State != want {
				t.Errorf("%s: %s <%s> is %s, want %s", name, m.Name, m.Email, m.State, want)
			}
		}
		if len(g.Members) != 2 {
			t.Errorf("%s: %d are on record", name, len(g.Members))
		}
	}
}
