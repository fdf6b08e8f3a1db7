package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newStatus() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Says what is going on and what needs a hand",
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	asJSON := cmd.Flags().Bool("json", false, "print as JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "A daemon that is running goes on with the file as it was before.")
			return err
		}
		o := daemon.Options{Config: cfg}
		if o.Clock, err = clock(); err != nil {
			return err
		}
		report, err := daemon.Status(cmd.Context(), o)
		if err != nil {
			return err
		}
		if *asJSON {
			enc := json.NewEncoder(cmd.OutOrStdout())
			enc.SetIndent("", "  ")
			return enc.Encode(report)
		}
		for _, g := range report.Groups {
			printStatus(cmd.OutOrStdout(), g)
		}
		printMailbox(cmd.OutOrStdout(), report.Mailbox)
		return nil
	}
	return cmd
}

func printStatus(w io.Writer, g daemon.GroupStatus) {
	_, _ = fmt.Fprintf(w, "%s (%s): %s\n", g.Name, g.Group, plural(g.Members, "member"))
	switch {
	case g.Closed:
		_, _ = fmt.Fprintln(w, "  has ended")
	case g.Next != nil:
		_, _ = fmt.Fprintf(w, "  next meeting: %s", g.Next.Start.Format("Mon 2 Jan 2006, 15:04 MST"))
		if g.Next.Topic != "" {
			_, _ = fmt.Fprintf(w, ", %s", g.Next.Topic)
		}
		_, _ = fmt.Fprintf(w, "\n  answers so far: %s\n", counts(g.Next.RSVPs))
		for _, t := range g.Next.Turns {
			name := t.Name
			if name == "" {
				name = "nobody yet"
			}
			_, _ = fmt.Fprintf(w, "  %s: %s\n", t.Role, name)
		}
	}
	if len(g.Inbox) > 0 {
		_, _ = fmt.Fprintf(w, "  mails read: %s\n", counts(g.Inbox))
	}
	if g.Queued > 0 {
		_, _ = fmt.Fprintf(w, "  waiting to be sent: %s\n", plural(g.Queued, "mail"))
	}
	printNeeds(w, g.NeedsHand)
}

func printMailbox(w io.Writer, m daemon.MailboxStatus) {
	_, _ = fmt.Fprintln(w, "The mailbox:")
	if len(m.Inbox) > 0 {
		_, _ = fmt.Fprintf(w, "  mails of no group: %s\n", counts(m.Inbox))
	}
	if m.Pending > 0 {
		_, _ = fmt.Fprintf(w, "  waiting to be read: %s\n", plural(m.Pending, "mail"))
	}
	printNeeds(w, m.NeedsHand)
}

func printNeeds(w io.Writer, needs []string) {
	if len(needs) == 0 {
		_, _ = fmt.Fprintln(w, "  nothing needs a hand")
		return
	}
	_, _ = fmt.Fprintln(w, "  needs a hand:")
	for _, n := range needs {
		_, _ = fmt.Fprintf(w, "  - %s\n", n)
	}
}

// counts writes figures by name, the largest first.
func counts(m map[string]int) string {
	names := slices.Sorted(maps.Keys(m))
	slices.SortStableFunc(names, func(a, b string) int { return m[b] - m[a] })
	var parts []string
	for _, n := range names {
		parts = append(parts, fmt.Sprintf("%d %s", m[n], n))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }
