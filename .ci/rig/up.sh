#!/usr/bin/env bash
# up.sh DIR: a Dovecot and a Postfix of their own, everything they own below DIR, listening on 127.0.0.1 only.
# Several rigs can run side by side, given other folders and ports:
#
#   RIG_IMAP (20143)  IMAP, STARTTLS offered      RIG_SMTP (20025)  SMTP, STARTTLS offered
#   RIG_IMAPS (20993) IMAP over TLS               RIG_SMTPS (20465) SMTP over TLS
#   RIG_LMTP (20024)  between the two             RIG_USERS         local parts, separated by spaces
#   RIG_PARENT        a process id: when that process is gone, the rig goes too
#
# Every user USER@example.test has the password "secret"; plus-addresses reach the base one. Anybody may send
# from this machine, with or without logging in. later@example.test is refused with 450, never@example.test
# with 550; other strangers are accepted and come back as a real bounce. DIR/cert.pem is the authority to
# trust, for 127.0.0.1 and localhost. down.sh DIR ends it all. Needs root and what install.sh installs.
set -euo pipefail
umask 022 # whoever starts it may be as private as they like; the servers change users
here=$(cd "$(dirname "$0")" && pwd)

fail() {
	echo "rig: $*" >&2
	exit 1
}

[ $# -eq 1 ] || fail "usage: up.sh DIR"
[ "$(id -u)" -eq 0 ] || fail "Dovecot and Postfix change users and so want to be started by root"
for program in /usr/sbin/dovecot /usr/lib/postfix/sbin/master /usr/bin/openssl; do
	[ -x "$program" ] || fail "$program is missing; $here/install.sh installs it"
done
version=$(/usr/sbin/dovecot --version)
case $version in
2.3.*) ;;
*) fail "the configuration here is for Dovecot 2.3, and this is $version" ;;
esac

mkdir -p "$1"
dir=$(cd "$1" && pwd)
# Mails are written by "nobody": it has to get through every folder above.
setpriv --reuid=nobody --regid=nogroup --clear-groups test -x "$dir" ||
	fail "$dir must be open to all (chmod o+x), with every folder above it"

imap=${RIG_IMAP:-20143} imaps=${RIG_IMAPS:-20993} lmtp=${RIG_LMTP:-20024}
smtp=${RIG_SMTP:-20025} smtps=${RIG_SMTPS:-20465}

for port in "$imap" "$imaps" "$lmtp" "$smtp" "$smtps"; do
	if (: 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
		fail "port $port is taken"
	fi
done

# A certificate that vouches for itself; clients are given it as their only authority.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=rig \
	-addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
	-keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null

for user in ${RIG_USERS:-groups ana ben chiara dana emil farah}; do
	echo "$user@example.test:{PLAIN}secret"
done >"$dir/users"

fill() {
	sed -e "s#@DIR@#$dir#g" -e "s#@IMAP@#$imap#g" -e "s#@IMAPS@#$imaps#g" -e "s#@LMTP@#$lmtp#g" \
		-e "s#@SMTP@#$smtp#g" -e "s#@SMTPS@#$smtps#g" "$here/$1" >"$2"
}

# The queue, with the owners that Postfix insists on. Its own start script would make it, and would also want
# to be the only Postfix on the machine.
queue=$dir/queue
mkdir -p "$dir/dovecot" "$dir/mail" "$dir/postfix" "$dir/data" "$queue"
chown nobody:nogroup "$dir/mail"
chown postfix "$dir/data"
for sub in active bounce corrupt defer deferred flush hold incoming private saved trace; do
	install -d -o postfix -m 700 "$queue/$sub"
done
install -d -o postfix -g postdrop -m 730 "$queue/maildrop"
install -d -o postfix -g postdrop -m 710 "$queue/public"
install -d -m 755 "$queue/pid"

fill dovecot.conf "$dir/dovecot.conf"
fill main.cf "$dir/postfix/main.cf"
fill master.cf "$dir/postfix/master.cf"

setsid /usr/sbin/dovecot -F -c "$dir/dovecot.conf" >"$dir/dovecot.out" 2>&1 </dev/null &
echo $! >"$dir/dovecot.pid"
MAIL_CONFIG=$dir/postfix setsid /usr/lib/postfix/sbin/master -c "$dir/postfix" -d >"$dir/postfix.out" 2>&1 </dev/null &
echo $! >"$dir/postfix.pid"

# A port that is taken shows as a daemon that ends, even if nobody reaps it.
runs() { [ -r "/proc/$1/status" ] && ! grep -q '^State:.*Z' "/proc/$1/status"; } 2>/dev/null

# Ready is who greets.
ready() {
	local line
	exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
	IFS= read -r -t 2 line <&3 || line=
	exec 3>&-
	[ "${line:0:${#2}}" = "$2" ]
} 2>/dev/null

for try in $(seq 1 200); do
	for daemon in dovecot postfix; do
		runs "$(cat "$dir/$daemon.pid")" || {
			"$here/down.sh" "$dir"
			tail -n 5 "$dir/$daemon.out" "$dir/$daemon.log" >&2 || true
			fail "$daemon did not start; is one of its ports taken?"
		}
	done
	if ready "$imap" '* OK' && ready "$smtp" 220 && ready "$lmtp" 220; then
		break
	fi
	[ "$try" -lt 200 ] || {
		"$here/down.sh" "$dir"
		tail -n 5 "$dir"/*.out "$dir"/*.log >&2 || true
		fail "the servers did not answer within 20 seconds"
	}
	sleep 0.1
done

if [ -n "${RIG_PARENT:-}" ]; then
	# Tests that are killed cannot clean up.
	(
		while runs "$RIG_PARENT" && [ -f "$dir/dovecot.pid" ]; do sleep 1; done
		exec "$here/down.sh" "$dir"
	) >/dev/null 2>&1 </dev/null &
fi
