package demo

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/emersion/go-smtp"
)

// The ways in which a line fails.
const (
	lineCut     = "cut"     // both ends see the connection end
	lineSilent  = "silent"  // nothing comes or goes any more
	lineSlow    = "slow"    // it takes a while, and then goes on
	lineGarbled = "garbled" // one bit is wrong
)

// lineFault strikes one of the daemon's connections once.
type lineFault struct {
	server string // the address
	write  bool   // counts what the daemon sends, else what it gets
	after  int    // bytes in that direction
	dot    string // "before" or "after" the server takes a mail over: in place of after
	how    string
	slow   time.Duration
}

// weather is what happens on the daemon's lines. There is at most one fault ahead.
type weather struct {
	mu     sync.Mutex
	fault  *lineFault
	struck int // how many faults have come true
	dotted bool
	sleep  func(time.Duration)
	lines  map[*line]bool
	closed string // the address of a server that takes no connection, or ""
}

// errCut is how a cut connection looks.
var errCut = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}

func (w *weather) set(f *lineFault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault, w.dotted = f, false
}

// strikesSoFar is how many faults of the line have come true.
func (w *weather) strikesSoFar() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.struck
}

// strikes tells whether and after how many of these bytes the fault comes true.
func (w *weather) strikes(l *line, write bool, p []byte) (f *lineFault, at int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f = w.fault
	if f == nil || f.server != l.server {
		return nil, 0
	}
	switch {
	case f.dot == "before" && write && bytes.HasSuffix(p, []byte("\r\n.\r\n")):
		at = len(p) - len(".\r\n")
	case f.dot == "before":
		return nil, 0
	case f.dot == "after" && write:
		w.dotted = w.dotted || bytes.HasSuffix(p, []byte("\r\n.\r\n"))
		return nil, 0
	case f.dot == "after":
		if !w.dotted {
			return nil, 0
		}
	case f.write != write:
		return nil, 0
	case f.after >= len(p):
		f.after -= len(p)
		return nil, 0
	default:
		at = f.after
	}
	w.fault = nil
	w.struck++
	return f, at
}

// line is a connection of the daemon to one of the servers.
type line struct {
	net.Conn
	server  string
	weather *weather

	mu     sync.Mutex
	broken error // what every read and write gives from now on
}

// dial is handed to the daemon.
func (w *weather) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	if address == w.closed {
		w.struck++
		w.mu.Unlock()
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	w.mu.Unlock()
	var d net.Dialer
	c, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l := &line{Conn: c, server: address, weather: w}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines[l] = true
	return l, nil
}

// shut has a server take no connection; "" opens it again.
func (w *weather) shut(address string) {
	w.mu.Lock()
	w.closed = address
	w.mu.Unlock()
	w.down()
}

func (w *weather) shutNow() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed != ""
}

// down cuts all lines, as when the process dies.
func (w *weather) down() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for l := range w.lines {
		_ = l.Conn.Close()
	}
	clear(w.lines)
}

func (l *line) Close() error {
	l.weather.mu.Lock()
	delete(l.weather.lines, l)
	l.weather.mu.Unlock()
	return l.Conn.Close()
}

func (l *line) state() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.broken
}

// fail breaks the line in the fault's way. Whoever waits in a read wakes up.
func (l *line) fail(f *lineFault) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.how == lineCut {
		l.broken = errCut
		_ = l.Conn.Close()
		return l.broken
	}
	l.broken = os.ErrDeadlineExceeded
	_ = l.SetReadDeadline(time.Unix(1, 0))
	return l.broken
}

func (l *line) Read(p []byte) (int, error) {
	if err := l.state(); err != nil {
		return 0, err
	}
	n, err := l.Conn.Read(p)
	if broken := l.state(); broken != nil {
		return 0, broken
	}
	f, at := l.weather.strikes(l, false, p[:n])
	if f == nil {
		return n, err
	}
	switch f.how {
	case lineSlow:
		l.weather.sleep(f.slow)
		return n, err
	case lineGarbled:
		p[at] ^= 0x20
		return n, err
	}
	broken := l.fail(f)
	if at == 0 {
		return 0, broken
	}
	return at, nil // and the next read fails
}

func (l *line) Write(p []byte) (int, error) {
	if err := l.state(); err != nil {
		return 0, err
	}
	f, at := l.weather.strikes(l, true, p)
	if f == nil {
		return l.Conn.Write(p)
	}
	switch f.how {
	case lineSlow:
		l.weather.sleep(f.slow)
		return l.Conn.Write(p)
	case lineGarbled:
		q := bytes.Clone(p)
		q[at] ^= 0x20
		return l.Conn.Write(q)
	}
	n, _ := l.Conn.Write(p[:at])
	return n, l.fail(f)
}

// lineFaultAt draws a fault of the line. Offsets favour the beginning, where logins
// and commands are, and reach into the mails.
func lineFaultAt(dice *rand.Rand, imap, smtp string, rough, secure bool) *lineFault {
	f := &lineFault{server: imap, write: dice.IntN(2) == 0, how: lineCut}
	if dice.IntN(2) == 0 {
		f.server = smtp
	}
	reach := []int{200, 900, 4000, 16000}[dice.IntN(4)]
	if f.server == imap && f.write || f.server == smtp && !f.write {
		reach = []int{150, 400}[dice.IntN(2)]
	}
	f.after = dice.IntN(reach)
	switch roll := dice.IntN(100); {
	case roll < 40:
	case roll < 75 || !rough && !secure:
		f.how = lineSilent
	case roll < 88 && rough || !secure:
		f.how, f.slow = lineSlow, time.Duration(1+dice.IntN(12*60))*time.Minute/time.Duration(1+dice.IntN(60))
	default:
		f.how = lineGarbled
	}
	if !secure && dice.IntN(4) == 0 && f.how != lineSlow {
		f.server, f.dot = smtp, []string{"before", "after"}[dice.IntN(2)]
	}
	return f
}

