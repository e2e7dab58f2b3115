package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// EmbedHeight is the height in pixels that an embedded page needs at any width from 300 pixels.
const EmbedHeight = 450

// EmbedPage shows a selection's headline in a frame of another site.
type EmbedPage struct {
	Frame
	Title    string
	Place    string
	Period   string
	Absent   string // a sentence shown instead of figures
	Measures []Measure
	Outcomes Outcomes
	Revision string // "Revision 1, 24 November 2026"
	Link     Link   // the full page
}

// NewEmbedPage returns the embedded page of a selection, at the revision published in a. fixed
// reports whether its address always shows that revision; current is the period's newest revision.
// It fails with report.ErrNotFound if the period is not published.
func NewEmbedPage(f Frame, a *report.Archive, s report.Selection, fixed bool, current report.Revision) (EmbedPage, error) {
	a, s = a.In(s)
	revision, err := a.Revision(s.Period)
	if err != nil {
		return EmbedPage{}, err
	}
	table := revision.Edition.Headline()
	total, rows := table.Total(s.Place, a.Places())
	m := EmbedPage{
		Frame: f, Title: s.Label() + " · " + f.Site.Title, Place: s.Place.Name(), Period: s.Period.Label(),
		Outcomes: outcomesOf(total, table.CountUnit()),
		Revision: fmt.Sprintf("Revision %d, %s", revision.Number, Date(revision.PublishedAt)),
		Link:     Link{"Full figures and notes", urls.Absolute(f.BaseURL, urls.Report(s))},
	}
	if fixed {
		m.Link.URL = urls.Absolute(f.BaseURL, urls.Revision(s.Period, revision.Number, s.Place))
	}
	if revision.Number != current.Number {
		m.Revision += fmt.Sprintf(" (superseded by revision %d)", current.Number)
	}
	if rows == 0 {
		m.Absent = "No law enforcement request in this half-year."
		return m, nil
	}
	m.Measures = []Measure{
		{Name: noun(total.Requests, "request", "requests"), Value: figureText(total, 0)},
		{Name: noun(total.Accounts, "account/user specified", "accounts/users specified"), Value: figureText(total, 1)},
	}
	return m, nil
}

// NewWithdrawnEmbed returns the embedded page of a withdrawn period.
func NewWithdrawnEmbed(f Frame, r report.Revision, place report.Place) EmbedPage {
	p := r.Edition.Period
	return EmbedPage{
		Frame: f, Title: p.Label() + " is withdrawn · " + f.Site.Title, Place: place.Name(), Period: p.Label(),
		Absent:   fmt.Sprintf("The figures of this half-year were withdrawn on %s.", Date(r.WithdrawnAt)),
		Revision: "Withdrawn",
		Link:     Link{"Why", urls.Absolute(f.BaseURL, urls.Report(report.Selection{Period: p}))},
	}
}

// source returns the line under an embedded page's figures.
func (m EmbedPage) source() string {
	note := m.Revision + "."
	if m.Site.Recreation != "" {
		note += fmt.Sprintf(" Independent recreation, not run by %s.", m.Site.Organization)
	}
	return note
}
