package handlers

import (
	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// observations is the data of a page. Its rows are made when a file is written: most requests are
// answered from the cache.
type observations struct {
	page     string // the page's proper address
	pinned   string // the same at its revision; empty for several periods
	middle   string // of file names
	label    string
	revision report.Revision // zero for several periods
	load     func() (report.Observations, error)
}

// everything returns the data of all periods and places.
func (s *Site) everything(snap *snapshot, q request) (observations, error) {
	return observations{
		page: urls.DataPage, middle: "everything", label: "All periods and places",
		load: func() (report.Observations, error) { return snap.archive.All(), nil },
	}, nil
}

// allPeriods returns the data of one place over all periods.
func (s *Site) allPeriods(snap *snapshot, q request) (observations, error) {
	place, err := snap.trendPlace(q)
	return observations{
		page: urls.Trend(place), middle: place.Slug() + "-all-periods", label: place.Name() + ", all periods",
		load: func() (report.Observations, error) { return snap.archive.AllPeriods(place), nil },
	}, err
}

// ofSelection returns the data of one period's figures at the current revision.
func (s *Site) ofSelection(snap *snapshot, q request) (observations, error) {
	at, err := snap.atRevision(q)
	if err != nil {
		return observations{}, err
	}
	o := observations{
		page: urls.Report(at.Selection), middle: revisionName(at.revision), label: at.Label(), revision: at.revision,
		pinned: urls.Revision(at.Period, at.revision.Number, at.Place),
		load: func() (report.Observations, error) {
			view, err := at.archive.Observations(at.Selection)
			view.Revision.State = at.revision.State // which a pinned archive does not tell
			return view, err
		},
	}
	if !at.Place.IsGlobal() {
		o.middle += "-" + at.Place.Slug()
	}
	return o, nil
}

// atRevision returns the data of one period's figures at one revision.
func (s *Site) atRevision(snap *snapshot, q request) (observations, error) {
	o, err := s.ofSelection(snap, q)
	o.page = o.pinned
	return o, err
}

// observationsFile returns the data of a page in one of dataForms.
func (s *Site) observationsFile(snap *snapshot, o observations, form string) file {
	changed := snap.archive.UpdatedAt()
	if o.pinned != "" {
		changed = o.revision.PublishedAt
	}
	switch form {
	case "csv":
		return s.csvFile(o.label+", one figure a row", o.middle+"-long", opendata.LongSchema(), changed, bodyOf(opendata.LongCSV, o.load))
	case "wide.csv":
		return s.csvFile(o.label+", one place a row", o.middle+"-wide", opendata.WideSchema(), changed, bodyOf(opendata.WideCSV, o.load))
	}
	return file{
		name: o.label + ", with notes, shares and what each column means", format: "JSON", head: documentHead(mediaJSON), changed: changed,
		rows: func() int {
			view, _ := o.load() // its error is that of the body, too
			return len(view.Rows)
		},
		body: bodyOf(opendata.ObservationsJSON, func() (opendata.ObservationsInput, error) {
			rows, err := o.load()
			return opendata.ObservationsInput{
				Metadata: s.metadata(snap.archive), Observations: rows, Page: o.page, ArchiveRows: snap.archive.Rows(),
			}, err
		}),
	}
}
