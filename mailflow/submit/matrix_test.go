package submit

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
)

// TestEveryAnswerAtEveryStep is the matrix of what a server may say, or not say, at
// each step of a mail, and what that means: sent, to be tried again, given up, or in
// doubt. In doubt is only what the server had whole and did not take or refuse.
func TestEveryAnswerAtEveryStep(t *testing.T) {
	const (
		sent  = "sent"
		later = "again later"
		never = "given up"
		doubt = "in doubt, the same bytes again"
	)
	steps := []string{"greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "end"}
	answers := []string{
		"200", "211 status", "220 hello", "235 welcome", "250 ok", "250-two\r\n250 lines", "251 forwarded", "252 perhaps", "299 odd",
		"354 go on", "399 odd", "400", "421 closing", "450 greylisted", "451 4.7.1 later", "452 full", "499 odd",
		"500 what", "503 bad sequence", "530 5.7.0 log in", "535 5.7.8 wrong", "550 5.1.1 nobody", "552 too big", "554 no", "599 odd",
		"000 zero", "650 odd", "999 odd", "99", "nonsense", "", "250ok", "250-never ends\r\n251 here", "\x01\x02\x03", hangUp, silence,
	}
	n := map[string]int{}
	for _, step := range steps {
		for _, answer := range answers {
			var received int
			var err error
			synctest.Test(t, func(t *testing.T) {
				p, c := unheard(t, always(map[string]string{step: answer, "HELO": answer}), Config{Username: group, Password: "g"})
				err = c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
				received = p.received()
			})
			var e *Error
			got := sent
			switch {
			case err == nil:
			case !errors.As(err, &e):
				t.Errorf("%s %q: %v", step, answer, err)
				continue
			case e.InDoubt:
				got = doubt
			case e.Temporary:
				got = later
			default:
				got = never
			}
			n[got]++
			at := fmt.Sprintf("%s answered by %q: %s", step, answer, got)
			switch {
			// Nothing is called sent that the server did not have whole, nor lost that it had.
			case got == sent && received != 1:
				t.Errorf("%s, and %d mails were received", at, received)
			case got == doubt && step != "end":
				t.Errorf("%s, before the server had it whole", at)
			// For ever is only what a server says of this mail, with a code for it.
			case got == never && (answer < "500" || answer >= "600" || step == "greeting" || step == "EHLO" || step == "AUTH"):
				t.Errorf("%s: the mail is lost", at)
			case step == "end" && got == later && (answer < "400" || answer >= "600"):
				t.Errorf("%s, though the server may have taken it", at)
			case step == "end" && answer >= "200" && answer < "299" && len(answer) > 3 && answer[3] == ' ' && got != sent:
				t.Errorf("%s, though it was taken", at)
			case answer > "400" && answer < "500" && got != later:
				t.Errorf("%s", at)
			case answer >= "550" && answer < "555" && (step == "MAIL" || step == "RCPT" || step == "DATA" || step == "end") && got != never:
				t.Errorf("%s", at)
			}
			if received > 1 {
				t.Errorf("%s, and it was sent %d times", at, received)
			}
		}
	}
	t.Logf("%d steps, %d answers: %v", len(steps), len(answers), n)
}
