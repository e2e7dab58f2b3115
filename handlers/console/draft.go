package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showStep shows the page of one step of a draft, with its form; the draft's overview if step is "".
func (s *Site) showStep(step string) echo.HandlerFunc {
	return func(c echo.Context) error { return s.sendStep(c, step, http.StatusOK) }
}

// stepPages are the pages of a draft.
var stepPages = map[string]func(console.DraftPage) templ.Component{
	"": console.Draft, console.StepFile: console.FileStep, console.StepProblems: console.ProblemsStep, console.StepWarnings: console.WarningsStep,
	console.StepFigures: console.FiguresStep, console.StepTexts: console.TextsStep, console.StepPlaces: console.PlacesStep,
}

// draft returns the draft that a request names, and all that is published, with the draft's places.
func (s *Site) draft(c echo.Context) (draft publish.Draft, archive *report.Archive, err error) {
	ctx := c.Request().Context()
	if draft, err = s.Publisher.Draft(ctx, c.Param("id")); err == nil {
		archive, err = s.Publisher.Archive(ctx)
	}
	if err == nil {
		archive = publish.WithPlaces(draft, archive)
	}
	return draft, archive, err
}

// view returns what every page of a draft needs. If a form was refused, it has the form's input.
func (s *Site) view(c echo.Context, status int) (console.DraftView, error) {
	draft, archive, err := s.draft(c)
	if err != nil {
		return console.DraftView{}, err
	}
	var typed url.Values
	if status != http.StatusOK {
		if typed, err = c.FormParams(); err != nil {
			return console.DraftView{}, err
		}
	}
	problems := s.Publisher.Examine(draft, archive)
	return console.DraftView{
		Draft: draft, Archive: archive, Problems: problems, Blockers: publish.Blockers(draft, problems),
		Questions: s.Publisher.Quoting(draft, archive), Actor: edit(c).Actor, Now: s.Now(), Typed: typed,
		Stale: errors.Is(s.Accounts.Allow(session(c), staff.Publish), staff.ErrStepUp),
	}, nil
}

// sendStep shows a page of the present version of a draft. If a form was refused, it keeps the form's input.
func (s *Site) sendStep(c echo.Context, step string, status int, errs ...console.FormError) error {
	if show := map[string]func(echo.Context, int, ...console.FormError) error{
		console.StepReview: s.sendReview, console.StepRelease: s.sendRelease, stepDiscard: s.sendDiscard,
	}[step]; show != nil {
		return show(c, status, errs...)
	}
	v, err := s.view(c, status)
	if err != nil {
		return err
	}
	m, err := console.NewDraftPage(s.page(c, "Draft", errs...), v, step)
	if err != nil {
		return err
	}
	return render(c, status, stepPages[step](m))
}

// edit returns the draft that a form edits, the version that its page showed, and who sent it.
func edit(c echo.Context) publish.Edit {
	account := session(c).Account
	return publish.Edit{
		Actor: publish.Actor{
			Name: account.Name, Editor: staff.May(account.Roles, staff.EditDraft), Approver: staff.May(account.Roles, staff.Approve),
		},
		Draft: c.Param("id"), Version: version(c),
	}
}

// stepURL returns the address of a draft's step; of its overview if step is "".
func stepURL(c echo.Context, step string) string {
	if step == "" {
		return urls.Draft(c.Param("id"))
	}
	return urls.DraftForm(c.Param("id"), step)
}

// finishEdit redirects to the step's page after an edit. If the edit was refused, it shows the page again with
// the reason at the field, and with the form's input.
func (s *Site) finishEdit(c echo.Context, err error, step, field, flash string) error {
	if err == nil {
		return done(c, stepURL(c, step), flash)
	}
	if form := c.Request().Form; field != "" && !form.Has(field) { // a page has many of these inputs, by their fields
		form.Set(field, form.Get("text")+form.Get("body"))
	}
	var problems report.Problems
	if errors.As(err, &problems) {
		var errs []console.FormError
		for _, p := range problems {
			errs = append(errs, console.FormError{Text: p.Text})
		}
		return s.sendStep(c, step, http.StatusUnprocessableEntity, errs...)
	}
	var refusal *publish.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Kind == report.ErrForbidden:
		return s.sendStep(c, step, http.StatusForbidden, console.FormError{Field: field, Text: "Nothing was saved. " + refusal.Text})
	case errors.As(err, &refusal) && refusal.Kind == report.ErrInvalid:
		return s.sendStep(c, step, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: refusal.Text})
	case errors.Is(err, report.ErrBusy):
		return s.sendStep(c, step, http.StatusServiceUnavailable, console.FormError{
			Text: "The database is busy, so nothing was saved. Try again in a moment; your input is still in the form.",
		})
	case errors.Is(err, report.ErrConflict):
		text := "Somebody else changed it meanwhile."
		if refusal != nil {
			text = refusal.Text
		}
		return s.sendStep(c, step, http.StatusConflict, console.FormError{
			Text: "Nothing was saved. " + text + " This page shows the present draft; your input is still in the form.",
		})
	}
	return err
}

