package console

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showDrafts shows drafts, scheduled releases and published periods.
func (s *Site) showDrafts(c echo.Context) error {
	ctx := c.Request().Context()
	archive, err := s.Publisher.Archive(ctx)
	if err != nil {
		return err
	}
	drafts, err := s.Publisher.Drafts(ctx)
	if err != nil {
		return err
	}
	m := console.NewDraftsPage(s.page(c, "Drafts"), archive, drafts, edit(c).Actor, s.Now(), func(d publish.Draft) []console.ReadinessRow {
		return s.readiness(archive, d)
	})
	return render(c, http.StatusOK, console.Drafts(m))
}

// readiness returns the conditions on which a scheduled draft becomes public at its time.
func (s *Site) readiness(archive *report.Archive, d publish.Draft) []console.ReadinessRow {
	current := s.Publisher.Current(d, archive)
	approval := console.ReadinessRow{Ready: d.Approved == d.ContentDigest(), Text: "a second person, " + d.ApprovedBy + ", approved this content"}
	if d.Direct {
		approval.Text = "it comes directly from the command line, without a second person"
	}
	rows := []console.ReadinessRow{approval, {Ready: true, Text: "what it follows is still published"}}
	if current != nil {
		rows[1] = console.ReadinessRow{Text: current.Error()}
	}
	return append(rows, console.ReadinessRow{Ready: s.Scheduler.Paused() == "", Text: "the server’s clock is right"})
}

func (s *Site) showUpload(c echo.Context) error {
	return s.sendUpload(c, http.StatusOK, c.QueryParam("period"))
}

func (s *Site) sendUpload(c echo.Context, status int, period string, errs ...console.FormError) error {
	archive, err := s.Publisher.Archive(c.Request().Context())
	if err != nil {
		return err
	}
	return render(c, status, console.Upload(console.NewUploadPage(s.page(c, "Upload a workbook", errs...), archive, period)))
}

// sendTemplate sends a workbook to fill in for a period.
func (s *Site) sendTemplate(c echo.Context) error {
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	content, err := s.Publisher.Template(c.Request().Context(), period, *s.Frame.Site)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", period.String()+".xlsx"))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content)
}

// uploadDraft reads a file into a new draft, whose page shows the problems with its content.
func (s *Site) uploadDraft(c echo.Context) error {
	name, content, problem := upload(c)
	period, err := report.ParsePeriod(c.FormValue("period"))
	switch arrived := c.Request().MultipartForm != nil; {
	case err != nil && arrived:
		return s.sendUpload(c, http.StatusUnprocessableEntity, "", console.FormError{Field: "upload-period", Text: "Choose the period."})
	case problem != "":
		return s.sendUpload(c, http.StatusUnprocessableEntity, period.String(), console.FormError{Field: "file", Text: problem})
	}
	draft, err := s.Publisher.Upload(c.Request().Context(), actor(c), name, content, period)
	var refusal *publish.Refusal
	if errors.As(err, &refusal) && refusal.Kind == report.ErrInvalid {
		return s.sendUpload(c, http.StatusUnprocessableEntity, period.String(), console.FormError{Field: "file", Text: refusal.Text})
	}
	if err != nil {
		return err
	}
	return done(c, urls.Draft(draft.ID), "uploaded")
}

// upload reads the form's file. The problem is a sentence for the form; empty if there is none.
func upload(c echo.Context) (name string, content []byte, problem string) {
	const unreadable = "The file could not be read. Choose it again."
	header, err := c.FormFile("file")
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge), err == nil && header.Size > maxUpload:
		return "", nil, "The file is larger than 10 MB. Choose a smaller one."
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "", nil, "The file took longer than a minute to arrive. Nothing was saved. Try again on a faster line."
	case err != nil:
		return "", nil, "Choose a file."
	case header.Size == 0:
		return "", nil, "The file is empty. Choose another one."
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, unreadable
	}
	defer file.Close()
	if content, err = io.ReadAll(io.LimitReader(file, maxUpload)); err != nil {
		return "", nil, unreadable
	}
	return header.Filename, content, ""
}
