-- Who may use the console. No secret is kept that would let anyone in: passwords as argon2id hashes,
-- tokens and recovery codes as SHA-256, TOTP keys sealed under a key that is not in this file.
-- Accounts are never deleted, since the audit log names them.

CREATE TABLE accounts (
  id          TEXT    NOT NULL PRIMARY KEY CHECK (length(id) >= 20),
  name        TEXT    NOT NULL UNIQUE CHECK (length(name) BETWEEN 2 AND 64 AND name = lower(name)),
  roles       TEXT    NOT NULL CHECK (roles IN (
                'editor', 'approver', 'administrator', 'editor approver', 'editor administrator',
                'approver administrator', 'editor approver administrator')),
  password    TEXT    NOT NULL CHECK (password LIKE '$argon2id$%'),
  version     INTEGER NOT NULL CHECK (version >= 1),
  created_at  INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;

-- Links to come in by, until they are used: the row goes then.
CREATE TABLE links (
  id           TEXT    NOT NULL PRIMARY KEY,
  token_digest TEXT    NOT NULL UNIQUE CHECK (length(token_digest) = 64),
  kind         TEXT    NOT NULL CHECK (kind IN ('set-up', 'invite', 'renew')),
  roles        TEXT    NOT NULL CHECK ((roles = '') = (kind = 'set-up')),
  account_id   TEXT    REFERENCES accounts (id) CHECK ((account_id IS NULL) = (kind <> 'renew')),
  issued_by    TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL CHECK (expires_at > created_at)
) STRICT;

CREATE TABLE totp_keys (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES accounts (id),
  secret     BLOB    NOT NULL CHECK (length(secret) > 1),
  last_step  INTEGER NOT NULL CHECK (last_step >= 0),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE passkeys (
  id         TEXT    NOT NULL PRIMARY KEY,
  account_id TEXT    NOT NULL REFERENCES accounts (id),
  label      TEXT    NOT NULL CHECK (label <> ''),
  record     BLOB    NOT NULL,
  sign_count INTEGER NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
  created_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT;

CREATE INDEX passkeys_of_account ON passkeys (account_id);

-- Recovery codes that have not been used: the row goes with its use.
CREATE TABLE recovery_codes (
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  code_digest TEXT NOT NULL CHECK (length(code_digest) = 64),
  PRIMARY KEY (account_id, code_digest)
) STRICT;

CREATE TABLE sessions (
  id            TEXT    NOT NULL PRIMARY KEY,
  token_digest  TEXT    NOT NULL UNIQUE CHECK (length(token_digest) = 64),
  account_id    TEXT    NOT NULL REFERENCES accounts (id),
  step          TEXT    NOT NULL CHECK (step IN ('second-factor', 'enrol', 'full')),
  address       TEXT    NOT NULL,
  agent         TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  seen_at       INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL CHECK (expires_at > created_at),
  stepped_up_at INTEGER CHECK (stepped_up_at IS NULL OR step = 'full')
) STRICT;

CREATE INDEX sessions_of_account ON sessions (account_id);

-- What is remembered between the two halves of setting up or asking for a factor.
CREATE TABLE ceremonies (
  session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  kind       TEXT    NOT NULL CHECK (kind IN ('totp', 'register', 'assert')),
  data       BLOB    NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, kind)
) STRICT;
