package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Revision is the nth published state of an edition. What was published stays as it was; a
// correction is a further revision.
type Revision struct {
	Edition     Edition
	Number      int       // 1 for the first
	PublishedAt time.Time // UTC
	Note        string    // what changed, why and with what effect; empty for a first publication
	Digest      string    // of the edition, as Edition.Digest makes it
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
	return digestOf(b.String())
}

// digestOf is the SHA-256 of a text in lower-case hex.
func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
