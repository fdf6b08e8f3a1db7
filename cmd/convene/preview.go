package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newPreview() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Lists every mail of the coming weeks: when, to whom, what, why",
		Long: `Lists every mail that would go out in the coming weeks as things stand now, if
nobody answered anything in the meantime. Nothing is sent or stored. Times are
the member's own.`,
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	weeks := cmd.Flags().Int("weeks", 4, "how far to look ahead")
	asJSON := cmd.Flags().Bool("json", false, "print as JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *weeks < 1 || *weeks > 104 {
			return usageError{fmt.Errorf("--weeks %d: from 1 to 104", *weeks)}
		}
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		o := daemon.Options{Config: cfg}
		if o.Clock, err = clock(); err != nil {
			return err
		}
		lines, err := daemon.Preview(cmd.Context(), o, o.Clock.Now().AddDate(0, 0, 7**weeks))
		if err != nil {
			return err
		}
		if *asJSON {
			enc := json.NewEncoder(cmd.OutOrStdout())
			enc.SetIndent("", "  ")
			return enc.Encode(lines)
		}
		w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(w, "WHEN\tTO\tKIND\tSUBJECT\tWHY")
		for _, l := range lines {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.When.Format("Mon 2 Jan 2006 15:04 MST"), l.To, l.Kind, l.Subject, why(l))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s in the next %s, if nobody answers anything until then.\n", plural(len(lines), "mail"), plural(*weeks, "week"))
		return err
	}
	return cmd
}

// why names the reason, and what else is in the mail.
func why(l daemon.PreviewLine) string {
	if len(l.With) == 0 {
		return l.Why
	}
	return l.Why + "; with " + strings.Join(l.With, ", ")
}
