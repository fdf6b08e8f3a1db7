package templates

import (
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"convene/daemon/sample"
	"convene/daemon/schedule"
)

// trials are every sample of a language.
func trials(lang string) []Trial {
	var out []Trial
	for _, m := range sample.Mails(lang) {
		for _, s := range m.Sections {
			out = append(out, Trial{Template: s.Template, Data: s.Data})
		}
		out = append(out, Trial{Template: m.Frame, Data: m.Data, Ref: m.Data.Ref})
	}
	for _, b := range sample.Books(lang) {
		out = append(out, Trial{Template: "book", Data: b, Page: true})
	}
	return out
}

func nearest(word string, known []string) string {
	best, least := "", 3
	for _, k := range slices.Sorted(slices.Values(known)) {
		if d := schedule.Distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

func checked(t testing.TB, files map[string]string) []string {
	t.Helper()
	own := fstest.MapFS{}
	for name, text := range files {
		own[name] = &fstest.MapFile{Data: []byte(text)}
	}
	ours, err := builtInSet()
	if err != nil {
		t.Fatal(err)
	}
	_, faults, err := check(ours, shipped, own, trials, nearest)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range faults {
		line := f.Error()
		if f.Warning {
			line = "warning: " + line
		}
		out = append(out, line)
	}
	return out
}

// TestShippedIsFine: what is built in, taken for somebody's own, has no fault in any
// language.
func TestShippedIsFine(t *testing.T) {
	files := map[string]string{"agenda-walk.md": "10 Walk\n"}
	for _, lang := range LetterLanguages() {
		for name, text := range Shipped(lang) {
			files[path.Join(lang, name)] = string(text)
		}
	}
	if got := checked(t, files); len(got) > 0 {
		t.Errorf("faults:\n%s", strings.Join(got, "\n"))
	}
}

// TestFaults breaks one file at a time.
func TestFaults(t *testing.T) {
	change := func(file, from, to string) map[string]string {
		t.Helper()
		text := string(Shipped(path.Dir(file))[path.Base(file)])
		if !strings.Contains(text, from) {
			t.Fatalf("%s does not hold %q", file, from)
		}
		return map[string]string{file: strings.Replace(text, from, to, 1)}
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"other words", change("en/coming.md", "This is our last meeting.", "The very last one!"), nil},
		{"syntax", map[string]string{"en/coming.md": "One.\n{{if .Last}}\n"}, []string{
			`en/coming.md:3: unexpected EOF. Fix: compare it with the built-in file, which convene templates export writes`}},
		{"a function misspelt", change("en/nudge.md", "{{at .Start}}", "{{att .Start}}"), []string{
			`en/nudge.md:4: there is no function att. Fix: did you mean at?`}},
		{"fields misspelt, also where no sample leads", change("en/nudge.md", "We meet", "{{if .Plaze}}{{.Nam}}{{end}}{{range .Group}}{{end}}\nWe meet"), []string{
			`en/nudge.md:4: there is no .Nam in {{.Nam}}. Fix: did you mean .Name?`,
			`en/nudge.md:4: there is no .Plaze in {{.Plaze}}. Fix: did you mean .Place?`}},
		{"a field of a list's item", change("en/turn.md", "{{.Another}} and I", "{{range .Person}}{{.Nmae}}{{end}} and I"), []string{
			`en/turn.md:14: at {{.Person}}: range can't iterate over {Ana Ruiz ana@example.org}. Fix: compare it with the built-in file, which convene templates export writes`}},
		{"a piece misspelt", change("de/turn.md", `{{template "doyou" .Role}}`, `{{template "doyuo" .Role}}`), []string{
			`de/turn.md:1: there is no piece called "doyuo". Fix: did you mean doyou?`}},
		{"a time printed as it is", change("en/nudge.md", "{{at .Start}}", "{{.Start}}"), []string{
			`en/nudge.md:4: a time needs a function like date or clock. Fix: compare it with the built-in file, which convene templates export writes`}},
		{"a question without its number", change("es/coming.md", "{{number .N}}", ""), []string{
			`es/coming.md: question 1 is lost, so no answer would be tied to it. Fix: keep {{number .N}} at the beginning of its heading, or the number before its line, as the built-in file has it`}},
		{"a number where nothing is asked", change("en/notes.md", "{{.By}} wrote:", "{{.By}} wrote:\n\n1. Hello\n2. World\n"), []string{
			`en/notes.md: there is a number 1 where nothing is asked, so an answer to it would be misread. Fix: begin the lines of that list with - instead`,
			`en/notes.md: there is a number 2 where nothing is asked, so an answer to it would be misread. Fix: begin the lines of that list with - instead`}},
		{"an answer lost by a line that is none", change("en/ballot.md", "{{range .Options}}", "- Pick!\n{{range .Options}}"), []string{
			"en/ballot.md: the answer \"A\" is lost. Fix: keep its line in the list, beginning with - and `A`; every line of that list begins so",
			"en/ballot.md: the answer \"B\" is lost. Fix: keep its line in the list, beginning with - and `B`; every line of that list begins so",
			"en/ballot.md: the answer \"C\" is lost. Fix: keep its line in the list, beginning with - and `C`; every line of that list begins so"}},
		{"a button lost", change("en/nudge.md", "[`yes`: I'll come]({{mailto .Address (printf \"Yes, %s (%s)\" (shortdate .Start) .Token) \"yes\"}} \"button\")", "`yes`: I'll come"), []string{
			`en/nudge.md: the button "yes" is lost, or does not say which letter it answers. Fix: keep ({{mailto .Address ... .Token ...}} "button") behind it, as the built-in file has it`}},
		{"a button without its token", change("en/nudge.md", `(printf "Yes, %s (%s)" (shortdate .Start) .Token)`, `"Yes"`), []string{
			`en/nudge.md: the button "yes" is lost, or does not say which letter it answers. Fix: keep ({{mailto .Address ... .Token ...}} "button") behind it, as the built-in file has it`}},
		{"a subject lost", change("en/notes.md", "Subject: Notes from {{weekday .Start}}\n", ""), []string{
			`en/notes.md: has no subject in one of its cases. Fix: begin it with a line Subject: ..., and close every {{if}} of the lines before that`}},
		{"a frame without its inside", change("de/letter.md", "{{body}}", "..."), []string{
			`de/letter.md: has no place for the letter itself. Fix: put {{body}} on a line of its own, with an empty line before and after it`}},
		{"a subject without its reference", change("en/note.md", " ({{.Ref}})", ""), []string{
			`en/note.md: the subject has lost its news or its reference, by which replies are told apart. Fix: write Subject: {{subject}} · {{.Group}} ({{.Ref}})`}},
		{"too long", change("en/welcome.md", "Welcome to", "Welcome to"+strings.Repeat(" word", 250)), []string{
			`warning: en/welcome.md: makes a letter of more than 250 words, so that others have to wait. Fix: shorten it`}},
		{"not UTF-8", map[string]string{"en/letter.md": "{{body}}\n\n\xff\n"}, []string{`en/letter.md:3: not UTF-8. Fix: save the file as UTF-8`}},
		{"too large", map[string]string{"en/letter.md": strings.Repeat("x", sourceLimit+1)}, []string{`en/letter.md: longer than 262144 bytes. Fix: check that it is the right file`}},
		{"empty", map[string]string{"en/letter.md": "\n"}, []string{`warning: en/letter.md: is empty, so the built-in wording is used. Fix: write something, or remove the file`}},
		{"calls itself", map[string]string{"en/back.md": "Subject: x\n\n{{template \"back\" .}}\n"}, []string{
			`en/back.md:3: {{template "back"}} calls itself. Fix: take the call out; a list is gone through with {{range}}`}},
		{"calls itself by way of a built-in file", map[string]string{"en/mine.md": `{{define "task"}}{{template "asked" .}}{{end}}`}, []string{
			`en/mine.md:1: {{template "asked"}} calls itself. Fix: take the call out; a list is gone through with {{range}}`}},
		{"names that match nothing", map[string]string{
			"en/leter.md": "Hi.", "en/letter.txt": "Hi.", "letter.md": "Hi.", "english/letter.md": "Hi.", "dee/letter.md": "Hi.", "notes/x.txt": "", ".git/config": "", "en/.letter.md.swp": "", "en/words.txt": "no: nay\n"}, []string{
			`dee/letter.md: letters can be in de, en, es, fr. Fix: did you mean the folder de?`,
			`warning: en/leter.md: no letter is called leter, so nothing reads this file. Fix: did you mean en/letter.md?`,
			`warning: en/letter.txt: nothing reads this file. Fix: letters end with .md, and words in which people reply stand in words.txt`,
			`english/letter.md: letters can be in de, en, es, fr. Fix: in other languages there can be words.txt alone`,
			`warning: letter.md: nothing reads this file. Fix: letters stand in a folder for their language, such as en/letter.md; agendas are called agenda-<name>.md`,
			`warning: notes/: nothing reads this folder. Fix: folders are called as languages are: de, en, es, fr`}},
		{"pieces for one's own use", map[string]string{"en/mine.md": `{{define "bye"}}Bye.{{end}}`, "en/back.md": "Subject: x\n\n{{template \"bye\"}}\n"}, nil},
		{"a piece spoilt", map[string]string{"en/roles.md": `{{define "task"}}{{.Role}}{{end}}`}, []string{
			`en/roles.md:1: there is no .Role in {{.Role}}. Fix: nothing stands behind it; write it without .Role`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := checked(t, c.files); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// FuzzOwn takes any bytes for a letter of somebody's own: it is refused with a
// line, or it can be written.
func FuzzOwn(f *testing.F) {
	for _, s := range []string{ // short ones: what fuzzing finds is made shorter first
		"Subject: {{shortwhen .Start}}\n\n{{.Name}}\n", "## {{number .N}}Can you come?\n- [`yes`: I'll come]({{mailto .Address .Token \"yes\"}} \"button\")\n",
		"{{range .Turns}}{{.Name}}{{template \"does\" .Role}}{{end}}\n", "{{with $x := .SoFar}}{{list $x}}{{else}}{{$.Place.X}}{{end}}\n",
	} {
		f.Add(s)
	}
	f.Add("{{define \"coming\"}}{{template \"coming\" .}}{{end}}")
	base := fstest.MapFS{} // the whole would take too long
	for _, name := range []string{"coming.md", "roles.md", "case.md"} {
		base["en/"+name] = &fstest.MapFile{Data: Shipped("en")[name]}
	}
	ours, err := load(base)
	if err != nil {
		f.Fatal(err)
	}
	some := slices.DeleteFunc(trials("en"), func(t Trial) bool { return t.Template != "coming" })[:3]
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 20_000 {
			return
		}
		own := fstest.MapFS{"en/coming.md": {Data: []byte(source)}}
		_, faults, err := check(ours, base, own, func(string) []Trial { return slices.Clone(some) }, nearest)
		if err != nil {
			t.Fatal(err)
		}
		if len(faults) > 0 {
			return
		}
		set, err := load(base, own)
		if err != nil {
			t.Fatalf("nothing was found, but: %v", err)
		}
		for _, trial := range some {
			if _, err := set.Render("en", []Section{{Name: trial.Template, Data: trial.Data}}, "", nil); err != nil {
				t.Fatalf("nothing was found, but: %v", err)
			}
		}
	})
}
