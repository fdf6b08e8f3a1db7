// Package daemon is the imperative shell around a functional core: it loads, calls, renders, stores and
// sends. What a group does is decided elsewhere, by pure functions of (config, record, now).
//
// # Who owns what
//
//	cmd/convene            commands, flags, printing, exit codes
//	daemon                 wiring, the two loops, where a transaction begins and ends
//	daemon/config          the coordinator's TOML file, checked whole, every mistake with its line and fix
//	daemon/group           every rule of a group's life, and the table of practices; no clock, no I/O
//	daemon/sample          made-up mails of every practice, to see wording with
//	daemon/answer          what a person meant: their words in, answers with reasons out; standard library only
//	daemon/store           SQLite: state, history, outbox, ledger of inbound mail; the only SQL
//	daemon/schedule        the clock, dates of meetings, cron; the only one that asks what time it is
//	daemon/demo            simulated members on a virtual clock
//	mailflow               one mail: parsed, composed, and the part of it that somebody wrote just now
//	mailflow/submit        SMTP out        mailflow/inbox   IMAP in        mailflow/postoffice   both, embedded
//	calendar               invitations out, replies to them in (RFC 5545, RFC 5546)
//	templates              the letters' wording and the words of replies, by language
//
// Who may import whom is held by a test of this package.
//
// # A letter goes out
//
// Each group has one indexed next_due. The loop sleeps until the earliest, then in one write transaction loads
// that group and calls group.Advance: what has lapsed changes, and what is due is gathered into letters within
// the mail budget. They are rendered to their final bytes; letters, asks, items and outbox rows have unique keys.
// Asking twice makes nothing twice. Sending comes after the commit; SMTP delivers at least once, so bytes and
// Message-ID are fixed before the first attempt.
//
// # A reply comes in
//
// A batch's raw bytes and the mailbox cursor commit first, only then is the mail flagged on the server. The
// attempt is counted and committed before parsing, so that a crash cannot loop. Then each mail has one
// transaction: parse, find letter and member, group.Receive, and what it changed, what it causes to be sent and
// the mail's outcome commit together. Three failures put that one mail aside and in front of a coordinator.
//
// # Time and chance
//
// Clock and randomness are handed in, as are dialers. The same pass (read until empty, fire, deliver) serves
// the daemon's loop, a single pass from the command line and the demo, whose clock is virtual.
package daemon
