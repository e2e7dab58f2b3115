package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showPinned shows a place at one revision of a period.
func (s *Public) showPinned(c echo.Context) error {
	number, ok := urls.ParseRevision(c.Param("place"))
	if !ok {
		return fmt.Errorf("revision %q: %w", c.Param("place"), report.ErrNotFound)
	}
	return s.sendPinned(c, number, c.Param("pinned"))
}

// sendPinned shows a revision at its own address, which never shows another. One that is superseded
// says so and leads on.
func (s *Public) sendPinned(c echo.Context, number int, place string) error {
	now := s.now(c)
	period, err := report.ParsePeriod(c.Param("period"))
	if err != nil {
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	if withdrawn, ok := now.archive.Withdrawn(period); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	revision, err := now.archive.RevisionNumber(period, number)
	if err != nil {
		return err
	}
	current, err := now.archive.Revision(period)
	if err != nil {
		return err
	}
	pinned, err := now.archive.At(revision)
	if err != nil {
		return err
	}
	selection, err := parseSelection(pinned, c.Param("period"), place)
	if err != nil {
		return s.sendNotFound(c, now, place, err)
	}
	proper := urls.Revision(period, number, selection.Place)
	if proper != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, proper)
	}
	expand := urls.ParseExpand(c.QueryParam("expand"))
	notice := views.PinnedBanner(revision, selection.Place)
	if number != current.Number {
		notice = views.SupersededBanner(revision, current, selection.Place)
	}
	return s.sendExpandable(c, now, proper, expand, func() (*pagecache.Page, error) {
		m, err := views.NewReportPage(s.frame, pinned, selection, proper, expand)
		if err != nil {
			return nil, err
		}
		m.Banner = notice
		if number != current.Number {
			m.Share, m.CiteMore = "", "" // both show the current revision
		}
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Report(m))
	})
}

// parseWithdrawn finds the notice that stands in the place of a period.
func parseWithdrawn(a *report.Archive, period string) (report.Revision, bool) {
	p, err := report.ParsePeriod(period)
	if err != nil {
		return report.Revision{}, false
	}
	return a.Withdrawn(p)
}

// sendWithdrawn sends the notice that stands in a period's place: the address is known, what it
// showed is gone.
func (s *Public) sendWithdrawn(c echo.Context, now *shown, r report.Revision) error {
	page, err := web.RenderPage(pagecache.Head{
		Status: http.StatusGone, Type: web.TypeHTML, CacheControl: web.CachePage, Robots: "noindex",
	}, views.Message(views.NewWithdrawnPage(s.frame, now.archive, r, urls.Report(report.Selection{Period: r.Edition.Period}))))
	if err != nil {
		return err
	}
	return send(c, page)
}
