package publish

import (
	"strings"

	"lerr/internal/report"
)

// CodeNoteLeftOut marks a note of the file that is not public. A person takes it in, or accepts that
// it is left out.
const CodeNoteLeftOut = "note-left-out"

// FoundNote is a note that the file holds on a row, on a section (without a country) or on the period
// (without a section).
type FoundNote struct {
	Section report.Section
	Country string // code
	Text    string
}

// takeNotes moves the notes of the draft's edition to its found notes.
func (d *Draft) takeNotes() {
	take := func(s report.Section, country string, note *string) {
		if strings.TrimSpace(*note) != "" {
			d.FoundNotes = append(d.FoundNotes, FoundNote{s, country, *note})
		}
		*note = ""
	}
	take("", "", &d.Edition.Note)
	for i := range d.Edition.Tables {
		t := &d.Edition.Tables[i]
		take(t.Section, "", &t.Note)
		for j := range t.Rows {
			take(t.Section, t.Rows[j].Country, &t.Rows[j].Note)
		}
	}
}

// NotesLeft returns the notes of the file that are not public in the draft.
func (d *Draft) NotesLeft() []FoundNote {
	var left []FoundNote
	for _, n := range d.FoundNotes {
		text, _ := report.CleanText(n.Text)
		if note := d.Edition.NoteOn(n.Section, n.Country); note == nil || !strings.Contains(*note, text) {
			left = append(left, n)
		}
	}
	return left
}

// notesLeft warns of each note of the file that is not public.
func (d *Draft) notesLeft(places *report.Places) report.Problems {
	c := checker{places: places}
	for _, n := range d.NotesLeft() {
		on := "the period"
		switch {
		case n.Country != "":
			on = c.name(n.Country)
		case n.Section != "":
			on = n.Section.Name()
		}
		c.warn(CodeNoteLeftOut, location{section: n.Section, country: n.Country}, []any{n.Text},
			"The file has a note on %s, which does not become public: %.200q. Take it in as a public note, or confirm that it is left out.", on, n.Text)
	}
	return c.problems
}
