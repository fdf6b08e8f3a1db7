package daemon

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
)

// rated is what others see of a group in which so many members rate: every mail to
// those who do not, the record in every format, and the status. Everybody says the
// same, but to one question, named by odd, or to everything, which each answers with
// their own figure.
func rated(t *testing.T, raters int, odd string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 6", learning)
	raterIDs := map[group.MemberID]int{}
	for i, m := range l.g.Members[:raters] {
		raterIDs[m.ID] = i
	}
	l.answers = func(m group.Mailing) {
		i, rates := raterIDs[m.Member.ID]
		if !rates {
			r, err := l.d.render(l.g, m)
			if err != nil {
				t.Fatal(err)
			}
			seen["the mails"] += r.Subject + "\n" + r.Preheader + "\n" + r.Text + "\n" + r.HTML + "\n"
			return
		}
		figure := func(question string) int {
			if question == odd || odd == "everything" {
				return 1 + i%2 // else all gave 3
			}
			return 3
		}
		for _, it := range m.Items {
			switch {
			case len(it.Asks) == 0:
			case it.Practice == "survey":
				l.reply(m, fmt.Sprintf("1: %d\n5: %s", figure("the objective"), map[int]string{1: "no", 2: "perhaps", 3: "yes"}[figure("once more")]))
			case it.Practice == "health" && it.Occurrence == "":
				l.reply(m, fmt.Sprintf("1: %d\n2: %d\n3: 3", figure("the commitment"), figure("the competence")))
			case it.Practice == "health":
				l.reply(m, map[bool]string{true: "keep", false: "revise"}[figure("the goals") == 3])
			case it.Practice == "pulse":
				l.reply(m, fmt.Sprint(figure("the pulse")))
			}
		}
	}
	l.until(time.Time{})
	for _, public := range []bool{false, true} {
		files, err := l.d.exported(l.g, public, ExportFormats)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			seen["the record"] += string(f.Data)
		}
	}
	status, err := json.Marshal(groupStatus(l.g, store.Overview{}, l.clock.Now()))
	if err != nil {
		t.Fatal(err)
	}
	seen["the status"] = string(status)
	return seen
}

// TestRatingsAppearFromFiveAnswersUp lives the same life twice, once with other
// figures: what four members rated makes no difference anywhere, what five rated does.
func TestRatingsAppearFromFiveAnswersUp(t *testing.T) {
	for raters, shown := range map[int]bool{4: false, 5: true} {
		t.Run(fmt.Sprint(raters), func(t *testing.T) { //nolint:perfsprint // a number as a name
			same := rated(t, raters, "")
			odds := []string{"everything"}
			if shown {
				odds = []string{"the objective", "once more", "the commitment", "the competence", "the goals", "the pulse"}
				odds = odds[:min(len(odds), anyLives/2)] // under the race detector one
			}
			for _, odd := range odds {
				differs := []string{}
				for place, text := range rated(t, raters, odd) {
					if text != same[place] {
						differs = append(differs, place)
						if !shown {
							t.Errorf("%s tell what %d members said of %s: %s", place, raters, odd, firstDifference(same[place], text))
						}
					}
				}
				if shown && !slices.Contains(differs, "the mails") {
					t.Errorf("no mail tells what %d members said of %s", raters, odd)
				}
				if shown && slices.Contains(differs, "the status") {
					t.Errorf("the status tells what %d members said of %s", raters, odd)
				}
			}
		})
	}
}

func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("%q, %q", as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d lines, %d lines", len(as), len(bs))
}
