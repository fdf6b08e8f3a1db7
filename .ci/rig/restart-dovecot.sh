#!/usr/bin/env bash
# restart-dovecot.sh DIR PORT: ends the Dovecot of the rig in DIR, with all its connections, and starts it again;
# returns when it greets on its IMAP port PORT.
set -euo pipefail
dir=$1 port=$2
old=$(cat "$dir/dovecot.pid")
kill "$old"
while kill -0 "$old" 2>/dev/null && ! grep -q '^State:.*Z' "/proc/$old/status"; do sleep 0.05; done
setsid /usr/sbin/dovecot -F -c "$dir/dovecot.conf" >>"$dir/dovecot.out" 2>&1 </dev/null &
echo $! >"$dir/dovecot.pid"
for _ in $(seq 1 200); do
	if exec 3<>"/dev/tcp/127.0.0.1/$port" && IFS= read -r -t 2 line <&3 && [ "${line:0:4}" = "* OK" ]; then
		exit 0
	fi 2>/dev/null
	sleep 0.1
done
echo "rig: Dovecot did not come back within 20 seconds" >&2
exit 1
