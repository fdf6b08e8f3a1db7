package daemon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"convene/daemon/store"
	"convene/mailflow/inbox"
)

// forget erases those who asked for it and whose farewell is out: first their mails on
// the server, which only the database knows to be theirs, then what the database
// holds, then what its files still hold of it.
func (d *Daemon) forget(ctx context.Context) error {
	var who []store.ToForget
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		who, err = tx.ToForget(ctx)
		return err
	})
	if err != nil {
		return err
	}
	// One who cannot be forgotten yet, or not now, holds up nobody else.
	var failed error
	for i, f := range who {
		if f.Emptied {
			continue
		}
		var err error
		if who[i].Emptied, err = d.empty(ctx, f); ctx.Err() != nil || errors.Is(err, errHook) {
			return err
		} else if err != nil {
			failed = errors.Join(failed, err)
		}
	}
	who = slices.DeleteFunc(who, func(f store.ToForget) bool { return !f.Emptied })
	if len(who) > 0 {
		if err := d.forgotten(ctx, who); err != nil {
			return errors.Join(failed, err)
		}
	}
	return errors.Join(failed, d.forgetLate(ctx))
}

// forgotten makes sure that no file holds anything any more of those who are emptied, and
// writes down who is forgotten with that: all but those of whom a mail may tell that is
// still on its way.
func (d *Daemon) forgotten(ctx context.Context, emptied []store.ToForget) error {
	if err := d.hook(PointForgotten); err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(emptied), func(f store.ToForget) bool { return f.Waits })
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		for _, f := range gone { // what was on its way when the rest was emptied
			if err := tx.EmptySent(ctx, f.Group); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := d.db.Truncate(ctx); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *store.Tx) error {
		for _, f := range gone {
			if err := tx.Forgotten(ctx, f.Group, f.Member, d.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// empty removes the mails of somebody from the server and empties everything that
// tells who they were. It tells whether it did: a mail of theirs that is not read yet
// comes first.
func (d *Daemon) empty(ctx context.Context, f store.ToForget) (bool, error) {
	var mails, stray []store.Kept
	unread := false
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		addresses, err := tx.AddressesOf(ctx, f.Group, f.Member)
		if err != nil {
			return err
		}
		if mails, err = tx.MailsAbout(ctx, f.Group, f.Member); err != nil {
			return err
		}
		return tx.MailsOfNoGroup(ctx, func(k store.Kept, outcome string, raw []byte) error {
			switch {
			case sentBy(raw, addresses):
				unread = unread || outcome == ""
			case outcome == "" || outcome == outcomeQuarantined || !names(raw, addresses):
				return nil // somebody else's, and it waits for a person
			}
			stray = append(stray, k)
			return nil
		})
	})
	if err != nil || unread {
		return false, err
	}
	mails = append(mails, stray...)
	if err := d.removeFromServer(ctx, mails); err != nil {
		return false, err
	}
	if err := d.hook(PointRemoved); err != nil {
		return false, err
	}
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.Removed(ctx, mails, d.now()), tx.EmptyBytes(ctx, stray), tx.Forget(ctx, f.Group, f.Member, d.now()))
	})
	return err == nil, err
}

// forgetLate empties what those wrote who had been forgotten: nobody reads it.
func (d *Daemon) forgetLate(ctx context.Context) error {
	var mails []store.Kept
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		mails, err = tx.MailsOfForgotten(ctx)
		return err
	})
	if err != nil || len(mails) == 0 {
		return err
	}
	if err := d.removeFromServer(ctx, mails); err != nil {
		return err
	}
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.Removed(ctx, mails, d.now()), tx.EmptyBytes(ctx, mails))
	})
	if err != nil {
		return err
	}
	return d.db.Truncate(ctx)
}

// removeFromServer deletes the copies of mails from the mail server.
func (d *Daemon) removeFromServer(ctx context.Context, mails []store.Kept) error {
	known := make([]inbox.Known, len(mails))
	for i, m := range mails {
		known[i] = inbox.Known{Hash: m.Hash, Size: m.Size, MessageID: m.MessageID}
	}
	done, err := d.box.Remove(ctx, known)
	if err != nil {
		return fmt.Errorf("remove mails from the server: %w", err)
	}
	if !done.Expunged {
		d.log.Warn("the mail server marks mails as deleted, but cannot remove them one by one; its next clean-up does", slog.Int("count", done.Found))
	}
	return nil
}

// mostHeader is how much of a mail is looked at for its sender.
const mostHeader = 100 << 10

// sentBy tells whether one of the addresses stands where a mail says who sent it (RFC
// 5322 section 3.6.2). It reads what no parser could, too.
func sentBy(raw []byte, addresses []string) bool {
	header := bytes.ReplaceAll(raw[:min(len(raw), mostHeader)], []byte("\r\n"), []byte("\n"))
	header, _, _ = bytes.Cut(header, []byte("\n\n"))
	from := false
	for line := range bytes.SplitSeq(header, []byte("\n")) {
		if name, _, ok := bytes.Cut(line, []byte(":")); ok && !bytes.HasPrefix(line, []byte(" ")) && !bytes.HasPrefix(line, []byte("\t")) {
			switch strings.ToLower(string(bytes.TrimSpace(name))) {
			case "from", "sender", "reply-to", "return-path":
				from = true
			default:
				from = false
			}
		}
		if from && names(line, addresses) {
			return true
		}
	}
	return false
}

// names tells whether a text holds one of the addresses, and not only as the end of a
// longer one.
func names(text []byte, addresses []string) bool {
	text = bytes.ToLower(text)
	for _, a := range addresses {
		sought := bytes.ToLower([]byte(a))
		for rest := text; len(sought) > 0; {
			before, after, found := bytes.Cut(rest, sought)
			if !found {
				break
			}
			if !endsInAtom(before) && !goesOn(after) {
				return true
			}
			rest = after
		}
	}
	return false
}

// goesOn tells whether a domain that has been read so far is longer.
func goesOn(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	c := text[0]
	if c == '.' || c == '-' { // of a sentence, or of the domain?
		return len(text) > 1 && letter(text[1])
	}
	return letter(c)
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// endsInAtom tells whether a text ends in a character of the local part of an address
// (RFC 5322 section 3.2.3), as they are in use.
func endsInAtom(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	c := text[len(text)-1]
	return letter(c) || c == '.' || c == '_' || c == '-' || c == '+'
}

// retainMails removes the copies of mails from the server that have been kept long
// enough: none but those that were read there and finished.
func (d *Daemon) retainMails(ctx context.Context) error {
	for {
		var mails []store.Kept
		err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
			mails, err = tx.OutlivedMails(ctx, d.now().Add(-mailsKept), removedAtOnce)
			return err
		})
		if err != nil || len(mails) == 0 {
			return err
		}
		if err := d.removeFromServer(ctx, mails); err != nil {
			return err
		}
		if err := d.db.Write(ctx, func(tx *store.Tx) error { return tx.Removed(ctx, mails, d.now()) }); err != nil {
			return err
		}
		d.log.Info("mails that have been kept long enough are removed from the mail server", slog.Int("count", len(mails)))
	}
}
