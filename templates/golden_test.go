package templates

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/sample"
)

var update = flag.Bool("update", false, "write the golden files anew")

func loaded(t testing.TB) *Set {
	t.Helper()
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestGolden shows every sample mail in every language as it leaves the house.
func TestGolden(t *testing.T) {
	set := loaded(t)
	for _, lang := range sample.Languages() {
		for _, m := range samples(lang) {
			t.Run(lang+"/"+m.name, func(t *testing.T) {
				r, err := set.Render(lang, m.sections, m.frame, m.data)
				if err != nil {
					t.Fatal(err)
				}
				if r.Language != lang {
					t.Fatalf("written in %s", r.Language)
				}
				golden(t, lang+"-"+m.name+".txt", "Subject: "+r.Subject+"\nPreheader: "+r.Preheader+"\n\n"+r.Text)
				if lang == "en" { // TestPartsAgree holds the others
					golden(t, lang+"-"+m.name+".html", r.HTML)
				}
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; look at it with -update and git diff.\ngot:\n%s", file, got)
	}
}

// TestTidy checks what no letter may have, whatever it says.
func TestTidy(t *testing.T) {
	set := loaded(t)
	for _, lang := range sample.Languages() {
		for _, m := range samples(lang) {
			r, err := set.Render(lang, m.sections, m.frame, m.data)
			if err != nil {
				t.Fatal(err)
			}
			for _, bad := range []string{"  ,", " .", "..", ",,", "\n\n\n", " \n", "<no value>", "**", "](", "`", "{{", "\ufffd"} {
				if strings.Contains(strings.ReplaceAll(r.Text, "…", ""), bad) {
					t.Errorf("%s/%s: text holds %q:\n%s", lang, m.name, bad, r.Text)
				}
			}
			if strings.ContainsFunc(r.Subject+r.Preheader+r.Text+r.HTML, reserved) {
				t.Errorf("%s/%s: a mark of ours is left", lang, m.name)
			}
			for _, line := range strings.Split(r.Text, "\n") {
				if length(line) > textWidth && strings.Contains(strings.TrimSpace(line), " ") {
					t.Errorf("%s/%s: line of %d characters: %s", lang, m.name, length(line), line)
				}
			}
			if n := CountWords(r.Text); n > 250 {
				t.Errorf("%s/%s: %d words", lang, m.name, n)
			}
			if !strings.ContainsAny(r.Preheader[max(0, len(r.Preheader)-3):], ".?!…") {
				t.Errorf("%s/%s: the preheader is no sentence: %q", lang, m.name, r.Preheader)
			}
			if n := len([]rune(r.Subject)); n > 90 {
				t.Errorf("%s/%s: subject of %d characters: %s", lang, m.name, n, r.Subject)
			}
		}
	}
}
