-- The same tables as SQLite's migrations make, which tell what each is for. Text is compared by its bytes, as SQLite
-- does, whatever the locale of the database.

CREATE TABLE regions (
  slug     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name     TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL
);

CREATE TABLE countries (
  code    TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(code) = 2),
  name    TEXT COLLATE "C" NOT NULL,
  region  TEXT COLLATE "C" NOT NULL REFERENCES regions (slug),
  removed BIGINT NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
);

CREATE TABLE spellings (
  country_code TEXT COLLATE "C" NOT NULL REFERENCES countries (code),
  position     BIGINT NOT NULL,
  spelling     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (country_code, position)
);

CREATE TABLE revisions (
  period       TEXT COLLATE "C" NOT NULL CHECK (length(period) = 7),
  number       BIGINT NOT NULL CHECK (number >= 1),
  state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('published', 'superseded', 'withdrawn')),
  published_at BIGINT NOT NULL,
  note         TEXT COLLATE "C" NOT NULL,
  edition_note TEXT COLLATE "C" NOT NULL,
  digest       TEXT COLLATE "C" NOT NULL CHECK (length(digest) = 64),
  notice       TEXT COLLATE "C" NOT NULL DEFAULT '',
  withdrawn_at BIGINT NOT NULL DEFAULT 0,
  direct       BIGINT NOT NULL DEFAULT 0 CHECK (direct IN (0, 1)),
  again        BIGINT NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
  PRIMARY KEY (period, number)
);

CREATE UNIQUE INDEX one_published_revision ON revisions (period) WHERE state = 'published';

CREATE TABLE sections (
  period  TEXT COLLATE "C" NOT NULL,
  number  BIGINT NOT NULL,
  section TEXT COLLATE "C" NOT NULL,
  note    TEXT COLLATE "C" NOT NULL,
  unit    TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (unit IN ('', 'requests', 'accounts')),
  PRIMARY KEY (period, number, section),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
);

CREATE TABLE counts (
  period       TEXT COLLATE "C" NOT NULL,
  number       BIGINT NOT NULL,
  section      TEXT COLLATE "C" NOT NULL,
  country_code TEXT COLLATE "C" NOT NULL,
  requests     BIGINT CHECK (requests >= 0),
  accounts     BIGINT CHECK (accounts >= 0),
  content      BIGINT CHECK (content >= 0),
  non_content  BIGINT CHECK (non_content >= 0),
  no_data      BIGINT CHECK (no_data >= 0),
  rejected     BIGINT CHECK (rejected >= 0),
  note         TEXT COLLATE "C" NOT NULL,
  listed_code  TEXT COLLATE "C" GENERATED ALWAYS AS (nullif(country_code, 'ZZ')) STORED REFERENCES countries (code),
  PRIMARY KEY (period, number, section, country_code),
  FOREIGN KEY (period, number, section) REFERENCES sections (period, number, section)
);

CREATE TABLE stated_totals (
  period      TEXT COLLATE "C" NOT NULL,
  number      BIGINT NOT NULL,
  section     TEXT COLLATE "C" NOT NULL,
  requests    BIGINT CHECK (requests >= 0),
  accounts    BIGINT CHECK (accounts >= 0),
  content     BIGINT CHECK (content >= 0),
  non_content BIGINT CHECK (non_content >= 0),
  no_data     BIGINT CHECK (no_data >= 0),
  rejected    BIGINT CHECK (rejected >= 0),
  PRIMARY KEY (period, number, section),
  FOREIGN KEY (period, number, section) REFERENCES sections (period, number, section)
);

CREATE TABLE figures (
  period TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  name   TEXT COLLATE "C" NOT NULL,
  value  BIGINT NOT NULL CHECK (value >= 0),
  PRIMARY KEY (period, number, name),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
);

CREATE TABLE edition_names (
  period       TEXT COLLATE "C" NOT NULL,
  number       BIGINT NOT NULL,
  country_code TEXT COLLATE "C" NOT NULL REFERENCES countries (code),
  name         TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  PRIMARY KEY (period, number, country_code),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
);

CREATE TABLE answers (
  period   TEXT COLLATE "C" NOT NULL,
  number   BIGINT NOT NULL,
  question TEXT COLLATE "C" NOT NULL,
  body     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (period, number, question),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
);

CREATE TABLE events (
  position BIGINT NOT NULL PRIMARY KEY,
  at       BIGINT NOT NULL,
  actor    TEXT COLLATE "C" NOT NULL,
  action   TEXT COLLATE "C" NOT NULL,
  period   TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  digest   TEXT COLLATE "C" NOT NULL,
  text     TEXT COLLATE "C" NOT NULL,
  hash     TEXT COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  records  TEXT COLLATE "C" NOT NULL DEFAULT '',
  seal     TEXT COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE log_entries (
  position BIGINT NOT NULL PRIMARY KEY CHECK (position >= 0),
  body     TEXT COLLATE "C" NOT NULL
);

CREATE TABLE log_checkpoint (
  size BIGINT NOT NULL PRIMARY KEY CHECK (size >= 1),
  note TEXT COLLATE "C" NOT NULL
);

CREATE TABLE accounts (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) >= 20),
  name        TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(name) BETWEEN 2 AND 64 AND name = lower(name)),
  roles       TEXT COLLATE "C" NOT NULL CHECK (roles IN (
                'editor', 'approver', 'administrator', 'editor approver', 'editor administrator',
                'approver administrator', 'editor approver administrator')),
  password    TEXT COLLATE "C" NOT NULL CHECK (password LIKE '$argon2id$%'),
  version     BIGINT NOT NULL CHECK (version >= 1),
  created_at  BIGINT NOT NULL,
  disabled_at BIGINT
);

