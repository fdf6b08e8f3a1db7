package answer

import (
	_ "embed" // the model is part of the program
	"encoding/binary"
	"math"
	"strings"
)

// The model says how much each trait speaks for each meaning. Its file is made
// from the tables in testdata/lines by "make model" and is read where it lies:
//
//	convene likeness 1\n
//	checksum of the tables, 64 hex digits\n
//	step of the weights as decimal number\n
//	4 bytes: how many traits there are, big endian
//	a row for each, by hash: 4 bytes hash, one signed byte of weight for each meaning
//
//go:embed likeness.bin
var modelFile string

const modelMagic = "convene likeness 1\n"

// meanings are what a short answer may mean, in the order of the model's weights.
// Those from firstTurn on are answers to a turn only.
var meanings = [...]string{ValueYes, ValueNo, ValueMaybe, ValueLate, commandLess, meaningUnclear, meaningNothing, ValueLead, ValuePass, ValueSwap}

const (
	meaningUnclear = "unclear" // a person would ask back too
	meaningNothing = "nothing" // pleasantries
	commandLess    = "less"

	firstTurn = 7
	rowSize   = 4 + len(meanings)
)

// scores are what speaks for each meaning, or how likely each is.
type scores [len(meanings)]float64

// model is a parsed model file.
type model struct {
	tables string // checksum of the tables it was made from
	step   float64
	rows   string
	count  int
}

// parseModel reads a model file; one that is none gives a model without traits.
func parseModel(file string) model {
	var m model
	rest, ok := strings.CutPrefix(file, modelMagic)
	if !ok {
		return m
	}
	tables, rest, _ := strings.Cut(rest, "\n")
	step, rest, _ := strings.Cut(rest, "\n")
	if len(rest) < 4 {
		return m
	}
	count := int(binary.BigEndian.Uint32([]byte(rest[:4])))
	if rest = rest[4:]; len(rest) != count*rowSize {
		return m
	}
	return model{tables: tables, step: decimal(step), rows: rest, count: count}
}

// decimal reads "0.0125"; strconv would do, but this cannot fail.
func decimal(s string) float64 {
	n, scale, behind := 0.0, 1.0, false
	for _, c := range s {
		switch {
		case c == '.':
			behind = true
		case c >= '0' && c <= '9':
			n = n*10 + float64(c-'0')
			if behind {
				scale *= 10
			}
		}
	}
	return n / scale
}

// row finds the weights of a trait, "" if the model does not know it. Hashes are
// spread evenly, so the first guess is near.
func (m *model) row(hash uint32) string {
	lo, hi := 0, m.count
	at := int(uint64(hash) * uint64(m.count) >> 32)
	for step := 16; lo < hi; step *= 2 { // widen around the guess
		a, b := max(lo, at-step), min(hi, at+step)
		if (a == lo || m.hash(a) <= hash) && (b == hi || m.hash(b) > hash) {
			lo, hi = a, b
			break
		}
	}
	for lo < hi {
		mid := (lo + hi) / 2
		switch h := m.hash(mid); {
		case h == hash:
			return m.rows[mid*rowSize+4 : (mid+1)*rowSize]
		case h < hash:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return ""
}

func (m *model) hash(i int) uint32 {
	s := m.rows[i*rowSize:]
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}

// add puts the weights of one trait onto the scores.
func (m *model) add(s *scores, hash uint32, value float64) bool {
	row := m.row(hash)
	if row == "" {
		return false
	}
	value *= m.step
	for i := range s {
		s[i] += float64(int8(row[i])) * value
	}
	return true
}

// likely turns scores into probabilities. Answers to a turn fit no other ask.
func (s scores) likely(turn bool) scores {
	n := len(s)
	if !turn {
		n = firstTurn
	}
	best, sum := s[0], 0.0
	for _, v := range s[:n] {
		best = max(best, v)
	}
	var p scores
	for i, v := range s[:n] {
		p[i] = math.Exp(v - best)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// best is the likeliest meaning.
func (s scores) best() int {
	best := 0
	for i, v := range s {
		if v > s[best] {
			best = i
		}
	}
	return best
}
