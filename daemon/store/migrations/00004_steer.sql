-- +goose Up

-- What the coordinator's file said of a meeting when it was last read: what was
-- decided by mail outranks it until that changes. Null before it was noted.
ALTER TABLE meetings ADD COLUMN filed_start TEXT CHECK (filed_start LIKE '____-__-__T__:__:__Z');
ALTER TABLE meetings ADD COLUMN filed_duration INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN filed_place TEXT NOT NULL DEFAULT '';

-- Added by a coordinator's mail: the file does not name them, and they stay.
ALTER TABLE members ADD COLUMN added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1));
