-- +goose Up

-- By which reply a turn came to stand where it stands, and where it stood before:
-- a reply can be taken back.
ALTER TABLE turns ADD COLUMN inbox INTEGER REFERENCES inbox (id);
ALTER TABLE turns ADD COLUMN was TEXT NOT NULL DEFAULT '';

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

-- A line of the history can lose its text, where it names somebody who is to be
-- forgotten, and nothing else.
DROP TRIGGER log_no_update;
-- +goose StatementBegin
CREATE TRIGGER log_no_update BEFORE UPDATE ON log
WHEN NEW.text <> '' OR NEW.id <> OLD.id OR NEW.group_id <> OLD.group_id OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind
	OR NEW.member <> OLD.member OR NEW.about <> OLD.about OR NEW.inbox IS NOT OLD.inbox
BEGIN
	SELECT raise(ABORT, 'the log is append-only');
END;
-- +goose StatementEnd
