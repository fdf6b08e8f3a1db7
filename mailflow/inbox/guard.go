package inbox

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"sync/atomic"
)

// answerLimit is how many bytes a server may send for one command, beyond those
// of the mails we asked for. go-imap limits neither lines nor lists.
const answerLimit = 1 << 20

var errChatter = errors.New("the server sent far more than it was asked for")

// guard is the socket below TLS. It is ours to cut at any time; go-imap's own
// Close waits for a reader that may wait for us.
type guard struct {
	net.Conn
	left atomic.Int64
	over atomic.Bool
}

// allow starts a command that may be answered with n bytes.
func (g *guard) allow(n int64) { g.left.Store(n) }

func (g *guard) Read(p []byte) (int, error) {
	left := g.left.Load()
	if left <= 0 {
		g.over.Store(true)
		return 0, errChatter
	}
	n, err := g.Conn.Read(p[:min(int64(len(p)), left)])
	g.left.Add(-int64(n))
	return n, err
}

// cut ends the connection without a word, from any goroutine.
func (g *guard) cut() { _ = g.Close() }

func (c *Client) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: c.host, RootCAs: c.config.RootCAs, MinVersion: tls.VersionTLS12}
}

// loopbackName reports whether host can only mean this machine.
func loopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// loopbackAddr refuses an address that is known to be elsewhere: "localhost" may
// resolve to anything. Pipes of tests have no IP address and pass.
func loopbackAddr(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return !ok || tcp.IP.IsLoopback()
}
