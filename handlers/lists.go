package handlers

import (
	"bytes"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// revisionsCSV lists what was published when.
func (s *Site) revisionsCSV(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	rows := func() int { return len(a.History()) }
	return s.csvFile("Published revisions", "revisions", opendata.RevisionTable(), rows, a.UpdatedAt(), func(b *bytes.Buffer) error {
		return opendata.RevisionsCSV(b, a.History())
	}), nil
}

// revisionsJSON lists what was published when.
func (s *Site) revisionsJSON(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return file{
		name: "Published revisions", format: "JSON", head: documentHead(mediaJSON), rows: func() int { return len(a.History()) }, changed: a.UpdatedAt(),
		write: func(b *bytes.Buffer) error {
			return opendata.RevisionsJSON(b, opendata.RevisionsInput{
				Site: *s.frame.Site, History: a.History(), Updated: a.UpdatedAt(),
				PageOf: func(r report.Revision) string {
					return urls.Absolute(s.frame.BaseURL, urls.Revision(r.Edition.Period, r.Number, report.Place{}))
				},
			})
		},
	}, nil
}

// countriesCSV lists countries and territories with their codes.
func (s *Site) countriesCSV(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	rows := func() int { return len(a.Places().Countries()) }
	return s.csvFile("Countries and territories", "countries", opendata.CountryTable(), rows, a.UpdatedAt(), func(b *bytes.Buffer) error {
		return opendata.CountriesCSV(b, a.Places())
	}), nil
}

// figuresCSV lists the single figures that periods report beside their tables.
func (s *Site) figuresCSV(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	rows := func() (n int) {
		for _, r := range a.Revisions() {
			n += len(r.Edition.Figures)
		}
		return n
	}
	return s.csvFile("Figures beside the tables", "other-figures", opendata.FigureTable(), rows, a.UpdatedAt(), func(b *bytes.Buffer) error {
		return opendata.FiguresCSV(b, a.Revisions())
	}), nil
}

// allCSV holds every period as published.
func (s *Site) allCSV(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return s.csvFile("All half-years, countries as published", "all", opendata.EditionTable(), a.Rows, a.UpdatedAt(), func(b *bytes.Buffer) error {
		var editions []report.Edition
		for _, r := range a.Revisions() {
			editions = append(editions, r.Edition)
		}
		return opendata.CSV(b, a.Places(), editions...)
	}), nil
}
