-- The transparency log, and what proves that the rest is as its events left it. An event's records are the
-- SHA-256 of each record that it changed, as JSON; its seal is a MAC of its hash under the log's key.

CREATE TABLE log_entries (
  position INTEGER NOT NULL PRIMARY KEY CHECK (position >= 0),
  body     TEXT    NOT NULL
) STRICT;

-- The signed head of the log at its present size, with the cosignatures of witnesses.
CREATE TABLE log_checkpoint (
  size INTEGER NOT NULL PRIMARY KEY CHECK (size >= 1),
  note TEXT    NOT NULL
) STRICT;

ALTER TABLE events ADD COLUMN records TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN seal TEXT NOT NULL DEFAULT '';
