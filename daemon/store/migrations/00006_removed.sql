-- +goose Up

-- When a mail's copy on the mail server was removed, or found to be gone.
ALTER TABLE inbox ADD COLUMN removed TEXT CHECK (removed LIKE '____-__-__T__:__:__Z');
CREATE INDEX inbox_kept ON inbox (group_id, finished) WHERE removed IS NULL;
