CREATE INDEX aliases_address_key ON aliases (address_key);

CREATE INDEX answers_group ON answers (group_id);

CREATE INDEX bounces_group ON bounces (group_id, nr);

CREATE INDEX groups_next_due ON groups (next_due) WHERE next_due IS NOT NULL;

CREATE INDEX inbox_content ON inbox (content_hash, message_id) WHERE content_hash IS NOT NULL;

CREATE INDEX inbox_kept ON inbox (group_id, finished) WHERE removed IS NULL;

CREATE INDEX inbox_lanes ON inbox (lane, id) WHERE outcome IS NULL;

CREATE INDEX inbox_outcome ON inbox (group_id, outcome) WHERE outcome IS NOT NULL;

CREATE INDEX inbox_waiting ON inbox (id) WHERE outcome IS NULL;

CREATE INDEX invitations_group ON invitations (group_id);

CREATE INDEX items_group ON items (group_id);

CREATE INDEX items_letter ON items (letter) WHERE letter IS NOT NULL;

CREATE INDEX letters_group ON letters (group_id);

CREATE INDEX letters_message_id ON letters (message_id);

CREATE INDEX letters_ref ON letters (ref);

CREATE INDEX log_group ON log (group_id, id);

CREATE INDEX members_email_key ON members (email_key);

CREATE INDEX outbox_letter ON outbox (group_id, letter);

CREATE INDEX outbox_next_try ON outbox (next_try, id) WHERE state = 'queued';

CREATE INDEX outbox_not_after ON outbox (not_after) WHERE state = 'queued' AND not_after IS NOT NULL;

CREATE INDEX outbox_state ON outbox (group_id, state);

CREATE INDEX rsvps_group ON rsvps (group_id);

CREATE INDEX rsvps_meeting ON rsvps (group_id, meeting, member, position);

CREATE INDEX turns_group ON turns (group_id);

CREATE INDEX votes_group ON votes (group_id);

CREATE INDEX words_member ON words (group_id, member);

