package report

import "slices"

// Remark is a public note on a row of a workbook that is known to be odd in its source, so that
// nobody has to write it when that workbook comes in.
type Remark struct {
	Period  Period
	Section Section
	Country string // code
	Ended   int    // what the four outcomes add up to in the odd row
	Text    string
}

// Explain gives each row whose outcomes do not add up, and that has no note, the remark that is
// about exactly it. A row with other figures is another row.
func (e *Edition) Explain(remarks []Remark) {
	for i := range e.Tables {
		t := &e.Tables[i]
		for j := range t.Rows {
			r := &t.Rows[j]
			if r.Note != "" || r.Counts.Ended() == r.Counts.Expected(t.Section) {
				continue
			}
			known := slices.IndexFunc(remarks, func(m Remark) bool {
				return m.Period == e.Period && m.Section == t.Section && m.Country == r.Country && m.Ended == r.Counts.Ended()
			})
			if known >= 0 {
				r.Note = remarks[known].Text
			}
		}
	}
}
