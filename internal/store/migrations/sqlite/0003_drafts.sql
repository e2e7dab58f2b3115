-- Drafts, answers of the FAQ by revision, and the notice that takes the place of what is withdrawn.

CREATE TABLE answers (
  period   TEXT    NOT NULL,
  number   INTEGER NOT NULL,
  question TEXT    NOT NULL,
  body     TEXT    NOT NULL,
  PRIMARY KEY (period, number, question),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
) STRICT;

ALTER TABLE revisions ADD COLUMN notice TEXT NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN withdrawn_at INTEGER NOT NULL DEFAULT 0;

-- A draft is kept whole as JSON. The columns beside it are what statements look for, and what the
-- database itself must hold to: nobody approves what he submitted.
CREATE TABLE drafts (
  id           TEXT    NOT NULL PRIMARY KEY,
  version      INTEGER NOT NULL CHECK (version >= 1),
  state        TEXT    NOT NULL CHECK (state IN ('open', 'submitted', 'approved', 'scheduled', 'published', 'discarded')),
  period       TEXT    NOT NULL,
  submitted_by TEXT    NOT NULL,
  approved_by  TEXT    NOT NULL,
  release_at   INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  content      TEXT    NOT NULL,
  CHECK (approved_by = '' OR approved_by <> submitted_by),
  CHECK (state NOT IN ('approved', 'scheduled') OR approved_by <> '')
) STRICT;
