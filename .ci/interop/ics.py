"""Reads one calendar with python3-icalendar and by the letter of RFC 5545 and RFC 5546."""

import datetime
import re

import icalendar

UTC = datetime.timezone.utc
STAMP = "%Y%m%dT%H%M%SZ"

# How often a property stands in the VEVENT of each METHOD (RFC 5546, 3.2.2 and 3.2.5; "" is a calendar to look at,
# RFC 5545, 3.6.1). Of what RFC 5546 lets go we want SEQUENCE and DTEND all the same, and one ATTENDEE: the
# member that the mail is for.
WANTED = {
    "REQUEST": {"ATTENDEE": 1, "DTSTAMP": 1, "DTSTART": 1, "DTEND": 1, "ORGANIZER": 1, "SEQUENCE": 1, "SUMMARY": 1, "UID": 1, "STATUS": 1, "REQUEST-STATUS": 0},
    "CANCEL": {"ATTENDEE": 1, "DTSTAMP": 1, "DTSTART": 1, "DTEND": 1, "ORGANIZER": 1, "SEQUENCE": 1, "SUMMARY": 1, "UID": 1, "STATUS": 1, "REQUEST-STATUS": 0},
    "": {"ATTENDEE": 0, "DTSTAMP": 1, "DTSTART": 1, "DTEND": 1, "ORGANIZER": 0, "SEQUENCE": 1, "SUMMARY": 1, "UID": 1, "STATUS": 1, "METHOD": 0},
}
STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED", "": "CONFIRMED"}


class Read:
    """What one calendar says: its properties, and its events' times in UTC by its own VTIMEZONE."""

    def __init__(self, raw, checks):
        self.properties, self.times, self.events, self.local = [], {}, [], {}
        wire(raw, checks)
        self.calendar = icalendar.Calendar.from_ical(raw)
        self.method = str(self.calendar.get("METHOD", ""))
        for component in self.calendar.walk():
            checks(not component.errors, f"{component.name}: {component.errors}")
            for name in component.keys():
                self.properties += [f"{component.name}/{name}"] * count(component, name)
        checks(self.calendar.get("VERSION") == "2.0", "VERSION is not 2.0")
        checks(bool(self.calendar.get("PRODID")), "no PRODID")
        checks(self.method in WANTED, f"METHOD {self.method}")
        zones = {}
        for zone in self.calendar.walk("VTIMEZONE"):
            checks(str(zone["TZID"]) not in zones, f"two VTIMEZONEs {zone['TZID']}")
            zones[str(zone["TZID"])] = zone.to_tz()
        events = self.calendar.walk("VEVENT")
        checks(bool(events) and (not self.method or len(events) == 1), f"{len(events)} VEVENTs")
        used = set()
        for event in events:
            self.events.append(event)
            self.form(event, checks)
            for name in ("DTSTART", "DTEND"):
                self.time(event, name, zones, used, checks)
        checks(used == set(zones), f"VTIMEZONEs of no use: {set(zones) - used}")

    def form(self, event, checks):
        for name, times in WANTED.get(self.method, {}).items():
            checks(count(event, name) == times, f"{count(event, name)} times {name} in METHOD {self.method or 'none'}")
        checks(str(event.get("STATUS")) == STATUS.get(self.method), f"STATUS {event.get('STATUS')}")
        checks(re.fullmatch(r"[\x21-\x7e]{1,200}", str(event.get("UID", ""))), "UID is not short ASCII")
        checks(int(event.get("SEQUENCE", -1)) >= 0, "SEQUENCE is below 0")
        stamp = event.get("DTSTAMP")
        checks(stamp is not None and stamp.to_ical().endswith(b"Z"), "DTSTAMP is not UTC")
        checks("RRULE" not in event and "RECURRENCE-ID" not in event, "the event recurs")
        if self.method:
            people = [str(event.get(name, "")) for name in ("ORGANIZER", "ATTENDEE")]
            for address in people:
                checks(re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", address), f"{address!r} is no mailto")
            checks(people[0].lower() != people[1].lower(), "the organizer attends")
            params = event["ATTENDEE"].params
            checks(params.get("PARTSTAT") in ("NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"), "PARTSTAT")
            checks(bool(params.get("CN")) and params.get("ROLE") == "REQ-PARTICIPANT" and params.get("CUTYPE") == "INDIVIDUAL", "CN, ROLE or CUTYPE")
            checks((params.get("RSVP") == "TRUE") == (self.method == "REQUEST"), "RSVP")

    def time(self, event, name, zones, used, checks):
        value, zone = event[name].dt, event[name].params.get("TZID")
        if not checks(isinstance(value, datetime.datetime), f"{name} is a date"):
            return
        if zone is None:
            if checks(value.utcoffset() == datetime.timedelta(0), f"{name} is neither UTC nor in a zone"):
                self.times[str(event["UID"]), name] = value.astimezone(UTC).strftime(STAMP)
            return
        used.add(zone)
        if not checks(zone in zones, f"{name} names {zone}, which has no VTIMEZONE"):
            return
        wall = value.replace(tzinfo=None)
        self.local[str(event["UID"]), name] = (wall, zone)
        self.times[str(event["UID"]), name] = zones[zone].localize(wall, is_dst=True).astimezone(UTC).strftime(STAMP)


def wire(raw, checks):
    """Lines as RFC 5545, 3.1 wants them: CRLF, at most 75 octets; and never cut inside a rune."""
    checks(raw.endswith(b"END:VCALENDAR\r\n"), "does not end with END:VCALENDAR")
    checks(b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b""), "a line does not end in CRLF")
    for number, line in enumerate(raw.split(b"\r\n"), 1):
        checks(len(line) <= 75, f"line {number} has {len(line)} octets")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            checks(False, f"line {number} is cut inside a rune")


def count(component, name):
    value = component.get(name)
    if value is None:
        return 0
    return len(value) if isinstance(value, list) else 1
