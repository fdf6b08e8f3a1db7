package demo

import (
	"context"
	"errors"
	"net"
	"net/mail"
	"strings"
	"time"

	"convene/daemon"
)

// The ports of a live demo, if they are free: mail programs remember them.
const (
	liveSMTP = "127.0.0.1:2525"
	liveIMAP = "127.0.0.1:1143"
)

// live plays the group's life on a clock that runs, with the daemon as it runs
// in earnest, and leaves one seat to a person with a mail program.
func live(ctx context.Context, o Options) (err error) {
	at, err := foundingTime()
	if err != nil {
		return err
	}
	clock, err := daemon.NewScaledClock(at, o.Speed)
	if err != nil {
		return err
	}
	w, err := newWorld(ctx, o, clock, ifFree(liveSMTP), ifFree(liveIMAP))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	machine := daemon.NewClock()
	started := machine.Now()
	elapsed := func() time.Duration { return machine.Now().Sub(started) }
	w.takeSeat()

	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- w.d.Run(inner) }()
	err = w.live(inner, clock, w.newProgress(elapsed), stopped)
	cancel()
	if e := <-stopped; err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	// Asked to stop: what is there is written all the same.
	return w.finish(context.WithoutCancel(ctx), elapsed())
}

// takeSeat frees the silent member's place and says how to sit down there.
func (w *world) takeSeat() {
	for _, p := range w.people {
		if !p.Silent {
			continue
		}
		p.Seat = true
		_, smtpPort, _ := net.SplitHostPort(w.office.SMTPAddr())
		_, imapPort, _ := net.SplitHostPort(w.office.IMAPAddr())
		w.say(`Live: a day passes in %s. Take %s's seat with any mail program:

  incoming   IMAP, 127.0.0.1, port %s, no encryption, plain password
  outgoing   SMTP, 127.0.0.1, port %s, no encryption, plain password
  user name  %s
  password   %s
  the group  %s

The first mail is an invitation: your yes makes you a member. Everybody else is
simulated. Stop with Ctrl-C.

`, (time.Duration(float64(24*time.Hour) / w.Speed)).Round(100*time.Millisecond), p.Name, imapPort, smtpPort, p.Address, password, GroupAddress)
		return
	}
}

// live lets the members read and answer as time goes by, until ctx ends or the
// daemon does.
func (w *world) live(ctx context.Context, clock daemon.Clock, show *progress, stopped chan error) error {
	for {
		now := clock.Now()
		if _, err := w.deliver(now); err != nil {
			return err
		}
		for _, r := range w.agenda.due(now) {
			var err error
			if r.act == nil {
				err = w.send(r, now)
			} else if err = r.act(); err == nil {
				w.d.Reload()
			}
			if err != nil {
				return err
			}
		}
		if err := show.until(ctx, now); err != nil && ctx.Err() == nil {
			return err
		}
		next := now.Add(time.Hour)
		if at := w.agenda.next(); !at.IsZero() && at.Before(next) {
			next = at
		}
		timer := clock.At(next)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case err := <-stopped:
			timer.Stop()
			stopped <- err // for who waits
			if err == nil && ctx.Err() == nil {
				err = errors.New("the daemon has stopped by itself")
			}
			return err
		case <-w.news:
		case <-timer.C():
		}
		timer.Stop()
	}
}

// fromSeat keeps what the person in the free seat has sent.
func (w *world) fromSeat(now time.Time, l letter, raw []byte) error {
	from, err := mail.ParseAddress(l.From)
	if err != nil {
		return nil //nolint:nilerr // no address, so not the seat's
	}
	for _, p := range w.people {
		if p.Seat && strings.EqualFold(p.Address, from.Address) {
			w.say("%s  mail from %s: %s\n", now.In(p.zone).Format("Mon 2 Jan, 15:04"), p.Name, l.Subject)
			return w.archive.add(now, fromMember, p, raw)
		}
	}
	return nil
}

// ifFree is the address if nobody listens there yet, else any free port.
func ifFree(address string) string {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "127.0.0.1:0"
	}
	if err := l.Close(); err != nil {
		return "127.0.0.1:0"
	}
	return address
}
