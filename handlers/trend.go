package handlers

import (
	"fmt"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// trendPlace returns the place in the address of a page about one place over all periods.
func (snap *snapshot) trendPlace(q request) (report.Place, error) {
	for name, fits := range map[string]func(report.Place) bool{"country": report.Place.IsCountry, "region": report.Place.IsRegion} {
		text, ok := q.vars[name]
		if !ok {
			continue
		}
		place, err := snap.archive.Places().Find(text)
		if err == nil && !fits(place) {
			err = fmt.Errorf("%s %q: %w", name, text, report.ErrNotFound)
		}
		return place, err
	}
	return report.Place{}, nil
}

// showTrend shows the world, a region or a country over all periods.
func (s *Site) showTrend(snap *snapshot, q request) (*pagecache.Page, error) {
	place, err := snap.trendPlace(q)
	if err != nil {
		return nil, err
	}
	if proper := urls.Trend(place); proper != q.address {
		return nil, movedTo(proper)
	}
	if place.IsCountry() {
		return web.RenderPage(htmlHead, views.Country(views.NewCountryPage(s.frame, snap.archive, place.Country)))
	}
	return web.RenderPage(htmlHead, views.TrendsOf(views.NewTrendPage(s.frame, snap.archive, place)))
}