CREATE TABLE absences (
	-- When members said they would be away.
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL,
	member   TEXT NOT NULL,
	n        INTEGER NOT NULL,      -- 1, 2, ... of the member
	begins   TEXT NOT NULL CHECK (begins LIKE '____-__-__T__:__:__Z'),
	ends     TEXT NOT NULL CHECK (ends LIKE '____-__-__T__:__:__Z'),
	inbox    INTEGER REFERENCES inbox (id),
	at       TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	UNIQUE (group_id, member, n),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE aliases (
	-- Other addresses of a member, each confirmed from the registered one.
	group_id    TEXT NOT NULL,
	member      TEXT NOT NULL,
	n           INTEGER NOT NULL,   -- 1, 2, ...
	address     TEXT NOT NULL,
	address_key TEXT NOT NULL,      -- the address with upper and lower case made equal
	PRIMARY KEY (group_id, member, n),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
	-- Answers that a practice keeps: reflections, surveys, welcomes. Private to
	-- their writers. The last for the same practice, about and question counts.
	id       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL,
	practice TEXT NOT NULL,
	about    TEXT NOT NULL,         -- a meeting, or empty for the group as a whole
	question INTEGER NOT NULL,
	member   TEXT NOT NULL,
	value    TEXT NOT NULL,         -- a rating, yes, no, perhaps; empty for prose
	words    INTEGER REFERENCES words (id),
	named    INTEGER NOT NULL CHECK (named IN (0, 1)), -- "with my name"
	inbox    INTEGER REFERENCES inbox (id),
	at       TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE asks (
	-- The questions that stand in a letter. A number keeps the meaning printed there.
	letter   TEXT NOT NULL REFERENCES letters (token),
	number   INTEGER NOT NULL,
	practice TEXT NOT NULL,
	about    TEXT NOT NULL,         -- a meeting, a turn, a ledger row
	question INTEGER NOT NULL,      -- within the practice
	kind     TEXT NOT NULL CHECK (kind <> '' AND kind NOT GLOB '*[^a-z_]*'), -- coming, turn, choice, rating, text, yesno
	prompt   TEXT NOT NULL,         -- as printed
	options  TEXT NOT NULL CHECK (json_valid(options)), -- [["A","Staying with silence","3"]]: letter, text, what it stands for
	min      INTEGER NOT NULL,
	max      INTEGER NOT NULL,
	closes   TEXT CHECK (closes LIKE '____-__-__T__:__:__Z'),
	answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
	PRIMARY KEY (letter, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendance (
	-- Who was at a meeting, as somebody said who was there. Unreported is no row.
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL,
	meeting  TEXT NOT NULL,
	member   TEXT NOT NULL,
	present  INTEGER NOT NULL CHECK (present IN (0, 1)),
	reporter TEXT NOT NULL,         -- who said so
	inbox    INTEGER REFERENCES inbox (id),
	at       TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	UNIQUE (group_id, meeting, member),
	FOREIGN KEY (group_id, meeting) REFERENCES meetings (group_id, id),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE bounces (
	-- Letters that came back from a member's address.
	nr        INTEGER PRIMARY KEY,
	group_id  TEXT NOT NULL,
	member    TEXT NOT NULL,
	inbox     INTEGER NOT NULL REFERENCES inbox (id),
	status    TEXT NOT NULL,         -- enhanced status code (RFC 3463): 5.1.1
	permanent INTEGER NOT NULL CHECK (permanent IN (0, 1)),
	at        TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE contributions (
	-- What members give to the group, to one of them or to themselves: what was
	-- shared, thanks, questions, commitments, cases, goals, rules, logged numbers.
	nr        INTEGER PRIMARY KEY,
	group_id  TEXT NOT NULL,
	n         INTEGER NOT NULL,     -- 1, 2, ... within the group
	kind      TEXT NOT NULL CHECK (kind <> '' AND kind NOT GLOB '*[^a-z_]*'),
	member    TEXT,                 -- who gave it; null when it came from the coordinator's file
	recipient TEXT,                 -- for whom, where it is for one member
	about     TEXT NOT NULL,        -- a meeting, the number of another contribution, a round
	value     TEXT NOT NULL,        -- a number, a version, what became of it
	words     INTEGER REFERENCES words (id),
	audience  TEXT NOT NULL CHECK (audience IN ('self', 'member', 'group', 'public')),
	state     TEXT NOT NULL CHECK (state IN ('open', 'waiting', 'shared', 'done', 'partly', 'dropped', 'withdrawn', 'merged')),
	named     INTEGER NOT NULL CHECK (named IN (0, 1)), -- shown with the writer's name
	inbox     INTEGER REFERENCES inbox (id),
	at        TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	changed   TEXT CHECK (changed LIKE '____-__-__T__:__:__Z'), -- when the state was reached
	UNIQUE (group_id, n),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id),
	FOREIGN KEY (group_id, recipient) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE cursors (
	-- How far each mailbox has been read.
	mailbox     TEXT PRIMARY KEY,
	uidvalidity INTEGER NOT NULL,
	uid         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE forgettings (
	-- Who asked to be forgotten, and how far that is.
	group_id TEXT NOT NULL,
	member   TEXT NOT NULL,
	at       TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),
	emptied  TEXT CHECK (emptied LIKE '____-__-__T__:__:__Z'), -- when name, addresses and mails were; null while the farewell is on its way
	done     TEXT CHECK (done LIKE '____-__-__T__:__:__Z'),    -- when no file held them any more
	PRIMARY KEY (group_id, member),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
	-- One group, from founding to closing. What the coordinator set is in the
	-- config file; here is what happened.
	-- Every instant in this database is UTC, to the second: 2026-03-10T15:00:00Z.
	nr       INTEGER PRIMARY KEY,
	id       TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 40 AND id NOT GLOB '*[^a-z0-9-]*'),
	name     TEXT NOT NULL,
	founded  TEXT NOT NULL CHECK (founded LIKE '____-__-__T__:__:__Z'),
	closed   TEXT CHECK (closed LIKE '____-__-__T__:__:__Z'),   -- null while it lives
	horizon  TEXT CHECK (horizon LIKE '____-__-__T__:__:__Z'),  -- up to here everything due has been made
	next_due TEXT CHECK (next_due LIKE '____-__-__T__:__:__Z')  -- when to look again; null is never
) STRICT;

CREATE TABLE heartbeat (
	-- When the daemon last said that it lives.
	id INTEGER PRIMARY KEY CHECK (id = 1),
	at TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z')
) STRICT;

CREATE TABLE held (
	-- Mails that wait for their registered sender's word.
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL,
	inbox    INTEGER NOT NULL REFERENCES inbox (id),
	member   TEXT NOT NULL,
	letter   TEXT NOT NULL,
	sender   TEXT NOT NULL,         -- the address it came from
	words    INTEGER REFERENCES words (id),
	reason   TEXT NOT NULL,
	alias    INTEGER NOT NULL CHECK (alias IN (0, 1)), -- a yes also remembers sender as theirs
	at       TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	outcome  TEXT NOT NULL CHECK (outcome IN ('', 'released', 'refused', 'expired')), -- empty while it waits
	UNIQUE (group_id, inbox),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE inbox (
	-- The ledger of everything that arrived: each mail ends in exactly one outcome.
	id           INTEGER PRIMARY KEY,
	mailbox      TEXT NOT NULL,
	uidvalidity  INTEGER NOT NULL,
	uid          INTEGER NOT NULL,
	hash         TEXT NOT NULL,     -- SHA-256 of the raw bytes
	size         INTEGER NOT NULL,  -- bytes on the server
	received     TEXT NOT NULL CHECK (received LIKE '____-__-__T__:__:__Z'),
	attempts     INTEGER NOT NULL DEFAULT 0, -- counted before reading, so that a crash cannot loop
	message_id   TEXT,
	content_hash TEXT,              -- of From, Date and body: equal, with an equal message_id, is a duplicate
	outcome      TEXT CHECK (outcome <> '' AND outcome NOT GLOB '*[^a-z_]*'), -- null while it waits
	kind         TEXT NOT NULL DEFAULT '',   -- person, calendar, automatic, bounce, unknown
	group_id     TEXT REFERENCES groups (id),
	member       TEXT NOT NULL DEFAULT '',
	letter       TEXT NOT NULL DEFAULT '',   -- token of the letter it answers
	because      TEXT NOT NULL DEFAULT '',   -- why this outcome
	finished     TEXT CHECK (finished LIKE '____-__-__T__:__:__Z'), removed TEXT CHECK (removed LIKE '____-__-__T__:__:__Z'), lane INTEGER NOT NULL DEFAULT 0,
	UNIQUE (mailbox, uidvalidity, uid, hash),
	CHECK ((outcome IS NULL) = (finished IS NULL))
) STRICT;

CREATE TABLE inbox_raw (
	-- The mails themselves, byte for byte. Apart, so that they can be emptied.
	inbox INTEGER PRIMARY KEY REFERENCES inbox (id),
	raw   BLOB NOT NULL
) STRICT;

CREATE TABLE invitations (
	-- One member's calendar object for one meeting.
	nr        INTEGER PRIMARY KEY,
	group_id  TEXT NOT NULL,
	meeting   TEXT NOT NULL,
	member    TEXT NOT NULL,
	uid       TEXT NOT NULL,        -- secret: whoever knows it may answer
	uid_key   TEXT NOT NULL UNIQUE, -- what replies are looked up by: a hash of the uid
	sequence  INTEGER NOT NULL,     -- as last sent
	start     TEXT CHECK (start LIKE '____-__-__T__:__:__Z'),
	place     TEXT NOT NULL,
	sent      TEXT CHECK (sent LIKE '____-__-__T__:__:__Z'),
	cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)), -- a CANCEL has been sent
	UNIQUE (group_id, meeting, member),
	FOREIGN KEY (group_id, meeting) REFERENCES meetings (group_id, id),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE items (
	-- What has been told, asked or skipped. An item is never made again under its key.
	nr         INTEGER PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES groups (id),
	practice   TEXT NOT NULL,
	occurrence TEXT NOT NULL,       -- of what: a meeting, a turn, a month, a ledger row
	member     TEXT NOT NULL,
	revision   INTEGER NOT NULL,
	how        TEXT NOT NULL CHECK (how <> '' AND how NOT GLOB '*[^a-z_]*'), -- sent, skipped
	reason     TEXT NOT NULL,
	letter     TEXT REFERENCES letters (token),
	at         TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	UNIQUE (group_id, practice, occurrence, member, revision)
) STRICT;

CREATE TABLE letters (
	-- Every mail that was composed, of any class.
	nr         INTEGER PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES groups (id),
	token      TEXT NOT NULL UNIQUE,
	token_key  TEXT NOT NULL UNIQUE, -- what replies are looked up by: a hash of the token
	ref        TEXT NOT NULL,        -- five characters at the end of the subject
	member     TEXT,                 -- null when it went to somebody who is no member
	class      TEXT NOT NULL CHECK (class <> '' AND class NOT GLOB '*[^a-z_]*'), -- invitation, letter, note, urgent, receipt
	message_id TEXT NOT NULL,
	subject    TEXT NOT NULL,
	at         TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE log (
	-- The history, append-only: what happened, when, to whom. Never private words.
	id       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL REFERENCES groups (id),
	at       TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),
	kind     TEXT NOT NULL,
	member   TEXT NOT NULL,
	about    TEXT NOT NULL,
	text     TEXT NOT NULL,
	inbox    INTEGER REFERENCES inbox (id)
) STRICT;

CREATE TABLE meetings (
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL REFERENCES groups (id),
	id       TEXT NOT NULL CHECK (id <> ''), -- original local start, 2026-03-10T16:00; stays when the meeting moves
	start    TEXT NOT NULL CHECK (start LIKE '____-__-__T__:__:__Z'),
	duration INTEGER NOT NULL,               -- seconds
	place    TEXT NOT NULL,
	state    TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
	sequence INTEGER NOT NULL,               -- of the invitations, RFC 5545 section 3.8.7.4
	topic    INTEGER,                        -- topics.n; null for none
	balloted INTEGER NOT NULL CHECK (balloted IN (0, 1)), -- the ballot for it is closed
	by_mail  INTEGER NOT NULL CHECK (by_mail IN (0, 1)), filed_start TEXT CHECK (filed_start LIKE '____-__-__T__:__:__Z'), filed_duration INTEGER NOT NULL DEFAULT 0, filed_place TEXT NOT NULL DEFAULT '',  -- the state was decided by mail and outranks the config
	UNIQUE (group_id, id)
) STRICT;

CREATE TABLE members (
	nr          INTEGER PRIMARY KEY,
	group_id    TEXT NOT NULL REFERENCES groups (id),
	id          TEXT NOT NULL CHECK (id <> ''),
	name        TEXT NOT NULL,
	email       TEXT NOT NULL,
	email_key   TEXT NOT NULL,      -- the address with upper and lower case made equal
	zone        TEXT NOT NULL,      -- IANA name: Europe/Madrid
	language    TEXT NOT NULL,
	coordinator INTEGER NOT NULL CHECK (coordinator IN (0, 1)),
	state       TEXT NOT NULL CHECK (state IN ('active', 'paused', 'left', 'observer')),
	joined      TEXT CHECK (joined LIKE '____-__-__T__:__:__Z'),
	replied     INTEGER NOT NULL CHECK (replied IN (0, 1)), -- has ever answered
	by_mail     INTEGER NOT NULL CHECK (by_mail IN (0, 1)), -- the state was decided by mail and outranks the config
	list_order  INTEGER NOT NULL,   -- place in the coordinator's list
	unreachable INTEGER NOT NULL CHECK (unreachable IN (0, 1)), joining TEXT NOT NULL DEFAULT '' CHECK (joining IN ('', 'invited', 'vetted', 'declined')), mail TEXT NOT NULL DEFAULT '' CHECK (mail IN ('', 'less', 'digest')), paused_until TEXT CHECK (paused_until LIKE '____-__-__T__:__:__Z'), added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1)), -- mail to the address bounced, it gets none until it writes
	UNIQUE (group_id, id)
) STRICT;

CREATE TABLE outbox (
	-- What goes out. The bytes are fixed when it is queued, so that a repeat
	-- after a crash is recognisable.
	id         INTEGER PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES groups (id),
	practice   TEXT NOT NULL,
	occurrence TEXT NOT NULL,
	member     TEXT NOT NULL,
	revision   INTEGER NOT NULL,
	class      TEXT NOT NULL,
	letter     TEXT NOT NULL,       -- token
	message_id TEXT NOT NULL,
	sender     TEXT NOT NULL,
	recipient  TEXT NOT NULL,
	not_before TEXT CHECK (not_before LIKE '____-__-__T__:__:__Z'),
	not_after  TEXT CHECK (not_after LIKE '____-__-__T__:__:__Z'), -- stale from then on
	next_try   TEXT NOT NULL CHECK (next_try LIKE '____-__-__T__:__:__Z'),
	attempts   INTEGER NOT NULL DEFAULT 0,
	state      TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'expired', 'superseded')),
	reason     TEXT NOT NULL DEFAULT '', -- what the server said last
	finished   TEXT CHECK (finished LIKE '____-__-__T__:__:__Z'),
	UNIQUE (group_id, practice, occurrence, member, revision)
) STRICT;

CREATE TABLE outbox_data (
	-- The mails of the outbox, byte for byte. Apart, so that they can be emptied.
	outbox INTEGER PRIMARY KEY REFERENCES outbox (id),
	data   BLOB NOT NULL
) STRICT;

CREATE TABLE restored (
	-- When a copy of this database took the place of a newer one. Until it has read
	-- what came in since the copy was made, convene sends nothing.
	nr      INTEGER PRIMARY KEY,
	taken   TEXT NOT NULL CHECK (taken LIKE '____-__-__T__:__:__Z'),   -- when the copy was made
	at      TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),      -- when it was put in place
	lived   TEXT NOT NULL CHECK (lived LIKE '____-__-__T__:__:__Z'),   -- until when the newer one may have sent mail
	resumed TEXT CHECK (resumed LIKE '____-__-__T__:__:__Z')           -- when sending began again; null while it rests
) STRICT;

