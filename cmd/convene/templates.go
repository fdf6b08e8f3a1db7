package main

import (
	"fmt"
	"path/filepath"

	"convene/daemon"
	"convene/daemon/config"

	"github.com/spf13/cobra"
)

func newTemplates() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "templates",
		Short: "Writes out the wording of the letters, to be changed",
		Long: `The wording of every letter is a file of its own for each language. The folder that
templates_dir names in the configuration may hold other versions of any of them.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTemplatesExport())
	return cmd
}

func newTemplatesExport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export DIR",
		Short: "Writes the built-in letters into a folder",
		Long: `Writes the built-in letters into a folder: DIR/en/letter.md and so on. Nothing that
is there is written over.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("%s takes one folder, such as my-templates", cmd.CommandPath())}
			}
			return nil
		},
	}
	lang := cmd.Flags().String("language", "", "the letters of this language only: en, de, es or fr")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		dir := args[0]
		n, err := daemon.ExportWording(dir, *lang)
		if err != nil {
			return usageError{err}
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), `%s written to %s.

1. Keep the files that you want to change, and delete the others: those stay as
   convene has them, also when it gets better at wording.
2. Change the words, and leave what stands in {{ }} and the words between `+"` `"+` alone:
   they are names and dates, questions and buttons.
3. Name the folder in the configuration: templates_dir = %q
4. convene check tries them on mails of every kind, convene preview shows the coming
   ones. A daemon that runs takes them over by itself.

Words in which people may reply can stand in %s, and so on;
they are added to the built-in ones. Agendas of your own are %s.
`, plural(n, "file"), dir, dir, filepath.Join(dir, "en", "words.txt"), filepath.Join(dir, "agenda-<name>.md"))
		return err
	}
	return cmd
}

// checkWording prints what is wrong with somebody's own wording.
func checkWording(cmd *cobra.Command, cfg *config.Config) error {
	files, problems := daemon.CheckWording(cfg.TemplatesDir)
	_ = problems.Print(cmd.ErrOrStderr())
	if len(problems.Errors()) > 0 {
		return usageError{errWording}
	}
	if len(files) > 0 {
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s of your own in %s, tried on mails of every kind\n", plural(len(files), "letter"), cfg.TemplatesDir)
	}
	return nil
}
