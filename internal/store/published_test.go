package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"lerr/data"
	"lerr/internal/report"
	"lerr/internal/store"
)

// publicArchive is the shipped report as an archive, with one period corrected and one withdrawn.
func publicArchive(t *testing.T) (*report.Archive, report.Site) {
	t.Helper()
	s, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	var revisions []report.Revision
	for _, e := range s.Editions {
		r := report.Revision{Edition: e, Number: 1, State: report.Published, PublishedAt: at, Digest: e.Digest()}
		switch e.Period.String() {
		case "2014-H1":
			r.State, r.WithdrawnAt, r.WithdrawalNotice = report.Withdrawn, at.Add(time.Hour), "Being checked."
			r.Edition = report.Edition{Period: e.Period}
		case "2014-H2":
			r.Again = true
		case "2018-H2":
			r.State = report.Superseded
			corrected := e.Clone()
			corrected.Tables[0].Rows[0].Counts.Rejected++
			revisions = append(revisions, report.Revision{Edition: corrected, Number: 2, State: report.Published, PublishedAt: at, Note: "One more.", Digest: corrected.Digest(), Direct: true})
		}
		revisions = append(revisions, r)
	}
	a, err := report.NewArchive(places, revisions)
	if err != nil {
		t.Fatal(err)
	}
	return a, s.Site
}

