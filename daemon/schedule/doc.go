// Package schedule knows about time: what the clock says, when meetings and
// digests fall, and when a letter may go out.
//
// Plans are made in local wall time. A meeting at 16:00 stays at 16:00 when the
// clocks change, so every rule (a repeat phrase, an RFC 5545 recurrence rule, a
// cron expression) is evaluated on the wall clock as if it were UTC, and only the
// result is mapped to an instant: a wall time that the spring change skips takes
// the offset from before the change, one that the autumn change repeats means
// its first pass (RFC 5545 section 3.3.5).
//
// This is the only package that reads the machine's clock. Everybody else is
// handed a [Clock].
package schedule
