-- What is published, as a database of its own. Every figure is as published; times are text in UTC.
-- SQLite 3.35 and later can open it: STRICT needs 3.37, so checks hold the types of columns instead.

CREATE TABLE about (
  -- What these figures are, whose, and under what licence.
  name  TEXT NOT NULL PRIMARY KEY CHECK (typeof(name) = 'text'),
  value TEXT NOT NULL CHECK (typeof(value) = 'text')
);

CREATE TABLE guide (
  -- What each table and view holds. The meaning of each column stands in the table's own SQL.
  name    TEXT NOT NULL PRIMARY KEY CHECK (typeof(name) = 'text'),
  meaning TEXT NOT NULL CHECK (typeof(meaning) = 'text')
);

CREATE TABLE statuses (
  -- What a figure can be, or why there is none.
  status  TEXT NOT NULL PRIMARY KEY CHECK (typeof(status) = 'text'),
  sign    TEXT NOT NULL CHECK (typeof(sign) = 'text'), -- what pages and workbooks show where there is no figure
  meaning TEXT NOT NULL CHECK (typeof(meaning) = 'text')
);

CREATE TABLE regions (
  -- The report's own regions, in its order.
  region   TEXT    NOT NULL PRIMARY KEY CHECK (typeof(region) = 'text'), -- slug, as addresses write it
  name     TEXT    NOT NULL CHECK (typeof(name) = 'text'),
  position INTEGER NOT NULL CHECK (typeof(position) = 'integer')
);

CREATE TABLE countries (
  -- Countries and territories that the report knows.
  country_code TEXT NOT NULL PRIMARY KEY CHECK (typeof(country_code) = 'text' AND length(country_code) = 2), -- ISO 3166-1 alpha-2; never changes
  alpha3       TEXT CHECK (typeof(alpha3) IN ('text', 'null')), -- ISO 3166-1 alpha-3
  name         TEXT NOT NULL CHECK (typeof(name) = 'text'), -- can change
  region       TEXT REFERENCES regions (region) CHECK (typeof(region) IN ('text', 'null')) -- none for ZZ, requests that have no country yet
);

CREATE TABLE sections (
  -- Kinds of legal demand.
  section        TEXT    NOT NULL PRIMARY KEY CHECK (typeof(section) = 'text'),
  name           TEXT    NOT NULL CHECK (typeof(name) = 'text'),
  is_headline    INTEGER NOT NULL CHECK (typeof(is_headline) = 'integer' AND is_headline IN (0, 1)), -- combined to 2016, criminal from 2017; not to be compared with each other
  outcomes_count TEXT    NOT NULL CHECK (typeof(outcomes_count) = 'text' AND outcomes_count IN ('requests', 'accounts')), -- what content, non_content, no_data and rejected count where reported does not say otherwise
  position       INTEGER NOT NULL CHECK (typeof(position) = 'integer')
);

CREATE TABLE periods (
  -- Half-years that are or were public.
  period    TEXT NOT NULL PRIMARY KEY CHECK (typeof(period) = 'text' AND length(period) = 7), -- 2019-H1
  label     TEXT NOT NULL CHECK (typeof(label) = 'text'), -- 2019 (Jan-Jun)
  first_day TEXT NOT NULL CHECK (typeof(first_day) = 'text'),
  last_day  TEXT NOT NULL CHECK (typeof(last_day) = 'text'),
  status    TEXT NOT NULL CHECK (typeof(status) = 'text' AND status IN ('published', 'withdrawn'))
);

CREATE TABLE revisions (
  -- Everything that is or was public. A withdrawn revision has a notice and no figures.
  period       TEXT    NOT NULL REFERENCES periods (period) CHECK (typeof(period) = 'text'),
  revision     INTEGER NOT NULL CHECK (typeof(revision) = 'integer' AND revision >= 1),
  state        TEXT    NOT NULL CHECK (typeof(state) = 'text' AND state IN ('published', 'superseded', 'withdrawn')),
  published_at TEXT    NOT NULL CHECK (typeof(published_at) = 'text'),
  withdrawn_at TEXT CHECK (typeof(withdrawn_at) IN ('text', 'null')),
  note         TEXT CHECK (typeof(note) IN ('text', 'null')), -- what changed, why and with what effect
  notice       TEXT CHECK (typeof(notice) IN ('text', 'null')), -- what stands in the place of a withdrawn revision
  digest       TEXT CHECK (typeof(digest) IN ('text', 'null')), -- SHA-256 of all figures and notes
  again        INTEGER NOT NULL CHECK (typeof(again) = 'integer' AND again IN (0, 1)), -- whether it published the half-year again after a withdrawal
  direct       INTEGER NOT NULL CHECK (typeof(direct) = 'integer' AND direct IN (0, 1)), -- whether it was published directly, without a second person
  PRIMARY KEY (period, revision)
);

