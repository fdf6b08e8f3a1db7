package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind tells words from the marks between them.
type tokenKind uint8

const (
	word tokenKind = iota
	number
	mark    // one punctuation character
	emoji   // a pictograph, or a typed smiley
	newline // one or more line ends; text is "\n" or "\n\n"
)

// token is a piece of the text. text is folded: lower case, without accents.
type token struct {
	text       string
	start, end int // bytes in the text it was cut from
	kind       tokenKind
	upper      bool // begins with a capital letter
	spaced     bool // white space stands before it
}

// folds maps accented letters to plain ones. Umlauts become two vowels, as on
// keyboards without them: "konnte" is the past, "könnte" a doubt.
var folds = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'ä': "ae", 'ö': "oe", 'ü': "ue", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", '’': "'", '‘': "'", '´': "'", '`': "'", 'ʼ': "'"}
	for plain, set := range map[string]string{
		"a": "àáâãåāăą", "c": "çćčĉ", "d": "ď", "e": "èéêëēęěė", "g": "ğĝ", "i": "ìíîïīįı",
		"n": "ñńňņ", "o": "òóôõōő", "r": "řŕ", "s": "śšşșŝ", "t": "ťţț", "u": "ùúûūůűų", "y": "ýÿ", "z": "źżž",
	} {
		for _, r := range set {
			m[r] = plain
		}
	}
	return m
}()

// fold lowers s and takes accents away.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || ('A' <= c && c <= 'Z') || c == '`' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		r = unicode.ToLower(r)
		if f, ok := folds[r]; ok {
			b.WriteString(f)
		} else if !unicode.Is(unicode.Mn, r) { // combining accents vanish
			b.WriteRune(r)
		}
	}
	return b.String()
}

// elided are longer words that stand before an apostrophe as a word of their own.
var elided = map[string]bool{"qu": true, "jusqu": true, "lorsqu": true, "puisqu": true, "quelqu": true, "dell": true, "nell": true, "sull": true, "dall": true, "all": true}

// tokenise cuts text into tokens. Words end at hyphens and, where one or two
// letters were elided (j'ai, I'll), after the apostrophe; the same holds for the
// word lists, so both always meet.
func tokenise(text string) []token {
	toks := make([]token, 0, len(text)/5+4)
	spaced := true
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\n':
			toks, i = lineEnd(toks, text, i)
			spaced = true
			continue
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad':
			spaced = true
			i += n
			continue
		case isLetter(r):
			i = cutWord(&toks, text, i, spaced)
		case unicode.IsDigit(r):
			j := i
			for j < len(text) && text[j] >= '0' && text[j] <= '9' {
				j++
			}
			if j == i { // digits of other scripts
				j = i + n
			}
			toks = append(toks, token{text: text[i:j], start: i, end: j, kind: number, spaced: spaced})
			i = j
			if j+1 < len(text) && (text[j] == 'h' || text[j] == 'u') && text[j+1] >= '0' && text[j+1] <= '9' { // 16h30
				toks = append(toks, token{text: text[j : j+1], start: j, end: j + 1, kind: word})
				i++
			}
		default:
			if j := smiley(text, i); j > i {
				toks = append(toks, token{text: text[i:j], start: i, end: j, kind: emoji, spaced: spaced})
				i = j
				break
			}
			k := mark
			if isPictograph(r) {
				k = emoji
			}
			if r == '\u200d' || r == '\ufe0f' || unicode.Is(unicode.Mn, r) || (r >= 0x1F3FB && r <= 0x1F3FF) { // joiners, skin tones
				i += n
				continue
			}
			toks = append(toks, token{text: markText(r), start: i, end: i + n, kind: k, spaced: spaced})
			i += n
		}
		spaced = false
	}
	return toks
}

