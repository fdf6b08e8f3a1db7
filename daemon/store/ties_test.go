package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

func TestTies(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	utc := mustZone(t, "UTC")
	write(t, db, func(t *Tx) error {
		if err := t.CreateGroup(ctx, "readers", "Readers", day); err != nil {
			return err
		}
		if err := t.Apply(ctx, "readers", []group.Change{
			group.Member{ID: "ben", Name: "Ben", Email: "BEN@home.example", Zone: utc, State: group.Paused},
			group.Member{ID: "dana", Name: "Dana", Email: "dana@example.org", Zone: utc, State: group.Left},
			group.Letter{Token: "othertoken", Ref: "k7f2x", Member: "ben", Class: group.InNote, MessageID: "other@example.org"},
		}); err != nil {
			return err
		}
		return t.Apply(ctx, "coaches", []group.Change{
			group.Letter{Token: "k7f2xsecret", Ref: "k7f2x", Member: "ben", Class: group.InLetter, MessageID: "k7f2xsecret@example.org"},
			group.Letter{Token: "toreport", Ref: "zzzzz", Class: group.InLetter, MessageID: "report@example.org"},
			group.Invitation{Meeting: "2026-03-24T16:00", Member: "ben", UID: "0123abcd@convene"},
		})
	})
	read(t, db, func(tx *Tx) error {
		letter := Tie{Group: "coaches", Member: "ben", Letter: "k7f2xsecret", State: group.Active, Zone: mustZone(t, "Africa/Lagos")}
		for _, token := range []string{"k7f2xsecret", "K7F2XSECRET"} {
			if got, ok, err := tx.LetterByToken(ctx, token); got != letter || !ok || err != nil {
				t.Errorf("token %s: %+v %v %v", token, got, ok, err)
			}
		}
		if got, ok, err := tx.LetterByMessageID(ctx, "k7f2xsecret@example.org"); got != letter || !ok || err != nil {
			t.Errorf("Message-ID: %+v %v %v", got, ok, err)
		}
		if got, ok, err := tx.LetterByToken(ctx, "toreport"); got.Group != "coaches" || got.Member != "" || !ok || err != nil {
			t.Errorf("letter to nobody in the group: %+v %v %v", got, ok, err)
		}
		for _, wrong := range []string{"", "k7f2x", "k7f2xsecreu"} {
			if got, ok, err := tx.LetterByToken(ctx, wrong); ok || err != nil {
				t.Errorf("token %q ties to %+v (%v)", wrong, got, err)
			}
			if got, ok, err := tx.LetterByMessageID(ctx, wrong); ok || err != nil {
				t.Errorf("Message-ID %q ties to %+v (%v)", wrong, got, err)
			}
			if got, ok, err := tx.InvitationByUID(ctx, wrong); ok || err != nil {
				t.Errorf("UID %q ties to %+v (%v)", wrong, got, err)
			}
		}
		refs, err := tx.LettersByRef(ctx, "k7f2x")
		if diff := cmp.Diff([]Tie{letter, {Group: "readers", Member: "ben", Letter: "othertoken", State: group.Paused, Zone: time.UTC}}, refs, cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" || err != nil {
			t.Errorf("reference (%v): %s", err, diff)
		}
		invitation := InvitationTie{Group: "coaches", Member: "ben", Meeting: "2026-03-24T16:00"}
		if got, ok, err := tx.InvitationByUID(ctx, "0123ABCD@convene"); got != invitation || !ok || err != nil {
			t.Errorf("UID: %+v %v %v", got, ok, err)
		}
		return nil
	})

	ben, paused := Tie{Group: "coaches", Member: "ben", State: group.Active}, Tie{Group: "readers", Member: "ben", State: group.Paused}
	dana := Tie{Group: "readers", Member: "dana", State: group.Left}
	check := func(address string, want ...Tie) {
		t.Helper()
		read(t, db, func(tx *Tx) error {
			got, err := tx.MembersByAddress(ctx, address)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", address, diff)
			}
			return err
		})
	}
	check("ben@example.org", ben)
	check("Ben@Example.ORG", ben)
	check("ben@HOME.example", ben, paused) // an alias here, the registered address there
	check("dana@example.org", dana)        // left, but nobody else has the address
	check("stranger@example.org")
	check("")
	write(t, db, func(t *Tx) error {
		return t.Apply(ctx, "coaches", []group.Change{group.Member{ID: "dana", Name: "Dana", Email: "dana@example.org",
			Zone: utc, State: group.Active}})
	})
	check("dana@example.org", Tie{Group: "coaches", Member: "dana", State: group.Active})
	write(t, db, func(t *Tx) error { return t.Apply(ctx, "coaches", []group.Change{group.Closing{At: day}}) })
	check("ben@home.example", paused) // closed groups are silent
}

func FuzzAddressKey(f *testing.F) {
	for _, s := range [][2]string{{"ben@example.org", "BEN@Example.ORG"}, {"straße@x", "STRASSE@x"}, {"ſ@x", "S@x"}, {"\u212a@x", "k@x"}, {"\xff", "\ufffd"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if same, folded := addressKey(a) == addressKey(b), strings.EqualFold(a, b); same != folded {
			t.Errorf("%q and %q: keys equal %v, EqualFold %v", a, b, same, folded)
		}
	})
}
