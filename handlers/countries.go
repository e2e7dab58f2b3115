package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCountries lists every country of a period, by requests or in the order that the address names.
func (s *Public) showCountries(c echo.Context) error { return s.sendCountries(c, false) }

// showCountriesInRegions lists them within regions.
func (s *Public) showCountriesInRegions(c echo.Context) error { return s.sendCountries(c, true) }

// sendCountries sends a list of countries. One in which a country is looked for is made each time.
func (s *Public) sendCountries(c echo.Context, regions bool) error {
	now := s.now(c)
	if withdrawn, ok := parseWithdrawn(now.archive, c.Param("period")); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	selection, err := parseSelection(now.archive, c.Param("period"), "")
	if err != nil {
		return err
	}
	order := report.ByRequests
	if sort := c.Param("sort"); sort != "" {
		if order, err = report.ParseOrder(sort); err != nil {
			return err
		}
	}
	proper := urls.Countries(selection.Period, order, regions)
	if proper != c.Request().URL.Path {
		to := *c.Request().URL
		to.Path, to.RawPath = proper, ""
		return c.Redirect(http.StatusPermanentRedirect, to.RequestURI())
	}
	find := strings.TrimSpace(c.QueryParam("find"))
	make := func() (*pagecache.Page, error) {
		m, err := views.NewCountriesPage(s.frame, now.archive, selection.Period, order, regions, find)
		if err != nil {
			return nil, err
		}
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Countries(m))
	}
	if find == "" {
		return s.sendPage(c, now, proper, make)
	}
	page, err := make()
	if err != nil {
		return err
	}
	return send(c, page)
}

// countriesAddresses lists the lists of countries: of each period, in each order, flat and within
// regions.
func (s *Public) countriesAddresses(a *report.Archive) []string {
	var list []string
	for _, p := range a.Periods() {
		for _, order := range report.Orders() {
			list = append(list, urls.Countries(p, order, false), urls.Countries(p, order, true))
		}
	}
	return list
}
