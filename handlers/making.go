package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
)

// making is a page that is made without a reader: ahead of a release, or for the export. It takes
// the same way through routes and handlers as a request, so that the two cannot differ.
type making struct {
	now  *shown
	page *pagecache.Page
}

type makingKey struct{}

// page is the page at an address, made of what is given. One that is made already comes from its
// press.
func (s *Public) page(now *shown, address string) (*pagecache.Page, error) {
	if page, ok := now.press.Find(address); ok {
		return page, nil
	}
	if page, ok := web.StaticPage(address); ok {
		return page, nil
	}
	m := &making{now: now}
	r, err := http.NewRequestWithContext(context.WithValue(context.Background(), makingKey{}, m), http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", address, err)
	}
	w := httptest.NewRecorder()
	s.Inner().ServeHTTP(w, r)
	if m.page == nil {
		return nil, fmt.Errorf("make %s: answered %d instead of a page", address, w.Code)
	}
	return m.page, nil
}

// send sends a finished page; one that is made without a reader is handed over instead.
func send(c echo.Context, page *pagecache.Page) error {
	if m, ok := c.Request().Context().Value(makingKey{}).(*making); ok {
		m.page = page
		return nil
	}
	return page.Send(c.Response(), c.Request())
}
