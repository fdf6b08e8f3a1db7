package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newRestore() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Puts a copy in place of the database; tells first what that means",
		Long: `Puts a copy that convene backup made in place of the database. The daemon must
not run. Without --confirm it checks the copy, says what would happen, and changes
nothing.

The database that was in use is kept aside. What went out since the copy was made is
learned from it where it can be read, and is not sent again. What members wrote since
is read again from the mailbox, by the next convene run, before it sends anything.`,
		Args: oneFile,
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	confirm := cmd.Flags().Bool("confirm", false, "do it")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		o := daemon.Options{Config: cfg, Logger: logger(cmd.ErrOrStderr(), false, slog.LevelWarn)}
		if o.Clock, err = clock(); err != nil {
			return err
		}
		r, err := daemon.Restore(cmd.Context(), o, args[0], *confirm)
		if errors.Is(err, daemon.ErrLocked) {
			return fmt.Errorf("%w; stop the daemon first", err)
		}
		if err != nil {
			return err
		}
		tellRestored(cmd.OutOrStdout(), r, *confirm)
		return nil
	}
	return cmd
}

func tellRestored(w io.Writer, r daemon.Restored, done bool) {
	const layout = "Mon 2 Jan 2006, 15:04 MST"
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	if done {
		say("Restored: the copy of %s, with %s and %s.", r.Taken.UTC().Format(layout), plural(r.Groups, "group"), plural(r.Members, "member"))
	} else {
		say("The copy of %s is sound: %s, %s. Nothing has been changed yet. With --confirm:", r.Taken.UTC().Format(layout), plural(r.Groups, "group"), plural(r.Members, "member"))
	}
	if r.Aside != "" {
		say("- The database that was in use is kept for 30 days: %s", r.Aside)
	}
	if r.Blind != nil {
		say("- It cannot be read (%v): what was sent since the copy is unknown.", r.Blind)
		say("  Whoever asked to be forgotten since then is on record again. If you know of somebody, let them write \"forget me\" once more.")
	}
	if r.Letters > 0 || r.Invitations > 0 {
		say("- It knows of what was sent since the copy: %s, %s. Answers to them count.", plural(r.Letters, "mail"), plural(r.Invitations, "invitation"))
	}
	if r.Forgotten > 0 {
		say("- Forgotten again, as they have asked since the copy: %s.", plural(r.Forgotten, "member"))
	}
	say("- What was due before %s is not sent: it may have gone out. That goes for %s that waited.", r.Lived.UTC().Format(layout), plural(r.Skipped, "mail"))
	say("- Invitations count on from 100 above their last number, so that calendars take their updates.")
	say("- The next convene run first reads again what members wrote since the copy, from INBOX and Done; until then it sends nothing.")
	if done {
		say("Look first, if you like: convene status, convene preview.")
	}
}