CREATE TABLE reported (
  -- Which sections each period reports. A section that does not stand here was not reported.
  period  TEXT NOT NULL REFERENCES periods (period) CHECK (typeof(period) = 'text'),
  section TEXT NOT NULL REFERENCES sections (section) CHECK (typeof(section) = 'text'),
  outcomes_count TEXT NOT NULL CHECK (typeof(outcomes_count) = 'text' AND outcomes_count IN ('requests', 'accounts')), -- what content, non_content, no_data and rejected count
  PRIMARY KEY (period, section)
);

CREATE TABLE stated_totals (
  -- Totals that the source states and that differ from the sums of its rows. The others are NULL.
  period      TEXT NOT NULL CHECK (typeof(period) = 'text'),
  section     TEXT NOT NULL CHECK (typeof(section) = 'text'),
  requests    INTEGER CHECK (typeof(requests) IN ('integer', 'null') AND requests >= 0),
  accounts    INTEGER CHECK (typeof(accounts) IN ('integer', 'null') AND accounts >= 0),
  content     INTEGER CHECK (typeof(content) IN ('integer', 'null') AND content >= 0),
  non_content INTEGER CHECK (typeof(non_content) IN ('integer', 'null') AND non_content >= 0),
  no_data     INTEGER CHECK (typeof(no_data) IN ('integer', 'null') AND no_data >= 0),
  rejected    INTEGER CHECK (typeof(rejected) IN ('integer', 'null') AND rejected >= 0),
  PRIMARY KEY (period, section),
  FOREIGN KEY (period, section) REFERENCES reported (period, section)
);

CREATE TABLE counts (
  -- The figures of each period's published revision: a row for each country that made a request.
  -- A country without a row in a section that is reported has no published figure, which is not a 0. NULL is
  -- a count that the source leaves empty: not given, and not 0. ZZ are requests that have no country yet.
  period       TEXT    NOT NULL CHECK (typeof(period) = 'text'),
  section      TEXT    NOT NULL CHECK (typeof(section) = 'text'),
  country_code TEXT    NOT NULL REFERENCES countries (country_code) CHECK (typeof(country_code) = 'text'),
  requests     INTEGER CHECK (typeof(requests) IN ('integer', 'null') AND requests >= 0), -- legal demands received
  accounts     INTEGER CHECK (typeof(accounts) IN ('integer', 'null') AND accounts >= 0), -- accounts or users specified in them
  content      INTEGER CHECK (typeof(content) IN ('integer', 'null') AND content >= 0), -- ended with content disclosed
  non_content  INTEGER CHECK (typeof(non_content) IN ('integer', 'null') AND non_content >= 0), -- ended with only non-content data disclosed
  no_data      INTEGER CHECK (typeof(no_data) IN ('integer', 'null') AND no_data >= 0), -- ended with no data found
  rejected     INTEGER CHECK (typeof(rejected) IN ('integer', 'null') AND rejected >= 0), -- rejected, as not meeting legal requirements
  note         TEXT CHECK (typeof(note) IN ('text', 'null')), -- public note on the row
  PRIMARY KEY (period, section, country_code),
  FOREIGN KEY (period, section) REFERENCES reported (period, section)
);

