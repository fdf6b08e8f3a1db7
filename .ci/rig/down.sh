#!/usr/bin/env bash
# down.sh DIR: ends what up.sh started there, and waits until it is gone. The files stay.
set -euo pipefail
dir=${1:?usage: down.sh DIR}

# runs PID: and is no zombie, which is what remains in a container whose first process reaps nothing.
runs() { [ -r "/proc/$1/status" ] && ! grep -q '^State:.*Z' "/proc/$1/status"; } 2>/dev/null

# leads PID: somebody of the group that it led is still there; they hold its sockets open.
leads() { { cat /proc/[0-9]*/stat 2>/dev/null || true; } | sed 's/.*) //' | awk -v group="$1" '$3 == group && $1 != "Z" { n++ } END { exit !n }'; }

for daemon in postfix dovecot; do
	[ -f "$dir/$daemon.pid" ] || continue
	pid=$(cat "$dir/$daemon.pid")
	kill "$pid" 2>/dev/null || true
	for _ in $(seq 1 50); do
		runs "$pid" || break
		sleep 0.1
	done
	# Both lead a group of processes by themselves (setsid): whoever is left in it goes now.
	kill -KILL -- "-$pid" 2>/dev/null || true
	for _ in $(seq 1 50); do
		leads "$pid" || break
		sleep 0.1
	done
	rm -f "$dir/$daemon.pid"
done
