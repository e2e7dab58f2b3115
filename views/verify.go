package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// VerifyPage lists the fingerprints of everything that was published, and the head of the transparency log.
type VerifyPage struct {
	Page
	Fingerprints
	Through string // "24 November 2026"; empty if nothing was published
	Entries string // number of entries of the log
	Cosign  string // sentence on witnesses; empty without
	NoFiles bool   // the log has no file's fingerprint
	Audit   string // command that audits the site
}

// Fingerprints holds what the transparency log says of the site, and of its files.
type Fingerprints struct {
	Key        string // public key of the log
	Size       int    // number of entries
	Root       string
	Checkpoint string
	Witnesses  []string              // names of those who cosigned it
	Through    time.Time             // of the last publication or withdrawal
	Revisions  []RevisionFingerprint // newest period first
	Texts      []TextsFingerprint    // last version first
}

// RevisionFingerprint holds the fingerprints of a revision.
type RevisionFingerprint struct {
	report.Revision
	Files []FileFingerprint
}

// FileFingerprint is the fingerprint of one of a revision's files.
type FileFingerprint struct {
	Format  string // "xlsx"
	SHA256  string
	Earlier bool // another version of the program wrote it
	Missing bool // it is served and not in the log
}

// TextsFingerprint is the fingerprint of the texts that a version of the program ships with.
type TextsFingerprint struct{ Version, SHA256 string }

// NewVerifyPage returns the page to verify files.
func NewVerifyPage(f Frame, newest report.Period, prints Fingerprints) VerifyPage {
	m := VerifyPage{
		Page: newPage(f, urls.Verify, "Verify a file",
			"Whether a file of this report is as it was published, of which revision, and how to prove that nothing was changed since."),
		Fingerprints: prints, Entries: Number(prints.Size),
		Audit: "lerr audit " + f.BaseURL + " --state audit.json",
	}
	if f.BaseURL == "" { // a path alone says nothing outside of this site
		m.Audit = "lerr audit https://SITE --state audit.json"
	}
	if !prints.Through.IsZero() {
		m.Through = Date(prints.Through)
	}
	if len(prints.Witnesses) > 0 {
		m.Cosign = "Cosigned by " + Sentence(prints.Witnesses) + "."
	}
	m.NoFiles = !slices.ContainsFunc(prints.Revisions, func(r RevisionFingerprint) bool {
		return slices.ContainsFunc(r.Files, func(f FileFingerprint) bool { return !f.Missing })
	})
	m.Bundle = bundleVerify
	m.at("", report.Selection{Period: newest})
	return m
}

// id is the fragment of a revision.
func (r RevisionFingerprint) id() string { return fmt.Sprintf("%s-r%d", r.Edition.Period, r.Number) }

// name names a revision: "2019 (Jan-Jun), revision 1".
func (r RevisionFingerprint) name() string {
	return fmt.Sprintf("%s, revision %d", r.Edition.Period.Label(), r.Number)
}

// standing says whether a revision still holds.
func (r RevisionFingerprint) standing() string {
	switch r.State {
	case report.Withdrawn:
		return "Published on " + Date(r.PublishedAt) + ", withdrawn on " + Date(r.WithdrawnAt) + ": " + r.WithdrawalNotice
	case report.Superseded:
		return "Replaced by a later revision, published on " + Date(r.PublishedAt) + "."
	}
	return "Current, published on " + Date(r.PublishedAt) + "."
}

// standing names how a file stands, for the script that looks files up: as its revision, or "earlier".
func (f FileFingerprint) standing(r RevisionFingerprint) string {
	if f.Earlier && r.State == report.Published {
		return "earlier"
	}
	return string(r.State)
}

// name names the kind of a file: "XLSX".
func (f FileFingerprint) name() string { return strings.ToUpper(f.Format) }

// remark says what is special about a file; empty for most.
func (m VerifyPage) remark(f FileFingerprint) string {
	switch {
	case f.Earlier:
		return "as an earlier version of this site wrote it"
	case f.Missing && !m.NoFiles:
		return "not in the log"
	}
	return ""
}
