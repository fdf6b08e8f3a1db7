// Package mailflow is convene's model of a mail. It parses raw bytes from
// outside into a Mail, composes the bytes of a letter or an invitation from a
// Draft, finds the words a person wrote themselves (NewText), tells people from
// calendars, machines and bounces (Kind), and reads the Authentication-Results
// of the receiving server (Authenticated).
//
// It knows no network, no store and no group: bytes in, values out. Everything
// it reads may be hostile, so sizes are checked by a cheap scan before any
// parser runs; see ErrLimit.
package mailflow
