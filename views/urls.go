package views

import (
	"fmt"
	"net/url"
	"strings"

	"lerr/internal/report"
)

// Fragments of the report page's sections.
const (
	requestsID = "requests"
	tablesID   = "tables"
	downloadID = "download"
	faqsID     = "faqs"
)

// HomeURL is the newest period, Global.
func HomeURL() string { return "/" }

// ReportURL is the report of a selection.
func ReportURL(s report.Selection) string {
	if s.Place.IsGlobal() {
		return "/" + s.Period.String()
	}
	return "/" + s.Period.String() + "/" + s.Place.Slug()
}

// RevisionURL is a selection at one revision: an address that always shows the same figures.
func RevisionURL(p report.Period, number int, place report.Place) string {
	address := fmt.Sprintf("/%s/r%d", p, number)
	if place.IsGlobal() {
		return address
	}
	return address + "/" + place.Slug()
}

// RevisionDownloadURL is one revision of a period as a file.
func RevisionDownloadURL(p report.Period, number int, format string) string {
	return fmt.Sprintf("/download/%s-r%d.%s", p, number, format)
}

// FeedURL is the feed of releases and corrections.
func FeedURL() string { return "/revisions.atom" }

// CountryURL is one country over all periods.
func CountryURL(c report.Country) string { return "/countries/" + c.Slug() }

// DownloadFormURL is where the download form sends what was chosen.
func DownloadFormURL() string { return "/download" }

// DownloadURL is a period's figures as a file; format is one of Formats.
func DownloadURL(p report.Period, format string) string {
	return "/download/" + p.String() + "." + format
}

// AllCSVURL is every period's figures as one CSV file.
func AllCSVURL() string { return "/download/all.csv" }

// Formats lists the forms in which a period can be downloaded.
func Formats() []string { return []string{"xlsx", "csv", "json"} }

// RevisionsURL lists what was published when.
func RevisionsURL() string { return "/revisions" }

// Expand says which collapsed parts of a page are asked for open, for readers without scripts.
type Expand string

// What can be asked for open.
const (
	ExpandNothing Expand = ""
	ExpandRegions Expand = "regions"
	ExpandFAQs    Expand = "faqs"
	ExpandAll     Expand = "all"
)

// ParseExpand reads the value of an expand parameter; anything unknown is nothing.
func ParseExpand(s string) Expand {
	switch e := Expand(s); e {
	case ExpandRegions, ExpandFAQs, ExpandAll:
		return e
	}
	return ExpandNothing
}

func (e Expand) regions() bool { return e == ExpandRegions || e == ExpandAll }
func (e Expand) faqs() bool    { return e == ExpandFAQs || e == ExpandAll }

// with is the expand value that opens more on top of e.
func (e Expand) with(more Expand) Expand {
	if e == ExpandNothing || e == more {
		return more
	}
	return ExpandAll
}

// without is the expand value that closes less of e.
func (e Expand) without(less Expand) Expand {
	switch {
	case e == less:
		return ExpandNothing
	case e == ExpandAll && less == ExpandRegions:
		return ExpandFAQs
	case e == ExpandAll && less == ExpandFAQs:
		return ExpandRegions
	}
	return e
}

// absolute puts the site's public address before a path, where it is known.
func absolute(base, path string) string {
	plain, query, asked := strings.Cut(path, "?")
	joined, err := url.JoinPath(base, plain)
	switch {
	case base == "" || err != nil:
		return path
	case asked:
		return joined + "?" + query
	}
	return joined
}

// closedValue is what a form sends to ask for e after something was closed. "none" rather than
// nothing, so that the address stays readable.
func closedValue(e Expand) string {
	if e == ExpandNothing {
		return "none"
	}
	return string(e)
}

// Absolute is the public address of a path, or the path where the site's own address is not known.
func Absolute(f Frame, path string) string { return absolute(f.BaseURL, path) }

// EditionAddress is the public address of a period's report, or its path where the site's own
// address is not known.
func EditionAddress(f Frame, p report.Period) string {
	return absolute(f.BaseURL, ReportURL(report.Selection{Period: p}))
}
