package handlers

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/views"
)

// saying is what an error status says to a reader.
type saying struct{ heading, text string }

var sayings = map[int]saying{
	http.StatusBadRequest:            {"This request cannot be read", "Check the address, or choose again."},
	http.StatusForbidden:             {"This is not allowed", "Sign in as somebody who may do it."},
	http.StatusNotFound:              {"There is no page at this address", "The period may not be published, or the address may be mistyped."},
	http.StatusMethodNotAllowed:      {"This site can only be read", "Nothing can be sent to this address."},
	http.StatusConflict:              {"It has changed meanwhile", "Look at it again, then try again."},
	http.StatusRequestEntityTooLarge: {"This is too large", "A workbook can have 10 MB, a form 1 MB. Nothing was saved."},
	http.StatusRequestURITooLong:     {"This address is too long", "Choose again from the report."},
	http.StatusInternalServerError:   {"Something went wrong", "The fault is ours and has been noted. Try again in a moment."},
}

// newErrorHandler maps errors to answers, once for a site. Each of its pages is made when it is first needed.
func newErrorHandler(frame views.Frame, log *slog.Logger) echo.HTTPErrorHandler {
	pages := map[int]func() *pagecache.Page{}
	for status := range sayings {
		pages[status] = sync.OnceValue(func() *pagecache.Page {
			page, err := makeErrorPage(frame, status)
			if err != nil {
				panic(err) // the program's own template: a test makes each of them
			}
			return page
		})
	}
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			log.Error("answer broke off", "path", loggedPath(c.Request()), "error", err)
			return
		}
		status := statusOf(err)
		if status == http.StatusInternalServerError {
			reference := uuid.NewString()
			c.Response().Header().Set("X-Reference", reference)
			log.Error("request failed", "path", loggedPath(c.Request()), "reference", reference, "error", err)
		}
		page, ok := pages[status]
		if !ok {
			page = pages[http.StatusInternalServerError]
		}
		if err := page().Send(c.Response(), c.Request()); err != nil {
			log.Error("answer broke off", "path", loggedPath(c.Request()), "error", err)
		}
	}
}

// makeErrorPage makes the page that says a status to a reader.
func makeErrorPage(frame views.Frame, status int) (*pagecache.Page, error) {
	s := sayings[status]
	return renderPage(pagecache.Head{
		Status: status, Type: typeHTML, CacheControl: cacheNever, Robots: "noindex",
	}, views.Message(views.NewErrorPage(frame, strconv.Itoa(status), s.heading, s.text)))
}

// statusOf is the status that an error answers with.
func statusOf(err error) int {
	var he *echo.HTTPError
	switch {
	case errors.Is(err, report.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, report.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, report.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, report.ErrInvalid):
		return http.StatusBadRequest
	case errors.As(err, &he) && sayings[he.Code] != saying{}:
		return he.Code
	}
	return http.StatusInternalServerError
}

// is says whether the error is one of the kinds.
func is(err error, kinds ...error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}
