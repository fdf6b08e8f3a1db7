#!/usr/bin/env python3
"""Reads every calendar under the given directories with python3-icalendar:
.ics files, and the text/calendar parts and invite.ics of invitations in .eml.

Checks what convene promises of the calendars it writes: CRLF, lines of at most
75 octets that are UTF-8 each, METHOD, one VEVENT with one ATTENDEE in an
invitation, and that the VTIMEZONE written beside an event gives the same UTC
as the tz database (and as python's own zoneinfo).

    .ci/interop/ics.py DIR...

Needs the Debian packages python3-icalendar, python3-tz and tzdata. Exits with
1 if anything is wrong, with 2 if there is nothing to read.
"""

import datetime
import email
import pathlib
import sys
import zoneinfo

import icalendar


def calendars(path):
    """Yields the calendars in one file; of mails only those that we sent."""
    if path.suffix == ".ics":
        yield path.read_bytes()
        return
    mail = email.message_from_bytes(path.read_bytes())
    if mail.get("List-Id") is None:
        return
    for part in mail.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            yield part.get_payload(decode=True)


def check(raw):
    """Yields what is wrong with one calendar."""
    if b"\n" in raw.replace(b"\r\n", b""):
        yield "a line ends without CR"
    for number, line in enumerate(raw.split(b"\r\n"), 1):
        if len(line) > 75:
            yield f"line {number} has {len(line)} octets"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield f"line {number} is cut inside a rune"

    calendar = icalendar.Calendar.from_ical(raw)
    written = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}
    events = calendar.walk("VEVENT")
    method = calendar.get("METHOD")
    if not events:
        yield "no VEVENT"
    if method is not None and len(events) != 1:
        yield f"{len(events)} VEVENTs in one {method}"
    for event in events:
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"):
            if name not in event:
                yield f"no {name}"
        if event.errors:
            yield f"errors {event.errors}"
        attendees = event.get("ATTENDEE", [])
        if not isinstance(attendees, list):
            attendees = [attendees]
        if method is not None and len(attendees) != 1:
            yield f"{len(attendees)} ATTENDEEs"
        for name in ("DTSTART", "DTEND"):
            if name in event:
                yield from check_time(event[name], name, written)


def check_time(prop, name, written):
    value, zone = prop.dt, prop.params.get("TZID")
    if not isinstance(value, datetime.datetime):
        yield f"{name} is a date"
        return
    if zone is None:
        if value.utcoffset() != datetime.timedelta(0):
            yield f"{name} is neither UTC nor in a zone"
        return
    if zone not in written:
        yield f"{name} names {zone}, which has no VTIMEZONE"
        return
    wall = value.replace(tzinfo=None)
    ours = written[zone].localize(wall, is_dst=True).astimezone(datetime.timezone.utc)
    real = wall.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(datetime.timezone.utc)
    if ours != real:
        yield f"{name} {wall} {zone}: {ours} by its VTIMEZONE, {real} by the tz database"


def main(directories):
    found = [
        (path, raw)
        for d in directories
        for path in sorted(pathlib.Path(d).rglob("*"))
        if path.suffix in (".ics", ".eml")
        for raw in calendars(path)
    ]
    wrong = 0
    for path, raw in found:
        try:
            problems = list(check(raw))
        except Exception as problem:  # a parser that gives up is a finding too
            problems = [f"{type(problem).__name__}: {problem}"]
        for problem in problems:
            print(f"{path}: {problem}")
            wrong += 1
    print(f"{len(found)} calendars, {wrong} problems")
    if not found:
        return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
