package views

import (
	"strings"

	"lerr/internal/report"
)

// TrendURL is a place over all periods: a country, a region, or the world.
func TrendURL(p report.Place) string {
	switch {
	case p.IsCountry():
		return CountryURL(p.Country)
	case p.IsRegion():
		return "/regions/" + p.Region.Slug
	}
	return "/trends"
}

// CountriesURL lists every country of a period in an order, or within regions. The list by requests
// is the one without a name.
func CountriesURL(p report.Period, order report.Order, regions bool) string {
	address := "/" + p.String() + "/countries"
	if order != report.ByRequests || regions {
		address += "/" + string(order)
	}
	if regions {
		address += "/regions"
	}
	return address
}

// CompareURL compares places, in the order in which they are given.
func CompareURL(places ...report.Place) string {
	if len(places) == 0 {
		return "/compare"
	}
	slugs := make([]string, len(places))
	for i, p := range places {
		slugs[i] = p.Slug()
	}
	return "/compare?places=" + strings.Join(slugs, ",")
}
