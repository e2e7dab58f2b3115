package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/views"
)

// errorText is the heading and the text of the page for an error status.
type errorText struct{ heading, text string }

var errorTexts = map[int]errorText{
	http.StatusBadRequest:            {"This request cannot be read", "Check the address, or choose again."},
	http.StatusForbidden:             {"This is not allowed", "Sign in as somebody who may do it."},
	http.StatusNotFound:              {"There is no page at this address", "The period may not be published, or the address may be mistyped."},
	http.StatusMethodNotAllowed:      {"This site can only be read", "Nothing can be sent to this address."},
	http.StatusConflict:              {"It has changed meanwhile", "Look at it again, then try again."},
	http.StatusRequestEntityTooLarge: {"This is too large", "A workbook can have 10 MB, a form with texts 1 MB, any other form 16 KB. Nothing was saved."},
	http.StatusUnprocessableEntity:   {"This cannot be taken", "Something in the form is missing or not as it can be. Nothing was saved."},
	http.StatusMisdirectedRequest:    {"This is not the console’s address", "Open it at the address that it was started with: --staff-url, or localhost."},
	http.StatusRequestURITooLong:     {"This address is too long", "Choose again from the report."},
	http.StatusServiceUnavailable:    {"This is busy now", "Nothing was changed. Try again in a moment."},
	http.StatusInternalServerError:   {"Something went wrong", "The fault is ours and has been noted. Try again in a moment."},
}

// errorPages holds a site's pages for errors, by status. Each is rendered when it is first needed, but the
// one for internal errors at once.
type errorPages map[int]func() (*pagecache.Page, error)

func newErrorPages(frame views.Frame) (errorPages, error) {
	pages := errorPages{}
	for status := range errorTexts {
		pages[status] = sync.OnceValues(func() (*pagecache.Page, error) { return ErrorPage(frame, status) })
	}
	_, err := pages[http.StatusInternalServerError]()
	return pages, err
}

// page returns the page for a status, or the one for an internal error where there is none.
func (p errorPages) page(status int) *pagecache.Page {
	if render, ok := p[status]; ok {
		if page, err := render(); err == nil {
			return page
		}
	}
	page, _ := p[http.StatusInternalServerError]() // it was rendered before
	return page
}

// ErrorPage renders the page that tells a reader about an error status.
func ErrorPage(frame views.Frame, status int) (*pagecache.Page, error) {
	t := errorTexts[status]
	return RenderPage(pagecache.Head{
		Status: status, Type: TypeHTML, CacheControl: CacheNever, Robots: "noindex",
	}, views.Message(views.NewErrorPage(frame, strconv.Itoa(status), t.heading, t.text)))
}

// Failure is an error that is about to become a response.
type Failure struct {
	Status    int
	Reference string // of an internal error in the log; empty for others
	Err       error
}

// fail is the one place where errors become responses, unless a part of one was sent. An internal error is logged with
// a reference that the response carries too.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, committed bool, err error) {
	if committed {
		s.logBroken(r, err)
		return
	}
	status := statusOf(err)
	if status == http.StatusBadRequest && errors.Is(err, report.ErrInvalid) && !IsRead(r.Method) {
		status = http.StatusUnprocessableEntity
	}
	reference := ""
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", retryAfter)
	}
	if status == http.StatusInternalServerError {
		reference = uuid.NewString()
		w.Header().Set("X-Reference", reference)
		s.options.Log.Error("request failed", "path", s.options.LoggedPath(r), "reference", reference, "error", withoutAddress(err))
	}
	if s.options.Failed != nil && s.options.Failed(w, r, Failure{status, reference, err}) {
		return
	}
	if err := s.pages.page(status).Send(w, r); err != nil {
		s.logBroken(r, err)
	}
}

// logBroken logs that a response was not sent whole. A client that went away is no error of ours, and writes no line
// that is flushed at once.
func (s *Server) logBroken(r *http.Request, err error) {
	level := slog.LevelError
	if _, ok := errors.AsType[*net.OpError](err); ok {
		level = slog.LevelInfo
	}
	s.options.Log.Log(r.Context(), level, "response broke off", "path", s.options.LoggedPath(r), "error", withoutAddress(err))
}

// withoutAddress returns the error of a connection without the client's address: the log names no reader.
func withoutAddress(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return fmt.Errorf("%s: %w", op.Op, op.Err)
	}
	return err
}

// retryAfter is the seconds after which somebody who found the server busy should try again.
const retryAfter = "2"

// statusOf returns the status of the response to an error.
func statusOf(err error) int {
	var he *echo.HTTPError
	switch {
	case errors.Is(err, report.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, report.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, report.ErrBusy), errors.Is(err, report.ErrUnreachable):
		return http.StatusServiceUnavailable
	case errors.Is(err, report.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, report.ErrInvalid):
		return http.StatusBadRequest
	case errors.As(err, &he) && errorTexts[he.Code] != errorText{}:
		return he.Code
	}
	return http.StatusInternalServerError
}
