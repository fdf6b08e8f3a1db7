package main

import (
	"errors"

	"github.com/spf13/cobra"
)

func newDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Runs a whole group from founding to closing, on embedded servers",
		RunE:  func(*cobra.Command, []string) error { return errors.New("being written") },
	}
}