func lineEnd(toks []token, text string, i int) ([]token, int) {
	start, ends := i, 0
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == '\n' {
			ends++
		} else if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	t := "\n"
	if ends > 1 {
		t = "\n\n"
	}
	return append(toks, token{text: t, start: start, end: i, kind: newline}), i
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

func isPictograph(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF
}

// markText unifies the many quotes and dashes.
func markText(r rune) string {
	switch r {
	case '–', '—', '―', '−':
		return "–"
	case '“', '”', '„', '«', '»', '‟':
		return "\""
	case '‚':
		return ","
	case '…':
		return "…"
	case '’', '‘':
		return "'"
	}
	return string(r)
}

// smiley finds a typed smiley at i and returns its end, or i.
func smiley(text string, i int) int {
	for _, s := range [...]string{":-)", ";-)", ":-(", ":-D", ":-P", ":)", ";)", ":(", ":D", ":P", ":p", "^^", "<3"} {
		if strings.HasPrefix(text[i:], s) {
			return i + len(s)
		}
	}
	return i
}

func cutWord(toks *[]token, text string, i int, spaced bool) int {
	start := i
	first, _ := utf8.DecodeRuneInString(text[i:])
	upper := unicode.IsUpper(first)
	emit := func(from, to int) {
		*toks = append(*toks, token{text: fold(text[from:to]), start: from, end: to, kind: word, upper: upper && from == start, spaced: spaced && from == start})
	}
	from := i
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isLetter(r) || unicode.Is(unicode.Mn, r) || (i > from && unicode.IsDigit(r)) {
			i += n
			continue
		}
		if r != '\'' && r != '’' && r != '´' && r != '`' && r != 'ʼ' {
			if end := garbledNot(text, from, i); end > i {
				*toks = append(*toks, token{text: fold(text[from:i]) + "'t", start: from, end: end, kind: word, upper: upper && from == start, spaced: spaced && from == start})
				return end
			}
			break
		}
		next, _ := utf8.DecodeRuneInString(text[i+n:])
		part := fold(text[from:i])
		if !isLetter(next) {
			if utf8.RuneCountInString(part) == 2 && (start == 0 || text[start-1] != '\'') { // un po'
				i += n
			}
			break
		}
		i += n
		if utf8.RuneCountInString(part) <= 2 || elided[part] {
			emit(from, i)
			from = i
		}
	}
	emit(from, i)
	return skipHyphen(text, i)
}

// negated are the words that an apostrophe and a t turn round.
var negated = map[string]bool{
	"ca": true, "wo": true, "do": true, "does": true, "did": true, "is": true, "are": true, "was": true, "were": true, "ai": true, "need": true,
	"could": true, "would": true, "should": true, "have": true, "has": true, "had": true, "must": true, "might": true,
}

// garbledNot is where a "can't" ends whose apostrophe a program or a slip of the finger
// has made into something else (can=27t, can&#39;t, can?t, can,t): read as "can" it
// would say the opposite. The word before the garble is text[from:at]; at if it is none.
func garbledNot(text string, from, at int) int {
	stem, ok := strings.CutSuffix(strings.ToLower(text[from:at]), "n")
	if !ok || !negated[stem] {
		return at
	}
	i := at
	if rest := text[at:]; rest[0] == '&' {
		end := strings.IndexByte(rest[:min(len(rest), 10)], ';')
		i += end + 1
	} else {
		for range 4 { // quoted-printable that nobody declared, or a few marks
			r, n := utf8.DecodeRuneInString(text[i:])
			if len(text) > i+2 && r == '=' && isHex(text[i+1]) && isHex(text[i+2]) {
				n = 3
			} else if n == 0 || isLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) {
				break
			}
			i += n
		}
	}
	if i == at || i >= len(text) || text[i]|0x20 != 't' {
		return at
	}
	if next, n := utf8.DecodeRuneInString(text[i+1:]); n > 0 && (isLetter(next) || unicode.IsDigit(next)) {
		return at
	}
	return i + 1
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f'
}

// skipHyphen passes a hyphen that joins two words, so that both spellings of
// "follow-up" are the same.
func skipHyphen(text string, i int) int {
	if i < len(text) && text[i] == '-' {
		if r, _ := utf8.DecodeRuneInString(text[i+1:]); isLetter(r) {
			return i + 1
		}
	}
	return i
}
