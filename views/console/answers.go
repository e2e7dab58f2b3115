package console

import (
	"errors"
	"slices"
	"strconv"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// AnswerForm is an answer that quotes a period's figures.
type AnswerForm struct {
	ID, Title, Body string
	Status          string // such as "Confirmed for 2019 (Jul-Dec)"
	Preview         string // HTML
	Missing         string // the reason if its fields cannot be filled
}

// FigureField is one of the single figures beside the tables.
type FigureField struct {
	Name, Label, Value, Before string
}

func figureFields(d publish.Draft, a *report.Archive) []FigureField {
	var fields []FigureField
	var before report.Edition
	if r, err := a.Revision(d.Edition.Period.Previous()); err == nil {
		before = r.Edition
	}
	for _, name := range report.SingleFigureNames() {
		f := FigureField{Name: name, Label: report.SingleFigureMeaning(name)}
		if n, ok := d.Edition.SingleFigure(name); ok {
			f.Value = strconv.Itoa(n)
		}
		if n, ok := before.SingleFigure(name); ok {
			f.Before = views.Number(n)
		}
		fields = append(fields, f)
	}
	return fields
}

// answerForms returns the answers that quote figures, each with a preview of its text.
func answerForms(d publish.Draft, a *report.Archive, questions []report.Question) ([]AnswerForm, error) {
	var forms []AnswerForm
	for _, q := range questions {
		f := AnswerForm{ID: q.ID, Title: q.Title, Body: q.Body, Status: "Not confirmed yet"}
		text, err := a.Answer(q, views.Number)
		if errors.Is(err, report.ErrNotFound) {
			text, err = views.Unanswered, nil
		}
		if err != nil {
			return nil, err
		}
		if own, ok := d.Edition.Answer(q.ID); ok {
			f.Body, f.Status = own.Body, "Confirmed for "+d.Edition.Period.Label()
		} else if slices.Contains(d.KeepsEarlier, q.ID) {
			f.Status = "Keeps quoting the earlier period"
		}
		if !slices.Contains(d.KeepsEarlier, q.ID) {
			filled, err := report.Question{ID: q.ID, Body: f.Body}.Answer(&d.Edition, views.Number)
			if err != nil {
				f.Missing = "Some figures that it quotes are missing; give them in the section above."
				filled = text
			}
			text = filled
		}
		if f.Preview, err = views.Markdown(text); err != nil {
			return nil, err
		}
		forms = append(forms, f)
	}
	return forms, nil
}
