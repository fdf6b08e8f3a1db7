package answer

import (
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "train the model of likeness anew from the tables")

// tongues are the languages of the tables.
var tongues = []string{"en", "de", "es", "fr", "pt", "nl", "it"}

// lesson is one line of the tables, and what is seen in it.
type lesson struct {
	lang    string
	kind    AskKind
	want    string // as in the table
	text    string
	meaning int
	made    bool    // of another line
	tuned   bool    // the rules grew on it, so that what they read of it says too much
	fold    int     // for cross-validation: parallel lines of the languages share one
	x       []sight // with the words of all languages
	y       []sight // with those of its own and English, as most groups have it
}

// sight is a trait as the trainer sees it: a column and its value in each of the
// models that are averaged.
type sight struct {
	column uint32
	value  [len(pupils)]float32
}

// pupils are the models that are trained apart and averaged, by what each sees.
// One that sees words only errs elsewhere than one that hears what the grammar
// says.
var pupils = [...][views]float32{
	{viewRules: 1, viewClass: 1, viewWords: 1, viewChars: 1, viewForm: 1},
	{viewWords: 1, viewChars: 1, viewForm: 1},
}

// The training: plain AdaGrad, a fixed order, no other randomness.
const (
	rounds = 12
	rate   = 0.15
	decay  = 1e-4
	strong = 1.4 // the pupils are summed with this over their number
)

// meaningOf gives the index of a label in the tables, -1 for an unknown one.
func meaningOf(label string) int {
	label, _, _ = strings.Cut(label, ":")
	return slices.Index(meanings[:], label)
}

// tables gives the lines that teach, in a fixed order: <lang>.train.tsv, the
// lines of <lang>.dev.tsv about coming and turns, and the odd lines of
// <lang>.tsv. The even lines of <lang>.tsv are for measuring only.
func tables(t testing.TB) (lines []lesson, checksum string) {
	sum := sha256.New()
	for _, lang := range tongues {
		for _, file := range []string{".train.tsv", ".dev.tsv", ".tsv"} {
			data, err := os.ReadFile(filepath.Join("testdata", "lines", lang+file))
			if err != nil {
				t.Fatal(err)
			}
			place := map[string]int{}
			for n, line := range strings.Split(string(data), "\n") {
				cols := strings.SplitN(line, "\t", 3)
				if len(cols) != 3 || line[0] == '#' || file == ".tsv" && n%2 == 1 {
					continue
				}
				l := lesson{lang: lang, kind: AskKind(cols[0]), want: strings.ToLower(cols[1]), text: cols[2], tuned: file != ".train.tsv"}
				if file == ".dev.tsv" {
					l.text, l.kind, l.want = cols[0], AskKind(cols[1]), devMeaning(cols[2])
				}
				if l.meaning = meaningOf(l.want); l.meaning < 0 || l.kind != AskComing && l.kind != AskTurn {
					continue
				}
				fmt.Fprintf(sum, "%s\t%s\t%s\t%s\n", lang, l.kind, l.want, l.text)
				l.fold = place[string(l.kind)+l.want] / 4 % parts
				place[string(l.kind)+l.want]++
				lines = append(append(lines, l), l.further()...)
			}
		}
	}
	return lines, fmt.Sprintf("%x", sum.Sum(nil))
}

// devMeaning turns what <lang>.dev.tsv expects into a meaning, "" if it is none
// or several.
func devMeaning(expected string) string {
	expected, _, _ = strings.Cut(expected, "|") // the first is what is hoped for
	var values []string
	for _, part := range strings.Split(expected, ";") {
		kind, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch kind {
		case KindAskBack:
			value = meaningUnclear
		case KindNothing:
			value = meaningNothing
		case KindText:
			continue
		case KindRSVP, KindTurn, KindCommand:
		default:
			return ""
		}
		values = append(values, value)
	}
	switch v := strings.Join(values, " "); v {
	case "yes lead":
		return ValueLead
	case "no pass":
		return ValueNo
	case "yes pass", "late pass":
		return ValuePass
	default:
		return v
	}
}

