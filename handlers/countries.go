package handlers

import (
	"fmt"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCountries lists every country of a period in an order, flat or within regions. A query may
// look for one of them.
func (s *Site) showCountries(snap *snapshot, q request) (*pagecache.Page, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	order := report.ByRequests
	if sort := q.vars["sort"]; sort != "" {
		if order, err = report.ParseOrder(sort); err != nil {
			return nil, err
		}
	}
	regions := strings.HasSuffix(q.address, "/regions")
	if proper := urls.Countries(selection.Period, order, regions); proper != q.address {
		return nil, movedTo(q.withQuery(proper))
	}
	find := strings.TrimSpace(q.query.Get("find"))
	return web.RenderModel(htmlHead, views.Countries)(views.NewCountriesPage(s.frame, snap.archive, selection.Period, order, regions, find))
}

// showMap shows a period's figures on a world map; without a period, those of the newest.
func (s *Site) showMap(snap *snapshot, q request) (*pagecache.Page, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	measure := urls.MapRequests
	if name, ok := q.vars["measure"]; ok {
		if measure, err = urls.ParseMapMeasure(name); err != nil {
			return nil, err
		}
	}
	if len(s.frame.World) == 0 {
		return nil, fmt.Errorf("map: no outlines: %w", report.ErrNotFound)
	}
	proper := urls.Map(selection.Period, measure)
	if q.vars["period"] == "" {
		proper = urls.NewestMap
	}
	if proper != q.address {
		return nil, movedTo(proper)
	}
	return web.RenderModel(htmlHead, views.Map)(views.NewMapPage(s.frame, snap.archive, selection.Period, measure, proper))
}