CREATE TABLE rsvps (
	-- Answers about coming. Only grows: the highest position counts, see current_rsvps.
	id          INTEGER PRIMARY KEY,
	group_id    TEXT NOT NULL,
	meeting     TEXT NOT NULL,
	member      TEXT NOT NULL,
	answer      TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'maybe', 'late')),
	note        INTEGER REFERENCES words (id),
	via         TEXT NOT NULL,      -- calendar, words, coordinator, undo
	inbox       INTEGER REFERENCES inbox (id),
	received_at TEXT CHECK (received_at LIKE '____-__-__T__:__:__Z'),
	position    INTEGER NOT NULL,   -- order of arrival; a held answer keeps its place
	sequence    INTEGER NOT NULL,   -- of the meeting, as the member saw it
	uid         TEXT NOT NULL,      -- of a calendar reply; so are the next two
	calendar_sequence INTEGER NOT NULL,
	stamp       TEXT CHECK (stamp LIKE '____-__-__T__:__:__Z'),
	FOREIGN KEY (group_id, meeting) REFERENCES meetings (group_id, id),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE servers (
	-- The mail servers as they were last found.
	name  TEXT PRIMARY KEY,          -- mailbox, submission
	why   TEXT NOT NULL,             -- why it does not answer, empty if it does
	since TEXT NOT NULL CHECK (since LIKE '____-__-__T__:__:__Z')
) STRICT, WITHOUT ROWID;

