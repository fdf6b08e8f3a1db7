package main

import (
	"time"

	"convene/daemon"

	"github.com/spf13/cobra"
)

func newHealthcheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Exits with 0 if the daemon is alive, for containers and monitors",
	}
	path := configFlag(cmd)
	age := cmd.Flags().Duration("max-age", 2*time.Minute, "how old the daemon's last heartbeat may be")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		return daemon.Healthy(cmd.Context(), daemon.Options{Config: cfg}, *age)
	}
	return cmd
}
