package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/translog"
)

// exempt lists what no event proves: rows that come and go with sessions, what people have typed and not saved, what
// staff are told, and what people have looked at.
var exempt = []string{"sessions", "ceremonies", "ended_sessions", "typed_input", "messages", "deliveries", "looks"}

// sealedFile is a sealed database with accounts, drafts, corrections, withdrawals and changed places.
type sealedFile struct {
	path string
	seal *Seal
}

func sealed(t *testing.T) sealedFile {
	t.Helper()
	packed, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("schema-%d.db.gz", schemaVersion(&sqliteEngine{}))))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	key, err := translog.NewKey("example.org/lerr")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	f := sealedFile{filepath.Join(dir, "lerr.db"), &Seal{Key: key, HeadFile: filepath.Join(dir, "head")}}
	if err := os.WriteFile(f.path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	event := audit.Event{At: time.Unix(1_800_000_000, 0), Actor: "shell:ann", Action: "seal database"}
	if err := Adopt(t.Context(), f.path, *f.seal, event); err != nil {
		t.Fatal(err)
	}
	return f
}

// copyOf returns a copy of the file with the same key and head.
func (f sealedFile) copyOf(t *testing.T) sealedFile {
	t.Helper()
	dir := t.TempDir()
	c := sealedFile{filepath.Join(dir, "lerr.db"), &Seal{Key: f.seal.Key, HeadFile: filepath.Join(dir, "head")}}
	if err := errors.Join(copyFile(f.path, c.path), copyFile(f.seal.HeadFile, c.seal.HeadFile)); err != nil {
		t.Fatal(err)
	}
	return c
}

// prove opens the database as a start does.
func (f sealedFile) prove(ctx context.Context) error {
	db, err := Open(ctx, f.path, f.seal)
	if err != nil {
		return err
	}
	_, err = db.Verify(ctx)
	return errors.Join(err, db.Close())
}

// change runs statements as a person with another program would, who minds no constraint.
func (f sealedFile) change(t *testing.T, statements ...string) {
	t.Helper()
	db := f.raw(t)
	for _, s := range append([]string{`PRAGMA foreign_keys = 0`, `PRAGMA ignore_check_constraints = 1`}, statements...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func (f sealedFile) raw(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+f.path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// handChanges lists changes to every column of every table, and to whole rows, each of a row that random picks.
func (f sealedFile) handChanges(t *testing.T, random *rand.Rand) (changes []string) {
	t.Helper()
	db := f.raw(t)
	defer db.Close()
	tables, err := list(t.Context(), db, column[string], `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	type columnInfo struct{ name, kind string }
	for _, table := range tables {
		rows, err := list(t.Context(), db, column[int64], `SELECT rowid FROM `+table)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(exempt, table) {
			continue
		}
		columns, err := list(t.Context(), db, func(c *columnInfo) []any { return []any{&c.name, &c.kind} },
			fmt.Sprintf(`SELECT name, type FROM pragma_table_info('%s')`, table))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range columns {
			names = append(names, c.name)
		}
		if len(rows) == 0 {
			values := []string{}
			for _, c := range columns {
				values = append(values, map[string]string{"INTEGER": "1", "TEXT": "'x'", "BLOB": "x'01'"}[c.kind])
			}
			changes = append(changes, fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s)`, table, strings.Join(names, ", "), strings.Join(values, ", ")))
			continue
		}
		row := func() int64 { return rows[random.IntN(len(rows))] }
		for _, c := range columns {
			other := map[string]string{
				"INTEGER": fmt.Sprintf("coalesce(%s, 0) + 1", c.name), "TEXT": fmt.Sprintf("coalesce(%s, '') || 'x'", c.name), "BLOB": fmt.Sprintf("CAST(%s || x'00' AS BLOB)", c.name),
			}[c.kind]
			changes = append(changes, fmt.Sprintf(`UPDATE OR REPLACE %s SET %s = %s WHERE rowid = %d`, table, c.name, other, row()))
			changes = append(changes, fmt.Sprintf(`UPDATE OR REPLACE %s SET %[2]s = (SELECT %[2]s FROM %[1]s o WHERE o.%[2]s IS NOT %[1]s.%[2]s LIMIT 1)
				WHERE rowid = (SELECT rowid FROM %[1]s a WHERE EXISTS (SELECT 1 FROM %[1]s b WHERE b.%[2]s IS NOT a.%[2]s AND b.%[2]s IS NOT NULL) AND rowid >= %[3]d LIMIT 1)`, table, c.name, row()))
		}
		changes = append(changes, fmt.Sprintf(`DELETE FROM %s WHERE rowid = %d`, table, row()))
		changes = append(changes, fmt.Sprintf(`DELETE FROM %s`, table))
		first := columns[0]
		added := map[string]string{"INTEGER": first.name + " + 1000", "TEXT": first.name + " || 'y'"}[first.kind]
		changes = append(changes, fmt.Sprintf(`INSERT OR REPLACE INTO %s (%s) SELECT %s FROM %[1]s WHERE rowid = %[4]d`, table,
			strings.Join(names, ", "), strings.Join(append([]string{added}, names[1:]...), ", "), row()))
	}
	return append(changes,
		`CREATE TABLE other (a)`, `CREATE VIEW shown AS SELECT * FROM counts`, `DROP INDEX one_published_revision`,
		`CREATE TRIGGER quiet AFTER INSERT ON counts BEGIN UPDATE counts SET requests = 1; END`,
		`ALTER TABLE counts ADD COLUMN extra TEXT`,
	)
}

