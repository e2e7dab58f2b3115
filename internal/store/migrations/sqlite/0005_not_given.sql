-- What half-years after 2019 hold: counts that the source leaves empty (NULL), what the outcomes of a
-- section count, totals that the source states and that differ from its rows (NULL where they do not),
-- and requests that have no country yet, under the code ZZ, which is in no list of countries.

CREATE TABLE new_counts (
  period       TEXT    NOT NULL,
  number       INTEGER NOT NULL,
  section      TEXT    NOT NULL,
  country_code TEXT    NOT NULL,
  requests     INTEGER CHECK (requests >= 0),
  accounts     INTEGER CHECK (accounts >= 0),
  content      INTEGER CHECK (content >= 0),
  non_content  INTEGER CHECK (non_content >= 0),
  no_data      INTEGER CHECK (no_data >= 0),
  rejected     INTEGER CHECK (rejected >= 0),
  note         TEXT    NOT NULL,
  listed_code  TEXT    GENERATED ALWAYS AS (nullif(country_code, 'ZZ')) STORED REFERENCES countries (code),
  PRIMARY KEY (period, number, section, country_code),
  FOREIGN KEY (period, number, section) REFERENCES sections (period, number, section)
) STRICT;

INSERT INTO new_counts (period, number, section, country_code, requests, accounts, content, non_content, no_data, rejected, note)
  SELECT period, number, section, country_code, requests, accounts, content, non_content, no_data, rejected, note FROM counts;
DROP TABLE counts;
ALTER TABLE new_counts RENAME TO counts;

ALTER TABLE sections ADD COLUMN unit TEXT NOT NULL DEFAULT '' CHECK (unit IN ('', 'requests', 'accounts'));
UPDATE sections SET unit = 'accounts' WHERE section = 'civil';

CREATE TABLE stated_totals (
  period      TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  section     TEXT    NOT NULL,
  requests    INTEGER CHECK (requests >= 0),
  accounts    INTEGER CHECK (accounts >= 0),
  content     INTEGER CHECK (content >= 0),
  non_content INTEGER CHECK (non_content >= 0),
  no_data     INTEGER CHECK (no_data >= 0),
  rejected    INTEGER CHECK (rejected >= 0),
  PRIMARY KEY (period, number, section),
  FOREIGN KEY (period, number, section) REFERENCES sections (period, number, section)
) STRICT;

-- Names of countries that an edition uses instead of those of the list.
CREATE TABLE edition_names (
  period       TEXT    NOT NULL,
  number       INTEGER NOT NULL,
  country_code TEXT    NOT NULL REFERENCES countries (code),
  name         TEXT    NOT NULL CHECK (name <> ''),
  PRIMARY KEY (period, number, country_code),
  FOREIGN KEY (period, number) REFERENCES revisions (period, number)
) STRICT;
