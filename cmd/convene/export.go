package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newExport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Writes a group's record as a book, tables, JSON and a calendar",
		Long: `Writes the record of a group into a directory: book.md and book.html to read,
meetings.csv and turns.csv for a spreadsheet, record.json for programs, and
meetings.ics for a calendar. It holds what the group may see: no addresses, and
nothing that was written in confidence. Only members who signed are named beside
their words. It works while the group meets and after it has ended.

--public leaves out everything but what its writers let out of the group.`,
	}
	path := configFlag(cmd)
	clock := asOfFlag(cmd)
	id := cmd.Flags().StringP("group", "g", "", "id of the group; not needed where there is one")
	dir := cmd.Flags().StringP("dir", "d", "", "the directory to write into; made if it is missing")
	public := cmd.Flags().Bool("public", false, "only what may leave the group")
	formats := cmd.Flags().StringSlice("format", daemon.ExportFormats, "which formats")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *dir == "" {
			return usageError{fmt.Errorf("--dir is missing: where to write?")}
		}
		for _, f := range *formats {
			if !slices.Contains(daemon.ExportFormats, f) {
				return usageError{fmt.Errorf("--format %s: there are %s", f, strings.Join(daemon.ExportFormats, ", "))}
			}
		}
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		o := daemon.Options{Config: cfg}
		if o.Clock, err = clock(); err != nil {
			return err
		}
		files, err := daemon.Export(cmd.Context(), o, *id, *public, *formats)
		if err != nil {
			return err
		}
		// The words of a group are its own: nobody else on this machine reads them.
		if err := os.MkdirAll(*dir, 0o700); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		for _, f := range files {
			name := filepath.Join(*dir, f.Name)
			if err := os.WriteFile(name, f.Data, 0o600); err != nil {
				return fmt.Errorf("export: %w", err)
			}
			_, _ = fmt.Fprintln(cmd.OutOrStdout(), name)
		}
		return nil
	}
	return cmd
}
