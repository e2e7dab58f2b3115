package views

import (
	"cmp"

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
