package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// direction is which way a mail went.
type direction string

const (
	toMember   direction = "to"
	fromMember direction = "from"
)

// kept is one mail of the demo.
type kept struct {
	At   time.Time
	Way  direction
	Who  *person
	File string
	Raw  []byte
}

// archive keeps every mail, in memory and as a file.
type archive struct {
	dir   string
	mails []kept
}

// add keeps a mail under a name that sorts by virtual time:
// 20260106T080000Z-0042-to-ana-your-turn-to-lead.eml.
func (a *archive) add(at time.Time, way direction, who *person, raw []byte) error {
	k := kept{At: at, Way: way, Who: who, Raw: raw}
	k.File = fmt.Sprintf("%s-%04d-%s-%s-%s.eml", at.UTC().Format("20060102T150405Z"), len(a.mails)+1, way, who.Short(), slug(open(raw).Subject))
	a.mails = append(a.mails, k)
	if err := os.WriteFile(filepath.Join(a.dir, k.File), raw, 0o600); err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	return nil
}

// spelled are letters that file names write in others.
var spelled = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// longest is how long a slug may be.
const longest = 48

// slug is the part of a subject that tells it from others, for file names.
func slug(subject string) string {
	subject, _, _ = strings.Cut(subject, " · ")
	words := strings.FieldsFunc(spelled.Replace(strings.ToLower(subject)), func(r rune) bool {
		return r >= 128 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := ""
	for _, w := range words {
		if len(name)+1+len(w) > longest {
			break
		}
		name = strings.TrimPrefix(name+"-"+w, "-")
	}
	return first(name, "mail")
}
