// Package wiretap is a mail server over real sockets that keeps every byte it hears,
// and an authority that signs whatever certificate a test needs. With it the tests of
// submit and inbox show that nothing leaves before TLS is what it should be. No
// program imports it.
package wiretap

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"net"
	"strings"
	"sync"
)

// Server is a line-based server. It keeps every byte that a client sends: as it was
// on the wire, and as the server read it within TLS.
type Server struct {
	net.Listener
	// TLS is the server's half; nil speaks plain text only.
	TLS *tls.Config
	// Implicit begins with TLS; else it begins when Answer asks for it.
	Implicit bool
	// Greeting is said first, in plain text or within TLS.
	Greeting string
	// Answer says what a line is answered with, and whether TLS begins after that.
	// "" hangs up, [Quiet] says nothing.
	Answer func(line string, secure bool) (answer string, begin bool)

	wg     sync.WaitGroup
	mu     sync.Mutex
	wire   bytes.Buffer
	inside bytes.Buffer
	open   []net.Conn
}

// Quiet is the answer that is none.
const Quiet = "\x00"

// Start listens on a port of the loopback interface.
func (w *Server) Start() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.Listener = l
	w.wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.mu.Lock()
			w.open = append(w.open, c)
			w.mu.Unlock()
			w.wg.Go(func() { w.serve(c) })
		}
	})
	return nil
}

// Close hangs up on everybody and waits for the end.
func (w *Server) Close() error {
	err := w.Listener.Close()
	w.mu.Lock()
	for _, c := range w.open {
		_ = c.Close()
	}
	w.mu.Unlock()
	w.wg.Wait()
	return err
}

// Heard is how many bytes came over the wire, and what of them stood within TLS.
func (w *Server) Heard() (wire int, inside string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wire.Len(), w.inside.String()
}

// Leaked tells whether a secret was on the wire in the clear, or within TLS, in any
// of the forms in which mail programs send one.
func (w *Server) Leaked(username, secret string) (clear, inside bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return carries(w.wire.Bytes(), username, secret), carries(w.inside.Bytes(), username, secret)
}

// carries looks for a secret as it is, in base64 as LOGIN sends it, and in base64
// within a longer exchange, as PLAIN and XOAUTH2 do.
func carries(heard []byte, username, secret string) bool {
	if bytes.Contains(heard, []byte(secret)) {
		return true
	}
	for _, form := range []string{secret, "\x00" + username + "\x00" + secret, "user=" + username + "\x01auth=Bearer " + secret + "\x01\x01"} {
		if bytes.Contains(heard, []byte(base64.StdEncoding.EncodeToString([]byte(form)))) {
			return true
		}
	}
	return false
}

// tapped keeps what is read.
type tapped struct {
	net.Conn
	w    *Server
	into *bytes.Buffer
}

func (t *tapped) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	t.w.mu.Lock()
	t.into.Write(p[:n])
	t.w.mu.Unlock()
	return n, err
}

func (w *Server) serve(raw net.Conn) {
	defer func() { _ = raw.Close() }()
	var c net.Conn = &tapped{raw, w, &w.wire}
	secure := false
	begin := func() bool {
		s := tls.Server(c, w.TLS)
		if s.HandshakeContext(context.Background()) != nil {
			return false
		}
		c, secure = &tapped{s, w, &w.inside}, true
		return true
	}
	if w.Implicit && !begin() {
		return
	}
	if _, err := c.Write([]byte(w.Greeting + "\r\n")); err != nil {
		return
	}
	r := bufio.NewReader(c)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		answer, starts := w.Answer(strings.TrimRight(line, "\r\n"), secure)
		if answer == "" {
			return
		}
		if answer == Quiet {
			continue
		}
		if _, err := c.Write([]byte(answer + "\r\n")); err != nil {
			return
		}
		if !starts {
			continue
		}
		if w.TLS == nil || !begin() {
			return
		}
		r = bufio.NewReader(c)
	}
}
