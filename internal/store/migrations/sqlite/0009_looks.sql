-- What people saw of drafts on the review page, to mark what has changed since. A look changes no draft and has no
-- event.

CREATE TABLE looks (
  draft_id TEXT    NOT NULL REFERENCES drafts (id),
  person   TEXT    NOT NULL,
  digest   TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  items    TEXT    NOT NULL,
  PRIMARY KEY (draft_id, person, digest)
) STRICT;