// changed reports whether a statement has changed anything that is stored.
func (f sealedFile) changed(t *testing.T, from sealedFile) bool {
	t.Helper()
	content := func(f sealedFile) (all []string) {
		db := f.raw(t)
		defer db.Close()
		tables, err := list(t.Context(), db, column[string], `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
		if err != nil {
			t.Fatal(err)
		}
		schema, err := list(t.Context(), db, column[string], `SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name`)
		if err != nil {
			t.Fatal(err)
		}
		all = schema
		for _, table := range tables {
			p := recordPart{table: table, owner: []string{"rowid"}, columns: []string{"*"}}
			rows, err := db.Query(p.statement(false) + " ORDER BY rowid")
			if err != nil {
				t.Fatal(err)
			}
			names, err := rows.Columns()
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				values, fields := make([]any, len(names)), make([]any, len(names))
				for i := range values {
					fields[i] = &values[i]
				}
				if err := rows.Scan(fields...); err != nil {
					t.Fatal(err)
				}
				all = append(all, fmt.Sprint(table, values[1:]))
			}
			rows.Close()
		}
		return all
	}
	return !slices.Equal(content(f), content(from))
}

func TestVerify_FindsEveryChangeByHand(t *testing.T) {
	f := sealed(t)
	if err := f.prove(t.Context()); err != nil {
		t.Fatalf("as the program left it: %v", err)
	}
	random := rand.New(rand.NewPCG(1, uint64(time.Now().Unix())))
	changes := f.handChanges(t, random)
	random.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
	if testing.Short() {
		changes = changes[:20]
	}
	tried := 0
	for _, change := range changes {
		c := f.copyOf(t)
		c.change(t, change)
		if !c.changed(t, f) { // a column with one value has no other
			continue
		}
		tried++
		if err := c.prove(t.Context()); err == nil {
			t.Errorf("not found: %s", change)
		}
	}
	t.Logf("%d changes", tried)
	if !testing.Short() && tried < 200 {
		t.Errorf("tried %d changes, want 200", tried)
	}
}

// Every column of every table is proved or exempt, also those that later migrations add.
func TestRecords_HoldEveryColumn(t *testing.T) {
	db := sealed(t).raw(t)
	type columnOf struct{ table, column string }
	columns, err := list(t.Context(), db, func(c *columnOf) []any { return []any{&c.table, &c.column} },
		`SELECT s.name, c.name FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	own := append([]string{"events", "log_entries", "log_checkpoint"}, exempt...)
	for _, c := range columns {
		proved := slices.ContainsFunc(recordParts, func(p recordPart) bool {
			return p.table == c.table && (slices.Contains(p.owner, c.column) || slices.Contains(p.columns, c.column))
		})
		if !proved && !slices.Contains(own, c.table) {
			t.Errorf("%s.%s is in no record", c.table, c.column)
		}
	}
}

// forge makes a changed file agree with itself, as somebody can who has the program's source and not the key: the last
// event holds the hashes of all records, and the chain of hashes is written anew.
func (f sealedFile) forge(t *testing.T) {
	t.Helper()
	db := f.raw(t)
	records, err := allRecords(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	events, err := list(t.Context(), db, eventFields, selectEvents)
	if err != nil {
		t.Fatal(err)
	}
	events[len(events)-1].Records = records
	hash := ""
	for _, e := range events {
		if hash, err = audit.Chain(hash, e.position, e.Event); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`UPDATE events SET hash = $1, records = $2 WHERE position = $3`, hash, encodeRecords(e.Records), e.position); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerify_FindsWhatAgreesWithItself(t *testing.T) {
	f := sealed(t)
	other, err := translog.NewKey(f.seal.Key.Origin())
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(c sealedFile){
		"a figure": func(c sealedFile) { c.change(t, `UPDATE counts SET requests = requests + 1 WHERE country_code = 'FR'`) },
		"an account": func(c sealedFile) {
			c.change(t, `UPDATE accounts SET password = (SELECT password FROM accounts LIMIT 1)`)
		},
		"a draft":            func(c sealedFile) { c.change(t, `UPDATE drafts SET content = replace(content, '1', '2')`) },
		"fewer events":       func(c sealedFile) { c.change(t, `DELETE FROM events WHERE position > 20`) },
		"a shorter log":      func(c sealedFile) { c.change(t, `DELETE FROM log_entries WHERE position > 5`) },
		"nothing but hashes": func(sealedFile) {},
		"no seal": func(c sealedFile) {
			c.change(t, `UPDATE events SET seal = ''`, `DELETE FROM log_checkpoint`, `UPDATE counts SET requests = requests + 1`)
		},
		"another key's log": func(c sealedFile) {
			db, err := Open(t.Context(), c.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			log, _, err := db.Log(t.Context())
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			c.change(t, fmt.Sprintf(`UPDATE log_checkpoint SET note = '%s'`, log.Checkpoint(other)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := f.copyOf(t)
			change(c)
			c.forge(t)
			if err := c.prove(t.Context()); !Altered(err) && !errors.Is(err, ErrUnsealed) {
				t.Errorf("got %v, want that it was altered", err)
			}
		})
	}
}

func TestVerify_FindsAnOlderFile(t *testing.T) {
	f := sealed(t)
	older := f.copyOf(t)
	db, err := Open(t.Context(), f.path, f.seal)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}), db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := (sealedFile{older.path, f.seal}).prove(t.Context()); !errors.Is(err, ErrBehind) {
		t.Errorf("an older file: got %v, want ErrBehind", err)
	}
	if err := (sealedFile{f.path, older.seal}).prove(t.Context()); err != nil {
		t.Errorf("an older head, as after a kill between the two: got %v", err)
	}
	// Another line of the same length.
	db, err = Open(t.Context(), older.path, older.seal)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Record(t.Context(), audit.Event{Actor: "eve", Action: "wrote"}), db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := (sealedFile{older.path, f.seal}).prove(t.Context()); !errors.Is(err, ErrAltered) {
		t.Errorf("another file: got %v, want ErrAltered", err)
	}
	for name, content := range map[string]string{"a changed head": "audit 1 ", "an empty head": ""} {
		c := f.copyOf(t)
		head, err := os.ReadFile(c.seal.HeadFile)
		if err != nil {
			t.Fatal(err)
		}
		if content != "" {
			content = strings.Replace(string(head), "audit ", content, 1)
		}
		if err := os.WriteFile(c.seal.HeadFile, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.prove(t.Context()); !errors.Is(err, ErrAltered) {
			t.Errorf("%s: got %v, want ErrAltered", name, err)
		}
	}
	c := f.copyOf(t)
	if err := os.Remove(c.seal.HeadFile); err != nil {
		t.Fatal(err)
	}
	if err := c.prove(t.Context()); !errors.Is(err, ErrNoHead) {
		t.Errorf("no head: got %v, want ErrNoHead", err)
	}
}

func TestWrite_NeedsTheKeyOfASealedDatabase(t *testing.T) {
	f := sealed(t)
	db, err := Open(t.Context(), f.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}); !errors.Is(err, ErrNoKey) {
		t.Errorf("got %v, want ErrNoKey", err)
	}
}
