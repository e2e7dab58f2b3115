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

// embedPolicy lets other sites show a page in a frame. It runs no script and sends no form.
const embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"

// embedHead is what every small page for frames says about itself.
func embedHead(status int) pagecache.Head {
	return pagecache.Head{
		Status: status, Type: web.TypeHTML, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true, Policy: embedPolicy,
	}
}

// showEmbed shows a selection's headline for a frame of another site, at the newest revision or at a
// fixed one.
func (s *Public) showEmbed(c echo.Context) error {
	now := s.now(c)
	period, err := report.ParsePeriod(c.Param("period"))
	if err != nil {
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	place, err := now.archive.Places().Find(c.Param("place"))
	if err != nil {
		return err
	}
	if withdrawn, ok := now.archive.Withdrawn(period); ok {
		page, err := web.RenderPage(embedHead(http.StatusGone), views.Embed(views.NewWithdrawnEmbed(s.frame, withdrawn, place)))
		if err != nil {
			return err
		}
		return send(c, page)
	}
	current, err := now.archive.Revision(period)
	if err != nil {
		return err
	}
	selection := report.Selection{Period: period, Place: place}
	archive, number := now.archive, 0
	if pinned := c.Param("pinned"); pinned != "" {
		var ok bool
		if number, ok = urls.ParseRevision(pinned); !ok {
			return fmt.Errorf("revision %q: %w", pinned, report.ErrNotFound)
		}
		revision, err := now.archive.RevisionNumber(period, number)
		if err != nil {
			return err
		}
		if archive, err = now.archive.At(revision); err != nil {
			return err
		}
	}
	path := urls.Embed(selection, number)
	if path != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, path)
	}
	return s.sendPage(c, now, path, func() (*pagecache.Page, error) {
		m, err := views.NewEmbedPage(s.frame, archive, selection, number > 0, current)
		if err != nil {
			return nil, err
		}
		return web.RenderPage(embedHead(http.StatusOK), views.Embed(m))
	})
}

// embedAddresses lists every address that showEmbed answers for an archive.
func (s *Public) embedAddresses(a *report.Archive) []string {
	numbers := map[report.Period][]int{}
	for _, r := range a.History() {
		if r.State != report.Withdrawn {
			numbers[r.Edition.Period] = append(numbers[r.Edition.Period], r.Number)
		}
	}
	var addresses []string
	for _, selection := range selections(a) {
		addresses = append(addresses, urls.Embed(selection, 0))
		for _, number := range numbers[selection.Period] {
			addresses = append(addresses, urls.Embed(selection, number))
		}
	}
	return addresses
}
