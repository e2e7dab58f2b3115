package views

import (
	"slices"
	"strings"
)

// DataForms lists the forms in which every page with figures has its data.
func DataForms() []string { return []string{"csv", "wide.csv", "json"} }

// DataURL is the data of the page at an address, in one of DataForms.
func DataURL(page, form string) string { return page + "." + form }

// CutDataForm takes the form off an address that DataURL makes; false when it has none.
func CutDataForm(address string) (page, form string, ok bool) {
	forms := DataForms()
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) }) // wide.csv also ends in .csv
	for _, form := range forms {
		if page, ok := strings.CutSuffix(address, "."+form); ok && page != "" && !strings.HasSuffix(page, "/") {
			return page, form, true
		}
	}
	return address, "", false
}

// DataPageURL lists all files.
func DataPageURL() string { return "/data" }

// TrendsURL is the world over all periods.
func TrendsURL() string { return "/trends" }

// RevisionsDataURL is the list of revisions as csv or json.
func RevisionsDataURL(form string) string { return RevisionsURL() + "." + form }

// CountriesCSVURL is the list of countries and territories with their codes.
func CountriesCSVURL() string { return "/download/countries.csv" }

// FiguresCSVURL is the figures that periods report beside their tables.
func FiguresCSVURL() string { return "/download/other-figures.csv" }

// ZipURL is everything in one file.
func ZipURL() string { return "/data.zip" }

// SQLiteURL is the published figures as a database file.
func SQLiteURL() string { return "/data.sqlite" }

// DataPackageURL describes the files to programs: a Frictionless Data Package.
func DataPackageURL() string { return "/datapackage.json" }

// CSVMetadataURL describes one CSV file to programs: CSV on the Web.
func CSVMetadataURL(file string) string { return file + "-metadata.json" }

// OpenAPIURL describes the site's addresses to programs.
func OpenAPIURL() string { return "/openapi.json" }

// SchemaURL is the JSON Schema of one kind of JSON file.
func SchemaURL(name string) string { return "/schemas/" + name + ".json" }

// SitemapURL lists the pages for search engines.
func SitemapURL() string { return "/sitemap.xml" }

// ReleasesFeedURL is the feed of first publications.
func ReleasesFeedURL() string { return "/releases.atom" }

// CorrectionsFeedURL is the feed of corrections and withdrawals.
func CorrectionsFeedURL() string { return "/corrections.atom" }
