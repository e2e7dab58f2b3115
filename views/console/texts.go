package console

import (
	"errors"
	"fmt"
	"slices"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// TextField is a public text of a draft, in the form of all its texts.
type TextField struct {
	ID       string // also its name
	Label    string
	Hint     string
	Edit     publish.TextEdit // what it changes, without the text
	Value    string           // as it is stored
	Existing string           // the last published text; empty if there is none
	FromFile string           // a note of the file that is not taken in; empty if there is none
}

// AnswerField is an answer that quotes a period's figures.
type AnswerField struct {
	ID, Title string
	Value     string // as it is stored, or as it is public
	Decision  string // "confirm", "keep", or "" if nothing was decided
	Quotes    string // the period that the public text quotes
	Public    string // HTML of what is public
	Preview   string // HTML of the text with the draft's figures
	Missing   string // the reason if its fields cannot be filled
}

// DecisionField and the decisions on an answer.
const (
	DecisionConfirm = "confirm"
	DecisionKeep    = "keep"
)

// DecisionField returns the name of the choice of what becomes of an answer.
func DecisionField(question string) string { return "decision-" + question }

// AnswerBody returns the name of the field with an answer's text.
func AnswerBody(question string) string { return "answer-" + question }

// TextFields returns the draft's public notes as fields of a form: the note on a correction, explanations of
// differences, notes on rows and sections, and the note on the period.
func TextFields(v DraftView) []TextField {
	d, e := v.Draft, &v.Draft.Edition
	var fields []TextField
	published, _ := v.Archive.Revision(e.Period)
	add := func(f TextField) {
		if !slices.ContainsFunc(fields, func(o TextField) bool { return o.ID == f.ID }) {
			f.Edit.Field = f.ID
			fields = append(fields, f)
		}
	}
	noteOf := func(e *report.Edition, s report.Section, country string) string {
		if note := e.NoteOn(s, country); note != nil {
			return *note
		}
		return ""
	}
	note := func(s report.Section, country, hint, value string) TextField {
		return TextField{
			ID: noteID(s, country), Label: "Public note: " + placeLabel(v, s, country), Hint: hint, Value: value,
			Edit: publish.TextEdit{Note: &publish.NoteOn{Section: s, Country: country}}, Existing: noteOf(&published.Edition, s, country),
		}
	}
	if d.Corrects > 0 || d.Again() {
		add(TextField{ID: "public-note", Label: noteLabel(d), Hint: "It is shown with the correction, for ever.", Value: d.Note, Edit: publish.TextEdit{PublicNote: true}})
	}
	for _, p := range v.Problems {
		x, ok := publish.ExplanationFor(p)
		if !ok {
			continue
		}
		f := note(x.Section, x.Country, "", noteOf(e, x.Section, x.Country))
		f.Hint = fmt.Sprintf("It explains this difference alone. Name both numbers, %s and %s, and say why they differ.", views.Number(x.Stated), views.Number(x.Computed))
		if x.Country == "" {
			f.ID = explainID(x)
			f.Value = explained(d, x)
		}
		if x.Column == 0 {
			f.Hint = "It says why the section is missing, and becomes a part of the note on the period."
		}
		f.Edit = publish.TextEdit{Explains: &x}
		add(f)
	}
	const beside = "It is shown beside the figure on the page and in every download."
	for _, t := range e.Tables {
		if t.Note != "" {
			add(note(t.Section, "", beside, t.Note))
		}
		for _, r := range t.Rows {
			if r.Note != "" {
				add(note(t.Section, r.Country, beside, r.Note))
			}
		}
	}
	for _, n := range d.NotesLeft() {
		if n.Section != "" {
			f := note(n.Section, n.Country, beside, noteOf(e, n.Section, n.Country))
			f.FromFile = n.Text
			add(f)
		}
	}
	add(TextField{
		ID: "note-edition", Label: "Public note on the whole period", Hint: "Empty for none. It explains no difference: those have fields of their own.",
		Value: e.Note, Existing: published.Edition.Note, Edit: publish.TextEdit{Note: &publish.NoteOn{}},
	})
	return fields
}

// explained returns the text that explains a difference.
func explained(d publish.Draft, x publish.Explanation) string {
	for _, old := range d.Explanations {
		if x.Text = old.Text; old == x {
			return old.Text
		}
	}
	return ""
}

// TakeField returns the name of the box that takes in a note of the file.
func TakeField(id string) string { return "take-" + id }

// placeLabel names a section or a row of it.
func placeLabel(v DraftView, s report.Section, country string) string {
	label := s.Name()
	if c, ok := v.Archive.Places().Country(country); ok {
		label += ", " + c.Name
	}
	return label
}

// AnswerFields returns the answers that quote figures, each with a preview of its text.
func AnswerFields(v DraftView) ([]AnswerField, error) {
	d, a := v.Draft, v.Archive
	var fields []AnswerField
	for _, q := range v.Questions {
		f := AnswerField{ID: q.ID, Title: q.Title, Value: q.Body}
		public, err := a.Answer(q, views.Number)
		if errors.Is(err, report.ErrNotFound) {
			public, err = views.Unanswered, nil
		}
		if err != nil {
			return nil, err
		}
		if own, ok := d.Edition.Answer(q.ID); ok {
			f.Value, f.Decision = own.Body, DecisionConfirm
		} else if slices.Contains(d.KeepsEarlier, q.ID) {
			f.Decision = DecisionKeep
		}
		filled, err := report.Question{ID: q.ID, Body: f.Value}.Answer(&d.Edition, views.Number)
		if err != nil {
			f.Missing = "Some figures that it quotes are missing; give them under Figures, or keep the earlier half-year."
		} else if f.Preview, err = views.Markdown(filled); err != nil {
			return nil, err
		}
		if f.Public, err = views.Markdown(public); err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// status says what was decided about an answer.
func (f AnswerField) status(d publish.Draft) string {
	switch f.Decision {
	case DecisionConfirm:
		return "Confirmed for " + d.Edition.Period.Label() + "."
	case DecisionKeep:
		return "Keeps quoting the earlier period."
	}
	return "Not confirmed yet."
}

// noteID returns the id of the field of a note.
func noteID(s report.Section, country string) string { return fmt.Sprintf("note-%s-%s", s, country) }

// explainID returns the id of the field that explains a difference of a whole section.
func explainID(x publish.Explanation) string {
	return fmt.Sprintf("explain-%s-%d", x.Section, x.Column)
}
