-- Announcements of releases: what is public of each, and what one person proposes and another has to approve. follows
-- is the revision that a planned update follows, 0 for a first publication. Times are 0 where there is none.

CREATE TABLE announcements (
  period      TEXT    NOT NULL,
  follows     INTEGER NOT NULL CHECK (follows >= 0),
  version     INTEGER NOT NULL CHECK (version >= 1),
  proposed_by TEXT    NOT NULL,
  proposed_at INTEGER NOT NULL,
  month       TEXT    NOT NULL,
  release_at  INTEGER NOT NULL,
  zone        TEXT    NOT NULL,
  cancelled   INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
  reason      TEXT    NOT NULL,
  PRIMARY KEY (period, follows)
) STRICT;

-- Nobody approves their own proposal.
CREATE TABLE announcement_changes (
  period      TEXT    NOT NULL,
  follows     INTEGER NOT NULL,
  sequence    INTEGER NOT NULL CHECK (sequence >= 1),
  at          INTEGER NOT NULL,
  month       TEXT    NOT NULL,
  release_at  INTEGER NOT NULL,
  zone        TEXT    NOT NULL,
  cancelled   INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
  reason      TEXT    NOT NULL,
  proposed_by TEXT    NOT NULL,
  approved_by TEXT    NOT NULL CHECK (approved_by <> proposed_by),
  PRIMARY KEY (period, follows, sequence),
  FOREIGN KEY (period, follows) REFERENCES announcements (period, follows)
) STRICT;
