package urls

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// The addresses of pages that depend on nothing.
const (
	Home        = "/"            // the newest period, Global
	Revisions   = "/revisions"   // the list of all revisions
	Calendar    = "/calendar"    // when releases are announced for
	Verify      = "/verify"      // the fingerprints of everything that was published
	Methodology = "/methodology" // the page on how the figures are made
	Trends      = "/trends"      // the world over all periods

	// Browsers and phones ask for these without being told.
	Favicon   = "/favicon.ico"
	TouchIcon = "/apple-touch-icon.png"
)

// Report returns the address of a selection's report at the current revision.
func Report(s report.Selection) string {
	if s.Place.IsGlobal() {
		return "/" + s.Period.String()
	}
	return "/" + s.Period.String() + "/" + s.Place.Slug()
}

// Revision returns the address of a selection's report at one revision. It always shows the same
// figures.
func Revision(p report.Period, number int, place report.Place) string {
	address := fmt.Sprintf("/%s/r%d", p, number)
	if place.IsGlobal() {
		return address
	}
	return address + "/" + place.Slug()
}

// Country returns the address of a country over all periods.
func Country(c report.Country) string { return "/countries/" + c.Slug() }

// Trend returns the address of a place over all periods: a country, a region, or the world.
func Trend(p report.Place) string {
	switch {
	case p.IsCountry():
		return Country(p.Country)
	case p.IsRegion():
		return "/regions/" + p.Region.Slug
	}
	return Trends
}

// Countries returns the address of a period's list of countries in an order, flat or within regions.
// The flat list by requests is the one without an order in its address.
func Countries(p report.Period, order report.Order, regions bool) string {
	address := "/" + p.String() + "/countries"
	if order != report.ByRequests || regions {
		address += "/" + string(order)
	}
	if regions {
		address += "/regions"
	}
	return address
}

// Cite returns the address of the page on how to cite and embed a selection.
func Cite(s report.Selection) string {
	return "/cite/" + s.Period.String() + "/" + s.Place.Slug()
}

// CiteAll returns the address of the page on how to cite a place over all periods.
func CiteAll(p report.Place) string { return "/cite/" + p.Slug() }

// CiteFormats lists the formats in which reference managers read the citation of a page, as endings of its address.
func CiteFormats() []string { return []string{"bib", "ris"} }

// CiteFile returns the address of the citation that a page on how to cite explains, in one of CiteFormats.
func CiteFile(page, format string) string { return page + "." + format }

// Embed returns the address of a selection's small page for frames of other sites. number is the
// revision that the page stays at; 0 is the current one.
func Embed(s report.Selection, number int) string {
	address := "/embed/" + s.Period.String() + "/" + s.Place.Slug()
	if number == 0 {
		return address
	}
	return fmt.Sprintf("%s/r%d", address, number)
}

// Share returns the address of a selection's picture for shared links.
func Share(s report.Selection) string {
	return "/share/" + s.Period.String() + "/" + s.Place.Slug() + ".png"
}

// PagePicture returns the address of the picture for shared links of a page about more than a selection.
func PagePicture(page string) string {
	path, query, _ := strings.Cut(page, "?")
	if query != "" {
		query = "?" + query
	}
	return "/share" + path + ".png" + query
}
