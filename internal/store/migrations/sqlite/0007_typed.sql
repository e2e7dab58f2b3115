-- What people have typed into forms and not saved, and whose a session was that has expired, so that a form which
-- it sends is kept for its account.

CREATE TABLE typed_input (
  account_id TEXT    NOT NULL REFERENCES accounts (id),
  page       TEXT    NOT NULL CHECK (page <> ''),
  typed_at   INTEGER NOT NULL,
  fields     TEXT    NOT NULL,
  PRIMARY KEY (account_id, page)
) STRICT;

CREATE TABLE ended_sessions (
  token_digest TEXT    NOT NULL PRIMARY KEY CHECK (length(token_digest) = 64),
  account_id   TEXT    NOT NULL REFERENCES accounts (id),
  ended_at     INTEGER NOT NULL
) STRICT;
