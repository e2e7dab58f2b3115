package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A record is what one event can leave changed: a row, with the rows of other tables that belong to it.
type recordKind string

const (
	regionRecord     recordKind = "region"
	countryRecord    recordKind = "country"
	revisionRecord   recordKind = "revision"
	draftRecord      recordKind = "draft"
	accountRecord    recordKind = "account"
	invitationRecord recordKind = "invitation"

	announcementRecord recordKind = "announcement"
)

// recordPart is a table that holds rows of a kind of record.
type recordPart struct {
	kind    recordKind
	table   string
	owner   []string // columns that tell whose row it is
	columns []string // the others, all of which are hashed
}

// recordParts lists the tables whose every row an event proves. Left out are the audit log and the
// transparency log, which prove themselves; sessions, ceremonies, what people have typed and not saved, messages and
// their deliveries, which come and go with no event; and looks, which are no change of a draft.
var recordParts = []recordPart{
	{regionRecord, "regions", []string{"slug"}, []string{"name", "position"}},
	{countryRecord, "countries", []string{"code"}, []string{"name", "region", "removed"}},
	{countryRecord, "spellings", []string{"country_code"}, []string{"position", "spelling"}},
	{revisionRecord, "revisions", []string{"period", "number"}, []string{
		"state", "published_at", "note", "edition_note", "digest", "notice", "withdrawn_at", "direct", "again"}},
	{revisionRecord, "sections", []string{"period", "number"}, []string{"section", "note", "unit"}},
	{revisionRecord, "counts", []string{"period", "number"}, []string{
		"section", "country_code", "requests", "accounts", "content", "non_content", "no_data", "rejected", "note"}},
	{revisionRecord, "stated_totals", []string{"period", "number"}, []string{
		"section", "requests", "accounts", "content", "non_content", "no_data", "rejected"}},
	{revisionRecord, "figures", []string{"period", "number"}, []string{"name", "value"}},
	{revisionRecord, "edition_names", []string{"period", "number"}, []string{"country_code", "name"}},
	{revisionRecord, "answers", []string{"period", "number"}, []string{"question", "body"}},
	{draftRecord, "drafts", []string{"id"}, []string{
		"version", "state", "period", "submitted_by", "approved_by", "direct", "release_at", "created_at", "content"}},
	{draftRecord, "draft_people", []string{"draft_id"}, []string{"person", "action"}},
	{accountRecord, "accounts", []string{"id"}, []string{"name", "roles", "password", "version", "created_at", "disabled_at"}},
	{accountRecord, "totp_keys", []string{"account_id"}, []string{"secret", "last_step", "created_at"}},
	{accountRecord, "passkeys", []string{"account_id"}, []string{"id", "label", "record", "sign_count", "created_at", "used_at"}},
	{accountRecord, "recovery_codes", []string{"account_id"}, []string{"code_digest"}},
	{invitationRecord, "links", []string{"id"}, []string{
		"token_digest", "kind", "roles", "account_id", "issued_by", "created_at", "expires_at", "note"}},
	{announcementRecord, "announcements", []string{"period", "follows"}, []string{
		"version", "proposed_by", "proposed_at", "month", "release_at", "zone", "cancelled", "reason"}},
	{announcementRecord, "announcement_changes", []string{"period", "follows"}, []string{
		"sequence", "at", "month", "release_at", "zone", "cancelled", "reason", "proposed_by", "approved_by"}},
}

// statement selects the owner and the other columns of a part's rows, all or those of one owner.
func (p recordPart) statement(ofOne bool) string {
	s := `SELECT ` + strings.Join(slices.Concat(p.owner, p.columns), ", ") + ` FROM ` + p.table
	for i, column := range p.owner {
		if ofOne {
			s += fmt.Sprintf(" %s %s = $%d", []string{"WHERE", "AND"}[min(i, 1)], column, i+1)
		}
	}
	return s
}

// recordKey names a record in an event, such as "revision 2019-H1 1".
func recordKey(kind recordKind, owner ...any) string {
	key := string(kind)
	for _, v := range owner {
		key += fmt.Sprint(" ", v)
	}
	return key
}

// recordName returns a record's key as messages have it, such as "2019-H1 revision 1".
func recordName(key string) string {
	if words := strings.Fields(key); len(words) == 3 && words[0] == string(revisionRecord) {
		return words[1] + " revision " + words[2]
	}
	return key
}

// touched is a record that a transaction changes.
type touched struct {
	kind  recordKind
	owner []any
}