CREATE TABLE topics (
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL REFERENCES groups (id),
	n        INTEGER NOT NULL,
	words    INTEGER REFERENCES words (id),
	member   TEXT,                  -- who proposed it
	proposed TEXT CHECK (proposed LIKE '____-__-__T__:__:__Z'),
	inbox    INTEGER REFERENCES inbox (id),
	meeting  TEXT,                  -- for which it was chosen; null while in the pool
	UNIQUE (group_id, n),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id),
	FOREIGN KEY (group_id, meeting) REFERENCES meetings (group_id, id)
) STRICT;

CREATE TABLE turns (
	-- A member's assignment to a role at a meeting, also one that came to nothing.
	nr         INTEGER PRIMARY KEY,
	group_id   TEXT NOT NULL,
	meeting    TEXT NOT NULL,
	role       TEXT NOT NULL,
	n          INTEGER NOT NULL,    -- 1, 2, ... within meeting and role
	member     TEXT,                -- null for open and selfled
	state      TEXT NOT NULL CHECK (state IN ('offered', 'asked', 'accepted', 'passed', 'lapsed', 'swapped', 'served', 'open', 'selfled')),
	reason     TEXT NOT NULL,       -- why this member, in words a member can read
	since      TEXT CHECK (since LIKE '____-__-__T__:__:__Z'),
	answer_by  TEXT CHECK (answer_by LIKE '____-__-__T__:__:__Z'),
	swap_from  TEXT,                -- a swap: whose turn it is or was
	takes      INTEGER NOT NULL CHECK (takes IN (0, 1)), inbox INTEGER REFERENCES inbox (id), was TEXT NOT NULL DEFAULT '', -- asked of the holder: agree that swap_from takes over
	UNIQUE (group_id, meeting, role, n),
	FOREIGN KEY (group_id, meeting) REFERENCES meetings (group_id, id),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id),
	FOREIGN KEY (group_id, swap_from) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE undone (
	-- Replies that were taken back: what they put on record no longer counts.
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL,
	inbox    INTEGER NOT NULL REFERENCES inbox (id),
	member   TEXT NOT NULL,
	by_inbox INTEGER REFERENCES inbox (id), -- the mail that asked for it
	at       TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	UNIQUE (group_id, inbox),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE votes (
	-- One member's choice for one meeting's ballot: the last one counts.
	nr       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL,
	meeting  TEXT NOT NULL,
	member   TEXT NOT NULL,
	topics   TEXT NOT NULL CHECK (json_valid(topics)), -- numbers: [3,1]
	inbox    INTEGER REFERENCES inbox (id),
	at       TEXT CHECK (at LIKE '____-__-__T__:__:__Z'),
	UNIQUE (group_id, meeting, member),
	FOREIGN KEY (group_id, meeting) REFERENCES meetings (group_id, id),
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TABLE words (
	-- What members wrote in their own words, and only here: notes beside an
	-- answer, topics, reflections, words that wait for a confirmation. Private.
	-- Forgetting somebody empties the text and keeps the row.
	id       INTEGER PRIMARY KEY,
	group_id TEXT NOT NULL REFERENCES groups (id),
	member   TEXT,                 -- whose words; null when nobody's in particular
	kind     TEXT NOT NULL CHECK (kind IN ('note', 'topic', 'answer', 'held')),
	text     TEXT NOT NULL,
	erased   TEXT CHECK (erased LIKE '____-__-__T__:__:__Z'), -- when the text was emptied
	FOREIGN KEY (group_id, member) REFERENCES members (group_id, id)
) STRICT;

CREATE TRIGGER log_no_delete BEFORE DELETE ON log
BEGIN
	SELECT raise(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_no_replace BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE id = NEW.id)
BEGIN
	SELECT raise(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_no_update BEFORE UPDATE ON log
WHEN NEW.text <> '' OR NEW.id <> OLD.id OR NEW.group_id <> OLD.group_id OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind
	OR NEW.member <> OLD.member OR NEW.about <> OLD.about OR NEW.inbox IS NOT OLD.inbox
BEGIN
	SELECT raise(ABORT, 'the log is append-only');
END;

CREATE TRIGGER rsvps_no_delete BEFORE DELETE ON rsvps
BEGIN
	SELECT raise(ABORT, 'rsvps only grow');
END;

CREATE TRIGGER rsvps_no_replace BEFORE INSERT ON rsvps
WHEN EXISTS (SELECT 1 FROM rsvps WHERE id = NEW.id)
BEGIN
	SELECT raise(ABORT, 'rsvps only grow');
END;

CREATE TRIGGER rsvps_no_update BEFORE UPDATE ON rsvps
BEGIN
	SELECT raise(ABORT, 'rsvps only grow');
END;

CREATE VIEW current_rsvps AS
	-- The answer that counts of each member for each meeting as it is planned now: the latest to arrive, not an
	-- answer to an earlier time or place, nor one from before the member came back, nor one taken back.
	SELECT group_id, meeting, member, answer, via, received_at
	FROM (
		SELECT r.*, row_number() OVER (PARTITION BY r.group_id, r.meeting, r.member ORDER BY r.position DESC, r.id DESC) AS place
		FROM rsvps r
		JOIN meetings t ON t.group_id = r.group_id AND t.id = r.meeting
		JOIN members  m ON m.group_id = r.group_id AND m.id = r.member
		WHERE r.sequence >= t.sequence AND (m.joined IS NULL OR r.received_at >= m.joined)
			AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.group_id = r.group_id AND u.inbox = r.inbox)
	)
	WHERE place = 1;

CREATE VIEW fairness AS
	-- How the roles went round: turns of each member and role.
	SELECT group_id, member, role,
		count(*) FILTER (WHERE state = 'served')   AS served,
		count(*) FILTER (WHERE state = 'accepted') AS accepted,
		count(*) FILTER (WHERE state = 'passed')   AS passed
	FROM turns
	WHERE member IS NOT NULL
	GROUP BY group_id, member, role;
