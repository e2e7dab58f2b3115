package handlers

import (
	"lerr/internal/opendata"
)

// revisionsCSV lists what was published when.
func (s *Site) revisionsCSV(snap *snapshot, _ request) (file, error) {
	history := snap.archive.History()
	return s.csvFile("Published revisions", "revisions", opendata.RevisionSchema(), snap.archive.UpdatedAt(), textOf(func() ([]byte, error) {
		return opendata.RevisionsCSV(history), nil
	})), nil
}

// revisionsJSON lists what was published when.
func (s *Site) revisionsJSON(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return file{
		name: "Published revisions", format: "JSON", head: documentHead(mediaJSON), rows: func() int { return len(a.History()) }, changed: a.UpdatedAt(),
		body: textOf(func() ([]byte, error) { return opendata.RevisionsJSON(s.metadata(a), a.History()) }),
	}, nil
}

// countriesCSV lists countries and territories with their codes.
func (s *Site) countriesCSV(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return s.csvFile("Countries and territories", "countries", opendata.CountrySchema(), a.UpdatedAt(), textOf(func() ([]byte, error) {
		return opendata.CountriesCSV(a.Places(), a.HasNoCountry())
	})), nil
}

// figuresCSV lists the single figures that periods report beside their tables.
func (s *Site) figuresCSV(snap *snapshot, _ request) (file, error) {
	revisions := snap.archive.Revisions()
	return s.csvFile("Figures beside the tables", "other-figures", opendata.FigureSchema(), snap.archive.UpdatedAt(), textOf(func() ([]byte, error) {
		return opendata.FiguresCSV(revisions), nil
	})), nil
}

// allCSV holds every period as published.
func (s *Site) allCSV(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return s.csvFile("All half-years, countries as published", "all", opendata.EditionSchema(), a.UpdatedAt(), bodyOf(writeEditions, func() (editions, error) {
		list := editions{places: a.ListedPlaces()}
		for _, r := range a.Revisions() {
			list.editions = append(list.editions, r.Edition)
		}
		return list, nil
	})), nil
}