func (s *Site) replaceDraft(c echo.Context) error {
	name, content, problem := upload(c)
	if problem != "" {
		return s.sendStep(c, console.StepFile, http.StatusUnprocessableEntity, console.FormError{Field: "replacement", Text: problem})
	}
	_, err := s.Publisher.Replace(c.Request().Context(), edit(c), name, content)
	return s.finishEdit(c, err, console.StepFile, "replacement", "uploaded")
}

func (s *Site) acceptWarnings(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	_, err = s.Publisher.Accept(c.Request().Context(), edit(c), form["warning"], form.Get("reason"))
	return s.finishEdit(c, err, console.StepWarnings, "reason", "accepted")
}

func (s *Site) noteDraft(c echo.Context) error {
	section, country := report.Section(c.FormValue("section")), c.FormValue("country")
	field := "note-edition"
	if section != "" {
		field = fmt.Sprintf("note-%s-%s", section, country)
	}
	x := publish.Explanation{Section: section, Country: country, Text: c.FormValue("text")}
	var err error
	if c.FormValue("column") == "" {
		_, err = s.Publisher.SetNote(c.Request().Context(), edit(c), section, country, x.Text)
	} else {
		for name, to := range map[string]*int{"column": &x.Column, "stated": &x.Stated, "computed": &x.Computed} {
			if *to, err = strconv.Atoi(c.FormValue(name)); err != nil {
				return report.ErrInvalid
			}
		}
		_, err = s.Publisher.Explain(c.Request().Context(), edit(c), x)
	}
	return s.finishEdit(c, err, console.StepTexts, field, savedText(x.Text))
}

func (s *Site) setFigures(c echo.Context) error {
	var figures []report.SingleFigure
	var errs []console.FormError
	for _, name := range report.SingleFigureNames() {
		text := strings.TrimSpace(c.FormValue(name))
		if text == "" {
			continue
		}
		n, ok := parseFigure(text)
		if !ok {
			errs = append(errs, console.FormError{
				Field: "figure-" + name,
				Text:  fmt.Sprintf("%q is no count: give a whole number of 0 or more, or leave the field empty (%s).", c.FormValue(name), report.SingleFigureMeaning(name)),
			})
			continue
		}
		figures = append(figures, report.SingleFigure{Name: name, Value: n})
	}
	if len(errs) > 0 {
		return s.sendStep(c, console.StepFigures, http.StatusUnprocessableEntity, errs...)
	}
	_, err := s.Publisher.SetFigures(c.Request().Context(), edit(c), figures)
	return s.finishEdit(c, err, console.StepFigures, "", "saved")
}

// wholeNumber matches a whole number, with or without a separator between thousands.
var wholeNumber = regexp.MustCompile(`^(\d+|\d{1,3}(,\d{3})+|\d{1,3}([ \x{a0}\x{202f}]\d{3})+)$`)

// parseFigure reads a single figure. It refuses decimals, also with a comma: "12,5" is not 125.
func parseFigure(text string) (n int, ok bool) {
	if !wholeNumber.MatchString(text) {
		return 0, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(text))
	return n, err == nil
}

// savedText returns the flash for a text that was saved: whether soft line breaks became spaces.
func savedText(text string) string {
	if _, changed := report.CleanText(text); changed {
		return "saved-spaces"
	}
	return "saved"
}

func (s *Site) setUnit(c echo.Context) error {
	_, err := s.Publisher.SetUnit(c.Request().Context(), edit(c), report.Section(c.FormValue("section")), report.Unit(c.FormValue("unit")))
	return s.finishEdit(c, err, console.StepFigures, "", "saved")
}

func (s *Site) setName(c echo.Context) error {
	_, err := s.Publisher.SetName(c.Request().Context(), edit(c), strings.ToUpper(c.FormValue("code")), c.FormValue("name"))
	return s.finishEdit(c, err, console.StepPlaces, "", "saved")
}

func (s *Site) setAnswer(c echo.Context) error {
	id := c.Param("question")
	var err error
	if c.FormValue("do") == "keep" {
		_, err = s.Publisher.KeepAnswer(c.Request().Context(), edit(c), id)
	} else {
		body := strings.TrimSpace(strings.ReplaceAll(c.FormValue("body"), "\r\n", "\n"))
		_, err = s.Publisher.SetAnswer(c.Request().Context(), edit(c), report.Question{ID: id, Body: body})
	}
	return s.finishEdit(c, err, console.StepTexts, "body-"+id, savedText(c.FormValue("body")))
}

func (s *Site) setPublicNote(c echo.Context) error {
	_, err := s.Publisher.SetPublicNote(c.Request().Context(), edit(c), c.FormValue("text"))
	return s.finishEdit(c, err, console.StepTexts, "public-note", savedText(c.FormValue("text")))
}
