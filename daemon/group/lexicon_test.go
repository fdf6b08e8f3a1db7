package group_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"convene/daemon/answer"
)

// lexicons are read once: a property test asks for one in every run.
var lexicons sync.Map

// lexicon reads the word file that ships with the templates.
func lexicon(t testing.TB, lang string) *answer.Lexicon {
	t.Helper()
	if l, ok := lexicons.Load(lang); ok {
		return l.(*answer.Lexicon)
	}
	f, err := os.Open(filepath.Join("..", "..", "templates", lang, "words.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lex, err := answer.ParseLexicon(lang, f)
	if err != nil {
		t.Fatal(err)
	}
	lexicons.Store(lang, lex)
	return lex
}
