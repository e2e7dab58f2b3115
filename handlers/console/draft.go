package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showDraft shows one draft with everything that can be done to it.
func (s *Site) showDraft(c echo.Context) error { return s.sendDraft(c, http.StatusOK, nil) }

// sendDraft shows a draft as it is now, with what was typed into a form that was refused.
func (s *Site) sendDraft(c echo.Context, status int, typed url.Values, errs ...console.FormError) error {
	ctx := c.Request().Context()
	draft, err := s.Desk.Draft(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	archive, err := s.Desk.Archive(ctx)
	if err != nil {
		return err
	}
	problems := s.Desk.Examine(draft, archive)
	v := console.DraftView{
		Draft: draft, Archive: archive, Problems: problems, Blockers: publish.Blockers(draft, problems),
		Questions: s.Desk.Quoting(draft, archive), Actor: actor(c), Now: s.Now(), Typed: typed,
	}
	roles := session(c).Account.Roles
	v.May.Edit = staff.May(roles, staff.EditDraft)
	v.May.Approve = staff.May(roles, staff.Approve)
	v.May.Release = staff.May(roles, staff.Publish)
	v.Stale = errors.Is(s.Accounts.Allow(session(c), staff.Publish), staff.ErrStepUp)
	m, err := console.NewDraftPage(s.page(c, "Draft", errs...), v)
	if err != nil {
		return err
	}
	return render(c, status, console.Draft(m))
}

// change reads which draft a form changes, and the version that its page showed.
func change(c echo.Context) publish.Change {
	version, _ := strconv.Atoi(c.FormValue("version")) // 0 is no version, and so a conflict
	return publish.Change{Actor: actor(c), Draft: c.Param("id"), Version: version}
}

// answer says what a change of a draft came to: back to the draft when it was made; else the draft
// again, with what stands against it and with what was typed.
func (s *Site) answer(c echo.Context, err error, field, where, flash string) error {
	if err == nil {
		return done(c, urls.Draft(c.Param("id"))+where, flash)
	}
	typed, formErr := c.FormParams()
	if formErr != nil {
		return formErr
	}
	if text := typed.Get("text"); field != "" && text != "" {
		typed.Set(field, text)
	}
	var problems report.Problems
	switch {
	case errors.As(err, &problems):
		var errs []console.FormError
		for _, p := range problems {
			errs = append(errs, console.FormError{Text: p.Text})
		}
		return s.sendDraft(c, http.StatusUnprocessableEntity, typed, errs...)
	case errors.Is(err, report.ErrConflict):
		return s.sendDraft(c, http.StatusConflict, typed, console.FormError{
			Text: "Nothing was saved: " + reason(err, report.ErrConflict) + ". This page shows the draft as it is now; what you typed is still in the form.",
		})
	case errors.Is(err, report.ErrForbidden):
		return s.sendDraft(c, http.StatusForbidden, typed, console.FormError{Field: field, Text: "Nothing was saved: " + reason(err, report.ErrForbidden) + "."})
	case errors.Is(err, report.ErrInvalid):
		return s.sendDraft(c, http.StatusUnprocessableEntity, typed, console.FormError{Field: field, Text: sentence(reason(err, report.ErrInvalid))})
	}
	return err
}

// reason is an error's text for the person who made it, without the kind that it ends with.
func reason(err, kind error) string {
	text := strings.ReplaceAll(err.Error(), ": "+kind.Error(), "")
	if _, rest, ok := strings.Cut(text, ": "); ok {
		text = rest // what was attempted is plain from the page
	}
	return text
}

// sentence is a text with a capital letter and a full stop.
func sentence(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func (s *Site) replaceDraft(c echo.Context) error {
	name, content, problem := upload(c)
	if problem != "" {
		return s.sendDraft(c, http.StatusUnprocessableEntity, nil, console.FormError{Field: "replacement", Text: problem})
	}
	_, err := s.Desk.Replace(c.Request().Context(), change(c), name, content)
	return s.answer(c, err, "replacement", "#problems", "uploaded")
}

func (s *Site) acceptWarnings(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	_, err = s.Desk.Accept(c.Request().Context(), change(c), form["warning"], form.Get("reason"))
	return s.answer(c, err, "reason", "#warnings", "accepted")
}

func (s *Site) noteDraft(c echo.Context) error {
	section, country := report.Section(c.FormValue("section")), c.FormValue("country")
	field := "note-edition"
	if section != "" {
		field = fmt.Sprintf("note-%s-%s", section, country)
	}
	_, err := s.Desk.SetNote(c.Request().Context(), change(c), section, country, c.FormValue("text"))
	return s.answer(c, err, field, "#problems", "saved")
}

func (s *Site) setFigures(c echo.Context) error {
	var figures []report.SingleFigure
	var errs []console.FormError
	for _, name := range report.SingleFigureNames() {
		text := strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(c.FormValue(name))
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			errs = append(errs, console.FormError{
				Field: "figure-" + name,
				Text:  fmt.Sprintf("%q is no count: give a whole number, 0 or more, or nothing (%s).", c.FormValue(name), report.SingleFigureMeaning(name)),
			})
			continue
		}
		figures = append(figures, report.SingleFigure{Name: name, Value: n})
	}
	if len(errs) > 0 {
		typed, err := c.FormParams()
		if err != nil {
			return err
		}
		return s.sendDraft(c, http.StatusUnprocessableEntity, typed, errs...)
	}
	_, err := s.Desk.SetFigures(c.Request().Context(), change(c), figures)
	return s.answer(c, err, "", "#figures", "saved")
}

func (s *Site) setAnswer(c echo.Context) error {
	id := c.Param("question")
	var err error
	if c.FormValue("do") == "keep" {
		_, err = s.Desk.KeepAnswer(c.Request().Context(), change(c), id)
	} else {
		body := strings.TrimSpace(strings.ReplaceAll(c.FormValue("body"), "\r\n", "\n"))
		_, err = s.Desk.SetAnswer(c.Request().Context(), change(c), report.Question{ID: id, Body: body})
	}
	if err != nil {
		if form, formErr := c.FormParams(); formErr == nil {
			form.Set("text", form.Get("body"))
		}
	}
	return s.answer(c, err, "body-"+id, "#answer-"+id, "saved")
}

func (s *Site) setPublicNote(c echo.Context) error {
	_, err := s.Desk.SetPublicNote(c.Request().Context(), change(c), c.FormValue("text"))
	return s.answer(c, err, "public-note", "#release", "saved")
}

func (s *Site) submitDraft(c echo.Context) error {
	_, err := s.Desk.Submit(c.Request().Context(), change(c))
	return s.answer(c, err, "", "#release", "submitted")
}

func (s *Site) discardDraft(c echo.Context) error {
	if err := s.Desk.Discard(c.Request().Context(), change(c)); err != nil {
		return s.answer(c, err, "", "", "")
	}
	return done(c, urls.Drafts(), "discarded")
}
