package main

import (
	"encoding/json"
	"fmt"
	"io"

	"convene/daemon"

	"github.com/spf13/cobra"
)

// maxMail is the most that is read from stdin: a little over the limit for a
// mail, so that too big is said and not cut.
const maxMail = 26 << 20

func newExplain() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain < mail.eml",
		Short: "Says how one raw mail would be understood, and why; stores nothing",
		Long: `Reads one raw mail on standard input and says what it is, whose it is, what the
person wrote, which answers are in it and what would be recorded. It stores
nothing. With --config it looks into the database to find letter and member.`,
	}
	path := cmd.Flags().StringP("config", "c", "", "the coordinator's file; without it the mail is read by itself")
	text := cmd.Flags().Bool("text", false, "print only what the person wrote")
	asJSON := cmd.Flags().Bool("json", false, "print everything as JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		raw, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), maxMail))
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
		var o daemon.Options
		if *path != "" {
			if o.Config, err = loadConfig(cmd, *path); err != nil {
				return err
			}
		}
		e, err := daemon.Explain(cmd.Context(), o, raw)
		if err != nil {
			return err
		}
		out := cmd.OutOrStdout()
		switch {
		case *text:
			_, err = fmt.Fprintln(out, e.Text)
		case *asJSON:
			enc := json.NewEncoder(out)
			enc.SetIndent("", "  ")
			enc.SetEscapeHTML(false)
			err = enc.Encode(e)
		default:
			err = printExplanation(out, e)
		}
		return err
	}
	return cmd
}

func printExplanation(w io.Writer, e daemon.Explanation) error {
	for _, l := range [][2]string{{"kind", e.Kind}, {"member", e.Member}, {"group", e.Group}, {"letter", e.Letter}, {"trust", e.Trust}, {"asks back", e.AskBack}} {
		if l[1] != "" {
			_, _ = fmt.Fprintf(w, "%-10s %s\n", l[0]+":", l[1])
		}
	}
	if e.Text != "" {
		_, _ = fmt.Fprintf(w, "\nnew text:\n%s\n", indent(e.Text))
	}
	if len(e.Answers) > 0 {
		_, _ = fmt.Fprintln(w, "\nanswers:")
	}
	for _, a := range e.Answers {
		_, _ = fmt.Fprintf(w, "  %s %s, from %q", a.Kind, a.Value, a.Words)
		if a.Effect != "" {
			_, _ = fmt.Fprintf(w, ": %s", a.Effect)
		}
		_, _ = fmt.Fprintln(w)
	}
	_, _ = fmt.Fprintln(w, "\nbecause:")
	for _, b := range e.Because {
		if _, err := fmt.Fprintf(w, "  %s\n", b); err != nil {
			return err
		}
	}
	return nil
}
