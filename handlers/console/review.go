package console

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/urls"
	"lerr/views/console"
)

func (s *Site) showReview(c echo.Context) error { return s.sendReview(c, http.StatusOK) }

// sendReview shows all that becomes public with a draft, with what changed since the reader last looked, and
// notes that he looks at it now.
func (s *Site) sendReview(c echo.Context, status int, errs ...console.FormError) error {
	ctx := c.Request().Context()
	v, err := s.view(c, console.StepReview, status)
	if err != nil {
		return err
	}
	published, err := s.Publisher.Archive(ctx)
	if err != nil {
		return err
	}
	review, look, err := s.Publisher.Review(ctx, v.Draft, published, actor(c))
	if err != nil {
		return err
	}
	m, err := console.NewReviewPage(s.page(c, "Review: "+v.Draft.Edition.Period.Label(), errs...), v, console.ReviewInput{
		Review: review, Look: look, FAQ: s.Publisher.Questions(), Reason: v.Form.Typed.Get("reason"),
	})
	if err != nil {
		return err
	}
	if err := s.Publisher.NoteLook(ctx, v.Draft, published, actor(c)); err != nil {
		s.Log.Warn("what a reader saw of a draft is not noted, so changes will not be marked", "draft", v.Draft.ID, "error", err)
	}
	return render(c, status, console.Review(m))
}

func (s *Site) submitDraft(c echo.Context) error {
	_, err := s.Publisher.Submit(c.Request().Context(), edit(c))
	return s.finishEdit(c, err, console.StepReview, "", "submitted")
}

func (s *Site) returnDraft(c echo.Context) error {
	_, err := s.Publisher.Return(c.Request().Context(), edit(c), c.FormValue("reason"))
	return s.finishEdit(c, err, console.StepReview, "reason", "returned")
}

// approveDraft leads on to the release.
func (s *Site) approveDraft(c echo.Context) error {
	_, err := s.Publisher.Approve(c.Request().Context(), edit(c), c.FormValue("digest"), c.FormValue("reason"))
	if err != nil {
		return s.finishEdit(c, err, console.StepReview, "reason", "")
	}
	return done(c, stepURL(c, console.StepRelease), "approved")
}

// stepDiscard is the last segment of the address of the page that asks before a draft is discarded.
const stepDiscard = "discard"

func (s *Site) showDiscard(c echo.Context) error { return s.sendDiscard(c, http.StatusOK) }

func (s *Site) sendDiscard(c echo.Context, status int, errs ...console.FormError) error {
	v, err := s.view(c, stepDiscard, status)
	if err != nil {
		return err
	}
	return render(c, status, console.Discard(console.NewDraftHead(s.page(c, "Discard a draft", errs...), v, stepDiscard)))
}

func (s *Site) discardDraft(c echo.Context) error {
	if err := s.Publisher.Discard(c.Request().Context(), edit(c)); err != nil {
		return s.finishEdit(c, err, "", "", "")
	}
	return done(c, urls.Drafts, "discarded")
}

func (s *Site) restoreDraft(c echo.Context) error {
	_, err := s.Publisher.Restore(c.Request().Context(), edit(c))
	return s.finishEdit(c, err, "", "", "restored")
}
