package daemon_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// module is the path every package of our own begins with.
const module = "convene/"

// A rule says what one package may reach. Whatever it does not name is refused, of our own packages and of
// libraries; of the standard library all is allowed but what never names.
type rule struct {
	own       []string // our packages, without the module's path
	libraries []string // module paths; everything below them too
	never     []string // packages of the standard library; net/http counts as below net, net/mail does not
	calls     []string // functions nobody calls, as "time.Now"; "math/rand.*" all but the constructors
}

// Pure packages are handed their clock and their chance.
var (
	database = []string{"database/sql"}
	network  = []string{"net", "crypto/tls"}
	anyIO    = slices.Concat(database, network, []string{"os", "log", "syscall"})
	pure     = slices.Concat(anyIO, []string{"crypto/rand"})
	dialling = []string{"net.Dial", "net.DialTimeout", "net.Dialer", "net.Listen", "net.Resolver", "net.DefaultResolver", "net.LookupHost", "net.LookupIP", "net.LookupMX", "net.LookupTXT"}
	clock    = []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc", "time.NewTimer", "time.NewTicker", "time.Tick"}
	impure   = slices.Concat(clock, []string{"math/rand.*", "math/rand/v2.*"})
)

// house is the table of who owns what, as far as imports can tell. A new package gets a line here, with what
// it may import and what it never does; think twice, there should be a noun it owns.
var house = map[string]rule{
	"cmd/convene": {
		// The demo cannot be reached through daemon, which it drives.
		own:       []string{"daemon", "daemon/config", "daemon/demo"},
		libraries: []string{"github.com/spf13/cobra", "github.com/lmittmann/tint", "charm.land/huh/v2", "golang.org/x/term"},
		never:     database,
	},
	"daemon": {
		own: []string{
			"daemon/config", "daemon/group", "daemon/sample", "daemon/answer", "daemon/store", "daemon/schedule",
			"mailflow", "mailflow/submit", "mailflow/inbox", "calendar", "templates",
		},
		libraries: []string{"golang.org/x/sync", "golang.org/x/oauth2", "github.com/cenkalti/backoff/v5", "github.com/prometheus/client_golang", "github.com/coreos/go-systemd"},
		never:     database,
	},
	"daemon/config": {
		own:       []string{"daemon/schedule"},
		libraries: []string{"github.com/pelletier/go-toml/v2", "golang.org/x/text"},
		never:     slices.Concat(database, []string{"net/http", "net/smtp", "crypto/tls"}),
		calls:     dialling, // it may join host and port
	},
	"daemon/group": {
		own:   []string{"daemon/answer"},
		never: pure,
		calls: impure,
	},
	"daemon/sample": {
		own:   []string{"daemon/group"},
		never: pure,
		calls: impure,
	},
	"daemon/answer": {
		never: pure,
		calls: impure,
	},
	"daemon/demo": {
		own:   []string{"daemon", "mailflow/postoffice"},
		never: database,
	},
	"daemon/store": {
		own:       []string{"daemon/group"},
		libraries: []string{"modernc.org/sqlite", "github.com/pressly/goose/v3"},
		never:     network,
	},
	"daemon/schedule": {
		libraries: []string{"github.com/robfig/cron/v3", "github.com/teambition/rrule-go"},
		never:     slices.Concat(database, network),
	},
	"mailflow": {
		libraries: []string{"github.com/emersion/go-message", "golang.org/x/net/html", "golang.org/x/net/publicsuffix", "golang.org/x/text"},
		never:     anyIO,
		calls:     impure,
	},
	"mailflow/submit": {
		own:       []string{"mailflow"},
		libraries: []string{"github.com/wneessen/go-mail", "github.com/emersion/go-sasl", "golang.org/x/net/idna", "golang.org/x/sync"},
		never:     database,
	},
	"mailflow/inbox": {
		own:       []string{"mailflow"},
		libraries: []string{"github.com/emersion/go-imap/v2", "github.com/emersion/go-sasl", "github.com/cenkalti/backoff/v5"},
		never:     database,
	},
	"mailflow/postoffice": {
		own:       []string{"mailflow"},
		libraries: []string{"github.com/emersion/go-imap/v2", "github.com/emersion/go-smtp", "github.com/emersion/go-sasl"},
		never:     database,
	},
	// Starts the real servers for tests; no program imports it.
	"mailflow/postoffice/rig": {
		never: database,
	},
	// Listens in for tests; no program imports it.
	"mailflow/postoffice/wiretap": {
		own:   []string{"mailflow/postoffice"},
		never: database,
	},
	"calendar": {
		libraries: []string{"github.com/arran4/golang-ical"},
		never:     anyIO,
		calls:     impure,
	},
	"templates": {
		libraries: []string{"github.com/yuin/goldmark", "golang.org/x/text"},
		never:     slices.Concat(database, network),
		calls:     impure,
	},
}

// A listed package is what `go list -json` says of one; tests are free to import more.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func TestImportsKeepToTheHouse(t *testing.T) {
	t.Parallel()
	packages := list(t)
	if len(packages) == 0 {
		t.Fatal("go list found no package")
	}
	for _, p := range packages {
		for _, wrong := range p.wrongImports() {
			t.Error(wrong)
		}
		for _, wrong := range p.wrongCalls(t) {
			t.Error(wrong)
		}
	}
}