// opened opens a database file's bytes.
func opened(t *testing.T, file []byte) *sql.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "published.sqlite")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func scan[T any](t *testing.T, db *sql.DB, query string) (value T) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func TestPublished_HoldsTheFiguresAndNothingElse(t *testing.T) {
	a, site := publicArchive(t)
	file, err := store.Published(context.Background(), a, site)
	if err != nil {
		t.Fatal(err)
	}
	db := opened(t, file)
	if got := scan[string](t, db, `PRAGMA integrity_check`); got != "ok" {
		t.Errorf("integrity: %s", got)
	}
	var rows, superseded, figures int
	for _, r := range a.History() {
		for _, table := range r.Edition.Tables {
			if r.State == report.Superseded {
				superseded += len(table.Rows)
			} else {
				rows += len(table.Rows)
			}
			if r.State != report.Published {
				continue
			}
			sum, want := table.Sum(), report.Counts{}
			err := db.QueryRow(`SELECT requests, accounts, content, non_content, no_data, rejected FROM global_totals WHERE period = $1 AND section = $2`,
				r.Edition.Period.String(), string(table.Section)).
				Scan(&want.Requests, &want.Accounts, &want.Content, &want.NonContent, &want.NoData, &want.Rejected)
			if err != nil || sum != want {
				t.Errorf("%s %s: got %v, want %v (%v)", r.Edition.Period, table.Section, want, sum, err)
			}
		}
		if r.State == report.Published {
			figures += len(r.Edition.Figures)
		}
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM counts`:            rows,
		`SELECT count(*) FROM figures`:           rows,
		`SELECT count(*) FROM superseded_counts`: superseded,
		`SELECT count(*) FROM other_figures`:     figures,
		`SELECT count(*) FROM countries`:         91,
		`SELECT count(*) FROM revisions`:         14,
		`SELECT count(*) FROM revisions WHERE direct = 1 AND period = '2018-H2' AND revision = 2`:                                            1,
		`SELECT count(*) FROM revisions WHERE again = 1 AND period = '2014-H2'`:                                                              1,
		`SELECT requests FROM headline WHERE period = '2019-H1'`:                                                                             24175,
		`SELECT count(*) FROM country_status`:                                                                                                13 * 5 * 91,
		`SELECT count(*) FROM country_status WHERE status = 'withdrawn'`:                                                                     5 * 91,
		`SELECT count(*) FROM country_status WHERE status = 'number'`:                                                                        rows,
		`SELECT count(*) FROM pragma_foreign_key_check`:                                                                                      0,
		`SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND name NOT IN (SELECT name FROM guide)`: 0,
		`SELECT count(*) FROM guide WHERE name NOT IN (SELECT name FROM pragma_table_list)`:                                                  0,
	} {
		if got := scan[int](t, db, query); got != want {
			t.Errorf("%s: got %d, want %d", query, got, want)
		}
	}
	for _, word := range []string{"account_id", "password", "session", "draft", "audit", "totp", "passkey", "actor"} {
		if bytes.Contains(bytes.ToLower(file), []byte(word)) {
			t.Errorf("the file holds %q", word)
		}
	}
}

func TestPublished_SaysWhatItIs(t *testing.T) {
	a, site := publicArchive(t)
	file, err := store.Published(context.Background(), a, site)
	if err != nil {
		t.Fatal(err)
	}
	db := opened(t, file)
	if got := scan[string](t, db, `SELECT value FROM about WHERE name = 'license_short'`); got != "CC BY 4.0" {
		t.Errorf("license %q", got)
	}
	if got := scan[string](t, db, `SELECT sql FROM sqlite_schema WHERE name = 'counts'`); !strings.Contains(got, "-- ended with content disclosed") {
		t.Errorf("counts does not say what its columns mean: %s", got)
	}
	if got := scan[string](t, db, `SELECT notice FROM revisions WHERE state = 'withdrawn'`); got != "Being checked." {
		t.Errorf("notice %q", got)
	}
	if len(file) > 400<<10 {
		t.Errorf("the file has %s bytes", strconv.Itoa(len(file)))
	}
}

func TestPublished_IsTheSameBytesEachTime(t *testing.T) {
	a, site := publicArchive(t)
	one, err := store.Published(context.Background(), a, site)
	if err != nil {
		t.Fatal(err)
	}
	two, err := store.Published(context.Background(), a, site)
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("files of %d and %d bytes differ (%v)", len(one), len(two), err)
	}
}

// newerSQL matches what SQLite 3.35 does not know, from 3.37 (STRICT) on.
var newerSQL = regexp.MustCompile(`(?i)\bSTRICT\b|->|\b(RIGHT|FULL)\s+(OUTER\s+)?JOIN\b|\bIS\s+(NOT\s+)?DISTINCT\b|\bRETURNING\b|` +
	`\b(unixepoch|format|octet_length|concat|concat_ws|string_agg|timediff|unhex|jsonb\w*|json_pretty|json_error_position|unistr\w*)\s*\(|\d_\d`)

// DB Browser for SQLite 3.12, for one, has SQLite 3.35, which refuses a whole file for one statement
// that it does not know. `make readers` opens the file in it.
func TestPublished_OpensInOlderSQLite(t *testing.T) {
	a, site := publicArchive(t)
	file, err := store.Published(context.Background(), a, site)
	if err != nil {
		t.Fatal(err)
	}
	db := opened(t, file)
	rows, err := db.Query(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	comments := regexp.MustCompile(`--.*`)
	seen := 0
	for ; rows.Next(); seen++ {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			t.Fatal(err)
		}
		if newer := newerSQL.FindString(comments.ReplaceAllString(statement, "")); newer != "" {
			t.Errorf("%s: %q is newer than SQLite 3.35:\n%s", name, newer, statement)
		}
	}
	if err := rows.Err(); err != nil || seen < 15 {
		t.Errorf("%d statements (%v)", seen, err)
	}
	const readFormat, writeFormat = 18, 19 // 2 is a write-ahead log, which a read-only folder cannot hold
	if file[writeFormat] != 1 || file[readFormat] != 1 {
		t.Errorf("file format %d, %d, want 1, 1", file[writeFormat], file[readFormat])
	}
}

// Without STRICT, a column takes any type that no check refuses.
func TestPublished_HoldsTheTypeOfEachColumn(t *testing.T) {
	a, site := publicArchive(t)
	file, err := store.Published(context.Background(), a, site)
	if err != nil {
		t.Fatal(err)
	}
	db := opened(t, file)
	rows, err := db.Query(`SELECT l.name, c.name, c.type FROM pragma_table_list l JOIN pragma_table_info(l.name) c
		WHERE l.type = 'table' AND l.name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	var columns [][3]string
	for rows.Next() {
		var c [3]string
		if err := rows.Scan(&c[0], &c[1], &c[2]); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, c)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(columns) < 60 {
		t.Fatalf("%d columns (%v)", len(columns), err)
	}
	// No shipped total is stated otherwise than its rows add up to, and an empty table checks nothing.
	if _, err := db.Exec(`INSERT INTO stated_totals (period, section, requests) VALUES ('2019-H1', 'criminal', 1)`); err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		wrong := []any{[]byte{1}}
		if c[2] == "INTEGER" {
			wrong = append(wrong, "many", 1.5)
		}
		for _, value := range wrong {
			if _, err := db.Exec(`UPDATE `+c[0]+` SET `+c[1]+` = $1`, value); err == nil || !strings.Contains(err.Error(), "CHECK constraint failed") {
				t.Errorf("%s.%s takes %T %v (%v)", c[0], c[1], value, value, err)
			}
		}
	}
}
