package translog

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"lerr/internal/report"
)

// The paths of a log on its site. Tiles and entry bundles are below Prefix, as TilePaths returns them.
const (
	Prefix         = "/log/"
	CheckpointPath = Prefix + "checkpoint"
	KeyPath        = Prefix + "key" // the public key, for auditors that see the log for the first time
)

// Auditor compares a site with its transparency log, from outside. It believes the site nothing but the public key when
// it sees it for the first time.
type Auditor struct {
	Key       string            // public key that the log must have; empty for the remembered one, or else the site's
	Transport http.RoundTripper // nil for http.DefaultTransport

	// The formats and addresses of the site's files.
	EditionPath   func(p report.Period, number int) string            // JSON of one revision
	ReadEdition   func(content []byte) (report.Edition, int, error)   // of EditionPath
	RevisionsPath string                                              // JSON of the list of revisions
	ReadRevisions func(content []byte) ([]report.Revision, error)     // of RevisionsPath; in whole seconds
	CalendarPath  string                                              // JSON of the announcements
	ReadCalendar  func(content []byte) ([]report.Announcement, error) // of CalendarPath; in whole seconds
}

// Findings is the result of an audit.
type Findings struct {
	State    AuditState // to be remembered if there are no problems
	Before   AuditState // as it was remembered
	New      []Entry    // entries that were added since
	Checked  int        // number of revisions whose figures were recomputed
	Problems []string   // what does not fit, in words; empty if all fits
}

// Lines describes the findings for readers, a line each.
func (f Findings) Lines() []string {
	var lines []string
	if f.Before.IsZero() {
		lines = append(lines, fmt.Sprintf("First audit. The log has %d entries and the key %s.", f.State.Size, f.State.Key))
	} else {
		lines = append(lines, fmt.Sprintf("The log has %d entries; it had %d.", f.State.Size, f.Before.Size))
	}
	for _, e := range f.New {
		lines = append(lines, "new: "+e.String())
	}
	for _, p := range f.Problems {
		lines = append(lines, "problem: "+p)
	}
	if len(f.Problems) == 0 {
		lines = append(lines, fmt.Sprintf("Everything fits: %d revisions have the figures that the log has.", f.Checked))
	}
	return lines
}

// concurrentFetches bounds the files that are read at a time.
const concurrentFetches = 8

// auditAttempts bounds the audits of a site whose log grows meanwhile.
const auditAttempts = 3

// Audit reads the log of the site at base and compares: its signature, its entries with its root, its growth since
// before, and each published figure, note, notice and announcement with the entries. What does not fit is in Problems. It fails if it
// cannot tell: the address is wrong, the site does not answer, or it has no log.
func (a Auditor) Audit(ctx context.Context, base string, before AuditState) (Findings, error) {
	fail := func(err error) (Findings, error) { return Findings{}, fmt.Errorf("audit %s: %w", base, err) }
	site, err := newFetcher(base, a.Transport)
	if err != nil {
		return fail(err)
	}
	key := a.Key
	if key == "" {
		key = before.Key
	}
	if key == "" {
		content, err := site.get(ctx, KeyPath, maxCheckpoint)
		if err != nil {
			return fail(err)
		}
		key = strings.TrimSpace(string(content))
	}
	for attempt := 1; ; attempt++ {
		signed, err := site.get(ctx, CheckpointPath, maxCheckpoint)
		if err != nil {
			return fail(err)
		}
		f := Findings{Before: before, State: AuditState{Key: key}}
		if err := a.audit(ctx, site, string(signed), &f); err != nil {
			return fail(err)
		}
		if len(f.Problems) == 0 || attempt == auditAttempts {
			return f, nil
		}
		// A site that publishes meanwhile shows more than the log had.
		site.left.Store(maxFetched)
		again, err := site.get(ctx, CheckpointPath, maxCheckpoint)
		if err != nil {
			return fail(err)
		}
		if signedText(string(again)) == signedText(string(signed)) {
			return f, nil
		}
	}
}