// class are the members in the tables; the writer is Gus.
var class = []Person{
	{ID: "ana", Name: "Ana Ruiz"}, {ID: "ben", Name: "Ben Okoro"}, {ID: "chiara", Name: "Chiara Neri"}, {ID: "dana", Name: "Dana Lind"},
	{ID: "eli", Name: "Eli Stern"}, {ID: "hana", Name: "Hana Ito"}, {ID: "leo", Name: "Leo Sand"}, {ID: "gus", Name: "Gus Berg"},
}

// input is the letter a line answers.
func (l lesson) input(lex *Lexicon) Input {
	return Input{
		Segments: []Segment{{Text: l.text}},
		Asks:     []Ask{{Number: 1, Kind: l.kind, At: time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC), Prompt: "Can you come on Tuesday 10 March?"}},
		People:   class, Self: "gus", Now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Lexicon: lex,
	}
}

// phrases to make further lines with: a report, and a question about something else.
var reports = map[string]string{"en": "Ana says", "de": "Ana sagt", "es": "Ana dice", "fr": "Ana dit", "pt": "Ana diz", "nl": "Ana zegt", "it": "Ana dice"}
var aside = map[string]string{
	"en": "Could you send me the link again?", "de": "Kannst du mir den Link nochmal schicken?", "es": "¿Me pasas otra vez el enlace?", "fr": "Tu peux me renvoyer le lien ?",
	"pt": "Podes mandar o link outra vez?", "nl": "Kun je de link nog eens sturen?", "it": "Mi rimandi il link?",
}

// further gives a line made of a clear one: asked back at the writer or said by
// somebody else it is clear no more; said to somebody, or with a question about
// something else behind it, it still is.
func (l lesson) further() []lesson {
	switch meanings[l.meaning] {
	case meaningUnclear, meaningNothing, commandLess:
		return nil
	}
	d := l
	d.made = true
	plain := strings.TrimRight(l.text, ".!")
	doubt := true
	switch len(l.text) % 8 { // not too many of them
	case 0:
		if strings.ContainsAny(l.text, "?.!") || l.meaning == meaningOf(ValuePass) || l.meaning == meaningOf(ValueSwap) {
			return nil
		}
		d.text = plain + "?"
	case 1:
		d.text = reports[l.lang] + ": " + l.text
	case 2:
		d.text = "Ana: " + l.text
	case 3:
		d.text, doubt = "Ana, "+l.text, false
	case 4:
		d.text, doubt = "Ana "+l.text, false
	case 5:
		if strings.Contains(l.text, "?") || l.kind == AskTurn {
			return nil
		}
		d.text, doubt = plain+". "+aside[l.lang], false
	case 6:
		if strings.Contains(l.text, "?") || l.meaning != meaningOf(ValueLate) {
			return nil
		}
		d.text, doubt = plain+", ok?", false
	default:
		return nil
	}
	if doubt {
		d.want, d.meaning = meaningUnclear, meaningOf(meaningUnclear)
	} else if l.meaning == meaningOf(ValueSwap) {
		return nil
	}
	return []lesson{d}
}

// see gives the traits of a line, as Read would look for them.
func (l lesson) see(lex *Lexicon) []trait {
	in := l.input(lex)
	r := newReader(&in, newNames(in.People), l.text, 0)
	for _, k := range r.blocks(0, r.tail()) {
		if k.kind != "" {
			continue
		}
		sents := r.sentences(k.a, k.b)
		out, _ := r.grammar(sents, in.Asks, false)
		return r.traits(sents, k.a, k.b, l.kind, out)
	}
	return nil
}

