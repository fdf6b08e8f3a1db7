package demo

import (
	"strings"
	"testing"
	"time"
)

func TestButtonsAreReadAsAMailProgramDoes(t *testing.T) {
	raw := strings.ReplaceAll(`From: Coaches <coaches@example.org>
To: Ben <ben@example.com>
Subject: =?utf-8?q?k=C3=B6nntest_du=3F?=
Message-ID: <1@example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

1. CAN YOU COME=
 AND LEAD?
--b
Content-Type: text/html; charset=utf-8

<a class="b" href="mailto:coaches+x@example.org?subject=Not%20leading%2C%2010%2B1&amp;body=not%20leading">Reply <b>no</b></a>
<a href="mailto:ana@example.org">ana@example.org</a>
--b--
`, "\n", "\r\n")
	l := open([]byte(raw))
	if l.Subject != "könntest du?" || l.Text != "1. CAN YOU COME AND LEAD?" || !l.Automatic || !l.Replied {
		t.Errorf("read as %+v", l)
	}
	want := button{Label: "Reply no", To: "coaches+x@example.org", Subject: "Not leading, 10+1", Body: "not leading"}
	if len(l.Buttons) != 1 || l.Buttons[0] != want {
		t.Errorf("buttons %+v, want %+v", l.Buttons, want)
	}
	if asks := l.questions(); len(asks) != 1 || asks[0].What != aboutTurn || asks[0].Number != "1" {
		t.Errorf("questions %+v", asks)
	}
}

func TestABallotsTopics(t *testing.T) {
	l := letter{Text: "2. WHAT SHALL WE DO ON 10 FEBRUARY?\n  A  Staying with silence\n  B  A topic that is so long that it goes on\n     in the next line\nReply with the letters"}
	asks := l.questions()
	if len(asks) != 1 || asks[0].What != aboutTopics || len(asks[0].Options) != 2 || asks[0].Options[1] != "A topic that is so long that it goes on in the next line" {
		t.Errorf("%+v", asks)
	}
}

func TestNamesOfFiles(t *testing.T) {
	for subject, want := range map[string]string{
		"Di, 24. März, 16:00 Uhr: könntest du moderieren? · Tuesday Coaches (7r4ry)": "di-24-maerz-16-00-uhr-koenntest-du-moderieren",
		"Invitation Reply (Accepted): Tuesday Coaches of the whole wide world":       "invitation-reply-accepted-tuesday-coaches-of-the",
		"👍": "mail",
	} {
		if got := slug(subject); got != want {
			t.Errorf("%s: %s, want %s", subject, got, want)
		}
	}
}

func TestPeopleSleepAtNight(t *testing.T) {
	p, err := newPerson(cast[1], 1, 7)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 13, 20, 0, 0, 0, time.UTC)
	for range 500 {
		at := p.later(now, false)
		if hour := at.In(p.zone).Hour(); hour < 7 || hour >= 22 || at.Before(now) || at.After(now.Add(72*time.Hour)) {
			t.Fatalf("answers at %s", at.In(p.zone))
		}
	}
}