// audit compares the site with the log of one checkpoint. Its error says that it could not.
func (a Auditor) audit(ctx context.Context, site *fetcher, signed string, f *Findings) error {
	c, err := ParseCheckpoint(f.State.Key, signed)
	if err != nil {
		f.problem("The checkpoint is not what the log's key %s signs: %v.", f.State.Key, err)
		return nil
	}
	f.State.Size, f.State.Root = c.Size, c.Root
	log, err := fetchLog(ctx, site, c.Size)
	if err != nil {
		return f.fault(err)
	}
	if root := log.Root(); root != c.Root {
		f.problem("The entries have the root %s, and the checkpoint has %s.", root, c.Root)
		return nil
	}
	f.compareGrowth(log)
	state, err := Replay(log.Entries())
	if err != nil {
		f.problem("The entries do not follow each other: %v.", err)
		return nil
	}
	if err := a.compareRevisions(ctx, site, state, f); err != nil {
		return err
	}
	if err := a.compareCalendar(ctx, site, state, f); err != nil {
		return err
	}
	return a.compareEditions(ctx, site, state, f)
}

func (f *Findings) problem(format string, args ...any) {
	f.Problems = append(f.Problems, fmt.Sprintf(format, args...))
}

// fault makes a problem of what the site answers wrongly, and returns the error of one that does not answer.
func (f *Findings) fault(err error) error {
	if errors.Is(err, report.ErrInvalid) || errors.Is(err, report.ErrNotFound) {
		f.problem("%v.", err)
		return nil
	}
	return err
}

// compareGrowth proves that the log begins with what was remembered, and sets New.
func (f *Findings) compareGrowth(log *Log) {
	entries := log.Entries()
	f.New = entries
	if f.Before.IsZero() {
		return
	}
	if f.Before.Size > log.Size() {
		f.New = nil
		f.problem("The log has %d entries and had %d: it lost some.%s", log.Size(), f.Before.Size, losses(entries))
		return
	}
	if root, err := log.RootAt(f.Before.Size); err != nil || root != f.Before.Root {
		f.New = nil
		f.problem("The log does not begin with the %d entries that it had: they were changed.%s", f.Before.Size, losses(entries))
		return
	}
	f.New = entries[f.Before.Size:]
}

// losses quotes what the log itself says about lost entries.
func losses(entries []Entry) (text string) {
	for _, e := range entries {
		if e.Kind == Loss {
			text += " It says: " + e.String()
		}
	}
	return text
}

// fetchLog reads all entries of a log of a size.
func fetchLog(ctx context.Context, site *fetcher, size int64) (*Log, error) {
	var leaves [][]byte
	for first := int64(0); first < size; first += 1 << tileHeight {
		t := tlog.Tile{H: tileHeight, L: -1, N: first >> tileHeight, W: int(min(size-first, 1<<tileHeight))}
		path := Prefix + tilePath(t)
		content, err := site.get(ctx, path, maxFile)
		if errors.Is(err, report.ErrNotFound) && t.W < 1<<tileHeight { // the log may have grown over it
			t.W = 1 << tileHeight
			if full, err2 := site.get(ctx, Prefix+tilePath(t), maxFile); err2 == nil {
				content, err = full, nil
			}
		}
		if err != nil {
			return nil, err
		}
		bundle, err := readBundle(content, t.W)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		bundle = bundle[:min(int64(len(bundle)), size-first)]
		leaves = append(leaves, bundle...)
	}
	return New(leaves)
}

// readBundle returns the width entries of an entry bundle. It fails with ErrInvalid for another number.
func readBundle(content []byte, width int) (leaves [][]byte, err error) {
	for range width {
		leaf, rest, ok := cutEntry(content)
		if !ok {
			return nil, fmt.Errorf("the bundle ends after %d of %d entries: %w", len(leaves), width, report.ErrInvalid)
		}
		leaves, content = append(leaves, leaf), rest
	}
	if len(content) > 0 {
		return nil, fmt.Errorf("the bundle has more than %d entries: %w", width, report.ErrInvalid)
	}
	return leaves, nil
}

// cutEntry returns the first entry of a bundle and what follows it.
func cutEntry(bundle []byte) (leaf, rest []byte, ok bool) {
	if len(bundle) < 2 {
		return nil, nil, false
	}
	end := 2 + int(binary.BigEndian.Uint16(bundle))
	if len(bundle) < end {
		return nil, nil, false
	}
	return bundle[2:end], bundle[end:], true
}

