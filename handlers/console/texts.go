package console

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views/console"
)

// saveTexts saves the texts that the form changes.
func (s *Site) saveTexts(c echo.Context, form url.Values) (string, url.Values, error) {
	draft, archive, err := s.draft(c)
	if err != nil {
		return "", nil, err
	}
	v := console.DraftView{
		Draft: draft, Archive: archive, Problems: s.Publisher.Examine(draft, archive), Questions: s.Publisher.Quoting(draft, archive), Actor: edit(c).Actor,
	}
	var edits []publish.TextEdit
	flash := "saved"
	change := func(e publish.TextEdit, text string) {
		e.Text = text
		edits = append(edits, e)
		if _, changed := report.CleanText(text); changed {
			flash = "saved-spaces"
		}
	}
	for _, f := range console.TextFields(v) {
		if form.Has(console.TakeField(f.ID)) && f.FromFile != "" {
			change(f.Edit, f.FromFile)
			continue
		}
		if text := lines(form.Get(f.ID)); form.Has(f.ID) && text != f.Value {
			e := f.Edit
			if e.Explains != nil && strings.TrimSpace(text) == "" {
				if e.Explains.Country == "" {
					continue // an explanation of a section stays in its note
				}
				e.Note, e.Explains = &publish.NoteOn{Section: e.Explains.Section, Country: e.Explains.Country}, nil
			}
			change(e, text)
		}
	}
	answers, err := console.AnswerFields(v)
	if err != nil {
		return "", nil, err
	}
	for _, a := range answers {
		decision, body := form.Get(console.DecisionField(a.ID)), lines(form.Get(console.AnswerBody(a.ID)))
		if !form.Has(console.AnswerBody(a.ID)) {
			body = a.Value
		}
		rewritten := body != a.Value
		switch {
		case decision == console.DecisionKeep && a.Decision != console.DecisionKeep:
			change(publish.TextEdit{Field: console.DecisionField(a.ID), Keep: a.ID}, "")
		case decision == console.DecisionConfirm && (a.Decision != console.DecisionConfirm || rewritten):
			change(publish.TextEdit{Field: console.AnswerBody(a.ID), Answer: a.ID}, body)
		case rewritten:
			return "", nil, fieldErrors{{Field: console.DecisionField(a.ID), Text: "The text was changed: confirm it for this half-year too, or change it back."}}
		}
	}
	_, err = s.Publisher.EditTexts(c.Request().Context(), edit(c), edits)
	return flash, nil, err
}

// lines returns a text of a form with line ends as \n, as texts are stored.
func lines(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }
