package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// RevisionState says whether a revision is what readers see first.
type RevisionState string

const (
	// Published is the newest public state of its period.
	Published RevisionState = "published"
	// Superseded is an earlier state, which stays at its own address and is marked.
	Superseded RevisionState = "superseded"
	// Withdrawn is out of sight; a public notice stands in its place.
	Withdrawn RevisionState = "withdrawn"
)

// Revision is the nth published state of an edition. What was published stays as it was; a
// correction is a further revision.
type Revision struct {
	Edition          Edition
	Number           int // 1 for the first
	State            RevisionState
	PublishedAt      time.Time // UTC
	Note             string    // what changed, why and with what effect; empty for a first publication
	Digest           string    // of the edition, as Edition.Digest makes it
	WithdrawalNotice string    // what stands in its place when it is withdrawn
	WithdrawnAt      time.Time // UTC; zero when it is not
}

// Digest is the SHA-256, in lower-case hex, of the edition's canonical text: every figure and every
// note, one a line, in fixed order. Equal editions have equal digests, and an edition that was
// changed in storage no longer matches the one that was kept with it.
func (e *Edition) Digest() string {
	var b strings.Builder
	fmt.Fprintf(&b, "lerr edition 1\n%s\nnote %q\n", e.Period, e.Note)
	for _, t := range e.Tables {
		fmt.Fprintf(&b, "section %s %q\n", t.Section, t.Note)
		for _, r := range t.Rows {
			fmt.Fprintf(&b, "row %s %d %q\n", r.Country, r.Counts.Figures(), r.Note)
		}
	}
	for _, f := range e.Figures {
		fmt.Fprintf(&b, "figure %s %d\n", f.Name, f.Value)
	}
	for _, a := range e.Answers {
		fmt.Fprintf(&b, "answer %s %q\n", a.Question, a.Body)
	}
	return DigestOf(b.String())
}

// DigestOf returns the SHA-256 of a text in lower-case hexadecimal.
func DigestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
