package handlers

import (
	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showMethodology shows how the figures are made.
func (s *Public) showMethodology(c echo.Context) error {
	now := s.now(c)
	return s.sendPage(c, now, urls.Methodology(), func() (*pagecache.Page, error) {
		m, err := views.NewMethodologyPage(s.frame, now.archive)
		if err != nil {
			return nil, err
		}
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Methodology(m))
	})
}

// methodologyAddresses is the address that showMethodology answers. It tells of what is published, and so
// is not there before anything is.
func (s *Public) methodologyAddresses(a *report.Archive) []string {
	if a.NewestPublished().IsZero() {
		return nil
	}
	return []string{urls.Methodology()}
}