// touch notes that the transaction changes a record, whose hash its event then holds.
func (tx *transaction) touch(kind recordKind, owner ...any) {
	tx.touched[recordKey(kind, owner...)] = touched{kind, owner}
}

// touchAll touches every record that has a row in a part.
func (tx *transaction) touchAll(p recordPart) {
	statement := `SELECT DISTINCT ` + strings.Join(p.owner, ", ") + ` FROM ` + p.table
	switch len(p.owner) {
	case 1:
		for _, id := range query(tx, column[string], statement) {
			tx.touch(p.kind, id)
		}
	default:
		type numbered struct {
			id     string
			number int
		}
		for _, n := range query(tx, func(n *numbered) []any { return []any{&n.id, &n.number} }, statement) {
			tx.touch(p.kind, n.id, n.number)
		}
	}
}

// mustTouch makes the transaction fail at its end unless it touches the kind of record that a statement writes.
func (tx *transaction) mustTouch(statement string) {
	words := strings.Fields(statement)
	for _, p := range recordParts {
		if len(words) > 2 && words[0] != "SELECT" && (words[1] == p.table || words[2] == p.table) {
			tx.written[p.kind] = true
		}
	}
}

// touchedHashes returns the hashes of the records that the transaction touched, "" for one that it removed.
func (tx *transaction) touchedHashes() map[string]string {
	hashes := make(map[string]string, len(tx.touched))
	for key, t := range tx.touched {
		delete(tx.written, t.kind)
		rows := recordRows{}
		for _, p := range recordParts {
			if p.kind == t.kind && tx.err == nil {
				tx.fail(rows.read(tx.ctx, tx, p, t.owner...))
			}
		}
		hashes[key] = rows.hash(key)
	}
	for kind := range tx.written {
		tx.fail(fmt.Errorf("a %s changed and no event says so", kind))
	}
	return hashes
}

// recordRows holds the rows of records, encoded, by record.
type recordRows map[string][]string

// read adds the rows of a part, those of one owner if one is given.
func (r recordRows) read(ctx context.Context, from querier, p recordPart, owner ...any) error {
	rows, err := from.QueryContext(ctx, p.statement(len(owner) > 0), owner...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	values := make([]any, len(p.owner)+len(p.columns))
	fields := make([]any, len(values))
	for i := range values {
		fields[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(fields...); err != nil {
			return translate(err)
		}
		key := recordKey(p.kind, values[:len(p.owner)]...)
		encoded, err := p.encode(values[len(p.owner):])
		if err != nil {
			return err
		}
		r[key] = append(r[key], encoded)
	}
	return translate(rows.Err())
}

// encode returns a row as JSON: its table, then name and value of each column. It leaves out NULL and
// empty text, so that a column which a migration adds changes no hash.
func (p recordPart) encode(values []any) (string, error) {
	row := []any{p.table}
	for i, column := range p.columns {
		if values[i] != nil && values[i] != "" {
			row = append(row, column, values[i])
		}
	}
	encoded, err := json.Marshal(row)
	return string(encoded), err
}

// hash returns the SHA-256 of a record's rows in hexadecimal, "" if it has none.
func (r recordRows) hash(key string) string {
	rows := r[key]
	if len(rows) == 0 {
		return ""
	}
	slices.Sort(rows) // the order of an engine may depend on its collation
	sum := sha256.Sum256([]byte(strings.Join(rows, "\n")))
	return hex.EncodeToString(sum[:])
}

// querier is a database, a connection or a transaction.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// allRecords returns the hash of every record that is stored.
func allRecords(ctx context.Context, from querier) (map[string]string, error) {
	rows := recordRows{}
	for _, p := range recordParts {
		if err := rows.read(ctx, from, p); err != nil {
			return nil, err
		}
	}
	hashes := make(map[string]string, len(rows))
	for key := range rows {
		hashes[key] = rows.hash(key)
	}
	return hashes, nil
}

// recordDifferences says which stored records are not as the events left them.
func recordDifferences(stored, left map[string]string) (differences []string) {
	all := maps.Clone(stored)
	maps.Copy(all, left)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		switch was, is := left[key], stored[key]; {
		case is == was:
		case was == "":
			differences = append(differences, recordName(key)+": no event of the audit log added it")
		case is == "":
			differences = append(differences, recordName(key)+": no event of the audit log removed it")
		default:
			differences = append(differences, recordName(key)+": not as its last event left it")
		}
	}
	return differences
}
