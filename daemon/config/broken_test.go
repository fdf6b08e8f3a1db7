package config_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/config"
)

var update = flag.Bool("update", false, "write the golden files")

// Each file in testdata/broken has something wrong with it, or at least worth a
// warning; the golden file beside it is what the coordinator reads.
func TestBrokenFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.toml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	loader := config.Loader{LookupEnv: func(name string) (string, bool) { return "secret", name == "CONVENE_MAIL_PASSWORD" }}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".toml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c, problems := loader.Parse("convene.toml", data)
			if (c == nil) != (problems.Err() != nil) {
				t.Errorf("config %v with errors %v", c != nil, problems.Err())
			}
			var got strings.Builder
			if err := problems.Print(&got); err != nil {
				t.Fatal(err)
			}
			if name != "good" && got.Len() == 0 {
				t.Error("nothing is found wrong")
			}
			for _, p := range problems {
				if p.What == "" || p.Fix == "" || strings.ContainsAny(p.String(), "\n\r\u202e\u200b") {
					t.Errorf("not a problem a coordinator can read: %q", p.String())
				}
			}
			golden := strings.TrimSuffix(file, ".toml") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}
