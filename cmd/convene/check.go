package main

import (
	"fmt"

	"convene/daemon/config"

	"github.com/spf13/cobra"
)

func newCheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Checks the configuration and your own wording, and says every mistake at once, with its fix",
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		now, err := clock()
		if err != nil {
			return err
		}
		out := cmd.OutOrStdout()
		for _, g := range cfg.Groups {
			_, _ = fmt.Fprintf(out, "%s: %s, %s\n", g.ID, plural(len(g.Members), "member"), dates(g))
			if d := g.Meetings.Dates; len(d) > 0 && d[len(d)-1].Start.Before(now.Now()) {
				_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "%s: warning: all meetings of %s are past, so nothing will be sent. Fix: set first, or the dates, to days ahead.\n", *path, g.ID)
			}
		}
		if err := checkWording(cmd, cfg); err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "%s is fine.\n", *path)
		return nil
	}
	return cmd
}

// dates says when a group meets.
func dates(g config.Group) string {
	d := g.Meetings.Dates
	if len(d) == 0 {
		return "no meetings"
	}
	first, last := d[0].Start.In(g.Zone), d[len(d)-1].Start.In(g.Zone)
	return fmt.Sprintf("%s from %s to %s (%s)", plural(len(d), "meeting"), first.Format("Mon 2 Jan 2006, 15:04"), last.Format("Mon 2 Jan 2006"), g.Zone)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
