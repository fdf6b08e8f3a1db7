package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"convene/daemon"
	"convene/daemon/config"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2 // wrong flags, or a configuration that cannot be used
	exitLocked  = 3 // another daemon works on the same database
)

// usageError is a mistake in how convene was called or configured.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

var errWording = errors.New("the wording cannot be used; see above")

// execute runs one command line and returns its exit code.
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	closeToOthers()
	stdout, stderr = &inert{to: stdout}, &inert{to: stderr}
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var usage usageError
	var wording config.Problems
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		say(stderr, err)
		return exitUsage
	case errors.As(err, &wording):
		_ = wording.Print(stderr)
		say(stderr, errWording)
		return exitUsage
	case errors.Is(err, daemon.ErrLocked):
		say(stderr, err)
		return exitLocked
	default:
		say(stderr, err)
		return exitFailure
	}
}

func say(w io.Writer, err error) {
	if text := err.Error(); text != "" {
		_, _ = fmt.Fprintln(w, "convene: "+text)
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "convene",
		Short: "Runs groups of people who learn from each other, by e-mail and calendar alone",
		Long: `convene runs groups of 7 to 15 people who learn from each other. It sends the
calendar invitations and the letters, reads the replies, lets roles go round,
asks what was learned, and brings the group to a good end.

Try it:       convene demo
Set it up:    write convene.toml, then convene check, convene preview, convene run`,
		SilenceErrors: true,
		SilenceUsage:  true,
		// A word that is no command is a mistake, not a reason to print help.
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("there is no command %q; see convene --help", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())}
	})
	root.AddCommand(
		newDemo(), newCheck(), newPreview(), newTemplates(), newRun(), newExplain(), newStatus(), newExport(), newBackup(), newRestore(), newHealthcheck(), newVersion(), newCompletion(),
	)
	for _, c := range root.Commands() {
		if c.Args == nil {
			c.Args = noArguments
		}
	}
	return root
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no argument, but got %q", cmd.CommandPath(), args[0])}
	}
	return nil
}

// configFlag adds --config.
func configFlag(cmd *cobra.Command) *string {
	return cmd.Flags().StringP("config", "c", "convene.toml", "the coordinator's file")
}

// asOfFlag adds --now to a command that only looks.
func asOfFlag(cmd *cobra.Command) func() (daemon.Clock, error) {
	text := cmd.Flags().String("now", "", "look as of this time (RFC 3339)")
	return func() (daemon.Clock, error) {
		if *text == "" {
			return daemon.NewClock(), nil
		}
		at, err := time.Parse(time.RFC3339, *text)
		if err != nil {
			return nil, usageError{fmt.Errorf("--now %s: write it like 2026-03-03T09:00:00Z", *text)}
		}
		return daemon.NewVirtualClock(at), nil
	}
}

// loadConfig reads the coordinator's file. All that is wrong with it is said at
// once; warnings go to stderr and stop nothing.
func loadConfig(cmd *cobra.Command, path string) (*config.Config, error) {
	cfg, problems := config.Load(path)
	if err := problems.Err(); err != nil {
		_ = problems.Print(cmd.ErrOrStderr())
		return nil, usageError{errors.New("the configuration cannot be used; see above")}
	}
	_ = problems.Warnings().Print(cmd.ErrOrStderr())
	return cfg, nil
}

// logger writes to stderr: in colour on a terminal, as JSON where asked.
func logger(w io.Writer, asJSON bool, level slog.Level) *slog.Logger {
	if asJSON {
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
	}
	if terminal(w) {
		return slog.New(logInColour(coloured(w), level))
	}
	return slog.New(tint.NewTextHandler(w, &tint.Options{Level: level, TimeFormat: time.DateTime, NoColor: true, ReplaceAttr: withoutEscapes}))
}

func logInColour(w io.Writer, level slog.Level) slog.Handler {
	return tint.NewTextHandler(w, &tint.Options{Level: level, TimeFormat: time.DateTime, ReplaceAttr: withoutEscapes})
}
