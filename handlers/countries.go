package handlers

import (
	"fmt"
	"net/url"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCountries lists every country of a period in an order, flat or within regions. A query may
// look for one of them.
func (s *Site) showCountries(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	order, err := orderOf(q)
	if err != nil {
		return nil, err
	}
	regions := strings.HasSuffix(q.address, "/regions")
	if proper := urls.Countries(selection.Period, order, regions); proper != q.address {
		return nil, movedTo(q.withQuery(proper))
	}
	if q.query.Has("period") || q.query.Has("sort") {
		return nil, chosenCountries(snap, q, regions)
	}
	find := strings.TrimSpace(q.query.Get("find"))
	return web.Component(htmlHead, views.Countries)(views.NewCountriesPage(s.frame, snap.archive, selection.Period, order, regions, find))
}

// chosenCountries returns the redirect to the list that was chosen in the form, with what was searched for.
func chosenCountries(snap *snapshot, q request, regions bool) error {
	selection, err := findSelection(snap.archive, q.query.Get("period"), "")
	if err != nil {
		return err
	}
	order := report.ByRequests
	if q.query.Has("sort") {
		if order, err = report.ParseOrder(q.query.Get("sort")); err != nil {
			return err
		}
	}
	address := urls.Countries(selection.Period, order, regions)
	if find := q.query.Get("find"); find != "" {
		address += "?" + url.Values{"find": {find}}.Encode()
	}
	return chosen(address)
}

// orderOf returns the order of a list of countries, by requests unless the address names another.
func orderOf(q request) (report.Order, error) {
	if q.vars["sort"] == "" {
		return report.ByRequests, nil
	}
	return report.ParseOrder(q.vars["sort"])
}

// measureOf returns the measure of a map, requests unless the address names another.
func (s *Site) measureOf(q request) (urls.MapMeasure, error) {
	switch {
	case len(s.frame.World) == 0:
		return "", fmt.Errorf("map: no outlines: %w", report.ErrNotFound)
	case q.vars["measure"] == "":
		return urls.MapRequests, nil
	}
	return urls.ParseMapMeasure(q.vars["measure"])
}

// showMap shows a period's figures on a world map; without a period, those of the newest.
func (s *Site) showMap(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	measure, err := s.measureOf(q)
	if err != nil {
		return nil, err
	}
	proper := urls.Map(selection.Period, measure)
	if q.vars["period"] == "" {
		proper = urls.NewestMap
	}
	if proper != q.address {
		return nil, movedTo(proper)
	}
	return web.Component(htmlHead, views.Map)(views.NewMapPage(s.frame, snap.archive, selection.Period, measure, proper))
}