// arm gets a fault ready for the next pass, or none.
func (l *life) arm(on bool) {
	l.hookMu.Lock()
	l.crash = crash{}
	l.hookMu.Unlock()
	if !on {
		return
	}
	if l.dice.IntN(3) > 0 {
		f := lineFaultAt(l.dice, l.office.IMAPAddr(), l.office.SMTPAddr(), l.rough, l.secure)
		l.say("ahead: %+v", *f)
		l.weather.set(f)
		return
	}
	after := l.dice.IntN(8)
	if l.dice.IntN(3) == 0 {
		after = l.dice.IntN(30)
	}
	c := crash{armed: true, after: after, kill: !l.spread && l.dice.IntN(3) > 0}
	if l.dice.IntN(8) == 0 {
		c.server, c.after = true, l.dice.IntN(3)
	}
	l.hookMu.Lock()
	l.crash = c
	l.hookMu.Unlock()
}

// forecast plans what strikes between two passes: servers and clocks.
func (l *life) forecast() {
	span := 8 * 7 * 24 * time.Hour
	at := func() time.Time { return l.start.Add(time.Duration(l.dice.Int64N(int64(span)))) }
	for range l.dice.IntN(3) {
		l.plan(at(), "rebuilt", l.rebuild)
	}
	for range l.dice.IntN(4) {
		l.plan(at(), "twice", l.twice)
	}
	if !l.rough {
		return
	}
	l.office.Fail(l.refuse)
	for range l.dice.IntN(3) {
		from, long := at(), time.Duration(1+l.dice.IntN(72))*time.Hour
		l.plan(from, "refusing", func() { l.refusing = l.refusing.add(l.now.Add(long)) })
	}
	if l.dice.IntN(2) == 0 {
		server := []string{l.office.SMTPAddr(), l.office.SMTPAddr(), l.office.IMAPAddr()}[l.dice.IntN(3)]
		from, long := at(), time.Duration(1+l.dice.IntN(7*24))*time.Hour
		l.plan(from, "shut", func() { l.say("%s is shut for %s", server, long); l.weather.shut(server) })
		l.plan(from.Add(long), "open", func() { l.say("%s is open", server); l.weather.shut("") })
	}
	if l.dice.IntN(2) == 0 {
		days := 1 + l.dice.IntN(28)
		l.plan(at(), "sleep", func() {
			l.say("asleep for %d days", days)
			l.asleep = l.now.AddDate(0, 0, days)
			l.plan(l.asleep, "awake", func() { l.say("awake"); l.asleep = time.Time{} })
		})
	}
	if l.dice.IntN(2) == 0 {
		by := time.Duration(1+l.dice.IntN(96)) * time.Hour
		if l.dice.IntN(2) == 0 {
			by = -by
		}
		from, long := at(), time.Duration(1+l.dice.IntN(72))*time.Hour
		l.plan(from, "clock", func() { l.set(by) })
		l.plan(from.Add(long), "clock", func() { l.set(0) })
	}
}

// set sets the daemon's clock, by so much ahead of the members'.
func (l *life) set(ahead time.Duration) {
	l.say("the daemon's clock is set to %s ahead", ahead)
	l.skew = ahead
	l.clock.Set(l.now.Add(ahead))
}

// rebuild replaces the mailbox by one with a new UIDVALIDITY, in which everything
// lies that ever arrived: what was read, too.
func (l *life) rebuild() {
	l.say("the mailbox is rebuilt")
	all := l.office.Mailbox(GroupAddress)
	if err := l.office.Renew(GroupAddress); err != nil {
		l.Error(err)
	}
	seen := map[string]bool{}
	for _, raw := range all {
		if !seen[string(raw)] {
			seen[string(raw)] = true
			l.again(raw)
		}
	}
}

// twice has the server deliver once more what it has delivered lately.
func (l *life) twice() {
	all := l.office.Mailbox(GroupAddress)
	for _, raw := range all[max(0, len(all)-3):] {
		l.say("a mail is delivered twice")
		l.again(raw)
	}
}

func (l *life) again(raw []byte) {
	if err := l.office.Deliver(GroupAddress, raw); err != nil {
		l.Error(err)
	}
}

// refusals is until when the server refuses mails for now.
type refusals struct{ until time.Time }

func (r refusals) add(t time.Time) refusals {
	if t.After(r.until) {
		r.until = t
	}
	return r
}

// refuse is asked by the server about each recipient.
func (l *life) refuse(_, to string) error {
	if strings.EqualFold(to, GroupAddress) || strings.HasPrefix(to, "coaches+") {
		return nil
	}
	l.hookMu.Lock()
	defer l.hookMu.Unlock()
	l.tried[to]++
	dice := l.chance(fmt.Sprint(to, l.tried[to]))
	switch {
	case l.now.Before(l.refusing.until) && dice.IntN(2) == 0, dice.IntN(25) == 0:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, please try again later"}
	case dice.IntN(400) == 0:
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "We would rather not"}
	}
	return nil
}