// compareRevisions compares the site's list of revisions with the log.
func (a Auditor) compareRevisions(ctx context.Context, site *fetcher, state State, f *Findings) error {
	content, err := site.get(ctx, a.RevisionsPath, maxFile)
	if err != nil {
		return f.fault(err)
	}
	shown, err := a.ReadRevisions(content)
	if err != nil {
		return f.fault(err)
	}
	// The list has neither fractions of seconds nor marks.
	var logged []Revision
	for _, r := range state.Revisions {
		r.PublishedAt, r.WithdrawnAt = r.PublishedAt.Truncate(time.Second), r.WithdrawnAt.Truncate(time.Second)
		r.Again, r.Direct = false, false
		logged = append(logged, r)
	}
	d := differences{side: "the site", where: "on the site"}
	d.compareRevisions(logged, shown)
	f.Problems = append(f.Problems, d.list...)
	return nil
}

// compareCalendar compares the site's calendar with the log. A site whose log has no announcement may have none: earlier
// versions of the program did not.
func (a Auditor) compareCalendar(ctx context.Context, site *fetcher, state State, f *Findings) error {
	content, err := site.get(ctx, a.CalendarPath, maxFile)
	if errors.Is(err, report.ErrNotFound) && len(state.Announcements) == 0 {
		return nil
	}
	if err != nil {
		return f.fault(err)
	}
	shown, err := a.ReadCalendar(content)
	if err != nil {
		return f.fault(err)
	}
	var logged []report.Announcement
	for _, n := range state.Announcements {
		n.Changes = slices.Clone(n.Changes)
		for i := range n.Changes {
			n.Changes[i].At = n.Changes[i].At.Truncate(time.Second)
		}
		logged = append(logged, n)
	}
	d := differences{side: "the site", where: "on the site"}
	d.compareAnnouncements(logged, shown)
	f.Problems = append(f.Problems, d.list...)
	return nil
}

// compareEditions recomputes the digests of all revisions that the site shows.
func (a Auditor) compareEditions(ctx context.Context, site *fetcher, state State, f *Findings) error {
	shown := slices.DeleteFunc(slices.Clone(state.Revisions), func(r Revision) bool { return r.State == report.Withdrawn })
	problems, failures := make([]string, len(shown)), make([]error, len(shown))
	var group sync.WaitGroup
	free := make(chan struct{}, concurrentFetches)
	for i, r := range shown {
		free <- struct{}{}
		group.Go(func() {
			defer func() { <-free }()
			problems[i], failures[i] = a.compareEdition(ctx, site, r)
		})
	}
	group.Wait()
	f.Checked = len(shown)
	for i, r := range shown {
		if problems[i] != "" {
			f.problem("%s revision %d: %s", r.Edition.Period, r.Number, problems[i])
		}
	}
	return errors.Join(failures...)
}

// compareEdition says in words how the JSON file of a revision differs from the log, or "" if it does not.
func (a Auditor) compareEdition(ctx context.Context, site *fetcher, r Revision) (problem string, err error) {
	path := a.EditionPath(r.Edition.Period, r.Number)
	content, err := site.get(ctx, path, maxFile)
	if err == nil {
		var e report.Edition
		var number int
		e, number, err = a.ReadEdition(content)
		switch sum := sha256.Sum256(content); {
		case err != nil:
		case e.Period != r.Edition.Period || number != r.Number:
			return fmt.Sprintf("%s holds %s revision %d.", path, e.Period, number), nil
		case e.Digest() != r.Digest:
			return fmt.Sprintf("the figures or notes of %s have the digest %s, and the log has %s.", path, e.Digest(), r.Digest), nil
		case len(r.Files["json"]) > 0 && !slices.Contains(r.Files["json"], hex.EncodeToString(sum[:])):
			return fmt.Sprintf("%s is a file that is not in the log; its SHA-256 is %x.", path, sum), nil
		}
	}
	if errors.Is(err, report.ErrInvalid) || errors.Is(err, report.ErrNotFound) {
		return err.Error() + ".", nil
	}
	return "", err
}
