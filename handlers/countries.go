package handlers

import (
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
