package views

import (
	"cmp"
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// RevisionsPage lists all revisions with their dates and digests.
type RevisionsPage struct {
	Page
	History []report.Revision // newest period first
}

// Link is a named address on this site.
type Link struct{ Name, URL string }

// ChoiceLink is a link that selects one of several alternatives.
type ChoiceLink struct {
	Link
	Chosen bool
}

// NewRevisionsPage returns the list of revisions.
func NewRevisionsPage(f Frame, a *report.Archive) RevisionsPage {
	p := newPage(f, urls.Revisions, "Revisions", "What was published and when, with the digest of each period’s figures.")
	p.Data = urls.Revisions
	p.at("", report.Selection{Period: a.NewestPublished()})
	return RevisionsPage{p, a.History()}
}

// revisionNote describes the changes of a revision, and whether it was superseded or withdrawn.
func revisionNote(r report.Revision) string {
	note := cmp.Or(r.Note, "First publication")
	switch r.State {
	case report.Withdrawn:
		return "Withdrawn on " + Date(r.WithdrawnAt) + ": " + r.WithdrawalNotice
	case report.Superseded:
		return note + " (superseded)"
	}
	return note
}

// correctedText says whether anything that was published has been corrected or withdrawn.
func correctedText(a *report.Archive) string {
	list := a.Corrections()
	if len(list) == 0 {
		return "Nothing has been corrected so far."
	}
	return Capital(correctedCount(a)) + fmt.Sprintf(" so far, the last on %s.", Date(list[0].ChangedAt()))
}

// correctedCount counts corrections and withdrawals: "none corrected", "2 corrections and 1 withdrawal".
func correctedCount(a *report.Archive) string {
	list := a.Corrections()
	if len(list) == 0 {
		return "none corrected"
	}
	withdrawn := 0
	for _, r := range list {
		if r.State == report.Withdrawn {
			withdrawn++
		}
	}
	var parts []string
	if n := len(list) - withdrawn; n > 0 {
		parts = append(parts, Plural(n, "correction", "corrections"))
	}
	if withdrawn > 0 {
		parts = append(parts, Plural(withdrawn, "withdrawal", "withdrawals"))
	}
	return Sentence(parts)
}
