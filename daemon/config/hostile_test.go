package config_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"convene/daemon/config"
)

// TestHostileIDs: an id becomes part of file names, headers and links, so it holds
// nothing but what has no meaning in any of them; and the mistake is shown without
// what it would do to a terminal.
func TestHostileIDs(t *testing.T) {
	const group, member = "[[group]]\n", "[[group.member]]\nid = %s\nemail = \"third@example.org\"\n"
	text := fmt.Sprintf(needsPassword, "")
	good := []string{"a", "0", "a-b", strings.Repeat("x", 40)}
	bad := []string{"../x", "..", ".", "/etc/passwd", `a\b`, "a/b", "A", "Ana", "a b", " a", "a\n", "a\r\nBcc: x@example.org", "a\x00", "a\x1b[31m", "a\u202eb", "ä", "а", "a.b", "a_b", "a@b", "a%2f", "a;b", "$(a)", "<a>", strings.Repeat("x", 41), strings.Repeat("x", 10_000)}
	for _, id := range append(append([]string{}, good...), bad...) {
		fine := strings.Contains(" "+strings.Join(good, " ")+" ", " "+id+" ") && !strings.Contains(id, " ")
		quoted := tomlString(id)
		for where, text := range map[string]string{
			"group": strings.Replace(text, group, group+"id = "+quoted+"\n", 1), "member": text + fmt.Sprintf(member, quoted),
		} {
			c, problems := config.Loader{Offline: true}.Parse("x", []byte(text))
			if refused := c == nil || len(problems.Errors()) > 0; refused == fine {
				t.Errorf("%s id %q: refused %v: %v", where, id, refused, problems)
			}
			if said := fmt.Sprint(problems); strings.ContainsAny(said, "\x00\x1b\r\u202e") {
				t.Errorf("%s id %q is said as %q", where, id, said)
			}
		}
	}
	t.Logf("%d ids that are none, as group and as member", len(bad))
}

// tomlString writes any text as a basic string of TOML.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		if c < ' ' || c == '"' || c == '\\' || c == 0x7f {
			b.WriteString(`\u` + fmt.Sprintf("%04s", strconv.FormatInt(int64(c), 16)))
			continue
		}
		b.WriteRune(c)
	}
	b.WriteByte('"')
	return b.String()
}
