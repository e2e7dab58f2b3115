package publish

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"lerr/internal/report"
)

// DraftState is the stage that a draft has reached.
type DraftState string

// The states of a draft, in the order in which it passes through them.
const (
	DraftOpen      DraftState = "open"      // being prepared
	DraftSubmitted DraftState = "submitted" // waiting for a second person
	DraftApproved  DraftState = "approved"  // ready to be published or scheduled
	DraftScheduled DraftState = "scheduled" // published automatically at its time
	DraftPublished DraftState = "published" // final
	DraftDiscarded DraftState = "discarded" // final
)

// Draft is an edition that is not public: the next period, or a correction of a published one.
//
// Drafts are stored as JSON. Fields whose names have changed keep their stored names.
type Draft struct {
	ID       string // random
	Version  int    // grows with every change; an Edit names the version that it was made on
	State    DraftState
	Corrects int            // the revision that it corrects; 0 for a first publication
	Edition  report.Edition // what would become public
	Note     string         // public note on a correction: what, why, with what effect

	File         File                // the upload that it was read from
	Findings     report.Problems     // problems found while reading the file
	Cells        map[string]CellName // the cell of each figure in the file; see CellKey
	Suspect      map[string]int      `json:"Doubtful"` // column whose percentage in the file does not match, by CellKey of the name
	Acceptances  []Acceptance
	KeepsEarlier []string `json:"Kept"` // IDs of questions whose answers keep quoting an earlier period

	UploadedBy  string
	SubmittedBy string
	ApprovedBy  string
	ApprovedAt  time.Time
	Approved    string // the content digest that was approved; see ContentDigest
	ReleaseAt   time.Time
	Zone        string // IANA name of the zone in which the release time was given
	CreatedAt   time.Time
	UpdatedAt   time.Time
	UpdatedBy   string

	Refused bool `json:"-"` // the file was refused as a whole; such a draft is never stored
}

// File describes an upload. Its bytes are not stored: downloads are always written from the edition.
type File struct {
	Name   string
	Size   int
	SHA256 string
}

// CellName is a cell of an uploaded file.
type CellName struct {
	Sheet, Cell string
}

// CellKey returns the key of a figure in Draft.Cells, for a section, a country's code ("" for the
// stated total) and a column: 0 for the country's name, 1 to 6 for report.Columns.
func CellKey(s report.Section, country string, column int) string {
	return fmt.Sprintf("%s/%s/%d", s, country, column)
}

// ContentDigest returns the digest of all that would become public: the edition and the public note.
// An approval names it, so any later change makes the approval void.
func (d *Draft) ContentDigest() string {
	e := d.Edition
	return report.DigestOf(fmt.Sprintf("lerr draft 1\ncorrects %d\nnote %q\nedition %s\n", d.Corrects, d.Note, e.Digest()))
}

// IsOver reports whether the draft is in a final state.
func (d *Draft) IsOver() bool { return d.State == DraftPublished || d.State == DraftDiscarded }

// Drafts returns every draft, newest first.
func (s *Service) Drafts(ctx context.Context) ([]Draft, error) { return s.store.Drafts(ctx) }

// Draft returns the draft with that id, or report.ErrNotFound.
func (s *Service) Draft(ctx context.Context, id string) (Draft, error) { return s.store.Draft(ctx, id) }

// newID returns a random identifier of 128 bits.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
