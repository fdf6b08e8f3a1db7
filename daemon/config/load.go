package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"convene/daemon/schedule"
)

// MaxSize is how many bytes a config file may have.
const MaxSize = 1 << 20

// DefaultPractices are the names [group.practices] takes unless the Loader is
// told others: the practices that are off unless turned on.
var DefaultPractices = []string{"cases", "readings", "guests", "journal", "pulse", "repertoire", "feedback", "followup"}

// Loader reads config files. The zero Loader reads no environment.
type Loader struct {
	// LookupEnv looks up an environment variable, as os.LookupEnv does. nil is an
	// empty environment.
	LookupEnv func(string) (string, bool)
	// Practices are the names [group.practices] takes; nil is DefaultPractices.
	Practices []string
	// Languages are those that letters can be written in; nil accepts any.
	Languages []string
	// Agendas are the names of agendas that come with convene; nil is circle,
	// peer-assist and book.
	Agendas []string
	// Offline leaves every other file alone: no password is read or missed. For
	// commands that send nothing.
	Offline bool
}

func (l Loader) practices() []string {
	if l.Practices == nil {
		return DefaultPractices
	}
	return l.Practices
}

func (l Loader) agendas() []string {
	if l.Agendas == nil {
		return []string{"circle", "peer-assist", "book"}
	}
	return l.Agendas
}

func (l Loader) env(name string) string {
	if l.LookupEnv == nil {
		return ""
	}
	if s, ok := l.LookupEnv(name); ok {
		return s
	}
	return ""
}

// Load reads the file with the process's environment. The Config is nil if there
// is an error among the problems; warnings leave it usable.
func Load(path string) (*Config, Problems) {
	return Loader{LookupEnv: os.LookupEnv}.Load(path)
}

// Load reads and checks the file.
func (l Loader) Load(path string) (*Config, Problems) {
	data, err := readLimited(path, MaxSize)
	if err != nil {
		p := Problem{Path: path, What: "cannot read the file: " + reason(err), Fix: "check the path, or begin with a copy of config.example.toml"}
		if errors.Is(err, errTooBig) {
			p.What, p.Fix = fmt.Sprintf("the file is larger than %d bytes", MaxSize), "check that it is the right file"
		}
		return nil, Problems{p}
	}
	return l.Parse(path, data)
}

// LoadFor reads and checks a file that is to take the place of another one: relative
// paths in it are relative to that one's directory.
func LoadFor(path, place string) (*Config, Problems) {
	l := Loader{LookupEnv: os.LookupEnv}
	data, err := readLimited(path, MaxSize)
	if err != nil {
		return l.Load(path) // says why
	}
	c, problems := l.Parse(filepath.Join(filepath.Dir(place), filepath.Base(path)), data)
	for i := range problems {
		problems[i].Path = path
	}
	return c, problems
}

