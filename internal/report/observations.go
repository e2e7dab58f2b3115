package report

import (
	"slices"
	"strings"
)

// Observations is the table of figures of one page. It has a row even where there is no figure,
// with the reason.
type Observations struct {
	Label    string   // "2019 (Jan-Jun) - Europe", "Australia, all periods"
	Period   Period   // zero if there are several
	Place    Place    // the selected place
	Revision Revision // of the period; zero if there are several periods
	Rows     []Observation
}

// Observation holds one place's figures in one section of one period.
type Observation struct {
	Period   Period
	Revision int // number; for a withdrawn period, that of its last revision
	Section  Section
	Place    Place  // a region and the world have the sum of their countries
	Status   Status // StatusNumber if there are figures, even if a count is 0 or not given
	Counts   Counts
	Unit     Unit   // of the outcomes
	Note     string // on the country's row; of a sum, its remarks, and for the world the note on the section
}

// Figures returns the row's six counts, each with its status.
func (r Observation) Figures() (counts [6]int, statuses [6]Status) {
	counts = r.Counts.Figures()
	for i := range counts {
		statuses[i] = r.Status
		if r.Status.HasFigure() {
			statuses[i] = r.Counts.Status(i)
		}
	}
	return counts, statuses
}

// FigureCount returns the number of figures, or signs in their place: one a row for each of Columns.
func (v Observations) FigureCount() int { return len(v.Rows) * len(columns) }

// Observations returns one period's figures for a place and everything in it: for the world, its
// regions and all countries. A section that the period does not report has a single row. It fails
// with ErrNotFound if the period is not published.
func (a *Archive) Observations(s Selection) (Observations, error) {
	r, err := a.Revision(s.Period)
	if err != nil {
		return Observations{}, err
	}
	a, s = a.In(s)
	v := Observations{Label: s.Label(), Period: s.Period, Place: s.Place, Revision: r}
	for _, section := range Sections() {
		v.Rows = append(v.Rows, a.cell(r, section, s.Place))
		if table, reported := r.Edition.Table(section); reported {
			for _, place := range a.places.within(s.Place) {
				v.Rows = append(v.Rows, a.cell(r, section, place))
			}
			if _, ok := table.Row(NoCountry); ok && s.Place.IsGlobal() {
				v.Rows = append(v.Rows, a.cell(r, section, countryPlace(noCountry)))
			}
		}
	}
	return v, nil
}

// AllPeriods returns one place's figures in every period that is or was public, newest first.
func (a *Archive) AllPeriods(place Place) Observations {
	v := Observations{Label: place.Name() + ", all periods", Place: place}
	for _, section := range Sections() {
		for _, r := range a.LastRevisions() {
			v.Rows = append(v.Rows, a.cell(r, section, place))
		}
	}
	return v
}

// All returns the Observations of every period that is or was public, newest first.
func (a *Archive) All() Observations {
	v := Observations{Label: "All periods and places"}
	for _, r := range a.LastRevisions() {
		of, err := a.Observations(Selection{Period: r.Edition.Period})
		if err != nil { // withdrawn
			for _, section := range Sections() {
				of.Rows = append(of.Rows, a.cell(r, section, Place{}))
			}
		}
		v.Rows = append(v.Rows, of.Rows...)
	}
	return v
}

// LastRevisions returns the last revision of each period that is or was public, newest first. A
// withdrawn one holds no figures.
func (a *Archive) LastRevisions() []Revision {
	return slices.CompactFunc(slices.Clone(a.all), func(x, y Revision) bool {
		return x.Edition.Period == y.Edition.Period
	})
}

// cell returns one place's row in a section of a revision.
func (a *Archive) cell(r Revision, s Section, place Place) Observation {
	if c, ok := a.PlacesIn(r.Edition.Period).Country(place.Country.Code); ok && place.IsCountry() {
		place = countryPlace(c)
	}
	row := Observation{Period: r.Edition.Period, Revision: r.Number, Section: s, Place: place, Unit: s.UsualUnit()}
	if r.State == Withdrawn {
		row.Status = StatusWithdrawn
		return row
	}
	table, reported := r.Edition.Table(s)
	if !reported {
		row.Status = StatusNotReported
		return row
	}
	row.Unit = table.CountUnit()
	if place.IsCountry() {
		found, ok := table.Row(place.Country.Code)
		row.Status, row.Counts, row.Note = StatusNumber, found.Counts, found.Note
		if !ok {
			row.Status = StatusNoRow
		}
		return row
	}
	total, rows := table.Total(place, a.places)
	row.Status, row.Counts = StatusNumber, total
	if rows == 0 {
		row.Status = StatusNoRow
	}
	remarks := table.Remarks(place, a.places)
	if place.IsGlobal() && table.Note != "" {
		remarks = append([]string{table.Note}, remarks...)
	}
	row.Note = strings.Join(remarks, " ")
	return row
}

// within returns the places in place: regions first, then countries, in the report's order.
func (p *Places) within(place Place) []Place {
	countries := convert(p.In(place), countryPlace)
	switch {
	case place.IsCountry():
		return nil
	case place.IsGlobal():
		return append(p.RegionPlaces(), countries...)
	}
	return countries
}
