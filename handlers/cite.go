package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCite shows how to cite and embed a selection, at its current revision.
func (s *Public) showCite(c echo.Context) error {
	now := s.now(c)
	if withdrawn, ok := parseWithdrawn(now.archive, c.Param("period")); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	selection, err := parseSelection(now.archive, c.Param("period"), c.Param("place"))
	if err != nil {
		return s.sendNotFound(c, now, c.Param("place"), err)
	}
	path := urls.Cite(selection)
	if path != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, path)
	}
	return s.sendPage(c, now, path, func() (*pagecache.Page, error) {
		m, err := views.NewCitePage(s.frame, now.archive, selection)
		if err != nil {
			return nil, err
		}
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage, Robots: "noindex"}, views.Cite(m))
	})
}

// citeAddresses lists every address that showCite answers for an archive.
func (s *Public) citeAddresses(a *report.Archive) []string {
	var addresses []string
	for _, selection := range selections(a) {
		addresses = append(addresses, urls.Cite(selection))
	}
	return addresses
}
