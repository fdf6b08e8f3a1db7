// Package demo plays a whole group from founding to closing: a dozen simulated
// people, each with a mail program and habits of their own, on an embedded
// post office and a virtual clock. Nothing in convene is replaced for it: mails
// go out over SMTP and are read over IMAP, and the members answer over SMTP with
// logins of their own.
//
// Everything that is left to chance comes from one seed: a run with the same
// seed sends the same mails, byte for byte.
package demo
