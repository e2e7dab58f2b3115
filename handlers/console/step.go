package console

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// stepPages are the pages of a draft.
var stepPages = map[string]func(console.DraftPage) templ.Component{
	"": console.Draft, console.StepFile: console.FileStep, console.StepProblems: console.ProblemsStep, console.StepWarnings: console.WarningsStep,
	console.StepFigures: console.FiguresStep, console.StepTexts: console.TextsStep, console.StepPlaces: console.PlacesStep,
}

// keptSteps are the steps whose typed input is kept on the server.
var keptSteps = []string{console.StepWarnings, console.StepFigures, console.StepTexts, console.StepPlaces}

// showStep shows the page of one step of a draft, with its form; the draft's overview if step is "".
func (s *Site) showStep(step string) echo.HandlerFunc {
	return func(c echo.Context) error { return s.sendStep(c, step, http.StatusOK) }
}

// stepURL returns the address of a draft's step; of its overview if step is "". Of the figures it is that of the
// table that the request names.
func stepURL(c echo.Context, step string) string {
	if step == "" {
		return urls.Draft(c.Param("id"))
	}
	address := urls.DraftForm(c.Param("id"), step)
	if table := figuresTable(c); step == console.StepFigures && table != "" {
		address += "?table=" + table
	}
	return address
}

// figuresTable returns the name of the table of figures that a request names; "" for the first one.
func figuresTable(c echo.Context) string {
	table := c.QueryParam("table")
	if _, err := report.ParseSection(table); err != nil && table != console.SingleTable {
		return ""
	}
	return table
}

// sendStep shows a page of the present version of a draft, with what the person has typed and not saved. If a form
// was refused, it keeps the form's input.
func (s *Site) sendStep(c echo.Context, step string, status int, errs ...console.FormError) error {
	if show := map[string]func(echo.Context, int, ...console.FormError) error{
		console.StepReview: s.sendReview, console.StepRelease: s.sendRelease, stepDiscard: s.sendDiscard,
	}[step]; show != nil {
		return show(c, status, errs...)
	}
	v, err := s.view(c, step, status)
	if err == nil && step == "" {
		v.Approvers, err = s.whoMay(c.Request().Context(), staff.Approve)
	}
	if err != nil {
		return err
	}
	m, err := console.NewDraftPage(s.page(c, "Draft", errs...), v, step)
	if err != nil {
		return err
	}
	return render(c, status, stepPages[step](m))
}

// view returns what every page of a draft needs, with what was typed in a step's form.
func (s *Site) view(c echo.Context, step string, status int) (console.DraftView, error) {
	draft, archive, err := s.draft(c)
	if err != nil {
		return console.DraftView{}, err
	}
	form, err := s.stepForm(c, step, status)
	if err != nil {
		return console.DraftView{}, err
	}
	problems := s.Publisher.Examine(draft, archive)
	return console.DraftView{
		Draft: draft, Archive: archive, Problems: problems, Blockers: publish.Blockers(draft, problems),
		Questions: s.Publisher.Quoting(draft, archive), Actor: edit(c).Actor, Now: s.Now(), Form: form, Table: figuresTable(c),
		Stale: errors.Is(s.Accounts.Allow(session(c), staff.Publish), staff.ErrStepUp),
	}, nil
}

// stepForm returns the address of a step's form, and what was typed in it: by the request if it was refused, or else
// what was kept.
func (s *Site) stepForm(c echo.Context, step string, status int) (form console.StepForm, err error) {
	form.URL = stepURL(c, step)
	kept := slices.Contains(keptSteps, step)
	if status != http.StatusOK {
		if form.Typed, err = c.FormParams(); err == nil && kept {
			form.TypedAt = s.Now().UTC()
			err = s.Accounts.KeepTyped(c.Request().Context(), session(c).Account.ID, form.URL, form.Typed)
		}
		if errors.Is(err, report.ErrBusy) { // the page has it all the same
			form.TypedAt, err = time.Time{}, nil
		}
		return form, err
	}
	if kept {
		input, err := s.Accounts.Typed(c.Request().Context(), session(c).Account.ID, form.URL)
		form.Typed, form.TypedAt = input.Fields, input.At
		return form, err
	}
	return form, nil
}

// saver saves a step's form. It returns the name of the text on what was done, and what of the form it has left
// unsaved, nil if that is nothing.
type saver func(c echo.Context, form url.Values) (flash string, left url.Values, err error)

// saveStep returns the handler of a step's form. With the button "keep", which only a script presses, the input is kept
// and nothing is saved; with "forget", it is thrown away; with "next", the next step that stands in the way follows.
func (s *Site) saveStep(step string, save saver) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, account, page := c.Request().Context(), session(c).Account.ID, stepURL(c, step)
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		switch form.Get(console.FieldDo) {
		case "keep":
			if _, err := s.Publisher.Draft(ctx, c.Param("id")); err != nil {
				return err
			}
			if err := s.Accounts.KeepTyped(ctx, account, page, form); err != nil {
				return err
			}
			return c.NoContent(http.StatusNoContent)
		case "forget":
			if err := s.Accounts.ForgetTyped(ctx, account, page); err != nil {
				return err
			}
			return done(c, page, "forgotten")
		}
		flash, left, err := save(c, form)
		if err != nil {
			return s.finishEdit(c, err, step, "", "")
		}
		if left != nil {
			err = s.Accounts.KeepTyped(ctx, account, page, left)
		} else {
			err = s.Accounts.ForgetTyped(ctx, account, page)
		}
		if err == nil && form.Get(console.FieldDo) == "next" {
			page, err = s.nextStep(c, step)
		}
		if err != nil {
			return err
		}
		return done(c, page, flash)
	}
}

// nextStep returns the address of the step that comes after one was saved: itself if it still stands in the way, the
// first other one that does, or the review.
func (s *Site) nextStep(c echo.Context, step string) (string, error) {
	draft, archive, err := s.draft(c)
	if err != nil {
		return "", err
	}
	problems := s.Publisher.Examine(draft, archive)
	next := console.NextStep(console.DraftView{Draft: draft, Archive: archive, Problems: problems, Blockers: publish.Blockers(draft, problems)}, step)
	if next == step {
		return stepURL(c, step), nil
	}
	return urls.DraftForm(draft.ID, next), nil
}

// keepExpired keeps what a form sends whose session has expired, for the account that it belonged to, and asks to sign
// in. The person sees it afterwards. Whoever else is not let in is sent away.
func (s *Site) keepExpired(c echo.Context, reason error) error {
	ctx := c.Request().Context()
	account, err := s.Accounts.ExpiredSession(ctx, s.token(c))
	if !errors.Is(reason, staff.ErrNoSession) || errors.Is(err, report.ErrNotFound) {
		return s.sendAway(c, reason)
	}
	if err != nil {
		return err
	}
	return limitForm(maxTexts, func(c echo.Context) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		page := c.Request().URL.Path
		if table := figuresTable(c); table != "" {
			page += "?table=" + table
		}
		if err := s.Accounts.KeepTyped(ctx, account, page, form); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, urls.WithNext(urls.SignIn, page))
	})(c)
}
