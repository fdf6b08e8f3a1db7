package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// inert is where everything is printed. Subjects, names and what mail servers say come
// from outside: of what a terminal would act upon (control characters, marks that turn
// or hide text) it writes the code instead, in the form that JSON has for it.
type inert struct {
	mu   sync.Mutex
	to   io.Writer
	rest []byte // the beginning of a character whose end has not come yet
}

func (w *inert) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	text := slices.Concat(w.rest, p)
	var out []byte
	for len(text) > 0 && utf8.FullRune(text) {
		r, size := utf8.DecodeRune(text)
		out = appendInert(out, r)
		text = text[size:]
	}
	w.rest = append([]byte(nil), text...)
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

func appendInert(out []byte, r rune) []byte {
	switch {
	case r == '\n', r == '\t', !acted(r):
		return utf8.AppendRune(out, r)
	case r > 0xffff:
		a, b := utf16.EncodeRune(r)
		return fmt.Appendf(out, `\u%04x\u%04x`, a, b)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}

// acted tells whether a terminal or an editor does something at a character instead of
// showing it. The joiners are part of writing Persian, and of emoji.
func acted(r rune) bool {
	const joiner, nonJoiner = '\u200d', '\u200c'
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co) && r != joiner && r != nonJoiner
}

// terminal tells whether somebody is looking.
func terminal(w io.Writer) bool {
	if i, ok := w.(*inert); ok {
		w = i.to
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// coloured is where a log goes that writes colours of its own, and so may not pass
// through [inert]. Its values have to pass withoutEscapes.
func coloured(w io.Writer) io.Writer {
	if i, ok := w.(*inert); ok {
		return i.to
	}
	return w
}

// escapes are the escape character, and the four characters that tint makes one of when
// it writes in colour: it lets through what is meant to be colour in a value.
var escapes = strings.NewReplacer("\x1b", "\u241b", `\x1b`, "\u241b")

// withoutEscapes is a slog ReplaceAttr: what a value says of escape sequences is shown.
func withoutEscapes(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() != slog.KindString && a.Value.Kind() != slog.KindAny {
		return a
	}
	text := a.Value.String()
	if shown := escapes.Replace(text); shown != text {
		a.Value = slog.StringValue(shown)
	}
	return a
}
