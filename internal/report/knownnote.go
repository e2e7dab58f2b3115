package report

import "slices"

// KnownNote is a public note on a row of a workbook that is known to be odd in its source, so that
// nobody has to write it when that workbook comes in.
type KnownNote struct {
	Period     Period
	Section    Section
	Country    string // code
	OutcomeSum int    // what the four outcomes add up to in the odd row
	Text       string
}

// ApplyKnownNotes gives each row whose outcomes do not add up, and that has no note, the remark that is
// about exactly it. A row with other figures is another row.
func (e *Edition) ApplyKnownNotes(remarks []KnownNote) {
	for i := range e.Tables {
		t := &e.Tables[i]
		for j := range t.Rows {
			r := &t.Rows[j]
			if r.Note != "" || r.Counts.OutcomeSum() == r.Counts.Expected(t.Section) {
				continue
			}
			known := slices.IndexFunc(remarks, func(m KnownNote) bool {
				return m.Period == e.Period && m.Section == t.Section && m.Country == r.Country && m.OutcomeSum == r.Counts.OutcomeSum()
			})
			if known >= 0 {
				r.Note = remarks[known].Text
			}
		}
	}
}
