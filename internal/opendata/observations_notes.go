package opendata

import (
	"slices"

	"lerr/internal/report"
)

// observationNotes lists the notes on a period that concern its observations.
func observationNotes(v report.Observations) []note {
	e := v.Revision.Edition
	notes := []note{{Text: e.Note}}
	for _, t := range e.Tables {
		notes = append(notes, sectionNote(t.Section, t.Note))
	}
	for _, r := range v.Rows {
		if r.Place.IsCountry() {
			notes = append(notes, rowNote(r.Section, r.Place.Country.Code, r.Note))
		}
	}
	return slices.DeleteFunc(notes, func(n note) bool { return n.Text == "" })
}

// singleFigures returns the period's single figures that are about the place: all of them for the
// world; the two on U.S. warrants also for the United States and each region that contains it.
func singleFigures(v report.Observations) map[string]int {
	all := map[string]int{}
	withUS := slices.ContainsFunc(v.Rows, func(r report.Observation) bool { return r.Place.Country.Code == "US" })
	for _, f := range v.Revision.Edition.Figures {
		if v.Place.IsGlobal() || withUS && (f.Name == report.ConsumerWarrants || f.Name == report.EnterpriseDisclosures) {
			all[f.Name] = f.Value
		}
	}
	return all
}

// breakIn returns the break in the series if the rows' periods lie on both sides of it.
func breakIn(rows []report.Observation) *seriesBreak {
	var first report.Period // the earliest after the break
	before := false
	for _, r := range rows {
		switch {
		case !report.SeriesBreak(r.Period, report.Period{Year: 2016, Half: 2}):
			before = true
		case first.IsZero() || r.Period.Compare(first) < 0:
			first = r.Period
		}
	}
	if !before || first.IsZero() {
		return nil
	}
	return &seriesBreak{first, report.BreakText}
}
