package publish

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
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
	DraftDiscarded DraftState = "discarded" // final after RestoreTime
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
	Base     int            `json:",omitempty"` // the last revision of its period, which it follows; see base
	Note     string         // public note on a correction or a publication after a withdrawal: what, why, with what effect
	Places   []PlaceEdit    `json:",omitempty"` // changes of places, public with the edition; by code
	Direct   bool           `json:",omitempty"` // from the command line, without a second person

	File         File                // the upload that it was read from
	Findings     report.Problems     // problems found while reading the file
	Cells        map[string]CellName // the cell of each figure in the file; see CellKey
	Suspect      map[string]int      `json:"Doubtful"` // column whose percentage in the file does not match, by CellKey of the name
	Acceptances  []Acceptance
	Explanations []Explanation
	FoundNotes   []FoundNote // in the file; none of them is public unless a person takes it in
	KeepsEarlier []string    `json:"Kept"` // IDs of questions whose answers keep quoting an earlier period

	// Made at its submission, for an approval to name.
	Files map[string]string `json:",omitempty"` // SHA-256 of the revision's own files, by format
	Names string            `json:",omitempty"` // digest of the names and regions of its countries

	History     []DraftChange `json:",omitempty"` // the newest changes, oldest first; at most maxHistory
	ChangedBy   []string      `json:",omitempty"` // everybody who changed anything
	Alert       string        `json:",omitempty"` // what has happened to it that its people must know
	UploadedBy  string
	SubmittedBy string
	ApprovedBy  string
	ApprovedAt  time.Time
	ApprovedFor string    `json:",omitempty"` // the approver's reason
	Returned    *Decision `json:",omitempty"` // its last return, until it is approved
	Approved    string    // the content digest that was approved; see ContentDigest
	ReleaseAt   time.Time
	Zone        string    // IANA name of the zone in which a release time was given last
	ScheduledBy string    `json:",omitempty"` // who gave one last
	OffCalendar string    `json:",omitempty"` // how the scheduled time differs from what is announced, and why
	ScheduledAt time.Time `json:",omitzero"`
	CreatedAt   time.Time
	UpdatedAt   time.Time
	UpdatedBy   string

	Before  Standing `json:"-"` // when it was loaded to be changed, until it is saved
	Refused bool     `json:"-"` // the file was refused as a whole; such a draft is never stored
}

// DraftChange says who saved a version of a draft, and what they did.
type DraftChange struct {
	Version int
	By      string
	At      time.Time
	Action  string // as in the audit log
	Text    string
}

// maxHistory is the number of changes that a draft holds; the audit log has all.
const maxHistory = 100

// ChangedSince returns the names of those who saved a later version than the given one, sorted.
func (d *Draft) ChangedSince(version int) []string {
	var names []string
	for _, c := range d.History {
		if c.Version > version {
			names = append(names, c.By)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Decision is a decision about a draft, with its reason.
type Decision struct {
	By     string
	At     time.Time
	Reason string
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

// ContentDigest returns the digest of all that would become public: the edition, the public note, the
// changes of places, the revision that it follows and, once submitted, the revision's own files. An
// approval names it, so any later change makes the approval void.
func (d *Draft) ContentDigest() string {
	e := d.Edition
	var b strings.Builder
	fmt.Fprintf(&b, "lerr draft 1\ncorrects %d\nnote %q\nedition %s\n", d.Corrects, d.Note, e.Digest())
	// What a draft of November 2026 did not have is left out where it is missing, so that its approval stays valid.
	if d.base() != d.Corrects {
		fmt.Fprintf(&b, "follows %d\n", d.base())
	}
	for _, p := range d.Places {
		fmt.Fprintf(&b, "place %+q %+q\n", fields(p.Before), fields(p.After))
	}
	if d.Names != "" {
		fmt.Fprintf(&b, "names %s\n", d.Names)
	}
	for _, format := range slices.Sorted(maps.Keys(d.Files)) {
		fmt.Fprintf(&b, "file %s %s\n", format, d.Files[format])
	}
	return report.DigestOf(b.String())
}

// base returns the number of the revision that the draft follows; 0 if its period was never published.
// Corrections that were begun up to November 2026 only have Corrects.
func (d *Draft) base() int { return max(d.Base, d.Corrects) }

// Again reports whether the draft publishes a period again after it was withdrawn.
func (d *Draft) Again() bool { return d.Corrects == 0 && d.Base > 0 }

// Changers returns everybody who changed anything in the draft, sorted. None of them can approve it.
func (d *Draft) Changers() []string {
	names := append(slices.Clone(d.ChangedBy), d.UploadedBy)
	for _, a := range d.Acceptances {
		if !a.Inherited {
			names = append(names, a.By)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// IsOver reports whether the draft is published or discarded.
func (d *Draft) IsOver() bool { return d.State == DraftPublished || d.State == DraftDiscarded }

// Drafts returns every draft, newest first.
func (s *Service) Drafts(ctx context.Context) ([]Draft, error) { return s.store.Drafts(ctx) }

// Draft returns the draft with that id, or report.ErrNotFound.
func (s *Service) Draft(ctx context.Context, id string) (Draft, error) { return s.store.Draft(ctx, id) }
