package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"convene/daemon/demo"

	"github.com/spf13/cobra"
)

func newDemo() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Runs a whole group from founding to closing, on embedded servers",
		Long: `Plays the whole life of a group in well under a minute: an SMTP and an IMAP
server on this computer, a virtual clock, and a dozen simulated people who
answer their mails, each in their own way. Nothing leaves this computer.

It leaves a directory with the database, every mail as a file, and a page to
look through them.

With --live the servers stay up and time passes as fast as --speed says, so that
you can take one member's seat with a mail program of your own.`,
	}
	dir := cmd.Flags().String("dir", "", "where to leave it all (default: a new directory demo-... here)")
	seed := cmd.Flags().Uint64("seed", 1, "for everything left to chance: the same seed, the same mails")
	live := cmd.Flags().Bool("live", false, "let time pass, and leave one member's seat to you; stop with Ctrl-C")
	speed := cmd.Flags().Float64("speed", 1440, "with --live: how many times as fast as your clock; at 1440 a day takes a minute")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if cmd.Flags().Changed("speed") && !*live {
			return usageError{errors.New("--speed goes with --live")}
		}
		if *live && (!(*speed >= 1) || *speed > 100_000) { // also not a number
			return usageError{errors.New("--speed goes from 1 to 100000")}
		}
		where, err := demoDir(*dir)
		if err != nil {
			return err
		}
		debug.SetGCPercent(400) // a life is over in seconds, and small
		return demo.Run(cmd.Context(), demo.Options{Dir: where, Seed: *seed, Out: cmd.OutOrStdout(), Live: *live, Speed: *speed})
	}
	return cmd
}

// demoDir makes the directory for a demo: the named one if there is nothing in
// it, else a new one here.
func demoDir(named string) (string, error) {
	if named != "" {
		entries, err := os.ReadDir(named)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if len(entries) > 0 {
			return "", usageError{fmt.Errorf("%s is not empty; name a new directory with --dir", named)}
		}
		return named, nil
	}
	for n := 1; ; n++ {
		name := fmt.Sprintf("demo-%d", n)
		if err := os.Mkdir(name, 0o700); err == nil || !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}