// vocabularyOf reads the word files of languages.
func vocabularyOf(t testing.TB, langs ...string) *Lexicon {
	var all []*Lexicon
	for _, l := range langs {
		f, err := os.Open(filepath.Join("..", "..", "templates", l, "words.txt"))
		if err != nil {
			t.Fatal(err)
		}
		x, err := ParseLexicon(l, f)
		f.Close() // only read
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return Merge(all...)
}

// school holds what is needed to train.
type school struct {
	lessons []lesson
	hashes  []uint32 // of the columns, sorted
}

// enrol looks at all lines. A trait seen in one line only teaches nothing.
func enrol(t testing.TB, lines []lesson) *school {
	all := vocabularyOf(t, tongues...)
	own := map[string]*Lexicon{}
	for _, lang := range tongues {
		own[lang] = Merge(vocabularyOf(t, "en"), vocabularyOf(t, lang))
	}
	seen, alone := make([][]trait, len(lines)), make([][]trait, len(lines))
	count := map[uint32]int{}
	for i := range lines {
		seen[i], alone[i] = lines[i].see(all), lines[i].see(own[lines[i].lang])
		if lines[i].made {
			continue
		}
		for _, x := range seen[i] {
			count[x.hash]++
		}
	}
	s := &school{lessons: lines}
	for h, n := range count {
		if n > 1 {
			s.hashes = append(s.hashes, h)
		}
	}
	slices.Sort(s.hashes)
	column := make(map[uint32]uint32, len(s.hashes))
	for i, h := range s.hashes {
		column[h] = uint32(i)
	}
	for i := range lines {
		lines[i].x = sights(seen[i], column, lines[i].tuned)
		lines[i].y = sights(alone[i], column, lines[i].tuned)
	}
	return s
}

// sights finds the columns of traits. What the rules made of a line they were
// written for is left out.
func sights(traits []trait, column map[uint32]uint32, tuned bool) []sight {
	var all []sight
	for _, x := range traits {
		c, ok := column[x.hash]
		if !ok || tuned && x.view == viewRules {
			continue
		}
		y := sight{column: c}
		for k, p := range pupils {
			y.value[k] = x.value * p[x.view]
		}
		all = append(all, y)
	}
	return all
}

// mind is what one pupil learned: a row of weights for each column.
type mind [][len(meanings)]float32

func (m mind) think(x []sight, k int) scores {
	var sum [len(meanings)]float32
	for _, y := range x {
		if v := y.value[k]; v != 0 {
			w := &m[y.column]
			for c := range sum {
				sum[c] += w[c] * v
			}
		}
	}
	var s scores
	for c, v := range sum {
		s[c] = float64(v)
	}
	return s
}

// teach trains pupil k on the lines that keep wants.
func (s *school) teach(k int, keep func(*lesson) bool) mind {
	m, past := make(mind, len(s.hashes)), make(mind, len(s.hashes))
	for i := range past {
		for c := range past[i] {
			past[i][c] = 1e-2
		}
	}
	var order []int
	for i := range s.lessons {
		if keep(&s.lessons[i]) {
			order = append(order, i)
		}
	}
	dice := uint64(88172645463325252)
	for round := range rounds {
		for i := len(order) - 1; i > 0; i-- {
			dice ^= dice << 13
			dice ^= dice >> 7
			dice ^= dice << 17
			j := int(dice % uint64(i+1))
			order[i], order[j] = order[j], order[i]
		}
		for _, i := range order {
			l := &s.lessons[i]
			x := l.x
			if (i+round)%2 == 0 {
				x = l.y
			}
			p := m.think(x, k).likely(l.kind == AskTurn)
			if p[l.meaning] > 0.98 {
				continue
			}
			var d [len(meanings)]float32
			for c := range p {
				d[c] = float32(p[c])
			}
			d[l.meaning]--
			for _, y := range x {
				v := y.value[k]
				if v == 0 {
					continue
				}
				w, g := &m[y.column], &past[y.column]
				for c := range w {
					grad := d[c]*v + decay*w[c]
					g[c] += grad * grad
					w[c] -= rate * grad / float32(math.Sqrt(float64(g[c])))
				}
			}
		}
	}
	return m
}

// average sums what the pupils learned into one model, with bytes for weights.
func (s *school) average(minds []mind, checksum string) string {
	sum := make(mind, len(s.hashes))
	top := float32(0)
	for _, m := range minds {
		for i := range m {
			for c := range m[i] {
				sum[i][c] += m[i][c] * strong / float32(len(minds))
				top = max(top, sum[i][c], -sum[i][c])
			}
		}
	}
	step := math.Ceil(float64(top)/127*1e6) / 1e6
	var rows []byte
	count := uint32(0)
	for i, h := range s.hashes {
		row := binary.BigEndian.AppendUint32(nil, h)
		speaks := false
		for _, w := range sum[i] {
			q := int8(math.Round(float64(w) / step))
			speaks = speaks || q > 1 || q < -1
			row = append(row, byte(q))
		}
		if speaks {
			rows = append(rows, row...)
			count++
		}
	}
	head := fmt.Sprintf("%s%s\n%.6f\n", modelMagic, checksum, step)
	return head + string(binary.BigEndian.AppendUint32(nil, count)) + string(rows)
}

// graduate trains all pupils.
func (s *school) graduate(checksum string, keep func(*lesson) bool) string {
	minds := make([]mind, len(pupils))
	done := make(chan bool)
	for k := range pupils {
		go func() {
			minds[k] = s.teach(k, keep)
			done <- true
		}()
	}
	for range pupils {
		<-done
	}
	return s.average(minds, checksum)
}

// TestModel trains the model if -update is given, and otherwise looks whether
// the tables are those it was made from.
func TestModel(t *testing.T) {
	lines, checksum := tables(t)
	if *update {
		file := enrol(t, lines).graduate(checksum, func(*lesson) bool { return true })
		if err := os.WriteFile("likeness.bin", []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
		m := parseModel(file)
		t.Logf("%d lines, %d traits, %d bytes", len(lines), m.count, len(file))
		return
	}
	if theModel.count == 0 {
		t.Fatal("likeness.bin is no model")
	}
	if theModel.tables != checksum {
		t.Error("the tables in testdata/lines have changed since the model was made: run make model")
	}
}

const parts = 5

var cross = flag.Bool("cross", false, "measure likeness by cross-validation")

// result is what became of a line.
type result struct {
	lines, clear, understood, vague, back, wrong int
}

func (f *result) add(g result) {
	f.lines += g.lines
	f.clear += g.clear
	f.understood += g.understood
	f.vague += g.vague
	f.back += g.back
	f.wrong += g.wrong
}

func (f result) String() string {
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	return fmt.Sprintf("%5d lines, understood %5.1f %%, asked back %5.1f %%, wrong %.2f %%", f.lines, share(f.understood, f.clear), share(f.back, f.vague), share(f.wrong, f.lines))
}

// judged compares an outcome with the meaning of its line, as the independent
// tables are judged.
func (l *lesson) judged(all []Answer) result {
	var have, kept []string
	for _, a := range all {
		switch {
		case a.Kind == KindTurn && a.Value == ValueSwap && len(a.People) > 0:
			have = append(have, "swap:"+a.People[0])
		case a.Kind == KindRSVP, a.Kind == KindTurn, a.Kind == KindCommand:
			have = append(have, a.Value)
		case a.Kind == KindAskBack:
			have = append(have, meaningUnclear)
		default:
			have = append(have, a.Kind)
		}
	}
	for _, h := range have {
		if m := meaningOf(h); m >= 0 && meanings[m] != meaningUnclear && meanings[m] != meaningNothing {
			kept = append(kept, h)
		}
	}
	ok, wrong := slices.Contains(have, l.want), false
	for _, h := range kept {
		wrong = wrong || h != l.want && !slices.Contains(judge[l.want], h)
	}
	f := result{lines: 1, clear: 1}
	switch l.want {
	case meaningUnclear:
		f.clear, f.vague = 0, 1
	case meaningNothing:
		f.clear = 0
	case ValueNo, ValuePass:
		wrong = wrong || !ok && (slices.Contains(have, ValuePass) || l.kind == AskTurn && slices.Contains(have, ValueYes))
	case ValueYes:
		ok = ok || l.kind == AskTurn && slices.Contains(have, ValueLead)
	default:
		wrong = wrong && !(ok && strings.HasPrefix(l.want, "swap:"))
	}
	switch {
	case wrong:
		f.wrong = 1
	case ok:
		f.understood, f.back = f.clear, f.vague
	}
	return f
}

var judge = map[string][]string{
	ValueYes: {ValueLate, ValueLead}, ValueLate: {ValueYes, ValueLead}, ValueNo: {ValuePass}, ValueLead: {ValueYes, ValueLate}, ValuePass: {ValueYes, ValueLate},
}

// TestCross measures on lines that the model did not see.
func TestCross(t *testing.T) {
	if !*cross {
		return
	}
	lines, checksum := tables(t)
	s := enrol(t, lines)
	lex := vocabularyOf(t, tongues...)
	var dump *os.File
	if path := os.Getenv("DUMP"); path != "" {
		dump, _ = os.Create(path)
		defer dump.Close()
	}
	kept := theModel
	defer func() { theModel = kept }()
	type row struct{ rules, both result }
	sums := map[string]*row{"all": {}}
	for f := range parts {
		trained := parseModel(s.graduate(checksum, func(l *lesson) bool { return l.fold != f }))
		for i := range lines {
			l := &lines[i]
			if l.fold != f || l.tuned || l.made {
				continue
			}
			theModel = model{}
			rules := l.judged(Read(l.input(lex)))
			theModel = trained
			if dump != nil {
				l.write(dump, lex, rules)
			}
			both := l.judged(Read(l.input(lex)))
			for _, k := range []string{l.lang, "all"} {
				if sums[k] == nil {
					sums[k] = &row{}
				}
				sums[k].rules.add(rules)
				sums[k].both.add(both)
			}
		}
	}
	var names []string
	for k := range sums {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		t.Logf("%-4s rules %v", k, sums[k].rules)
		t.Logf("%-4s both  %v", k, sums[k].both)
	}
}

func (l *lesson) write(w *os.File, lex *Lexicon, rules result) {
	in := l.input(lex)
	r := newReader(&in, newNames(in.People), l.text, 0)
	for _, k := range r.blocks(0, r.tail()) {
		if k.kind != "" {
			continue
		}
		sents := r.sentences(k.a, k.b)
		out, left := r.grammar(sents, in.Asks, false)
		_, ok := r.likenable(in.Asks, out)
		var s scores
		for _, x := range r.traits(sents, k.a, k.b, l.kind, out) {
			theModel.add(&s, x.hash, float64(x.value))
		}
		p := s.likely(l.kind == AskTurn)
		plain := true
		for i := range sents {
			plain = plain && sents[i].plain
		}
		whys := ""
		for _, a := range out {
			if a.Kind == KindAskBack {
				whys += a.Value + ","
			}
		}
		member := ""
		if m, ok := r.onlyMember(k.a, k.b); ok {
			member = class[m].ID
		}
		verdict := "missed"
		if rules.wrong > 0 {
			verdict = "wrong"
		} else if rules.understood+rules.back > 0 {
			verdict = "ok"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%v\t%v\t%s\t%v\t%.4f", l.lang, l.kind, l.want, verdict, strings.Join(values(out), " "), plain, ok && (len(out) > 0 || len(left) > 0), whys, member, p.fit(values(out)))
		for _, v := range p {
			fmt.Fprintf(w, "\t%.4f", v)
		}
		fmt.Fprintf(w, "\t%s\n", l.text)
		return
	}
}
