// Package store keeps the record of every group, the outbox and the ledger of
// the inbox in one SQLite file. It holds no rule: what is written and when is
// decided by package group and the daemon around it.
//
// There is one writer and there are several readers: [DB.Write] runs an
// immediate transaction, [DB.Read] a snapshot beside it. State tables are the
// truth; the table log is their append-only history and is never replayed.
//
// Instants are stored as RFC 3339 text in UTC to the second, so that a
// coordinator can read them with sqlite3. What is later than that second is cut
// off; times before which nothing may happen are rounded up instead. The zero
// time is NULL. Members' own words stand in the table words and nowhere else in
// the record, raw mails in inbox_raw and outbox_data: emptying these three is
// enough to forget.
package store