// list asks the go command for every package of the module. A package that does not compile just now is
// listed with what it imports.
func list(t *testing.T) []listed {
	t.Helper()
	// The go command remembers a test's success until a file changes that the test itself looked at.
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if entry != nil && entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != ".." {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "go", "list", "-e", "-tags", "timetzdata", "-json=ImportPath,Dir,GoFiles,Imports", "./...")
	command.Dir = ".."
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// name is the package's folder inside the module.
func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, module) }

// wrongImports compares a package's imports with its line in the house.
func (p listed) wrongImports() []string {
	allowed, ok := house[p.name()]
	if !ok {
		return []string{fmt.Sprintf("%s: a package the architecture does not know; if it is meant, give it a line in the table of this test", p.name())}
	}
	var wrong []string
	refuse := func(imported, why string) {
		wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", p.name(), imported, why))
	}
	for _, imported := range p.Imports {
		first, _, _ := strings.Cut(imported, "/")
		switch own, isOwn := strings.CutPrefix(imported, module); {
		case isOwn:
			if !slices.Contains(allowed.own, own) {
				refuse(own, "not among what it may import")
			}
		case strings.Contains(first, "."):
			if !slices.ContainsFunc(allowed.libraries, func(library string) bool { return below(imported, library) }) {
				refuse(imported, "not among its libraries")
			}
		case slices.ContainsFunc(allowed.never, func(never string) bool { return below(imported, never) && !harmless[imported] }):
			refuse(imported, "it never does")
		}
	}
	return wrong
}

// harmless are packages below a refused one that only read and write text.
var harmless = map[string]bool{"net/mail": true, "net/url": true, "net/netip": true, "net/textproto": true}

func below(path, parent string) bool { return path == parent || strings.HasPrefix(path, parent+"/") }

// wrongCalls looks for functions that a package must not use, whether it calls them or passes them on.
func (p listed) wrongCalls(t *testing.T) []string {
	t.Helper()
	refused := house[p.name()].calls
	if len(refused) == 0 {
		return nil
	}
	var wrong []string
	files := token.NewFileSet()
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, 0)
		if err != nil {
			t.Errorf("%s: %v", p.name(), err)
			continue
		}
		for _, use := range uses(file, refused) {
			at := files.Position(use.Pos())
			wrong = append(wrong, fmt.Sprintf("%s/%s:%d uses %s.%s: it never does; whoever calls it hands that in", p.name(), name, at.Line, use.X, use.Sel.Name))
		}
	}
	return wrong
}

// uses finds the selectors of a file that name one of the refused functions.
func uses(file *ast.File, refused []string) []*ast.SelectorExpr {
	paths := map[string]string{} // by the name the file gives them
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		name := strings.TrimSuffix(path, "/v2")
		name = name[strings.LastIndex(name, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		paths[name] = path
	}
	var found []*ast.SelectorExpr
	for node := range ast.Preorder(file) {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		left, ok := selector.X.(*ast.Ident)
		if !ok {
			continue
		}
		path := paths[left.Name]
		// What begins with New, and the types, belong to a source that was handed in.
		constructs := strings.HasPrefix(selector.Sel.Name, "New") ||
			slices.Contains([]string{"Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}, selector.Sel.Name)
		if slices.Contains(refused, path+"."+selector.Sel.Name) || slices.Contains(refused, path+".*") && !constructs {
			found = append(found, selector)
		}
	}
	return found
}

// TestTheHouseCanBeBroken shows that the test above is able to fail.
func TestTheHouseCanBeBroken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		imports []string
		want    []string
	}{
		{"daemon/group", []string{"fmt", "time", "net/mail", "convene/daemon/answer"}, nil},
		{"daemon/group", []string{"convene/daemon/store"}, []string{"daemon/group imports daemon/store: not among what it may import"}},
		{"daemon/group", []string{"log/slog"}, []string{"daemon/group imports log/slog: it never does"}},
		{"daemon/group", []string{"net/http"}, []string{"daemon/group imports net/http: it never does"}},
		{"daemon/group", []string{"os/signal"}, []string{"daemon/group imports os/signal: it never does"}},
		{"daemon/answer", []string{"golang.org/x/text/unicode/norm"}, []string{"daemon/answer imports golang.org/x/text/unicode/norm: not among its libraries"}},
		{"daemon", []string{"database/sql"}, []string{"daemon imports database/sql: it never does"}},
		{"daemon/store", []string{"database/sql", "modernc.org/sqlite"}, nil},
		{"daemon/store", []string{"convene/mailflow"}, []string{"daemon/store imports mailflow: not among what it may import"}},
		{"util", nil, []string{"util: a package the architecture does not know; if it is meant, give it a line in the table of this test"}},
	}
	for _, test := range tests {
		got := listed{ImportPath: module + test.name, Imports: test.imports}.wrongImports()
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s with %q (-want +got):\n%s", test.name, test.imports, diff)
		}
	}

	const source = `package group
import ("math/rand/v2"; "time"; clock "time")
func f(r *rand.Rand) { r.IntN(2); rand.IntN(2); rand.New(nil); time.Unix(0, 0); time.Now(); g(clock.Now) }`
	file, err := parser.ParseFile(token.NewFileSet(), "f.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, use := range uses(file, impure) {
		got = append(got, use.X.(*ast.Ident).Name+"."+use.Sel.Name)
	}
	if diff := cmp.Diff([]string{"rand.IntN", "time.Now", "clock.Now"}, got); diff != "" {
		t.Errorf("uses (-want +got):\n%s", diff)
	}
}
