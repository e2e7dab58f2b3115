package handlers

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// sendShare sends the picture that stands for a period and place where a link to them is shared.
func (s *Public) sendShare(c echo.Context) error {
	now := s.now(c)
	if withdrawn, ok := parseWithdrawn(now.archive, c.Param("period")); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	place, png := strings.CutSuffix(c.Param("file"), ".png")
	if !png || place == "" {
		return fmt.Errorf("picture %q: %w", c.Param("file"), report.ErrNotFound)
	}
	selection, err := parseSelection(now.archive, c.Param("period"), place)
	if err != nil {
		return err
	}
	path := urls.Share(selection)
	if path != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, path)
	}
	return s.sendPage(c, now, path, func() (*pagecache.Page, error) {
		card, err := views.NewShareCard(s.frame, now.archive, selection)
		if err != nil {
			return nil, err
		}
		body, err := card.PNG()
		if err != nil {
			return nil, err
		}
		return pagecache.NewPage(pagecache.Head{Type: "image/png", CacheControl: web.CachePage, CrossOrigin: true, Packed: true}, body)
	})
}

// shareAddresses lists every address that sendShare answers for an archive.
func (s *Public) shareAddresses(a *report.Archive) []string {
	var addresses []string
	for _, selection := range selections(a) {
		addresses = append(addresses, urls.Share(selection))
	}
	return addresses
}

// selections lists every period with every place that the archive knows.
func selections(a *report.Archive) []report.Selection {
	var all []report.Selection
	for _, p := range a.Periods() {
		for _, place := range a.Places().All() {
			all = append(all, report.Selection{Period: p, Place: place})
		}
	}
	return all
}
