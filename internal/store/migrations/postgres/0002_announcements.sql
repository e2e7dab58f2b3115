-- Announcements of releases: what is public of each, and what one person proposes and another has to approve. follows
-- is the revision that a planned update follows, 0 for a first publication. Times are 0 where there is none.

CREATE TABLE announcements (
  period      TEXT COLLATE "C" NOT NULL,
  follows     BIGINT NOT NULL CHECK (follows >= 0),
  version     BIGINT NOT NULL CHECK (version >= 1),
  proposed_by TEXT COLLATE "C" NOT NULL,
  proposed_at BIGINT NOT NULL,
  month       TEXT COLLATE "C" NOT NULL,
  release_at  BIGINT NOT NULL,
  zone        TEXT COLLATE "C" NOT NULL,
  cancelled   BIGINT NOT NULL CHECK (cancelled IN (0, 1)),
  reason      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (period, follows)
);

-- Nobody approves their own proposal.
CREATE TABLE announcement_changes (
  period      TEXT COLLATE "C" NOT NULL,
  follows     BIGINT NOT NULL,
  sequence    BIGINT NOT NULL CHECK (sequence >= 1),
  at          BIGINT NOT NULL,
  month       TEXT COLLATE "C" NOT NULL,
  release_at  BIGINT NOT NULL,
  zone        TEXT COLLATE "C" NOT NULL,
  cancelled   BIGINT NOT NULL CHECK (cancelled IN (0, 1)),
  reason      TEXT COLLATE "C" NOT NULL,
  proposed_by TEXT COLLATE "C" NOT NULL,
  approved_by TEXT COLLATE "C" NOT NULL CHECK (approved_by <> proposed_by),
  PRIMARY KEY (period, follows, sequence),
  FOREIGN KEY (period, follows) REFERENCES announcements (period, follows)
);