CREATE TABLE superseded_counts (
  -- The figures of earlier revisions, which a correction has replaced. Never add them to counts.
  period       TEXT    NOT NULL CHECK (typeof(period) = 'text'),
  revision     INTEGER NOT NULL CHECK (typeof(revision) = 'integer'),
  section      TEXT    NOT NULL REFERENCES sections (section) CHECK (typeof(section) = 'text'),
  country_code TEXT    NOT NULL REFERENCES countries (country_code) CHECK (typeof(country_code) = 'text'),
  requests     INTEGER CHECK (typeof(requests) IN ('integer', 'null') AND requests >= 0),
  accounts     INTEGER CHECK (typeof(accounts) IN ('integer', 'null') AND accounts >= 0),
  content      INTEGER CHECK (typeof(content) IN ('integer', 'null') AND content >= 0),
  non_content  INTEGER CHECK (typeof(non_content) IN ('integer', 'null') AND non_content >= 0),
  no_data      INTEGER CHECK (typeof(no_data) IN ('integer', 'null') AND no_data >= 0),
  rejected     INTEGER CHECK (typeof(rejected) IN ('integer', 'null') AND rejected >= 0),
  note         TEXT CHECK (typeof(note) IN ('text', 'null')),
  PRIMARY KEY (period, revision, section, country_code),
  FOREIGN KEY (period, revision) REFERENCES revisions (period, revision)
);

CREATE TABLE other_figures (
  -- Single figures that a period reports beside its tables.
  period  TEXT    NOT NULL REFERENCES periods (period) CHECK (typeof(period) = 'text'),
  name    TEXT    NOT NULL CHECK (typeof(name) = 'text'),
  value   INTEGER NOT NULL CHECK (typeof(value) = 'integer' AND value >= 0),
  meaning TEXT    NOT NULL CHECK (typeof(meaning) = 'text'),
  PRIMARY KEY (period, name)
);

CREATE TABLE notes (
  -- Public notes on a whole half-year, or on a whole section of it. Those on rows stand there.
  period  TEXT NOT NULL REFERENCES periods (period) CHECK (typeof(period) = 'text'),
  section TEXT REFERENCES sections (section) CHECK (typeof(section) IN ('text', 'null')), -- none: on the whole half-year
  note    TEXT NOT NULL CHECK (typeof(note) = 'text')
);

CREATE INDEX counts_by_country ON counts (country_code, section, period);

CREATE VIEW figures AS
  -- counts with names, for reading.
  SELECT k.period, p.label, k.section, s.is_headline, k.country_code, c.alpha3, c.name AS country, c.region,
         k.requests, k.accounts, k.content, k.non_content, k.no_data, k.rejected, r.outcomes_count, k.note
  FROM counts k
  JOIN reported r ON r.period = k.period AND r.section = k.section
  JOIN periods p ON p.period = k.period
  JOIN sections s ON s.section = k.section
  JOIN countries c ON c.country_code = k.country_code;

CREATE VIEW region_totals AS
  -- Sums of counts by region. They leave out counts that are not given, and requests that have no country yet.
  SELECT k.period, k.section, c.region, count(*) AS countries, sum(k.requests) AS requests, sum(k.accounts) AS accounts,
         sum(k.content) AS content, sum(k.non_content) AS non_content, sum(k.no_data) AS no_data, sum(k.rejected) AS rejected
  FROM counts k JOIN countries c ON c.country_code = k.country_code
  WHERE c.region IS NOT NULL
  GROUP BY k.period, k.section, c.region;

CREATE VIEW global_totals AS
  -- Sums of counts over all countries, and requests that have none yet. They leave out counts that are not given.
  SELECT period, section, count(nullif(country_code, 'ZZ')) AS countries, sum(requests) AS requests, sum(accounts) AS accounts,
         sum(content) AS content, sum(non_content) AS non_content, sum(no_data) AS no_data, sum(rejected) AS rejected
  FROM counts GROUP BY period, section;

CREATE VIEW headline AS
  -- The report's headline: combined to 2016, criminal from 2017. Figures on either side of that break
  -- are not to be compared.
  SELECT g.* FROM global_totals g JOIN sections s ON s.section = g.section WHERE s.is_headline = 1;

CREATE VIEW country_status AS
  -- For every period, section and country: whether there is a row, or why there is none.
  SELECT p.period, s.section, c.country_code, c.name AS country,
         CASE WHEN p.status = 'withdrawn' THEN 'withdrawn'
              WHEN r.section IS NULL THEN 'not_reported'
              WHEN k.country_code IS NULL THEN 'no_row'
              ELSE 'number' END AS status,
         k.requests, k.accounts, k.content, k.non_content, k.no_data, k.rejected
  FROM periods p CROSS JOIN sections s CROSS JOIN countries c
  LEFT JOIN reported r ON r.period = p.period AND r.section = s.section
  LEFT JOIN counts k ON k.period = p.period AND k.section = s.section AND k.country_code = c.country_code;
