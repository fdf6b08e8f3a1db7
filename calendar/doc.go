// Package calendar speaks iCalendar (RFC 5545) and iTIP (RFC 5546): it writes
// the invitation, update and cancellation of one meeting for one member, and
// reads what calendar programs send back.
//
// Writing goes through golang-ical, with every value cleaned first, because
// that library lets a line break in a name start a new property. Reading is a
// line reader of its own: real replies break the grammar in so many small ways
// that a strict parser would refuse them whole, and a reply that is refused is
// a person who was not heard.
//
// One mail carries one VEVENT for one ATTENDEE, without RRULE: one UID per
// meeting and member. That UID is secret, so whoever answers with it has seen
// the invitation.
package calendar
