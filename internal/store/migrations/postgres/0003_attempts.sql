-- Failed attempts to sign in, which processes count together. One process counts them in memory, so SQLite has no such
-- table. A key is the SHA-256 of a name, a client or a session.

CREATE TABLE attempts (
  key      TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(key) = 64),
  failures BIGINT NOT NULL CHECK (failures >= 0),
  last_at  BIGINT NOT NULL,
  known_at BIGINT NOT NULL
);
