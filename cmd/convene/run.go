package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"convene/daemon"
	"convene/daemon/config"

	"github.com/spf13/cobra"
)

// atPoint is called at the named points between effects. It is nil, but in the
// builds that crash on purpose (crashpoints.go).
var atPoint func(point string) error

func newRun() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Runs the groups: the daemon",
		Long: `Runs the groups of the configuration until it is asked to stop (SIGINT or
SIGTERM). It reads the configuration again when that changes, or on SIGHUP: whole,
or with a mistake in it not at all. With --once it does one pass (read the mailbox, fire what is due,
deliver) and exits.`,
	}
	path := configFlag(cmd)
	once := cmd.Flags().Bool("once", false, "do one pass and exit")
	now := cmd.Flags().String("now", "", "with --once: the time of that pass (RFC 3339); only with servers on this machine")
	asJSON := cmd.Flags().Bool("log-json", false, "log as JSON")
	verbose := cmd.Flags().BoolP("verbose", "v", false, "log more")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := loadConfig(cmd, *path)
		if err != nil {
			return err
		}
		level := slog.LevelInfo
		if *verbose {
			level = slog.LevelDebug
		}
		o := daemon.Options{Config: cfg, Logger: logger(cmd.ErrOrStderr(), *asJSON, level), Hook: atPoint}
		if *now != "" {
			if o.Clock, err = passClock(cfg, *now, *once); err != nil {
				return usageError{err}
			}
		}
		d, err := daemon.Open(cmd.Context(), o)
		if err != nil {
			return err
		}
		groups := len(cfg.Groups)
		cfg, o.Config = nil, nil // the daemon has what it needs
		if *once {
			err = onePass(cmd, d)
		} else {
			err = runUntilStopped(cmd.Context(), d, func() {
				o.Logger.Info("convene is running", slog.Int("groups", groups), slog.String("version", versionText()))
			})
			o.Logger.Info("convene has stopped")
		}
		return errors.Join(err, d.Close())
	}
	return cmd
}

// runUntilStopped runs the daemon; a hangup lets it read its file again.
func runUntilStopped(ctx context.Context, d *daemon.Daemon, running func()) error {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				d.Reload()
			}
		}
	}()
	running()
	return d.Run(ctx)
}

func onePass(cmd *cobra.Command, d *daemon.Daemon) error {
	p, err := d.Pass(cmd.Context())
	_, _ = fmt.Fprintf(cmd.OutOrStdout(), "read %s, wrote %s, sent %s\n", plural(p.Read, "mail"), plural(p.Composed, "mail"), plural(p.Sent, "mail"))
	return err
}

// passClock is a clock that stands at the given time. It is refused with real
// servers: mail from another time would reach real people.
func passClock(cfg *config.Config, text string, once bool) (daemon.Clock, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, fmt.Errorf("--now %s: write it like 2026-03-03T09:00:00Z", text)
	}
	if !once {
		return nil, errors.New("--now goes with --once")
	}
	for _, s := range []config.Server{cfg.Mail.SMTP, cfg.Mail.IMAP} {
		if ip := net.ParseIP(s.Host); s.Host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fmt.Errorf("--now is only for trying things out: %s is not on this machine", s.Host)
		}
	}
	return daemon.NewVirtualClock(at), nil
}
