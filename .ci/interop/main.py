#!/usr/bin/env python3
"""Lets programs that are not ours read what convene wrote: every mail of a life of the demo, every calendar in
them, and meetings in many zones. Two libraries read each calendar, python3-icalendar and libical, and must see the
same; Python's email package reads each mail.

    .ci/interop/main.py LIBICAL DIR

LIBICAL is the program made of libical.c. DIR holds demo/ (of `convene demo`), export/ (of `convene export`) and
zones/ (of the test of meetings in many zones, with expected.tsv: what Go's tz database says).

Needs the Debian packages python3-icalendar, python3-tz and tzdata. Prints what is wrong, then a table. Exits with
1 if anything is wrong, with 2 if something was not there to be read.
"""

import collections
import pathlib
import subprocess
import sys
import zoneinfo

import ics
import mails


class Checks:
    """Counts, and tells what failed, as one called with whether it holds and what to say if not."""

    def __init__(self, name):
        self.name, self.objects, self.made, self.problems, self.at = name, 0, 0, 0, ""

    def begin(self, at):
        self.objects, self.at = self.objects + 1, at
        return self

    def __call__(self, holds, what):
        self.made += 1
        if not holds:
            self.problems += 1
            print(f"{self.at}: {what}")
        return holds


def by_libical(program, paths):
    """What libical says of each file: its problems, its properties, and its events' times in UTC."""
    said = {p: ([], [], {}) for p in map(str, paths)}
    for i in range(0, len(paths), 500):
        out = subprocess.run([program, *map(str, paths[i : i + 500])], check=True, capture_output=True, text=True, timeout=300).stdout
        for line in out.splitlines():
            path, kind, *rest = line.split("\t")
            if kind == "time":
                said[path][2][rest[0], rest[1]] = rest[2]
            else:
                said[path][0 if kind == "problem" else 1].append(rest[0])
    return said


def compare(read, path, said, checks):
    """Both libraries must have read the same, and their times be those of the tz database."""
    problems, properties, times = said[str(path)]
    for problem in problems:
        checks(False, "libical: " + problem)
    checks(not problems, "libical finds fault")
    checks(sorted(properties) == sorted(read.properties), f"libical read other properties: {set(properties) ^ set(read.properties)}")
    checks(bool(times) and set(times) == set(read.times), "libical read other times")
    for key, ours in read.times.items():
        checks(times.get(key) == ours, f"{key}: {ours} by icalendar, {times.get(key)} by libical")
        if key in read.local:
            wall, zone = read.local[key]
            real = wall.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(ics.UTC).strftime(ics.STAMP)
            checks(real == ours, f"{key}: {wall} {zone} is {ours} by its VTIMEZONE, {real} by Python's tz database")


def calendars(checks, name, paths, program, more=lambda read, path, checks: None):
    """Reads every calendar in paths."""
    table = checks[name] = Checks(name)
    said = by_libical(program, paths)
    for path in paths:
        try:
            read = ics.Read(path.read_bytes(), table.begin(path))
            compare(read, path, said, table)
            more(read, path, table)
        except Exception as problem:  # a parser that gives up is a finding too
            table(False, f"{type(problem).__name__}: {problem}")


def expected(path):
    """What the zones' meetings begin and end at, by Go's tz database."""
    times = collections.defaultdict(dict)
    for line in path.read_text().splitlines():
        file, name, _, local, utc = line.split("\t")
        times[file][name] = (local, utc)

    def more(read, path, checks):
        for (_, name), got in read.times.items():
            if path.name in times:
                local, utc = times[path.name][name]
                checks(got == utc, f"{name} is {got}, {utc} by Go's tz database")
                for wall, _ in [w for k, w in read.local.items() if k[1] == name]:
                    checks(wall.strftime("%Y%m%dT%H%M%S") == local, f"{name} is {wall} local, {local} by Go's tz database")

    return more


def main(program, directory):
    directory = pathlib.Path(directory)
    checks = {}
    checks["mails"] = Checks("mails")
    of_mails = directory / "calendars"
    of_mails.mkdir()
    sent = mails.Sent(checks["mails"])
    for path in sorted((directory / "demo" / "mail").glob("*.eml")):
        for number, raw in enumerate(sent.read(path), 1):
            (of_mails / f"{path.stem}.{number}.ics").write_bytes(raw)
    calendars(checks, "calendars in mails", sorted(of_mails.glob("*.ics")), program)
    calendars(checks, "exported calendars", sorted((directory / "export").glob("*.ics")), program)
    zones = directory / "zones"
    calendars(checks, "meetings in many zones", sorted(zones.glob("*.ics")), program, expected(zones / "expected.tsv"))

    print(f"{'':24}{'objects':>9}{'checks':>9}{'problems':>10}")
    for c in checks.values():
        print(f"{c.name:24}{c.objects:9}{c.made:9}{c.problems:10}")
    if any(c.objects == 0 for c in checks.values()):
        print("something was not there to be read")
        return 2
    return 1 if any(c.problems for c in checks.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
