-- What is published. Ids and times are made by the application; times are integer microseconds UTC.

CREATE TABLE regions (
  slug     TEXT    NOT NULL PRIMARY KEY,
  name     TEXT    NOT NULL,
  position INTEGER NOT NULL
) STRICT;

CREATE TABLE countries (
  code   TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 2),
  name   TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions (slug)
) STRICT;

CREATE TABLE spellings (
  country_code TEXT    NOT NULL REFERENCES countries (code),
  position     INTEGER NOT NULL,
  spelling     TEXT    NOT NULL,
  PRIMARY KEY (country_code, position)
) STRICT;

CREATE TABLE revisions (
  period       TEXT    NOT NULL CHECK (length(period) = 7),
  number       INTEGER NOT NULL CHECK (number >= 1),
  state        TEXT    NOT NULL CHECK (state IN ('published', 'superseded', 'withdrawn')),
  published_at INTEGER NOT NULL,
  note         TEXT    NOT NULL,
  edition_note TEXT    NOT NULL,
  digest       TEXT    NOT NULL CHECK (length(digest) = 64),
  PRIMARY KEY (period, number)
) STRICT;

CREATE UNIQUE INDEX one_published_revision ON revisions (period) WHERE state = 'published';

CREATE TABLE sections (
  period  TEXT    NOT NULL,
  number  INTEGER NOT NULL,
  section TEXT    NOT NULL,
  note    TEXT    NOT NULL,
  PRIMARY KEY (period, number, section),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
) STRICT;

CREATE TABLE counts (
  period       TEXT    NOT NULL,
  number       INTEGER NOT NULL,
  section      TEXT    NOT NULL,
  country_code TEXT    NOT NULL REFERENCES countries (code),
  requests     INTEGER NOT NULL CHECK (requests >= 0),
  accounts     INTEGER NOT NULL CHECK (accounts >= 0),
  content      INTEGER NOT NULL CHECK (content >= 0),
  non_content  INTEGER NOT NULL CHECK (non_content >= 0),
  no_data      INTEGER NOT NULL CHECK (no_data >= 0),
  rejected     INTEGER NOT NULL CHECK (rejected >= 0),
  note         TEXT    NOT NULL,
  PRIMARY KEY (period, number, section, country_code),
  FOREIGN KEY (period, number, section) REFERENCES sections (period, number, section)
) STRICT;

CREATE TABLE figures (
  period TEXT    NOT NULL,
  number INTEGER NOT NULL,
  name   TEXT    NOT NULL,
  value  INTEGER NOT NULL CHECK (value >= 0),
  PRIMARY KEY (period, number, name),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
) STRICT;

-- Who did what. Each row's hash covers the row before it, so that a change shows.
CREATE TABLE events (
  position INTEGER NOT NULL PRIMARY KEY,
  at       INTEGER NOT NULL,
  actor    TEXT    NOT NULL,
  action   TEXT    NOT NULL,
  period   TEXT    NOT NULL,
  revision INTEGER NOT NULL,
  digest   TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  hash     TEXT    NOT NULL CHECK (length(hash) = 64)
) STRICT;
