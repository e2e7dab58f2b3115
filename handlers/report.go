package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showHome shows the newest period, Global; a form's choice is redirected to the address that says
// the same.
func (s *Public) showHome(c echo.Context) error {
	now := s.now(c)
	query := c.QueryParams()
	if !query.Has("period") && !query.Has("place") {
		return s.sendReport(c, now, report.Selection{Period: now.archive.NewestPublished()}, urls.Home())
	}
	selection, err := parseSelection(now.archive, query.Get("period"), query.Get("place"))
	if err != nil {
		return s.sendNotFound(c, now, query.Get("place"), err)
	}
	return c.Redirect(http.StatusSeeOther, urls.Report(selection))
}

// showReport shows a period's figures for a place, or at one revision. A place that is written
// otherwise than its address is redirected there.
func (s *Public) showReport(c echo.Context) error {
	if number, ok := urls.ParseRevision(c.Param("place")); ok {
		return s.sendPinned(c, number, "")
	}
	now := s.now(c)
	if withdrawn, ok := parseWithdrawn(now.archive, c.Param("period")); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	selection, err := parseSelection(now.archive, c.Param("period"), c.Param("place"))
	if err != nil {
		return s.sendNotFound(c, now, c.Param("place"), err)
	}
	proper := urls.Report(selection)
	if proper != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, proper)
	}
	return s.sendReport(c, now, selection, proper)
}

// sendReport sends the report of a selection.
func (s *Public) sendReport(c echo.Context, now *shown, selection report.Selection, path string) error {
	expand := urls.ParseExpand(c.QueryParam("expand"))
	return s.sendExpandable(c, now, path, expand, func() (*pagecache.Page, error) {
		return s.makeReport(now, selection, path, expand)
	})
}

// sendExpandable sends a page from the press. One that was asked for with parts open is made each
// time, so that query strings cannot fill the press.
func (s *Public) sendExpandable(c echo.Context, now *shown, path string, expand urls.Expand, make func() (*pagecache.Page, error)) error {
	if expand == urls.ExpandNothing {
		return s.sendPage(c, now, path, make)
	}
	page, err := make()
	if err != nil {
		return err
	}
	return send(c, page)
}

func (s *Public) makeReport(now *shown, selection report.Selection, path string, expand urls.Expand) (*pagecache.Page, error) {
	m, err := views.NewReportPage(s.frame, now.archive, selection, path, expand)
	if err != nil {
		return nil, err
	}
	return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Report(m))
}

// sendPage sends an address's page, made once for the archive that is shown.
func (s *Public) sendPage(c echo.Context, now *shown, address string, make func() (*pagecache.Page, error)) error {
	page, err := now.press.Page(address, make)
	if err != nil {
		return err
	}
	return send(c, page)
}

// sendNotFound answers for a place that is not known with those whose names are near. Any other
// error is passed on, so that it is answered alike whatever the place is.
func (s *Public) sendNotFound(c echo.Context, now *shown, place string, err error) error {
	places := now.archive.Places()
	_, unknown := places.Find(place)
	near := places.Nearest(place, 5)
	if !errors.Is(unknown, report.ErrNotFound) || len(near) == 0 {
		return err
	}
	page, err := web.RenderPage(pagecache.Head{
		Status: http.StatusNotFound, Type: web.TypeHTML, CacheControl: web.CacheNever, Robots: "noindex",
	}, views.Message(views.NewNotFoundPage(s.frame, now.archive, near)))
	if err != nil {
		return err
	}
	return send(c, page)
}
