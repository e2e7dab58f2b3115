package store

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/translog"
)

// Proof counts what a verification found to be as the program wrote it.
type Proof struct {
	Records, Events, Entries int
	Sealed                   bool // the log key and its head file were there and agree
}

// maxFindings bounds the differences that an error lists.
const maxFindings = 20

// Verify proves that the whole file is as the program left it: the schema, every record against the last event
// that changed it, the audit log against its chain and seals, the transparency log against its signed head, what
// is public against the log, and all of it against the head file. The error is ErrAltered and lists the differences,
// or one of audit.ErrAltered, ErrNoHead, ErrBehind and ErrEmpty. Without a seal it proves what it can.
func (db *DB) Verify(ctx context.Context) (Proof, error) {
	var found Proof
	head, err := db.readHead() // before the database, which another process may write meanwhile
	if err != nil {
		return found, err
	}
	var findings []string
	err = db.read(ctx, func(tx *transaction) {
		add := func(texts ...string) { findings = append(findings, texts...) }
		add(tx.schemaDifferences()...)
		if len(findings) > 0 { // the rest might not even be readable
			return
		}
		events, err := chainedEvents(ctx, tx)
		if tx.fail(err); err == nil && len(events) == 0 {
			tx.fail(fmt.Errorf("no report and no event: %w", ErrEmpty))
		}
		records, err := allRecords(ctx, tx)
		tx.fail(err)
		log := tx.log()
		if tx.err != nil {
			return
		}
		found.Events, found.Records, found.Entries = len(events), len(records), int(log.Size())
		add(recordDifferences(records, leftByEvents(events))...)
		add(tx.logDifferences(log)...)
		if db.seal != nil {
			add(tx.sealDifferences(db.seal, events, log)...)
			found.Sealed = len(findings) == 0
		}
		if db.seal != nil && head != nil {
			tx.fail(head.check(events, log))
		}
	})
	if err == nil && len(findings) > 0 {
		if len(findings) > maxFindings {
			findings = append(findings[:maxFindings], fmt.Sprintf("and %d more", len(findings)-maxFindings))
		}
		err = fmt.Errorf("%w:\n  %s", ErrAltered, strings.Join(findings, "\n  "))
	}
	if err != nil {
		return Proof{}, fmt.Errorf("%s: %w", db.path, err)
	}
	return found, nil
}

// readHead returns the head that belongs to the database, nil if it has no seal or is being made.
func (db *DB) readHead() (*Head, error) {
	if db.seal == nil || db.seal.HeadFile == "" {
		return nil, nil
	}
	head, err := ReadHead(db.seal.HeadFile, db.seal.Key)
	return &head, err
}

// check fails with ErrBehind or ErrAltered unless the database is at the head or, if the program was killed before it
// wrote the head, after it: it may also have been restored from an older copy with a loss, which the log records.
func (h *Head) check(events []storedEvent, log *translog.Log) error {
	for _, e := range log.Entries() {
		if e.Kind == translog.Loss && e.Size == h.Size && e.Root == h.Root {
			return nil
		}
	}
	if len(events) < h.Events || log.Size() < h.Size {
		return fmt.Errorf("%d events of %d and %d entries of the transparency log of %d: %w", len(events), h.Events, log.Size(), h.Size, ErrBehind)
	}
	if h.Events > 0 && events[h.Events-1].hash != h.Hash {
		return fmt.Errorf("event %d is not the one that the head file knows: %w", h.Events, ErrAltered)
	}
	if root, err := log.RootAt(h.Size); err != nil || h.Size > 0 && hexRoot(root) != h.Root {
		return fmt.Errorf("the first %d entries of the transparency log are not those that the head file knows: %w", h.Size, ErrAltered)
	}
	return nil
}

// leftByEvents returns the hash of each record as the last event that changed it left it.
func leftByEvents(events []storedEvent) map[string]string {
	left := map[string]string{}
	for _, e := range events {
		maps.Copy(left, e.Records)
	}
	maps.DeleteFunc(left, func(_, hash string) bool { return hash == "" })
	return left
}

// sealDifferences says which events the key did not seal, and whether it signed the log.
func (tx *transaction) sealDifferences(seal *Seal, events []storedEvent, log *translog.Log) (differences []string) {
	for _, e := range events {
		if !hmac.Equal([]byte(e.seal), []byte(seal.of(e.hash))) {
			differences = append(differences, fmt.Sprintf("event %d: not written with this log key", e.position))
		}
	}
	if tx.count(countWrongSizes, log.Size()) > 0 {
		differences = append(differences, "the size beside the signed head of the transparency log")
	}
	notes := query(tx, column[string], selectCheckpoint)
	if len(notes) != 1 {
		return append(differences, fmt.Sprintf("%d signed heads of the transparency log instead of one", len(notes)))
	}
	checkpoint, err := translog.ParseCheckpoint(seal.Key.Verifier(), notes[0])
	switch {
	case err != nil:
		differences = append(differences, "the signed head of the transparency log: "+err.Error())
	case checkpoint.Size != log.Size() || checkpoint.Root != log.Root():
		differences = append(differences, "the transparency log is not the one that was signed")
	}
	return differences
}

// logDifferences says what is public and differs from what the transparency log recorded.
func (tx *transaction) logDifferences(log *translog.Log) []string {
	state, err := translog.Replay(log.Entries())
	if err != nil {
		return []string{"transparency log: " + err.Error()}
	}
	regions := query(tx, func(r *report.Region) []any { return []any{&r.Slug, &r.Name} }, selectRegions)
	countries := withSpellings(query(tx, spelledFields, selectCountries))
	differences := state.Differences(regions, countries, query(tx, revisionFields, selectRevisions))
	return append(differences, state.CalendarDifferences(publish.PublicAnnouncements(tx.announcements()))...)
}

// schemaDifferences says what in the schema no migration made: a table, an index, a trigger or a view.
func (tx *transaction) schemaDifferences() (differences []string) {
	want, err := tx.engine.migratedSchema(tx.ctx)
	if tx.fail(err); err != nil || want == nil {
		return nil
	}
	is := tx.engine.schema(tx)
	all := maps.Clone(is)
	maps.Copy(all, want)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if is[name] != want[name] {
			differences = append(differences, name+": not as the program made it")
		}
	}
	return differences
}

// Altered reports whether an error says that the database is not as the program left it.
func Altered(err error) bool {
	for _, target := range []error{ErrAltered, ErrBehind, ErrNoHead, ErrEmpty, ErrCorrupt, audit.ErrAltered} {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}
