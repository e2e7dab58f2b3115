package views

import (
	"strconv"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// RevisionsPage lists what was published, when, with the digest of its figures.
type RevisionsPage struct {
	Page
	Rows []RevisionRow
}

// RevisionRow is one published revision.
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

// NewRevisionsPage makes the list's view model.
func NewRevisionsPage(f Frame, a *report.Archive) RevisionsPage {
	m := RevisionsPage{Page: Page{
		Frame: f, Path: urls.Revisions(), Data: urls.Revisions(), Newest: a.NewestPublished(),
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
		row.Files = append(row.Files, Link{formatName(format), urls.RevisionDownload(period, r.Number, format)})
	}
	return row
}

// formatName is a format's name for readers.
func formatName(format string) string {
	switch format {
	case "xlsx":
		return "XLSX"
	case "csv":
		return "CSV"
	}
	return "JSON"
}
