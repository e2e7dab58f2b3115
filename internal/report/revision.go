package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// RevisionState is the state of a published revision.
type RevisionState string

const (
	// Published is the state of the revision that readers see for its period.
	Published RevisionState = "published"
	// Superseded is the state of an earlier revision. It stays at its own address and is marked.
	Superseded RevisionState = "superseded"
	// Withdrawn is the state of a revision whose figures were removed. A public notice replaces them.
	Withdrawn RevisionState = "withdrawn"
)

// Revision is the nth published state of an edition. It never changes; a correction adds another
// revision.
type Revision struct {
	Edition          Edition
	Number           int // 1 for the first
	State            RevisionState
	PublishedAt      time.Time // UTC
	Note             string    // what changed and why; empty for a first publication
	Digest           string    // Edition.Digest, as stored
	WithdrawalNotice string    // replaces the figures of a withdrawn revision
	WithdrawnAt      time.Time // UTC; zero unless withdrawn
	Again            bool      // published again after the period was withdrawn
	Direct           bool      // published from the command line, without a second person
	Planned          bool      // the update that was announced, and no correction; an archive with announcements says so
}

// Corrects reports whether the revision is a correction of figures that were public before, or is withdrawn.
func (r Revision) Corrects() bool { return r.Number > 1 && !r.Planned || r.State == Withdrawn }

// ChangedAt returns the time of the revision's last change that readers see: its withdrawal, or its publication.
func (r Revision) ChangedAt() time.Time {
	if r.State == Withdrawn {
		return r.WithdrawnAt
	}
	return r.PublishedAt
}

// Digest returns the SHA-256 of the edition's canonical text, in lower-case hexadecimal. The text
// holds every figure and note in a fixed order, so equal editions have equal digests. A stored
// edition that was modified no longer matches its stored digest.
func (e *Edition) Digest() string {
	var b strings.Builder
	fmt.Fprintf(&b, "lerr edition 1\n%s\nnote %q\n", e.Period, e.Note)
	for _, t := range e.Tables {
		fmt.Fprintf(&b, "section %s %q\n", t.Section, t.Note)
		// What editions up to 2019 do not have has a line only where it occurs.
		if t.CountUnit() != t.Section.UsualUnit() {
			fmt.Fprintf(&b, "outcomes count %s\n", t.Unit)
		}
		for i, n := range t.Stated.Figures() {
			if t.Stated != (Counts{}) && t.Stated.Has(i) {
				fmt.Fprintf(&b, "stated %s %d\n", columns[i], n)
			}
		}
		for _, r := range t.Rows {
			fmt.Fprintf(&b, "row %s %d %q\n", r.Country, r.Counts.Figures(), r.Note)
			if r.Counts.NotGiven != 0 {
				fmt.Fprintf(&b, "not given %s\n", r.Counts.NotGiven.Names())
			}
		}
	}
	for _, n := range e.Names {
		fmt.Fprintf(&b, "name %s %q\n", n.Country, n.Name)
	}
	for _, f := range e.Figures {
		fmt.Fprintf(&b, "figure %s %d\n", f.Name, f.Value)
	}
	for _, a := range e.Answers {
		fmt.Fprintf(&b, "answer %s %q\n", a.Question, a.Body)
	}
	return DigestOf(b.String())
}

// DigestOf returns the SHA-256 of text in lower-case hexadecimal.
func DigestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
