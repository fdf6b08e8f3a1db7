package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

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
person wrote, which answers are in it, what would be recorded and what would be
asked back. It stores nothing. With --config it looks into the database to find
letter and member, and reads the mail as of the time it was written, with the
record as it is now.`,
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

// trusts are the verdicts on whose word a mail is, in plain words.
var trusts = map[string]string{
	"apply":     "it counts",
	"hold":      "it waits for its member's word",
	"forwarded": "somebody else's answer to a member's invitation",
	"stranger":  "nobody that a group knows",
}

// asksBack are the reasons for asking back, in plain words.
var asksBack = map[string]string{
	"unclear":      "words that may mean an answer, but not surely",
	"two_readings": "the words say both",
	"two_asks":     "two questions could claim the answer",
	"two_answers":  "one question was answered twice, differently",
	"two_people":   "a name fits two members",
	"which_person": "a swap, but with whom?",
	"no_question":  "an answer, and no question it could belong to",
	"out_of_range": "a number or letter that was not offered",
	"thumbs_up":    "a thumb may mean yes, or only that it was read",
	"question":     "a question to somebody",
	"about_others": "about another person",
	"other_date":   "about another date than the one asked about",
	"which_date":   "a date is missing, or unclear",
	"unreadable":   "a winmail.dat, which only its own program can open",
}

// gloss puts what a code means behind it.
func gloss(code string, meanings map[string]string) string {
	if m := meanings[code]; m != "" {
		return code + " (" + m + ")"
	}
	return code
}

func printExplanation(w io.Writer, e daemon.Explanation) error {
	for _, l := range [][2]string{
		{"kind", e.Kind}, {"member", e.Member}, {"group", e.Group}, {"letter", e.Letter}, {"trust", gloss(e.Trust, trusts)},
		{"outcome", e.Outcome}, {"asks back", gloss(e.AskBack, asksBack)},
	} {
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
		_, _ = fmt.Fprintf(w, "  %s", strings.TrimSpace(a.Kind+" "+a.Value))
		if words := strings.Join(strings.Fields(a.Words), " "); words != "" {
			_, _ = fmt.Fprintf(w, ", from %q", words)
		}
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
