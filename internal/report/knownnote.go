package report

// KnownNote is a public note on a row of a workbook that is known to be inconsistent in the source, or
// on a section that is known to be missing there. It is added automatically when the workbook is
// uploaded.
type KnownNote struct {
	Period     Period
	Section    Section
	Country    string // its code; empty for a section that is missing
	OutcomeSum int    // of the inconsistent row
	Text       string
}

// ApplyKnownNotes adds the matching known note to each row without a note whose outcomes do not add
// up. A note matches only if the row's OutcomeSum is the same. It is about the section's usual unit, which
// is then that of the table unless the table states another.
func (e *Edition) ApplyKnownNotes(notes []KnownNote) {
	for section, r := range e.Inconsistent() {
		if r.Note != "" {
			continue
		}
		known, _ := find(notes, func(m *KnownNote) bool {
			return m.Period == e.Period && m.Section == section && m.Country == r.Country && m.OutcomeSum == r.Counts.OutcomeSum()
		})
		if r.Note = known.Text; r.Note == "" {
			continue
		}
		for i := range e.Tables {
			if t := &e.Tables[i]; t.Section == section && section.UnitVaries() {
				t.Unit = t.CountUnit()
			}
		}
	}
}
