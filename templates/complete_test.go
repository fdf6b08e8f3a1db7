package templates

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	action    = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	fieldName = regexp.MustCompile(`(?:^|[^\w"])\$?\.([A-Z]\w*)`)
	wordRun   = regexp.MustCompile(`\pL+`)
	webLink   = regexp.MustCompile(`href="(https?://[^"]*)"`)
)

// fieldsUsed are the fields that a file prints or asks about.
func fieldsUsed(source string) map[string]bool {
	used := map[string]bool{}
	for _, a := range action.FindAllString(source, -1) {
		for _, m := range fieldName.FindAllStringSubmatch(a, -1) {
			used[m[1]] = true
		}
	}
	return used
}

// TestLanguagesSayTheSame compares every file with its English one: it tells of the
// same fields, and no line was left in English.
func TestLanguagesSayTheSame(t *testing.T) {
	english := Shipped(Fallback)
	for _, lang := range LetterLanguages() {
		if lang == Fallback {
			continue
		}
		files := Shipped(lang)
		for _, name := range slices.Sorted(maps.Keys(english)) {
			want, got := fieldsUsed(string(english[name])), fieldsUsed(string(files[name]))
			for f := range want {
				if !got[f] {
					t.Errorf("%s/%s never tells of .%s", lang, name, f)
				}
			}
			for f := range got {
				if !want[f] {
					t.Errorf("%s/%s tells of .%s, which the English one does not", lang, name, f)
				}
			}
			lines := map[string]bool{}
			for l := range strings.Lines(string(english[name])) {
				lines[strings.TrimSpace(l)] = true
			}
			for l := range strings.Lines(string(files[name])) {
				if l = strings.TrimSpace(l); lines[l] && l != "Footer: none" && len(wordRun.FindAllString(action.ReplaceAllString(l, ""), -1)) > 1 {
					t.Errorf("%s/%s has a line in English: %s", lang, name, l)
				}
			}
		}
		for name := range files {
			if english[name] == nil {
				t.Errorf("%s/%s has no English file", lang, name)
			}
		}
	}
}

// asked is what a mail wants of its reader, without a word of it.
type asked struct {
	Numbers []int
	Picks   []bool // the answers to pick from; those with a button
	Letters []string
	Links   []string
}

func askedIn(t *testing.T, set *Set, lang string, m sampleMail) asked {
	t.Helper()
	r, err := set.Render(lang, m.sections, m.frame, m.data)
	if err != nil {
		t.Fatal(err)
	}
	a := asked{Numbers: slices.Sorted(maps.Keys(r.Prompts))}
	for _, s := range m.sections {
		p, err := set.languages[lang].execute(s.Name, s.Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range picks(p.blocks) {
			a.Picks = append(a.Picks, c.href != "")
			if len(c.key) == 1 {
				a.Letters = append(a.Letters, c.key)
			}
		}
	}
	for _, l := range webLink.FindAllStringSubmatch(r.HTML, -1) {
		a.Links = append(a.Links, l[1])
	}
	return a
}

// TestLanguagesAskTheSame writes every sample mail in every language: each has the
// questions, answers, buttons and links of the English one, and no English in it.
func TestLanguagesAskTheSame(t *testing.T) {
	set := loaded(t)
	english := map[string]asked{}
	for _, m := range samples(Fallback) {
		english[m.name] = askedIn(t, set, Fallback, m)
	}
	for _, lang := range LetterLanguages() {
		if lang == Fallback {
			continue
		}
		for _, m := range samples(lang) {
			if got := askedIn(t, set, lang, m); !reflect.DeepEqual(got, english[m.name]) {
				t.Errorf("%s/%s asks %+v, the English one %+v", lang, m.name, got, english[m.name])
			}
			r, err := set.Render(lang, m.sections, m.frame, m.data)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range wordRun.FindAllString(r.Subject+"\n"+r.Preheader+"\n"+r.Text, -1) {
				if slices.Contains([]string{"the", "you", "your", "and", "with", "meeting", "yes", "reply"}, strings.ToLower(w)) {
					t.Errorf("%s/%s says %q:\n%s", lang, m.name, w, r.Text)
				}
			}
		}
	}
}

// TestWordsOfEveryLanguage: what can be said in English can be said in the other
// languages of the letters: every kind of word, every command and keyword.
func TestWordsOfEveryLanguage(t *testing.T) {
	set := loaded(t)
	kinds := func(lang string) map[string]bool {
		all := map[string]bool{}
		list, _ := set.Words(lang)
		for line := range strings.Lines(string(list)) {
			head, _, ok := strings.Cut(line, ":")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			for class := range strings.SplitSeq(head, "+") {
				words := strings.Fields(class)
				if words[0] == "command" || words[0] == "keyword" {
					all[strings.Join(words, " ")] = true
				} else {
					all[words[0]] = true
				}
			}
		}
		return all
	}
	english := kinds(Fallback)
	if len(english) < 50 {
		t.Fatalf("only %d kinds of words in English", len(english))
	}
	for _, lang := range LetterLanguages() {
		got := kinds(lang)
		for kind := range english {
			if !got[kind] {
				t.Errorf("%s has no words of the kind %q", lang, kind)
			}
		}
	}
}

// TestTablesAreFilled looks for forgotten names and forms.
func TestTablesAreFilled(t *testing.T) {
	for tag, l := range tables {
		if slices.Contains(l.days[:], "") || slices.Contains(l.shortDays[:], "") || slices.Contains(l.months[:], "") || slices.Contains(l.numbers, "") || len(l.numbers) != 21 {
			t.Errorf("%s lacks a day, a month or a number up to twenty", tag)
		}
		v := reflect.ValueOf(*l)
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if empty := v.Field(i).IsZero(); empty && !(name == "spacing" && tag != "fr") && !(name == "cities" && tag == Fallback) {
				t.Errorf("%s has no %s", tag, name)
			}
		}
		if tag != Fallback && (l.months[2] == english.months[2] || l.days[1] == english.days[1] || l.numbers[7] == english.numbers[7] || l.hint == english.hint || l.former == english.former) {
			t.Errorf("%s has English words in its table", tag)
		}
	}
}
