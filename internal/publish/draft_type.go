package publish

import (
	"fmt"
	"time"

	"lerr/internal/report"
)

// DraftState says how far a draft has come.
type DraftState string

// The states of a draft, in the order in which it passes through them.
const (
	DraftOpen      DraftState = "open"      // being prepared
	DraftSubmitted DraftState = "submitted" // waits for a second person
	DraftApproved  DraftState = "approved"  // approved as it is, to be published or scheduled
	DraftScheduled DraftState = "scheduled" // becomes public at its time
	DraftPublished DraftState = "published" // is public; the draft is history
	DraftDiscarded DraftState = "discarded" // given up
)

// Draft is an edition that is not public: what is to be published next, or to correct what is.
type Draft struct {
	ID       string // random, made by the application
	Version  int    // grows with every change; a change names the version that it was made on
	State    DraftState
	Corrects int            // the revision that it corrects; 0 for a first publication
	Edition  report.Edition // what would become public
	Note     string         // public note on the correction: what, why, with what effect

	File        File                // the upload that it was read from
	Findings    report.Problems     // what reading that file found
	Cells       map[string]CellName // where each figure stood in the file; see CellKey
	Doubtful    map[string]int      // columns whose percentage in the file does not fit; by CellKey of the name
	Acceptances []Acceptance        // warnings that somebody took upon themselves
	Kept        []string            // questions whose answers go on quoting an earlier period

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
}

// File is an upload as it came in. Its bytes are not kept: what is published is always written anew.
type File struct {
	Name   string
	Size   int
	SHA256 string
}

// CellName is a place in an uploaded file.
type CellName struct {
	Sheet, Cell string
}

// CellKey names a figure for Draft.Cells: a section, a country's code ("" for the stated total) and
// a column, where 0 is the country's name and 1 to 6 are Columns.
func CellKey(s report.Section, country string, column int) string {
	return fmt.Sprintf("%s/%s/%d", s, country, column)
}

// Acceptance is one warning that a named person accepted, and why.
type Acceptance struct {
	Problem string // Problem.Key of the warning
	By      string
	At      time.Time
	Reason  string
}

// Accepted finds the acceptance of a problem.
func (d *Draft) Accepted(p report.Problem) (Acceptance, bool) {
	for _, a := range d.Acceptances {
		if a.Problem == p.Key() {
			return a, true
		}
	}
	return Acceptance{}, false
}

// ContentDigest is the digest of all that would become public: the edition and the public note.
// An approval is of exactly this; any later change makes it another.
func (d *Draft) ContentDigest() string {
	e := d.Edition
	return report.DigestOf(fmt.Sprintf("lerr draft 1\ncorrects %d\nnote %q\nedition %s\n", d.Corrects, d.Note, e.Digest()))
}

// IsOver reports whether nothing more can happen to the draft.
func (d *Draft) IsOver() bool { return d.State == DraftPublished || d.State == DraftDiscarded }
