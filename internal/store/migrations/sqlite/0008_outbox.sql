-- What staff are told by webhook and mail. A message is written in the transaction of what it tells of, and the oldest
-- go when there are too many; its content is JSON without a figure. No event proves these rows: they come and go.
CREATE TABLE messages (
  id       TEXT    NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE CHECK (position >= 1),
  at       INTEGER NOT NULL,
  content  TEXT    NOT NULL
) STRICT;

CREATE TABLE deliveries (
  message_id TEXT    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  channel    TEXT    NOT NULL,
  state      TEXT    NOT NULL CHECK (state IN ('waiting', 'delivered', 'given up')),
  attempts   INTEGER NOT NULL CHECK (attempts >= 0),
  next_at    INTEGER NOT NULL,
  tried_at   INTEGER NOT NULL,
  error      TEXT    NOT NULL,
  PRIMARY KEY (message_id, channel)
) STRICT;

-- For whom an invitation is, in the words of who made it.
ALTER TABLE links ADD COLUMN note TEXT NOT NULL DEFAULT '';
