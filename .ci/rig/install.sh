#!/usr/bin/env bash
# install.sh: what the integration tests need from the system, a real Dovecot and a real Postfix above all. It
# wants Debian, or a child of it, and root; with everything in place already it does nothing and needs neither.
# The servers are not started and not enabled: the tests run copies of their own, see up.sh.
set -euo pipefail

say() { echo "rig: $*" >&2; }

complete() {
	# C headers tell whether the race detector will find its compiler in working order.
	[ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/imap ] && [ -x /usr/lib/dovecot/lmtp ] &&
		[ -x /usr/lib/postfix/sbin/master ] && command -v openssl gcc make >/dev/null &&
		[ -e /usr/include/stdlib.h ]
}

if complete; then
	exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v debconf-set-selections >/dev/null; then
	say "this is not Debian. Please install Dovecot 2.3 with IMAP and LMTP, Postfix, openssl, gcc and make yourself;"
	say "the programs are expected where Debian puts them (/usr/sbin/dovecot, /usr/lib/postfix/sbin/master)."
	exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
	say "only root can install packages: run this as root, or install dovecot-imapd dovecot-lmtpd postfix openssl gcc libc6-dev make"
	exit 1
fi

# Packages start their daemons when they are installed. 101 from this file forbids it, and here nobody wants
# a mail server on the usual ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
	trap 'rm -f "$policy"' EXIT
fi

say "installing Dovecot and Postfix"
export DEBIAN_FRONTEND=noninteractive
# Without an answer Postfix would ask what kind of site this is.
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
"${apt[@]}" update >&2
"${apt[@]}" install -y --no-install-recommends \
	dovecot-imapd dovecot-lmtpd postfix openssl gcc libc6-dev make >/dev/null

if ! complete; then
	say "the packages are installed, but something is still missing"
	exit 1
fi
