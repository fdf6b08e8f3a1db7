"""Reads the mails that convene sent with Python's email package, and by the letter of RFC 5322, 2045 to 2047, 2369,
2919 and 3834. The same rules stand in Go beside the demo; nothing is shared but the RFCs."""

import base64
import email
import email.policy
import quopri
import re

# In the strict policy a defect of form is an exception; it is taken as a finding.
STRICT = email.policy.SMTP.clone(raise_on_defect=True)
# With its angle brackets: what follows the address is a comment at most.
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
ENCODED = re.compile(rb"=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=")
LEGAL = re.compile(rb"=\?utf-8\?[qb]\?[!->@-~]+\?=", re.IGNORECASE)
ONCE = ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "List-Id", "List-Unsubscribe", "Auto-Submitted")
# What the receiving server wrote is not ours.
RECEIVED = ("return-path", "delivered-to", "authentication-results", "received")


class Sent:
    """All the mails of one life, in the order in which they were sent."""

    def __init__(self, checks):
        self.checks, self.ids, self.sequences = checks, set(), {}

    def read(self, path):
        """Checks one mail and yields the calendars in it; a mail that is not ours is left alone."""
        raw = path.read_bytes()
        if b"\nList-Id:" not in raw.split(b"\r\n\r\n")[0]:
            return
        checks = self.checks.begin(path)
        try:
            lines(raw, checks)
            mail = email.message_from_bytes(raw, policy=STRICT)
            self.header(mail, checks)
            yield from self.body(mail, checks)
        except Exception as problem:  # a reader that gives up is a finding too
            checks(False, f"{type(problem).__name__}: {problem}")

    def header(self, mail, checks):
        for name in ONCE:
            checks(len(mail.get_all(name, [])) == 1, f"{len(mail.get_all(name, []))} times {name}")
        for name, value in mail.items():
            checks(not getattr(value, "defects", ()), f"{name}: {getattr(value, 'defects', ())}")
        for name in ("From", "To"):
            addresses = mail[name].addresses
            checks(len(addresses) == 1 and ADDRESS.fullmatch(addresses[0].addr_spec), f"{name}: {addresses}")
        checks(mail["Date"].datetime.tzinfo is not None, "Date without a zone")
        checks(str(mail["Subject"]).strip() != "", "no Subject")
        checks(str(mail["Auto-Submitted"]) in ("auto-generated", "auto-replied"), f"Auto-Submitted: {mail['Auto-Submitted']}")
        checks(re.search(r"<[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+>$", str(mail["List-Id"])), f"List-Id: {mail['List-Id']}")
        checks(re.fullmatch(r"<mailto:[!-;=?-~]+>", str(mail["List-Unsubscribe"])), f"List-Unsubscribe: {mail['List-Unsubscribe']}")
        own = str(mail["Message-ID"])
        checks(re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", own), f"Message-ID: {own}")
        checks(own not in self.ids, f"a second mail {own}")
        self.ids.add(own)
        for name in ("In-Reply-To", "References"):
            checks(all(re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", i) for i in str(mail.get(name, "")).split()), f"{name}: {mail.get(name)}")

    def body(self, mail, checks):
        parts = [p for p in mail.walk() if not p.is_multipart()]
        for part in mail.walk():
            checks(not part.defects, f"{part.get_content_type()}: {part.defects}")
            if part.is_multipart():
                checks(not (part.preamble or "").strip() and not (part.epilogue or "").strip(), "text outside the parts")
                continue
            encoded(part, checks)
        tree = [p.get_content_type() for p in mail.walk()]
        letter = ["multipart/alternative", "text/plain", "text/html"]
        invitation = ["multipart/mixed", *letter, "text/calendar", "application/ics"]
        if not checks(tree in (letter, invitation), f"built of {tree}"):
            return
        plain, html = (p.get_content().strip() for p in (parts[0], parts[1]))
        checks(plain != "" and html.startswith("<!DOCTYPE html>") and html.endswith("</html>"), "an empty text, or no whole HTML")
        if tree == letter:
            return
        calendar, attached = parts[2], parts[3]
        one, two = calendar.get_payload(decode=True), attached.get_payload(decode=True)
        checks(one == two, "the attached calendar is another")
        checks(calendar["Content-Disposition"] is None and attached.get_filename() == "invite.ics", "Content-Disposition")
        text = one.decode("utf-8").replace("\r\n ", "")
        method = re.search(r"^METHOD:(\w+)\r$", text, re.MULTILINE)
        checks(method and method[1] == calendar.get_param("method"), "the parameter method is another than METHOD")
        for name, field in (("ORGANIZER", "From"), ("ATTENDEE", "To")):
            address = re.search(rf"^{name}[;:].*mailto:(\S+)\r$", text, re.MULTILINE)
            checks(address and address[1] == mail[field].addresses[0].addr_spec, f"{name} is not {field}")
        uid, sequence = (re.search(rf"^{name}:(\S+)\r$", text, re.MULTILINE)[1] for name in ("UID", "SEQUENCE"))
        last = self.sequences.get(uid, -1)
        checks(int(sequence) > last if method[1] == "CANCEL" else int(sequence) >= last, f"SEQUENCE {sequence} after {last}")
        self.sequences[uid] = int(sequence)
        yield one
        yield two


def lines(raw, checks):
    """RFC 5322, 2.1.1 and 2.2; RFC 2047, 2 and 5."""
    checks(b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b""), "a line does not end in CRLF")
    head, _, body = raw.partition(b"\r\n\r\n")
    checks(all(b < 128 for b in raw), "an octet above 127")
    checks(b"\0" not in raw, "a NUL")
    for number, line in enumerate(raw.split(b"\r\n"), 1):
        checks(len(line) <= 998, f"line {number} has {len(line)} octets")
    fields = re.split(rb"\r\n(?![ \t])", head)
    for field in fields:
        name, colon, value = field.partition(b":")
        if not checks(colon == b":" and re.fullmatch(rb"[!-9;-~]+", name), f"no field: {field[:40]}"):
            continue
        if name.decode().lower() in RECEIVED:
            continue
        for line in field.split(b"\r\n"):
            # Folding is only possible at blanks; what has none may be longer, up to 998, but not with an encoded-word.
            if ENCODED.search(line):
                checks(len(line) <= 76, f"{name.decode()}: a line of {len(line)} octets with an encoded-word")
            checks(len(line) <= 78 or b" " not in line[len(name) + 2 :].strip(), f"{name.decode()}: a line of {len(line)} octets could be folded")
            checks(line.strip() != b"", f"{name.decode()}: a line of blanks")
        for word in re.findall(rb"=\?\S*", value):
            checks(ENCODED.match(word) is not None, f"{name.decode()}: no whole encoded-word: {word}")
        for word in ENCODED.findall(value):
            checks(len(word) <= 75 and LEGAL.fullmatch(word), f"{name.decode()}: {word} is no legal encoded-word")
            _, _, encoding, text, _ = word.split(b"?")
            octets = base64.b64decode(text, validate=True) if encoding in b"bB" else quopri.decodestring(text, header=True)
            try:
                octets.decode("utf-8")
            except UnicodeDecodeError:
                checks(False, f"{name.decode()}: {word} is cut inside a rune (RFC 2047, 5)")
    for number, line in enumerate(body.split(b"\r\n"), 1):
        checks(len(line) <= 78, f"body line {number} has {len(line)} octets")


def encoded(part, checks):
    """The Content-Transfer-Encoding is what it says (RFC 2045, 6.7 and 6.8), and the text in its charset."""
    encoding, payload = str(part["Content-Transfer-Encoding"]), part.get_payload()
    rows = payload.split("\r\n") if "\r\n" in payload else payload.split("\n")
    if encoding == "base64":
        checks(all(re.fullmatch(r"[A-Za-z0-9+/]{0,76}={0,2}", r) and len(r) <= 76 for r in rows), "base64 of another form")
    elif checks(encoding == "quoted-printable", f"Content-Transfer-Encoding {encoding}"):
        checks(all(re.fullmatch(r"([!-<>-~ \t]|=[0-9A-F]{2})*=?", r) for r in rows), "quoted-printable of another form")
        checks(all(len(r) <= 76 and not r.endswith((" ", "\t")) for r in rows), "quoted-printable too long, or ends in a blank")
    octets = part.get_payload(decode=True)
    if part.get_content_maintype() == "text":
        checks(str(part.get_content_charset()) == "utf-8", f"charset {part.get_content_charset()}")
    try:
        checks("�" not in octets.decode("utf-8"), "a replacement character")
    except UnicodeDecodeError:
        checks(False, "not UTF-8")
