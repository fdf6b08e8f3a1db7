package daemon

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"convene/daemon/answer"
	"convene/daemon/config"
	"convene/daemon/sample"
	"convene/daemon/schedule"
	"convene/templates"
)

// CheckWording tries a coordinator's own wording on sample mails of every practice,
// in every language that it has files for. It returns the files that stand over
// built-in ones, and everything that is wrong with any file of the folder. No
// folder ("") has nothing wrong with it.
func CheckWording(dir string) ([]string, config.Problems) {
	if dir == "" {
		return nil, nil
	}
	files, faults, err := templates.Check(dir, trials, nearest)
	if err != nil {
		return nil, config.Problems{{Path: dir, What: "cannot be read: " + err.Error(), Fix: "mend that, or leave templates_dir out"}}
	}
	var problems config.Problems
	for _, f := range faults {
		problems = append(problems, config.Problem{Path: filepath.Join(dir, filepath.FromSlash(f.File)), Line: f.Line, What: f.What, Fix: f.Fix, Warning: f.Warning})
	}
	for _, lang := range wordFolders(dir) {
		problems = append(problems, checkWords(filepath.Join(dir, lang, "words.txt"), lang)...)
	}
	return files, problems
}

// trials are the sample mails of a language, part by part.
func trials(lang string) []templates.Trial {
	var all []templates.Trial
	frames := map[string]bool{}
	for _, m := range sample.Mails(lang) {
		for _, s := range m.Sections {
			all = append(all, templates.Trial{Template: s.Template, Data: s.Data})
		}
		if key := fmt.Sprint(m.Frame, m.Data.First, m.Data.ShowFoot); !frames[key] {
			frames[key] = true
			all = append(all, templates.Trial{Template: m.Frame, Data: m.Data, Ref: m.Data.Ref})
		}
	}
	for _, b := range sample.Books(lang) {
		all = append(all, templates.Trial{Template: "book", Data: b, Page: true})
	}
	return all
}

// nearest is the known word that a misspelt one was probably meant to be, or "".
func nearest(word string, known []string) string {
	best, least := "", 3
	for _, k := range slices.Sorted(slices.Values(known)) {
		if d := schedule.Distance(strings.ToLower(word), strings.ToLower(k)); d < least && 2*d < len(k) {
			best, least = k, d
		}
	}
	return best
}

// wordFolders are the languages for which a folder holds words of its own.
func wordFolders(dir string) []string {
	var langs []string
	found, _ := filepath.Glob(filepath.Join(dir, "*", "words.txt")) // what cannot be read has been told of
	for _, path := range found {
		langs = append(langs, filepath.Base(filepath.Dir(path)))
	}
	return langs
}

// maxWords is how long a file of words of one's own may be, in bytes.
const maxWords = 256 << 10

// lexiconLine is how the lexicon says where a mistake is.
var lexiconLine = regexp.MustCompile(`^words of [^ ,]+(?:, line (\d+))?: (.*)$`)

// checkWords reads words in which people may reply together with those that are
// built in, as the daemon does.
func checkWords(path, lang string) config.Problems {
	own, err := readAtMost(path, maxWords)
	if err != nil {
		return nil //nolint:nilerr // templates.Check has told of it
	}
	w, err := shipped()
	if err != nil {
		return config.Problems{{Path: path, What: err.Error()}}
	}
	ours, _ := w.templates.Words(lang)
	if len(ours) > 0 && ours[len(ours)-1] != '\n' {
		ours = append(ours, '\n')
	}
	_, err = answer.ParseLexicon(lang, bytes.NewReader(slices.Concat(ours, own)))
	if err == nil {
		return nil
	}
	var problems config.Problems
	for line := range strings.Lines(err.Error()) {
		p := config.Problem{Path: path, What: strings.TrimSpace(line), Fix: "write it as in the lines of the built-in words, such as no: cannot make it"}
		if m := lexiconLine.FindStringSubmatch(p.What); m != nil {
			p.What = m[2]
			if n, err := strconv.Atoi(m[1]); err == nil {
				p.Line = max(n-bytes.Count(ours, []byte("\n")), 0)
			}
		}
		problems = append(problems, p)
	}
	return problems
}

func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the coordinator names the folder
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(b)) > most {
		err = fmt.Errorf("longer than %d bytes", most)
	}
	return b, err
}

// ExportWording writes the built-in letters of one language, or of all of them (""),
// into a folder, one folder a language, and returns how many files it wrote. What is
// there already is never written over: then nothing is written at all.
func ExportWording(dir, lang string) (int, error) {
	langs := templates.LetterLanguages()
	if lang != "" {
		if !slices.Contains(langs, lang) {
			return 0, fmt.Errorf("there are no letters in the language %q; choose one of %s", lang, strings.Join(langs, ", "))
		}
		langs = []string{lang}
	}
	var there []string
	for _, l := range langs {
		for name := range templates.Shipped(l) {
			if _, err := os.Lstat(filepath.Join(dir, l, name)); !errors.Is(err, fs.ErrNotExist) {
				there = append(there, filepath.Join(dir, l, name))
			}
		}
	}
	if len(there) > 0 {
		slices.Sort(there)
		return 0, fmt.Errorf("%s is there already, and so are %d others; nothing was written. Name another folder, and copy from it what you need", there[0], len(there)-1)
	}
	written := 0
	for _, l := range langs {
		if err := os.MkdirAll(filepath.Join(dir, l), 0o750); err != nil {
			return written, fmt.Errorf("write the letters: %w", err)
		}
		for name, text := range templates.Shipped(l) {
			if err := writeNew(filepath.Join(dir, l, name), text); err != nil {
				return written, fmt.Errorf("write the letters: %w", err)
			}
			written++
		}
	}
	return written, nil
}

// writeNew writes a file that must not exist.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640) //nolint:gosec // the coordinator names the folder
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
