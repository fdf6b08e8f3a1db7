// Package rig starts a real Dovecot and a real Postfix for the integration tests
// of other packages, with .ci/rig/up.sh: on free ports of the loopback interface,
// everything of theirs in a temporary folder. Where the servers are missing,
// Start says what to install. It never looks away.
package rig

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	// Domain is where every user lives.
	Domain = "example.test"
	// Password is everybody's.
	Password = "secret"
	// Later is a recipient that Postfix refuses at RCPT with 450.
	Later = "later@" + Domain
	// Never is one that it refuses with 550. Other strangers come back as bounces.
	Never = "never@" + Domain
)

// Rig is a pair of running servers. Addresses are "127.0.0.1:port".
type Rig struct {
	IMAP, IMAPS string // STARTTLS offered, and TLS from the first byte
	SMTP, SMTPS string // likewise
	LMTP        string // straight into the mailboxes, past Postfix
	CAFile      string // PEM, the only authority that vouches for the servers
	RootCAs     *x509.CertPool
	Dir         string // logs: dovecot.log, postfix.log

	scripts string
}

// Start brings up both servers with an account user@example.test for each of
// users. They end with Stop, at the latest with this process.
func Start(ctx context.Context, users ...string) (*Rig, error) {
	scripts, err := scripts()
	if err != nil {
		return nil, fmt.Errorf("start mail servers: %w", err)
	}
	// A port may be taken between our letting go of it and a server's taking it.
	const attempts = 3
	for attempt := 1; ; attempt++ {
		r, err := start(ctx, scripts, users)
		if err == nil {
			return r, nil
		}
		if attempt == attempts || ctx.Err() != nil {
			return nil, fmt.Errorf("start mail servers: %w", err)
		}
	}
}

func start(ctx context.Context, scripts string, users []string) (*Rig, error) {
	dir, err := os.MkdirTemp("", "convene-rig-")
	if err != nil {
		return nil, err
	}
	r := &Rig{Dir: dir, CAFile: filepath.Join(dir, "cert.pem"), scripts: scripts}
	if err := r.up(ctx, users); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	pem, err := os.ReadFile(r.CAFile)
	if err != nil {
		return nil, errors.Join(err, r.Stop())
	}
	r.RootCAs = x509.NewCertPool()
	if !r.RootCAs.AppendCertsFromPEM(pem) {
		return nil, errors.Join(fmt.Errorf("no certificate in %s", r.CAFile), r.Stop())
	}
	return r, nil
}

func (r *Rig) up(ctx context.Context, users []string) error {
	// Dovecot writes mails as "nobody", who has to get in here.
	if err := os.Chmod(r.Dir, 0o755); err != nil {
		return err
	}
	up := exec.CommandContext(ctx, filepath.Join(r.scripts, "up.sh"), r.Dir)
	up.Env = append(os.Environ(), "RIG_PARENT="+strconv.Itoa(os.Getpid()))
	if len(users) > 0 {
		up.Env = append(up.Env, "RIG_USERS="+strings.Join(users, " "))
	}
	ports, err := freePorts(5)
	if err != nil {
		return err
	}
	for i, p := range []struct {
		variable string
		address  *string
	}{{"RIG_IMAP", &r.IMAP}, {"RIG_IMAPS", &r.IMAPS}, {"RIG_SMTP", &r.SMTP}, {"RIG_SMTPS", &r.SMTPS}, {"RIG_LMTP", &r.LMTP}} {
		up.Env = append(up.Env, p.variable+"="+strconv.Itoa(ports[i]))
		*p.address = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[i]))
	}
	if said, err := up.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(said)))
	}
	return nil
}

// RestartDovecot ends Dovecot, with every connection, and starts it again on the
// same ports with the same mailboxes.
func (r *Rig) RestartDovecot(ctx context.Context) error {
	restart := exec.CommandContext(ctx, filepath.Join(r.scripts, "restart-dovecot.sh"), r.Dir, portOf(r.IMAP))
	if said, err := restart.CombinedOutput(); err != nil {
		return fmt.Errorf("restart dovecot: %w: %s", err, strings.TrimSpace(string(said)))
	}
	return nil
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// Stop ends both servers and removes their folder.
func (r *Rig) Stop() error {
	// Not a context of the caller's: his may have ended, which is why we are here.
	down := exec.CommandContext(context.Background(), filepath.Join(r.scripts, "down.sh"), r.Dir)
	if said, err := down.CombinedOutput(); err != nil {
		return fmt.Errorf("stop mail servers: %w: %s", err, strings.TrimSpace(string(said)))
	}
	if err := os.RemoveAll(r.Dir); err != nil {
		return fmt.Errorf("stop mail servers: %w", err)
	}
	return nil
}

// scripts finds .ci/rig in the module that the test runs in.
func scripts() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		found := filepath.Join(dir, ".ci", "rig")
		if _, err := os.Stat(filepath.Join(found, "up.sh")); err == nil {
			return found, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New(".ci/rig/up.sh is in no folder above this one")
		}
		dir = parent
	}
}

// freePorts are n ports that are free now, all different.
func freePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
