package templates

import (
	"fmt"
	"reflect"
	"strings"
	"text/template"
	"text/template/parse"
	"time"
	"unicode"
	"unicode/utf8"
)

// Markdown is text that is Markdown already and is not to be taken literally.
// Only template functions of this package return it; words of members or of
// the config never become Markdown.
type Markdown string

// Values pass the Markdown parser in disguise: each byte of a value is written
// as one rune of the private use area, which means nothing in Markdown, and is
// turned back when the parsed tree is read. Escaping would need to know where
// in a line a value lands; this does not.
const (
	shieldFirst = 0xE000
	shieldLast  = shieldFirst + 0xFF
	bodyMark    = 0xE100 // {{body}} in a frame
	subjectMark = 0xE101 // {{subject}} in a frame
	askMark     = 0xE102 // before the number of an ask
	emptyMark   = 0xE103 // an empty value, so that "**{{.X}}**" stays what it is
	lineMark    = 0xE104 // before a line that may turn out empty
	footMark    = 0xE105 // before a paragraph of a frame that a section can do without
	copyMark    = 0xE106 // before lines to copy, which keep their breaks
	barMark     = 0xE107 // around the length of a bar
)

// shield disguises a value.
func shield(s string) Markdown {
	if s == "" {
		return Markdown(rune(emptyMark))
	}
	var b strings.Builder
	b.Grow(3 * len(s))
	for i := range len(s) {
		b.WriteRune(rune(shieldFirst + int(s[i])))
	}
	return Markdown(b.String())
}

// unshield turns disguised values back and leaves everything else alone.
func unshield(s string) string {
	if !strings.ContainsFunc(s, reserved) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case shielded(r):
			b.WriteByte(byte(r - shieldFirst))
		case reserved(r) && r != bodyMark && r != subjectMark: // a mark out of its place
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func shielded(r rune) bool { return r >= shieldFirst && r <= shieldLast }

// reserved says whether a template's source uses one of our marks itself.
func reserved(r rune) bool { return r >= shieldFirst && r <= barMark }

// literal is the end of every pipeline that prints (see guard): it turns the
// value into cleaned, disguised text. Times, lists and structs are refused,
// because their Go form is not for people.
func literal(v any) (Markdown, error) {
	switch v := v.(type) {
	case Markdown:
		return v, nil
	case string:
		return shield(clean(v)), nil
	case time.Time, *time.Time:
		return "", fmt.Errorf("a time needs a function like date or clock")
	case fmt.Stringer:
		return shield(clean(v.String())), nil
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.String:
		return shield(clean(rv.String())), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		// Not disguised: "{{.N}}. How near did you get?" is a numbered list.
		return Markdown(fmt.Sprint(v)), nil
	default:
		return "", fmt.Errorf("a value of type %T cannot be printed as it is", v)
	}
}

// clean makes a value fit to stand in a mail: valid UTF-8, LF, no control
// characters, nothing invisible that reorders or hides text.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r), invisible(r):
			return -1
		case r >= 0xE000 && r <= 0xF8FF, r >= 0xE0000: // private use, tags
			return -1
		case r == utf8.RuneError:
			return '\uFFFD'
		}
		return r
	}, s))
}

// invisible are marks that change how the text around them is shown. The
// joiners U+200C and U+200D stay: Persian and emoji need them.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x61C, r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFFF9, r == 0xFFFA, r == 0xFFFB:
		return true
	}
	return false
}

// guard appends literal to every pipeline of t that prints, so that no template
// can forget it.
func guard(t *template.Template) {
	if t.Tree == nil {
		return
	}
	guardNode(t.Tree, t.Root)
}

func guardNode(tree *parse.Tree, n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			guardNode(tree, c)
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return // an assignment prints nothing
		}
		n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{
			NodeType: parse.NodeCommand,
			Pos:      n.Pos,
			Args:     []parse.Node{parse.NewIdentifier("literal").SetTree(tree).SetPos(n.Pos)},
		})
	case *parse.IfNode:
		guardNode(tree, n.List)
		guardNode(tree, n.ElseList)
	case *parse.RangeNode:
		guardNode(tree, n.List)
		guardNode(tree, n.ElseList)
	case *parse.WithNode:
		guardNode(tree, n.List)
		guardNode(tree, n.ElseList)
	}
}