// Parse checks the bytes of a config file. path is for messages, and relative
// paths in the file are relative to its directory.
func (l Loader) Parse(path string, data []byte) (*Config, Problems) {
	r := &reading{loader: l, path: path, ids: map[string]bool{}}
	if len(data) > MaxSize {
		r.errorf(0, "check that it is the right file", "the file is larger than %d bytes", MaxSize)
		return nil, r.problems
	}
	data = []byte(strings.TrimPrefix(string(data), "\ufeff")) // editors on Windows begin files so
	if !utf8.Valid(data) {
		line := 1 + strings.Count(string(data[:firstInvalid(data)]), "\n")
		r.errorf(line, "save the file as UTF-8", "this is not UTF-8 text")
		return nil, r.problems
	}
	root, brokenKeys, syntax := parseTree(data)
	for _, e := range syntax {
		what, fix := plainSyntax(e.what)
		if root == nil {
			fix += " (the rest is checked once this is mended)"
		}
		r.errorf(e.line, fix, "%s", what)
	}
	if root == nil {
		r.problems.sort()
		return nil, r.problems
	}
	r.brokenKeys = brokenKeys
	r.conform(root, "")
	c := r.config(root)
	r.problems.sort()
	if len(r.problems.Errors()) > 0 {
		return nil, r.problems
	}
	return c, r.problems
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

var unexpectedStart = regexp.MustCompile(`^unexpected character U\+([0-9A-F]+).* at start of value`)

// plainSyntax puts the TOML library's commonest messages into a coordinator's
// words.
func plainSyntax(s string) (what, fix string) {
	const general = "texts stand in double quotes, dates and numbers without any, lists in [ ] with commas between"
	if m := unexpectedStart.FindStringSubmatch(s); m != nil {
		switch c, _ := strconv.ParseInt(m[1], 16, 32); c {
		case '\n', '\r', '#':
			return "there is no value after the =", "write one, or remove the line"
		default:
			return fmt.Sprintf("a value cannot begin with %q", rune(c)), general
		}
	}
	switch {
	case strings.HasPrefix(s, "more keys"):
		return s, "check that it is the right file"
	case strings.Contains(s, "already defined"), strings.Contains(s, "already exists"):
		return s, "keep one of the two; a second group begins with [[group]]"
	case strings.Contains(s, "impossible date"), strings.Contains(s, "invalid date"):
		return "there is no such date", "check day and month; a date is written 2026-03-10"
	case strings.Contains(s, "cannot have new lines"):
		return "a text has no quote at its end", `end it with "`
	case strings.Contains(s, "array value"):
		return "a list is not written right here or on the line above", "put a comma between two entries, and ] after the last"
	case strings.Contains(s, "close array table name"), strings.Contains(s, "close table name"):
		return "a section's header is not closed", "write [mail], or [[group]] where there can be several"
	case strings.HasPrefix(s, "expected newline"):
		return "something follows the value that does not belong to it", general
	case strings.HasPrefix(s, "expected keyword"):
		return "the value is not text, a number, a date, true or false", general
	}
	return "cannot read this line: " + s, general
}

// reading is one pass over one file.
type reading struct {
	loader     Loader
	path       string
	problems   Problems
	errors     int             // among the problems
	brokenKeys map[string]bool // keys on lines that are not TOML
	// ownTemplates says that the file names a directory of templates.
	ownTemplates bool
	templatesDir string
	ids          map[string]bool // of the groups so far
}

func (r *reading) errorf(line int, fix, what string, args ...any) {
	r.note(Problem{Path: r.path, Line: line, What: fmt.Sprintf(what, args...), Fix: fix})
}

func (r *reading) warnf(line int, fix, what string, args ...any) {
	r.note(Problem{Path: r.path, Line: line, What: fmt.Sprintf(what, args...), Fix: fix, Warning: true})
}

// maxProblems is how many problems a coordinator is shown. A file with more is
// probably not a config file.
const maxProblems = 100

func (r *reading) note(p Problem) {
	if r.errors == maxProblems || p.Warning && len(r.problems) >= 2*maxProblems {
		return
	}
	if r.problems = append(r.problems, p); !p.Warning {
		if r.errors++; r.errors == maxProblems {
			r.problems = append(r.problems, Problem{Path: r.path, What: "there may be more problems", Fix: "mend these first"})
		}
	}
}

// advice notes an error of schedule's with the fix that it brings, or this one.
func (r *reading) advice(line int, err error, fix string) {
	what := err.Error()
	var a *schedule.Advice
	if errors.As(err, &a) {
		what, fix = a.What, a.Fix
	}
	r.errorf(line, fix, "%s", what)
}

// missing says whether a key is not there, and not there in a broken form either.
func (r *reading) missing(t *table, key string) bool {
	return t.values[key] == nil && !t.broken[key] && !r.brokenKeys[key]
}

// relative makes a path relative to the config file's directory.
func (r *reading) relative(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(r.path), path)
}

func (r *reading) config(root *table) *Config {
	c := &Config{Path: r.path, Database: r.relative("convene.db")}
	if v := root.values["database"]; v != nil {
		if s, ok := r.text(v, "database", maxPlace); ok && s != "" {
			c.Database = r.relative(s)
		} else if ok {
			r.errorf(v.line, `write a file name, such as database = "convene.db"`, "database is empty")
		}
	}
	if v := root.values["templates_dir"]; v != nil {
		if s, ok := r.text(v, "templates_dir", maxPlace); ok {
			c.TemplatesDir, r.ownTemplates = r.relative(s), s != ""
			r.templatesDir = c.TemplatesDir
			if info, err := os.Stat(c.TemplatesDir); s != "" && !r.loader.Offline && (err != nil || !info.IsDir()) {
				r.errorf(v.line, "write the built-in wording there with convene templates export, or leave templates_dir out", "there is no directory %s", show(c.TemplatesDir))
			}
		}
	}
	if v := root.values["mail"]; v != nil {
		c.Mail = r.mail(v.table)
	} else if r.missing(root, "mail") {
		r.errorf(0, "add [mail] with address, smtp_host, imap_host and password_file", "there is no [mail] section")
	}
	if v := root.values["group"]; v != nil && len(v.items) > 0 {
		for _, item := range v.items {
			if r.errors < maxProblems {
				r.group(c, item.table)
			}
		}
	} else if v != nil || r.missing(root, "group") {
		r.errorf(0, "add a [[group]] with first, repeat, count and members", "there is no [[group]]")
	}
	return c
}

var errTooBig = errors.New("file too large")

// readLimited reads a file of at most limit bytes.
func readLimited(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("it is a directory")
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, errTooBig
	}
	return data, nil
}

// reason is why a file cannot be read, without its path.
func reason(err error) string {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.As(err, &pathError):
		return pathError.Err.Error()
	}
	return err.Error()
}
