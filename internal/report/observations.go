package report

import "slices"

// Observations is the figures of one address as a table: the same that its page shows, with a row also where
// there is no figure, so that nobody has to guess why.
type Observations struct {
	Label    string   // "2019 (Jan-Jun) - Europe", "Australia, all periods"
	Period   Period   // of the figures; zero where there are several
	Place    Place    // the place that was asked for
	Revision Revision // of the period; zero where there are several periods
	Rows     []Observation
}

// Observation is one place's figures in one section of one period.
type Observation struct {
	Period   Period
	Revision int // that the figures are of; of a withdrawn period, its last one
	Section  Section
	Place    Place  // a country, or a region or the world with the sum of its countries' rows
	Status   Status // StatusNumber where there are figures; each of these can be 0
	Counts   Counts
	Note     string // public note on the country's row; on the world's, that on the section
}

// Figures are the row's six counts, each with its status.
func (r Observation) Figures() (counts [6]int, statuses [6]Status) {
	counts = r.Counts.Figures()
	for i, n := range counts {
		statuses[i] = r.Status
		if r.Status.HasFigure() {
			statuses[i] = StatusOf(n)
		}
	}
	return counts, statuses
}

// FigureCount is how many figures, or signs in their place, the view holds: six a row.
func (v Observations) FigureCount() int { return len(v.Rows) * measures }

// measures is how many counts a row has.
const measures = 6

// Observations is one period's figures for a place and all that lies in it: for the world, its regions and
// every country. Sections that the period does not report have one row, the place's own. The error
// is ErrNotFound when the period is not published.
func (a *Archive) Observations(s Selection) (Observations, error) {
	r, err := a.Revision(s.Period)
	if err != nil {
		return Observations{}, err
	}
	v := Observations{Label: s.Label(), Period: s.Period, Place: s.Place, Revision: r}
	for _, section := range Sections() {
		v.Rows = append(v.Rows, a.cell(r, section, s.Place))
		if _, reported := r.Edition.Table(section); reported {
			for _, place := range a.places.within(s.Place) {
				v.Rows = append(v.Rows, a.cell(r, section, place))
			}
		}
	}
	return v, nil
}

// AllPeriods is one place's own figures in every period that is or was public, newest first.
func (a *Archive) AllPeriods(place Place) Observations {
	v := Observations{Label: place.Name() + ", all periods", Place: place}
	for _, section := range Sections() {
		for _, r := range a.LastRevisions() {
			v.Rows = append(v.Rows, a.cell(r, section, place))
		}
	}
	return v
}

// All is everything that is public now: the rows of each period's Observations, newest first.
func (a *Archive) All() Observations {
	v := Observations{Label: "All periods and places"}
	for _, r := range a.LastRevisions() {
		view, err := a.Observations(Selection{Period: r.Edition.Period})
		if err != nil { // withdrawn
			for _, section := range Sections() {
				view.Rows = append(view.Rows, a.cell(r, section, Place{}))
			}
		}
		v.Rows = append(v.Rows, view.Rows...)
	}
	return v
}

// LastRevisions lists the last revision of each period that is or was public, newest first. That of a period
// that was withdrawn holds no figures.
func (a *Archive) LastRevisions() []Revision {
	var last []Revision
	for _, r := range a.all {
		if n := len(last); n == 0 || last[n-1].Edition.Period != r.Edition.Period {
			last = append(last, r)
		}
	}
	return last
}

// cell is one place's row in a section of a revision.
func (a *Archive) cell(r Revision, s Section, place Place) Observation {
	row := Observation{Period: r.Edition.Period, Revision: r.Number, Section: s, Place: place}
	if r.State == Withdrawn {
		row.Status = StatusWithdrawn
		return row
	}
	table, reported := r.Edition.Table(s)
	if !reported {
		row.Status = StatusNotReported
		return row
	}
	if place.IsCountry() { // its row, which is quicker found than its sum
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
	if place.IsGlobal() {
		row.Note = table.Note
	}
	return row
}

// within lists the places that lie in a place: regions first, then countries, in the report's order.
func (p *Places) within(place Place) []Place {
	var in []Place
	if place.IsCountry() {
		return in
	}
	if place.IsGlobal() {
		for _, r := range p.regions {
			in = append(in, Place{Region: r})
		}
	}
	for _, c := range p.In(place) {
		in = append(in, Place{Country: c})
	}
	return slices.Clip(in)
}
