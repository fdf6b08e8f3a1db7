package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newPreview() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview [--diff [NEWFILE]]",
		Short: "Lists every mail of the coming weeks: when, to whom, what, why",
		Long: `Lists every mail that would go out in the coming weeks as things stand now, if
nobody answered anything in the meantime. Nothing is sent or stored. Times are
the member's own.

--diff says what a changed file would do before it does: the differences in
words, and each mail that they cause. With NEWFILE it compares that file with the
one in use; without, the file as it stands with the plan that was applied last.

--html writes the mails as pages to look at in a browser: a timeline, and each mail
as text, as HTML in light and dark, and as the invitation that it carries.`,
		Args: cobra.MaximumNArgs(1),
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	weeks := cmd.Flags().Int("weeks", 4, "how far to look ahead")
	asJSON := cmd.Flags().Bool("json", false, "print as JSON")
	diff := cmd.Flags().Bool("diff", false, "what a changed file would send, and what no longer")
	dir := cmd.Flags().String("html", "", "write pages to look at into this directory; made if it is missing")
	cmd.MarkFlagsMutuallyExclusive("html", "diff")
	cmd.MarkFlagsMutuallyExclusive("html", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 && !*diff {
			return usageError{fmt.Errorf("%q: a file is named with --diff; the one in use is --config", args[0])}
		}
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
		until := o.Clock.Now().AddDate(0, 0, 7**weeks)
		if *diff {
			return printDifference(cmd, o, args, until, *asJSON)
		}
		if *dir != "" {
			return writeGallery(cmd, o, *dir, until)
		}
		lines, err := daemon.Preview(cmd.Context(), o, until)
		if err != nil {
			return err
		}
		if *asJSON {
			return printJSON(cmd.OutOrStdout(), lines)
		}
		if err := printMails(cmd.OutOrStdout(), lines); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s in the next %s, if nobody answers anything until then.\n", plural(len(lines), "mail"), plural(*weeks, "week"))
		return err
	}
	return cmd
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printMails is the table of mails.
func printMails(out io.Writer, lines []daemon.PreviewLine) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "WHEN\tTO\tKIND\tSUBJECT\tWHY")
	for _, l := range lines {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.When.Format("Mon 2 Jan 2006 15:04 MST"), l.To, l.Kind, l.Subject, l.Reason())
	}
	return w.Flush()
}
