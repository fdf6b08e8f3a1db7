package daemon

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
	"convene/templates"

	"github.com/google/go-cmp/cmp"
)

// TestEachReadsTheirOwnTime is a group in five zones and two languages, and one more in
// the other two: what stands above the question about coming, for each of them, of a
// meeting a week after clocks change in New York, and of one a week after they change
// in Madrid, where the groups are, and in Auckland.
func TestEachReadsTheirOwnTime(t *testing.T) {
	zones := []string{"Europe/Madrid", "Africa/Lagos", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"}
	var heads []string
	for _, languages := range [][]string{{"de", "en"}, {"es", "fr"}} {
		more := ""
		for _, lang := range languages {
			for _, zone := range zones {
				name := zone[strings.IndexByte(zone, '/')+1:][:3] + " " + strings.ToUpper(lang)
				more += fmt.Sprintf("[[group.member]]\nname = %q\nemail = %q\ntimezone = %q\nlanguage = %q\n", name, strings.ReplaceAll(strings.ToLower(name), " ", ".")+"@example.org", zone, lang)
			}
		}
		l := live(t, time.Date(2026, 2, 9, 9, 0, 0, 0, time.UTC), "count = 8", more)
		l.answers = func(m group.Mailing) {
			meeting := ""
			for _, it := range m.Items {
				if it.Practice == "coming" && m.Class == group.InLetter {
					meeting = it.Occurrence
				}
			}
			if lang := m.Member.Language; !slices.Contains(templates.LetterLanguages(), lang) || strings.Contains(eight, m.Member.Email) ||
				!strings.HasPrefix(meeting, "2026-03-10") && !strings.HasPrefix(meeting, "2026-04-07") {
				return
			}
			r, err := l.d.render(l.g, m)
			if err != nil {
				t.Fatal(err)
			}
			paragraphs := strings.Split(r.Text, "\n\n")
			subject, _, _ := strings.Cut(r.Subject, " · ")
			heads = append(heads, fmt.Sprintf("%s %s %s, sent %s\n%s\n%s\n", meeting[:10], m.Member.Language, m.Member.Zone, l.clock.Now().In(m.Member.Zone).Format("2 January 15:04"), subject, paragraphs[1]))
		}
		l.until(time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC))
	}
	slices.Sort(heads)
	got := strings.Join(heads, "\n")
	if len(heads) != 40 {
		t.Errorf("%d letters", len(heads))
	}
	path := filepath.Join("testdata", "zones.txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("read it and take it with -update (-want +got):\n%s", diff)
	}
}