CREATE TABLE links (
  id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  token_digest TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(token_digest) = 64),
  kind         TEXT COLLATE "C" NOT NULL CHECK (kind IN ('set-up', 'invite', 'renew')),
  roles        TEXT COLLATE "C" NOT NULL CHECK ((roles = '') = (kind = 'set-up')),
  account_id   TEXT COLLATE "C" REFERENCES accounts (id) CHECK ((account_id IS NULL) = (kind <> 'renew')),
  issued_by    TEXT COLLATE "C" NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL CHECK (expires_at > created_at),
  note         TEXT COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE totp_keys (
  account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES accounts (id),
  secret     BYTEA NOT NULL CHECK (length(secret) > 1),
  last_step  BIGINT NOT NULL CHECK (last_step >= 0),
  created_at BIGINT NOT NULL
);

CREATE TABLE passkeys (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
  label      TEXT COLLATE "C" NOT NULL CHECK (label <> ''),
  record     BYTEA NOT NULL,
  sign_count BIGINT NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
  created_at BIGINT NOT NULL,
  used_at    BIGINT
);

CREATE INDEX passkeys_of_account ON passkeys (account_id);

CREATE TABLE recovery_codes (
  account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
  code_digest TEXT COLLATE "C" NOT NULL CHECK (length(code_digest) = 64),
  PRIMARY KEY (account_id, code_digest)
);

CREATE TABLE sessions (
  id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  token_digest  TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(token_digest) = 64),
  account_id    TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
  step          TEXT COLLATE "C" NOT NULL CHECK (step IN ('second-factor', 'enrol', 'full')),
  address       TEXT COLLATE "C" NOT NULL,
  agent         TEXT COLLATE "C" NOT NULL,
  created_at    BIGINT NOT NULL,
  seen_at       BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL CHECK (expires_at > created_at),
  stepped_up_at BIGINT CHECK (stepped_up_at IS NULL OR step = 'full')
);

CREATE INDEX sessions_of_account ON sessions (account_id);

CREATE TABLE ceremonies (
  session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('totp', 'register', 'assert')),
  data       BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (session_id, kind)
);

CREATE TABLE ended_sessions (
  token_digest TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(token_digest) = 64),
  account_id   TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
  ended_at     BIGINT NOT NULL
);

CREATE TABLE typed_input (
  account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
  page       TEXT COLLATE "C" NOT NULL CHECK (page <> ''),
  typed_at   BIGINT NOT NULL,
  fields     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, page)
);

CREATE TABLE drafts (
  id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version      BIGINT NOT NULL CHECK (version >= 1),
  state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'submitted', 'approved', 'scheduled', 'published', 'discarded')),
  period       TEXT COLLATE "C" NOT NULL,
  submitted_by TEXT COLLATE "C" NOT NULL,
  approved_by  TEXT COLLATE "C" NOT NULL,
  direct       BIGINT NOT NULL CHECK (direct IN (0, 1)),
  release_at   BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  content      TEXT COLLATE "C" NOT NULL,
  CHECK (approved_by = '' OR approved_by <> submitted_by),
  CHECK (state NOT IN ('approved', 'scheduled') OR (approved_by <> '') <> (direct = 1))
);

CREATE TABLE draft_people (
  draft_id TEXT COLLATE "C" NOT NULL REFERENCES drafts (id),
  person   TEXT COLLATE "C" NOT NULL,
  action   TEXT COLLATE "C" NOT NULL CHECK (action IN ('changed', 'approved')),
  PRIMARY KEY (draft_id, person)
);

CREATE TABLE looks (
  draft_id TEXT COLLATE "C" NOT NULL REFERENCES drafts (id),
  person   TEXT COLLATE "C" NOT NULL,
  digest   TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL,
  items    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (draft_id, person, digest)
);

CREATE TABLE messages (
  id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL UNIQUE CHECK (position >= 1),
  at       BIGINT NOT NULL,
  content  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE deliveries (
  message_id TEXT COLLATE "C" NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  channel    TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'given up')),
  attempts   BIGINT NOT NULL CHECK (attempts >= 0),
  next_at    BIGINT NOT NULL,
  tried_at   BIGINT NOT NULL,
  error      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (message_id, channel)
);

-- The mark of the program, which a SQLite file has as its application ID. There is one row: every transaction that
-- writes locks it first, so that they follow each other, on however many machines.
CREATE TABLE lerr (
  schema_version BIGINT NOT NULL,        -- number of the newest migration
  runs_from      BIGINT NOT NULL,        -- the oldest program that can use this schema, by the migrations that it knows
  head           TEXT COLLATE "C" NOT NULL -- how far the database has come, with the MAC of the log key
);

CREATE UNIQUE INDEX one_row ON lerr ((true));

INSERT INTO lerr (schema_version, runs_from, head) VALUES (0, 0, '');
