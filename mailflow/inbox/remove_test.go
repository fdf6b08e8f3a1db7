package inbox

import (
	"fmt"
	"testing"

	"convene/mailflow/postoffice"
)

func TestRemoveTakesMailsOutOfBothFolders(t *testing.T) {
	o := office(t, 0, postoffice.Config{})
	mail := func(id string) string {
		return fmt.Sprintf("From: ana@example.test\r\nTo: circle@example.test\r\nMessage-ID: <%s@example.test>\r\nSubject: x\r\n\r\nYes.\r\n", id)
	}
	deliver(t, o, mail("one"))
	deliver(t, o, mail("two"))
	c := reader(t, o, Config{Done: "Done"})
	if _, _, err := c.Remove(t.Context(), []string{"none@example.test"}); err != nil {
		t.Fatalf("before the folder Done exists: %v", err)
	}
	if _, err := c.Drain(t.Context(), Cursor{}, newLedger().store); err != nil {
		t.Fatal(err)
	}
	deliver(t, o, mail("three"))
	deliver(t, o, mail("four"))
	n, expunged, err := c.Remove(t.Context(), []string{"two@example.test", "three@example.test", "", "never@example.test"})
	if err != nil || n != 2 || !expunged {
		t.Errorf("removed %d, expunged %v, %v; want 2", n, expunged, err)
	}
	if done, in := o.Count(group, "Done"), o.Count(group, "INBOX"); done != 1 || in != 1 {
		t.Errorf("%d left in Done and %d in INBOX, want 1 and 1", done, in)
	}
}
