package group_test

import (
	"os"
	"path/filepath"
	"testing"

	"convene/daemon/answer"
)

// lexicon reads the word file that ships with the templates.
func lexicon(t testing.TB, lang string) *answer.Lexicon {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "templates", lang, "words.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lex, err := answer.ParseLexicon(lang, f)
	if err != nil {
		t.Fatal(err)
	}
	return lex
}
