package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"convene/daemon"

	"github.com/spf13/cobra"
)

// ofGallery is what every page of a gallery holds, and nobody else's pages do.
const ofGallery = `<meta name="generator" content="convene preview">`

// writeGallery writes the pages of the mails to come into a directory, in place of
// those of an earlier look.
func writeGallery(cmd *cobra.Command, o daemon.Options, dir string, until time.Time) error {
	files, err := daemon.Gallery(cmd.Context(), o, until)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	if err := makeRoom(dir); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			return fmt.Errorf("preview: %w", err)
		}
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s in %s\n", plural(len(files), "page"), filepath.Join(dir, "index.html"))
	return err
}

// makeRoom takes the pages of an earlier look away, and leaves everything else alone.
func makeRoom(dir string) error {
	there, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	if len(there) == 0 {
		return nil
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.html")) //nolint:gosec // the coordinator names the directory
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("preview: %w", err)
	}
	if !bytes.Contains(index, []byte(ofGallery)) {
		return usageError{fmt.Errorf("--html %s: there are other files in it; name an empty directory, or a new one", dir)}
	}
	for _, pattern := range []string{"mail-*.html", "member-*.html"} {
		old, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return fmt.Errorf("preview: %w", err)
		}
		for _, f := range old {
			if err := os.Remove(f); err != nil {
				return fmt.Errorf("preview: %w", err)
			}
		}
	}
	return nil
}
