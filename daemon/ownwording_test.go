package daemon

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/templates"
)

// TestRewordWholeOrNotAtAll: own wording that cannot be used leaves the one from
// before in its place.
func TestRewordWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, err := looking(Options{Config: &config.Config{}})
	if err != nil {
		t.Fatal(err)
	}
	subject := func() string {
		t.Helper()
		r, err := d.words.templates.Render("en", []templates.Section{{Name: "back", Data: group.BackData{Until: d.now()}}}, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.Subject
	}
	const text = "\n\nYour pause ended on {{date .Until}}.\n"
	write("en/back.md", "Subject: There you are"+text)
	for _, step := range []struct{ file, text, wrong, want string }{
		{"", "", "", "There you are"},
		{"en/back.md", "Subject: {{.Nme}}, hello" + text, "en/back.md:1", "There you are"},
		{"en/back.md", "Subject: Hello again" + text, "", "Hello again"},
		{"de/words.txt", "hallo: hallo\n", "de/words.txt:1", "Hello again"},
		{"de/words.txt", "", "", "Hello again"},
	} {
		if step.file != "" {
			write(step.file, step.text)
		}
		err := d.reword(dir)
		if step.wrong == "" && err != nil || step.wrong != "" && (err == nil || !strings.Contains(err.Error(), filepath.Join(dir, filepath.FromSlash(step.wrong)))) {
			t.Errorf("with %q in %s: %v", step.text, step.file, err)
		}
		if got := subject(); got != step.want {
			t.Errorf("with %q in %s: %q, want %q", step.text, step.file, got, step.want)
		}
	}
	before := d.statFiles()
	write("en/back.md", "Subject: Hello\n\nYour pause ended.\n")
	if d.statFiles() == before {
		t.Error("a changed file goes unnoticed")
	}
	if err := d.reword(""); err != nil || subject() != "Welcome back" {
		t.Errorf("without a folder: %q, %v", subject(), err)
	}
}

// TestExportNeverWritesOver: neither a file nor what a link leads to.
func TestExportNeverWritesOver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if n, err := ExportWording(dir, "de"); err != nil || n < 50 {
		t.Fatalf("%d files, %v", n, err)
	}
	if _, problems := CheckWording(dir); len(problems) > 0 {
		t.Errorf("what is written has problems: %v", problems)
	}
	if n, err := ExportWording(dir, ""); err == nil || n > 0 {
		t.Errorf("%d files, %v", n, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "en")); err == nil {
		t.Error("a part was written")
	}
	if n, err := ExportWording(dir, "en"); err != nil || n < 50 {
		t.Errorf("another language: %d files, %v", n, err)
	}
	link := t.TempDir()
	if err := os.MkdirAll(filepath.Join(link, "fr"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(link, "nowhere"), filepath.Join(link, "fr", "note.md")); err != nil {
		t.Fatal(err)
	}
	if n, err := ExportWording(link, "fr"); err == nil || n > 0 {
		t.Errorf("%d files over a link, %v", n, err)
	}
}
