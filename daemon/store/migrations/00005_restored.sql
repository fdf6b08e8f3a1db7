-- +goose Up

CREATE TABLE restored (
	-- When a copy of this database took the place of a newer one. Until it has read
	-- what came in since the copy was made, convene sends nothing.
	nr      INTEGER PRIMARY KEY,
	taken   TEXT NOT NULL CHECK (taken LIKE '____-__-__T__:__:__Z'),   -- when the copy was made
	at      TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),      -- when it was put in place
	lived   TEXT NOT NULL CHECK (lived LIKE '____-__-__T__:__:__Z'),   -- until when the newer one may have sent mail
	resumed TEXT CHECK (resumed LIKE '____-__-__T__:__:__Z')           -- when sending began again; null while it rests
) STRICT;
