package demo

import (
	"context"
	"fmt"
	"net"
	"net/smtp"
	"time"

	"convene/daemon"
)

// play lets virtual time run until nobody has anything left to do. The clock
// moves only when the outbox and the post office are empty and every mail that
// was sent to the group has been read.
func (w *world) play(ctx context.Context, clock *daemon.VirtualClock, elapsed func() time.Duration) error {
	show := w.newProgress(elapsed)
	for {
		if err := w.settle(ctx, clock.Now()); err != nil {
			return err
		}
		next, err := w.d.Next(ctx)
		if err != nil {
			return err
		}
		if at := w.agenda.next(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
		if next.IsZero() {
			return show.until(ctx, clock.Now().AddDate(1, 0, 0))
		}
		if earliest := clock.Now().Add(time.Second); next.Before(earliest) {
			next = earliest
		}
		if err := show.until(ctx, next); err != nil {
			return err
		}
		clock.Set(next)
		for _, r := range w.agenda.due(next) {
			if r.act == nil {
				err = w.send(r, next)
			} else if err = r.act(); err == nil {
				err = w.d.Refile(ctx)
			}
			if err != nil {
				return err
			}
		}
	}
}

// settle lets the daemon and the members' mailboxes come to rest.
func (w *world) settle(ctx context.Context, now time.Time) error {
	for {
		done, err := w.d.Pass(ctx)
		if err != nil {
			return err
		}
		w.submitted -= done.Read
		n, err := w.deliver(now)
		if err != nil {
			return err
		}
		if done == (daemon.Passed{}) && n == 0 {
			break
		}
	}
	if w.submitted < 0 { // a mail that was held is read again when its writer has said that it is theirs
		w.submitted = 0
	}
	if w.submitted != 0 || w.office.Count(GroupAddress, "INBOX") != 0 {
		return fmt.Errorf("at %s %d mails to the group have not been read", now.Format(time.RFC3339), w.submitted)
	}
	return nil
}

// send submits one reply to the post office, with the member's own login.
func (w *world) send(r reply, now time.Time) error {
	raw := r.write(now)
	from := r.who.Address
	if r.automatic {
		from = "" // RFC 3834 section 3.3
	}
	if err := w.submit(r.who.Address, from, raw); err != nil {
		return fmt.Errorf("%s sends a mail: %w", r.who.Name, err)
	}
	w.submitted++
	return w.archive.add(now, fromMember, r.who, raw)
}

func (w *world) submit(login, from string, raw []byte) (err error) {
	c, err := smtp.Dial(w.office.SMTPAddr())
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	host, _, err := net.SplitHostPort(w.office.SMTPAddr())
	if err != nil {
		return err
	}
	if err := c.Auth(smtp.PlainAuth("", login, password, host)); err != nil {
		return err
	}
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(GroupAddress); err != nil {
		return err
	}
	data, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := data.Write(raw); err != nil {
		return err
	}
	if err := data.Close(); err != nil {
		return err
	}
	return c.Quit()
}
