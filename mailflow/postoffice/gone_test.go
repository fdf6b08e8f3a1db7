package postoffice

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strings"
	"testing"
)

// TestAClientThatGoesInTheMiddleOfAMail: the session ends, and does not wait for
// itself. Closing the office would wait for it, too.
func TestAClientThatGoesInTheMiddleOfAMail(t *testing.T) {
	o := start(t, Config{})
	mail := append([]byte("Subject: Long\r\n\r\n"), bytes.Repeat([]byte("0123456789abcdef\r\n"), 1<<20)...) // more than sockets hold
	if err := o.Deliver(ana, mail); err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", o.IMAPAddr())
	if err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(c)
	until := func(begins string) {
		t.Helper()
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(line, begins) {
				return
			}
		}
	}
	until("* OK")
	for i, command := range []string{"LOGIN " + ana + " a", "SELECT INBOX"} {
		if _, err := fmt.Fprintf(c, "T%d %s\r\n", i, command); err != nil {
			t.Fatal(err)
		}
		until(fmt.Sprintf("T%d OK", i))
	}
	if _, err := fmt.Fprint(c, "T2 FETCH 1 BODY[]\r\n"); err != nil {
		t.Fatal(err)
	}
	until("* 1 FETCH")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
}
