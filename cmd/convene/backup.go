package main

import (
	"errors"
	"fmt"
	"io/fs"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newBackup() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Writes a checked copy of the database, while the daemon runs",
		Long: `Writes a copy of the whole database to FILE, which must not exist yet, while the
daemon goes on. The copy is read from end to end before it gets its name. It is
readable by its owner alone: it holds every mail and every word.`,
		Args: oneFile,
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		o := daemon.Options{Config: cfg}
		if o.Clock, err = clock(); err != nil {
			return err
		}
		size, err := daemon.Backup(cmd.Context(), o, args[0])
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s is there already and was not touched; give the copy a name of its own", args[0])
		}
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), `%s: %s, checked.
Keep it where nobody else can read it, on another machine: it holds every mail and
every word. Keep %s and the file with the password too, they are
not in it. Letters promise that copies are gone after 30 days: remove this one then.
`, args[0], bytesText(size), *path)
		return nil
	}
	return cmd
}

// oneFile wants exactly one argument.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{fmt.Errorf("%s takes one file; see %s --help", cmd.CommandPath(), cmd.CommandPath())}
	}
	return nil
}

// bytesText writes a size for people.
func bytesText(n int64) string {
	const kb, mb = 1 << 10, 1 << 20
	switch {
	case n < mb:
		return fmt.Sprintf("%d KB", (n+kb-1)/kb)
	default:
		return fmt.Sprintf("%.1f MB", float64(n)/mb)
	}
}
