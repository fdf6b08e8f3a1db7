-- +goose Up

-- Mails that wait stand in lanes, and each lane gets its share of what is read next:
-- a flood holds up nobody but who sends it. The lane of a member's mails is members.nr,
-- all others share lane 0.
ALTER TABLE inbox ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inbox_lanes ON inbox (lane, id) WHERE outcome IS NULL;
