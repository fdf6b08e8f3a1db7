package main

import (
	"errors"
	"fmt"
	"time"

	"convene/daemon"
	"convene/daemon/config"

	"github.com/spf13/cobra"
)

// printDifference says what a changed file would do: the one that args name, or the
// one in use where the daemon has not read it yet.
func printDifference(cmd *cobra.Command, o daemon.Options, args []string, until time.Time, asJSON bool) error {
	var next *config.Config
	if len(args) > 0 {
		cfg, problems := config.LoadFor(args[0], o.Config.Path)
		if err := problems.Err(); err != nil {
			_ = problems.Print(cmd.ErrOrStderr())
			return usageError{errors.New("the new file cannot be used; see above. The daemon would go on with the one in use")}
		}
		_ = problems.Warnings().Print(cmd.ErrOrStderr())
		next = cfg
	}
	diff, err := daemon.Compare(cmd.Context(), o, next, until)
	if errors.Is(err, daemon.ErrNothingApplied) {
		return usageError{fmt.Errorf("%w: convene run has not started with this database. convene preview lists all mails to come; to compare two files, name the new one: convene preview --diff NEWFILE", err)}
	}
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(cmd.OutOrStdout(), diff)
	}
	out := cmd.OutOrStdout()
	nothing := len(diff.Later) == 0
	for _, g := range diff.Groups {
		if len(g.What)+len(g.Sent)+len(g.Unsent)+len(g.Changed) == 0 {
			continue
		}
		nothing = false
		_, _ = fmt.Fprintln(out, g.Name+":")
		for _, w := range g.What {
			_, _ = fmt.Fprintln(out, "  "+w)
		}
		for _, part := range []struct {
			mails []daemon.PreviewLine
			say   string
		}{
			{g.Sent, "sent because of that"},
			{g.Unsent, "not sent any more"},
			{g.Changed, "sent anyway, but at another time or with another text"},
		} {
			if len(part.mails) == 0 {
				continue
			}
			_, _ = fmt.Fprintf(out, "\n%s %s:\n", plural(len(part.mails), "mail"), part.say)
			if err := printMails(out, part.mails); err != nil {
				return err
			}
		}
		if len(g.Sent) == 0 {
			_, _ = fmt.Fprintln(out, "  no mail goes out because of that")
		}
		_, _ = fmt.Fprintln(out)
	}
	for _, l := range diff.Later {
		_, _ = fmt.Fprintf(out, "What is new in %s counts when convene is started again.\n", l)
	}
	if nothing {
		_, _ = fmt.Fprintln(out, "Nothing differs.")
		return nil
	}
	_, err = fmt.Fprintln(out, "Nothing has been sent or stored.")
	return err
}
