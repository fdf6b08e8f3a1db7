package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
)

const layout = "2006-01-02T15:04:05Z"

// at is how an instant is stored: cut to the second, NULL when zero.
func at(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(layout)
}

// notBefore is how an instant is stored before which nothing may happen:
// rounded up, so that it is never early.
func notBefore(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	if t.Nanosecond() != 0 {
		t = t.Truncate(time.Second).Add(time.Second)
	}
	return at(t)
}

// instant scans what at has stored.
type instant struct{ t *time.Time }

// Scan implements [sql.Scanner].
func (i instant) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*i.t = time.Time{}
		return nil
	case string:
		t, err := parseInstant(s)
		*i.t = t
		return err
	}
	return fmt.Errorf("an instant is text, not %T", src)
}

// parseInstant reads layout. It is time.Parse for one layout: loading a group reads thousands.
func parseInstant(s string) (time.Time, error) {
	if len(s) != len(layout) || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z' {
		return time.Time{}, fmt.Errorf("%q is not an instant like %s", s, layout)
	}
	var n [6]int
	for i, p := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		for _, c := range []byte(s[p[0]:p[1]]) {
			if c < '0' || c > '9' {
				return time.Time{}, fmt.Errorf("%q is not an instant like %s", s, layout)
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	if t.Month() != time.Month(n[1]) || t.Day() != n[2] || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return time.Time{}, fmt.Errorf("%q is no date", s)
	}
	return t, nil
}

// orNull stores "" as NULL.
func orNull[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// numberOrNull stores 0 as NULL.
func numberOrNull[N ~int | ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

// text scans a column that may be NULL into a string: NULL is "".
type text struct{ s *string }

// Scan implements [sql.Scanner].
func (t text) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*t.s = ""
	case string:
		*t.s = s
	default:
		return fmt.Errorf("text expected, not %T", src)
	}
	return nil
}

// number scans an integer column that may be NULL: NULL is 0. It is faster than
// what database/sql does with an int, which goes through text.
type number[N int | int64] struct{ n *N }

// Scan implements [sql.Scanner].
func (n number[N]) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*n.n = 0
	case int64:
		*n.n = N(s)
	default:
		return fmt.Errorf("a number expected, not %T", src)
	}
	return nil
}

// bit scans a column of 0 or 1.
type bit struct{ b *bool }

// Scan implements [sql.Scanner].
func (f bit) Scan(src any) error {
	n, ok := src.(int64)
	*f.b = n != 0
	if !ok {
		return fmt.Errorf("0 or 1 expected, not %T", src)
	}
	return nil
}

// addressKey makes two addresses equal that [strings.EqualFold] calls equal: of
// each letter the smallest form.
func addressKey(address string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, address)
}

// secretKey is what a token or UID is looked up by: comparing hashes tells
// nothing about how near a guess was. Case is ignored, since mail programs
// change it.
func secretKey(secret string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(secret)))
	return hex.EncodeToString(sum[:16])
}

var zones sync.Map // name to *time.Location: reading one costs more than a query

// zone finds a time zone by its IANA name. The empty name and "Local" mean
// something else on every machine and are refused.
func zone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not the name of a time zone", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	zones.Store(name, loc)
	return loc, nil
}

// place scans the name of a time zone; nil where there is none.
type place struct{ zone **time.Location }

// Scan implements [sql.Scanner].
func (p place) Scan(src any) (err error) {
	*p.zone = nil
	if name, ok := src.(string); ok {
		*p.zone, err = zone(name)
	}
	return err
}

var (
	_ sql.Scanner = instant{}
	_ sql.Scanner = place{}
)
