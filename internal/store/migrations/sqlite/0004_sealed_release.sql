-- What a release is bound to and who worked on it. A direct release is one from the command line, without
-- a second person; again marks the first revision after a withdrawal.

ALTER TABLE revisions ADD COLUMN direct INTEGER NOT NULL DEFAULT 0 CHECK (direct IN (0, 1));
ALTER TABLE revisions ADD COLUMN again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1));

UPDATE revisions SET direct = 1 WHERE EXISTS (SELECT 1 FROM events e
  WHERE e.action = 'publish' AND e.actor LIKE 'shell:%' AND e.period = revisions.period AND e.revision = revisions.number);
UPDATE revisions SET again = 1 WHERE EXISTS (SELECT 1 FROM revisions b
  WHERE b.period = revisions.period AND b.number = revisions.number - 1 AND b.withdrawn_at BETWEEN 1 AND revisions.published_at);

-- A removed country stays, since the counts of withdrawn revisions may refer to it.
ALTER TABLE countries ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));

-- The checks of a table cannot be changed, so it is written again.
CREATE TABLE drafts_4 (
  id           TEXT    NOT NULL PRIMARY KEY,
  version      INTEGER NOT NULL CHECK (version >= 1),
  state        TEXT    NOT NULL CHECK (state IN ('open', 'submitted', 'approved', 'scheduled', 'published', 'discarded')),
  period       TEXT    NOT NULL,
  submitted_by TEXT    NOT NULL,
  approved_by  TEXT    NOT NULL,
  direct       INTEGER NOT NULL CHECK (direct IN (0, 1)),
  release_at   INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  content      TEXT    NOT NULL,
  CHECK (approved_by = '' OR approved_by <> submitted_by),
  CHECK (state NOT IN ('approved', 'scheduled') OR (approved_by <> '') <> direct)
) STRICT;

INSERT INTO drafts_4 (id, version, state, period, submitted_by, approved_by, direct, release_at, created_at, content)
  SELECT id, version, state, period, submitted_by, approved_by, 0, release_at, created_at, content FROM drafts
  WHERE approved_by = '' OR approved_by <> json_extract(content, '$.UploadedBy');
INSERT INTO drafts_4 (id, version, state, period, submitted_by, approved_by, direct, release_at, created_at, content)
  SELECT id, version, state, period, submitted_by, '', 1, release_at, created_at,
    json_set(content, '$.ApprovedBy', '', '$.Direct', json('true')) FROM drafts
  WHERE approved_by <> '' AND approved_by = json_extract(content, '$.UploadedBy');

DROP TABLE drafts;
ALTER TABLE drafts_4 RENAME TO drafts;

-- A person has changed a draft or approved it, never both: there is one row for the two.
CREATE TABLE draft_people (
  draft_id TEXT NOT NULL REFERENCES drafts (id),
  person   TEXT NOT NULL,
  action   TEXT NOT NULL CHECK (action IN ('changed', 'approved')),
  PRIMARY KEY (draft_id, person)
) STRICT;
