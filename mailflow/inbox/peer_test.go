package inbox

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// peer is an IMAP server that behaves, over real sockets, except where a script
// has it misbehave. A script sees every command and answers it, or not.
type peer struct {
	net.Listener
	caps   string
	flags  string // PERMANENTFLAGS
	script func(connection int, verb, line string) (answer string, ok bool)

	wg    sync.WaitGroup
	mu    sync.Mutex
	mails map[uint32]string
	marks map[uint32]bool // which of them have our keyword
	heard []string
	open  []net.Conn
}

// Answers that are no text. In texts, TAG stands for the tag of the command.
const (
	hangUp  = "\x00hang up"
	silence = "\x00silence"
	endless = "\x00endless"
)

func startPeer(t testing.TB, n int, script func(connection int, verb, line string) (string, bool)) *peer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := unheard(letters(n), script)
	p.Listener = l
	p.wg.Go(func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.mu.Lock()
			p.open = append(p.open, c)
			p.mu.Unlock()
			p.wg.Go(func() { p.serve(n, c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		p.mu.Lock()
		for _, c := range p.open {
			_ = c.Close()
		}
		p.mu.Unlock()
		p.wg.Wait()
	})
	return p
}

// pipes is a way to dial a server that listens nowhere, for a bubble of virtual time: in
// one, waits for a socket would not count as waiting. wrap may be nil.
func (p *peer) pipes(wrap func(ours, theirs net.Conn) (net.Conn, net.Conn)) func(context.Context, string, string) (net.Conn, error) {
	connections := 0
	return func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		if wrap != nil {
			ours, theirs = wrap(ours, theirs)
		}
		go p.serve(connections, theirs)
		connections++
		return ours, nil
	}
}

// unheard is a server that listens nowhere.
func unheard(mails []string, script func(connection int, verb, line string) (string, bool)) *peer {
	p := &peer{caps: "IMAP4rev1 IDLE MOVE UIDPLUS", flags: `\Seen \*`, script: script, mails: map[uint32]string{}, marks: map[uint32]bool{}}
	for i, raw := range mails {
		p.mails[uint32(i+1)] = raw
	}
	return p
}

// behaves changes the server before the first client comes.
func (p *peer) behaves(change func(*peer)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

func (p *peer) client(t testing.TB, c Config) *Client {
	t.Helper()
	c.Address = p.Addr().String()
	if c.TLS == "" {
		c.TLS = None
	}
	c.Username, c.Password = group, "g"
	return newReader(t, c)
}

func (p *peer) verbs() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.heard)
}

func (p *peer) serve(n int, c net.Conn) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	// say reports whether the conversation goes on.
	say := func(tag, answer string) bool {
		switch answer {
		case hangUp:
			return false
		case silence:
			_, _ = r.ReadByte() // until the client has had enough
			return false
		case endless:
			line := []byte("* OK " + strings.Repeat("x", 1000) + "\r\n")
			for {
				if _, err := c.Write(line); err != nil {
					return false
				}
			}
		}
		answer, cut := strings.CutSuffix(answer, hangUp)
		answer, mute := strings.CutSuffix(answer, silence)
		if _, err := c.Write([]byte(strings.ReplaceAll(answer, "TAG", tag))); err != nil {
			return false
		}
		if mute {
			_, _ = r.ReadByte()
		}
		return !cut && !mute
	}
	answer := func(tag, verb, line string) bool {
		p.mu.Lock()
		p.heard = append(p.heard, verb)
		script := p.script
		p.mu.Unlock()
		if script != nil {
			if a, ok := script(n, verb, line); ok {
				return say(tag, a)
			}
		}
		return say(tag, p.behave(verb, line))
	}
	if !answer("*", "greeting", "") {
		return
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		tag, line, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		verb, rest, _ := strings.Cut(line, " ")
		if verb == "UID" {
			verb, rest, _ = strings.Cut(rest, " ")
		}
		if tag == "DONE" {
			verb = "DONE"
		}
		if verb == "IDLE" {
			idleTag := tag
			if !answer(tag, verb, rest) {
				return
			}
			if done, err := r.ReadString('\n'); err != nil || done != "DONE\r\n" {
				return
			}
			if !answer(idleTag, "DONE", "") {
				return
			}
			continue
		}
		if !answer(tag, verb, rest) || verb == "LOGOUT" {
			return
		}
	}
}

// behave is what a sane server says.
func (p *peer) behave(verb, rest string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := uint32(0)
	for uid := range p.mails {
		last = max(last, uid)
	}
	switch verb {
	case "greeting":
		return "* OK [CAPABILITY " + p.caps + "] hello\r\n"
	case "CAPABILITY":
		return "* CAPABILITY " + p.caps + "\r\nTAG OK done\r\n"
	case "SELECT":
		return fmt.Sprintf("* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT %d] ok\r\n* FLAGS (\\Seen)\r\n"+
			"* OK [PERMANENTFLAGS (%s)] ok\r\nTAG OK [READ-WRITE] done\r\n", len(p.mails), last+1, p.flags)
	case "SEARCH":
		set, _, _ := strings.Cut(strings.TrimPrefix(rest, "UID "), " ")
		without, with := strings.Contains(rest, "UNKEYWORD "), strings.Contains(rest, " KEYWORD ")
		found := ""
		for _, uid := range p.within(set, last) {
			if p.marks[uid] && !without || !p.marks[uid] && !with {
				found += fmt.Sprint(" ", uid)
			}
		}
		return "* SEARCH" + found + "\r\nTAG OK done\r\n"
	case "FETCH":
		set, items, _ := strings.Cut(rest, " ")
		var b strings.Builder
		for _, uid := range p.within(set, last) {
			if raw := p.mails[uid]; strings.Contains(items, "BODY.PEEK[]") {
				fmt.Fprintf(&b, "* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n", uid, uid, len(raw), raw)
			} else {
				fmt.Fprintf(&b, "* %d FETCH (UID %d RFC822.SIZE %d)\r\n", uid, uid, len(raw))
			}
		}
		return b.String() + "TAG OK done\r\n"
	case "STORE":
		set, _, _ := strings.Cut(rest, " ")
		for _, uid := range p.within(set, last) {
			p.marks[uid] = true
		}
		return "TAG OK done\r\n"
	case "MOVE":
		set, _, _ := strings.Cut(rest, " ")
		for _, uid := range p.within(set, last) {
			delete(p.mails, uid)
		}
		return "TAG OK done\r\n"
	case "IDLE":
		return "+ idling\r\n"
	case "LOGOUT":
		return "* BYE bye\r\nTAG OK done\r\n"
	}
	return "TAG OK done\r\n"
}

// within lists the UIDs of a set that exist, with the trap of "n:*".
func (p *peer) within(set string, last uint32) []uint32 {
	var uids []uint32
	number := func(s string) uint32 {
		if s == "*" {
			return last
		}
		v, _ := strconv.ParseUint(s, 10, 32)
		return uint32(v)
	}
	for _, uid := range slices.Sorted(maps.Keys(p.mails)) {
		for part := range strings.SplitSeq(set, ",") {
			from, to, ok := strings.Cut(part, ":")
			if !ok {
				to = from
			}
			a, b := number(from), number(to)
			if min(a, b) <= uid && uid <= max(a, b) {
				uids = append(uids, uid)
				break
			}
		}
	}
	return uids
}
