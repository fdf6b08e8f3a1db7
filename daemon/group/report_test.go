package group_test

import (
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// The report says by when the words are erased: not before they are, and not much later.
func TestTheReportNamesTheDayOfErasing(t *testing.T) {
	for name, away := range map[string]string{"as planned": "", "while somebody is away": "away 5-20 February"} {
		l := newLife(t, 6, 2)
		l.g.Settings.Retention = 30 * 24 * time.Hour
		if away != "" {
			l.until(at(t, "2026-01-29 10:00"), nil)
			l.reply("ben", "", away)
		}
		var named []time.Time
		l.until(at(t, "2026-06-01 10:00"), func(s sent) {
			if s.Items[0].Practice == "report" {
				named = append(named, sectionOf[group.ReportData](l, s, "report").Retention)
			}
		})
		if l.g.Closed.IsZero() || len(named) != 6 {
			t.Fatalf("%s: closed %s, %d reports", name, l.g.Closed, len(named))
		}
		erased := l.g.Closed.Add(30 * 24 * time.Hour)
		for _, day := range named {
			if day.Before(erased) || day.After(erased.Add(3*24*time.Hour)) {
				t.Errorf("%s: names %s, and it is %s", name, day, erased)
			}
		}
	}
}

// Whoever paused was in: the last letter is theirs too. Who never joined gets none.
func TestThePausedGetTheReport(t *testing.T) {
	l := newLife(t, 6, 2)
	l.until(at(t, "2026-01-14 10:00"), nil)
	l.reply("ben", "", "pause")
	eli := l.member("eli")
	eli.State, eli.Joining, eli.ByMail = group.Paused, group.Declined, true
	l.g.Apply(eli)
	l.until(at(t, "2026-06-01 10:00"), nil)
	if l.count("ben", "report") != 1 || l.count("ben", "survey") != 0 || l.count("eli", "report") != 0 || l.count("chiara", "report") != 1 {
		t.Errorf("reports: ben %d, eli %d, chiara %d", l.count("ben", "report"), l.count("eli", "report"), l.count("chiara", "report"))
	}
	if l.g.Closed.IsZero() {
		t.Error("the group has not ended")
	}
}

// Thanks within an answer of the survey reach who is thanked, after their writer has
// read them again; a name that fits two is asked about.
func TestThanksInTheSurveyReachTheOneThanked(t *testing.T) {
	l := newLife(t, 6, 2)
	dana := l.member("dana")
	dana.Name = "Chiara Lind"
	l.g.Apply(dana)
	l.until(at(t, "2026-01-28 12:00"), nil)
	survey := l.letterWith("ben", "survey")
	l.reply("ben", survey.Token, "2: The pairs. Thanks Ana for the question that stopped me.\n4: start on time")
	if d := l.receipt("ben"); d.Kind != "share" || !strings.Contains(lines(d), "thanks Ana") || !strings.Contains(lines(d), "said") {
		t.Errorf("receipt %s", lines(d))
	}
	if c := l.gaveLast(group.Thanks, "ben"); c.To != "ana" || c.State != group.StateWaiting || c.Text != "Thanks Ana for the question that stopped me." {
		t.Errorf("gave %+v", c)
	}
	if r, _ := l.g.Response("survey", "", 2, "ben"); !strings.Contains(r.Text, "The pairs.") {
		t.Errorf("survey: %+v", r)
	}
	r := l.reply("eli", l.letterWith("eli", "survey").Token, "2: Thanks Chiara for the books.")
	if d := l.receipt("eli"); r.Ledger != "unclear" || d.Kind != "unclear" {
		t.Errorf("two Chiaras: %s, %s", r.Ledger, lines(d))
	}
	if r, _ := l.g.Response("survey", "", 2, "eli"); r.Text == "" {
		t.Error("the answer itself is lost")
	}
	l.reply("fay", l.letterWith("fay", "survey").Token, "2: Everything, thanks!\n4: Thanks to all of you")
	if c := l.gaveLast(group.Thanks, "fay"); c.N != 0 {
		t.Errorf("thanks to nobody: %+v", c)
	}
	l.until(at(t, "2026-02-20 12:00"), nil)
	d := sectionOf[group.ReportData](l, l.letterWith("ana", "report"), "report")
	if len(d.Thanks) != 1 && l.count("ana", "thanksletter") == 0 {
		t.Errorf("ana reads %+v", d.Thanks)
	}
}
