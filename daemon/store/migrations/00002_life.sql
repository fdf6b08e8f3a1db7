-- +goose Up

-- How somebody joins, and how much mail they want.
ALTER TABLE members ADD COLUMN joining TEXT NOT NULL DEFAULT '' CHECK (joining IN ('', 'invited', 'vetted', 'declined')); -- empty: is in
ALTER TABLE members ADD COLUMN mail TEXT NOT NULL DEFAULT '' CHECK (mail IN ('', 'less', 'digest')); -- empty: all of it; less: no nudges
ALTER TABLE members ADD COLUMN paused_until TEXT CHECK (paused_until LIKE '____-__-__T__:__:__Z'); -- null: until they say so

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

DROP VIEW current_rsvps;
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
