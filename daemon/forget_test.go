package daemon

import "testing"

func TestWhoseMailItIs(t *testing.T) {
	eli := []string{"eli@example.org", "Eli.Stern@work.example.com"}
	for _, c := range []struct {
		what, raw   string
		sent, named bool
	}{
		{"From", "From: Eli <ELI@example.org>\r\n\r\nHello", true, true},
		{"a second line of From", "To: x@example.org\nFROM:\n =?utf-8?q?El=C3=AD?=\n\t<eli.stern@work.example.com>\n\nHello", true, true},
		{"only the end of a longer address", "From: noeli@example.org\r\n\r\neli@example.organic? daneli@example.org", false, false},
		{"somebody else's, who names them", "From: Ben <ben@example.org>\r\nTo: eli@example.org\r\n\r\n> eli@example.org wrote", false, true},
		{"in the text alone", "From: Ben <ben@example.org>\r\n\r\nFrom: eli@example.org", false, true},
		{"no header", "eli", false, false},
		{"nothing", "", false, false},
	} {
		if got := sentBy([]byte(c.raw), eli); got != c.sent {
			t.Errorf("%s: sent by them %v", c.what, got)
		}
		if got := names([]byte(c.raw), eli); got != c.named {
			t.Errorf("%s: names them %v", c.what, got)
		}
	}
}

func FuzzSentBy(f *testing.F) {
	f.Add([]byte("From: Eli <eli@example.org>\r\n\r\nHello"))
	f.Add([]byte("From:\n eli@example.org"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if sentBy(raw, []string{"eli@example.org"}) && !names(raw, []string{"eli@example.org"}) {
			t.Error("sent by an address that it does not name")
		}
	})
}
