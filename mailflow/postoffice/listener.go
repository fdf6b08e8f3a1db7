package postoffice

import (
	"net"
	"sync"
)

// exchange is a listener that knows its open connections, so that Close can cut
// and await every one of them. The servers themselves lose sight of a
// connection between accepting it and registering it.
type exchange struct {
	net.Listener

	mu     sync.Mutex
	open   map[*line]struct{}
	closed bool
	hungUp sync.WaitGroup
}

// line is one accepted connection.
type line struct {
	net.Conn
	from *exchange
	once sync.Once
}

// Accept waits for the next caller.
func (e *exchange) Accept() (net.Conn, error) {
	c, err := e.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l := &line{Conn: c, from: e}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		_ = c.Close()
		return nil, net.ErrClosed
	}
	e.open[l] = struct{}{}
	e.hungUp.Add(1)
	return l, nil
}

// hangUp cuts the sockets below the servers; each handler then ends by itself
// and closes its line.
func (e *exchange) hangUp() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for l := range e.open {
		_ = l.Conn.Close()
	}
}

// Close stops accepting, cuts every connection and waits for their handlers.
func (e *exchange) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	e.mu.Unlock()
	err := e.Listener.Close()
	e.hangUp()
	e.hungUp.Wait()
	return err
}

// Close is what a server calls when it is through with a connection.
func (l *line) Close() error {
	err := net.ErrClosed
	l.once.Do(func() {
		err = l.Conn.Close()
		l.from.mu.Lock()
		delete(l.from.open, l)
		l.from.mu.Unlock()
		l.from.hungUp.Done()
	})
	return err
}
