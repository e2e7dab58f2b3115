package views

import (
	"strconv"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// RevisionsPage lists all revisions with their dates and digests.
type RevisionsPage struct {
	Page
	Rows []RevisionRow
}

// RevisionRow is one revision.
type RevisionRow struct {
	Period string
	URL    string
	Number string
	Date   string
	Digest string
	Note   string
	Files  []Link
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
	m := RevisionsPage{Page: Page{
		Frame: f, Path: urls.Revisions, Data: urls.Revisions, Newest: a.NewestPublished(),
		Title:       "Revisions · " + f.Site.Title,
		Description: "What was published and when, with the digest of each period’s figures.",
	}}
	for _, r := range a.History() {
		m.Rows = append(m.Rows, revisionRow(r))
	}
	return m
}

func revisionRow(r report.Revision) RevisionRow {
	period := r.Edition.Period
	row := RevisionRow{
		Period: period.Label(),
		URL:    urls.Revision(period, r.Number, report.Place{}),
		Number: strconv.Itoa(r.Number),
		Date:   Date(r.PublishedAt),
		Digest: r.Digest,
		Note:   r.Note,
	}
	if row.Note == "" {
		row.Note = "First publication"
	}
	switch r.State {
	case report.Withdrawn:
		row.Note = "Withdrawn on " + Date(r.WithdrawnAt) + ": " + r.WithdrawalNotice
		return row
	case report.Superseded:
		row.Note += " (superseded)"
	}
	for _, format := range urls.Formats() {
		row.Files = append(row.Files, Link{strings.ToUpper(format), urls.RevisionDownload(period, r.Number, format)})
	}
	return row
}
