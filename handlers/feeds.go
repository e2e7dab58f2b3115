package handlers

import (
	"slices"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
)

// sendFeed sends the feed of releases, corrections and withdrawals.
func (s *Public) sendFeed(c echo.Context) error { return s.sendEntries(c, "", "", nil) }

// sendReleases sends the feed of first publications alone.
func (s *Public) sendReleases(c echo.Context) error {
	return s.sendEntries(c, "releases", "releases", func(r report.Revision) bool { return r.Number > 1 || r.State == report.Withdrawn })
}

// sendCorrections sends the feed of corrections and withdrawals alone.
func (s *Public) sendCorrections(c echo.Context) error {
	return s.sendEntries(c, "corrections", "corrections and withdrawals", func(r report.Revision) bool { return r.Number == 1 && r.State != report.Withdrawn })
}

// sendEntries sends a feed of the revisions that leave does not leave out.
func (s *Public) sendEntries(c echo.Context, name, title string, leave func(report.Revision) bool) error {
	head := pagecache.Head{Type: typeAtom, CacheControl: web.CachePage, CrossOrigin: true}
	path := c.Request().URL.Path
	return s.sendMade(c, head, func(now *shown) ([]byte, error) {
		history := now.archive.History()
		if leave != nil {
			history = slices.DeleteFunc(history, leave)
			title = s.frame.Site.Title + ": " + title
		}
		return opendata.Atom(opendata.Feed{Metadata: s.metadata(now.archive), Name: name, Title: title, Path: path, History: history})
	})
}
