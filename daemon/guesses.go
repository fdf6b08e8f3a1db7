package daemon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"

	"convene/daemon/store"
	"convene/mailflow"
)

const (
	// wrongTokensADay is how many mails with a wrong token one sender may send
	// before tokens in further ones are not looked up.
	wrongTokensADay = 10
	// guessers bounds how many senders of wrong tokens are remembered. Nobody
	// guesses 80 bits by changing the address either.
	guessers = 50_000
)

// wrongToken stands in the ledger before the key of the sender: what is counted
// survives a restart.
const wrongToken = "a wrong token, of sender "

var wrongTokenOf = regexp.MustCompile(wrongToken + `([0-9a-f]{12})`)

// senderKey names the sender of a mail in the ledger, where no address stands. A
// sender for whom the receiving server vouches is counted apart: nobody else uses
// up the tries of an address by writing in its name.
func senderKey(address string, vouched bool) string {
	s := strings.ToLower(address)
	if vouched {
		s += " vouched for"
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// guesses counts the mails with wrong tokens of the last day, by sender.
type guesses struct {
	at map[string][]time.Time // nil: to be read from the ledger
}

func (g *guesses) count(ctx context.Context, tx *store.Tx, sender string, now time.Time) (int, error) {
	since := now.Add(-24 * time.Hour)
	if g.at == nil {
		g.at = map[string][]time.Time{}
		err := tx.FinishedSince(ctx, since, func(f store.Finished) {
			if key := wrongTokenOf.FindStringSubmatch(f.Because); key != nil {
				g.add(key[1], f.At)
			}
		})
		if err != nil {
			g.at = nil
			return 0, err
		}
	}
	g.at[sender] = slices.DeleteFunc(g.at[sender], func(at time.Time) bool { return !at.After(since) })
	n := len(g.at[sender])
	if n == 0 {
		delete(g.at, sender)
	}
	return n, nil
}

func (g *guesses) add(sender string, now time.Time) {
	if g.at == nil { // not read yet: the ledger will tell
		return
	}
	if len(g.at) >= guessers {
		for key, at := range g.at {
			if !slices.ContainsFunc(at, func(at time.Time) bool { return at.After(now.Add(-24 * time.Hour)) }) {
				delete(g.at, key)
			}
		}
	}
	if _, known := g.at[sender]; known || len(g.at) < guessers {
		g.at[sender] = append(g.at[sender], now)
	}
}

// reset forgets what was counted in memory: what it was counted for is not on disk.
func (g *guesses) reset() { g.at = nil }

// inSubject is how a token stands in the subject of a button mail. Sixteen plain
// letters may be a word ("responsibilities") and are no guess.
var (
	inSubject   = regexp.MustCompile(`\([a-z2-7]{16}\)`)
	inMessageID = regexp.MustCompile(`^c\.[a-z2-7]{16}@`)
	alone       = regexp.MustCompile(`^[a-z2-7]{16}$`)
)

// bearsToken tells whether something in a mail has the form of our tokens, in a
// place where we put them.
func (d *Daemon) bearsToken(m *mailflow.Mail) bool {
	domain := "@" + domainOf(strings.ToLower(d.cfg.Mail.Address.Address))
	ours := func(id string) bool {
		id = strings.ToLower(id)
		return inMessageID.MatchString(id) && strings.HasSuffix(id, domain)
	}
	return slices.ContainsFunc(d.subaddressTokens(m), alone.MatchString) ||
		slices.ContainsFunc(m.InReplyTo, ours) || slices.ContainsFunc(m.References, ours) ||
		inSubject.MatchString(strings.ToLower(m.Subject))
}
