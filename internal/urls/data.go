package urls

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// DataForms lists the forms in which every page with figures has its data.
func DataForms() []string { return []string{"csv", "wide.csv", "json"} }

// Data returns the address of a page's data, in one of DataForms.
func Data(page, form string) string { return page + "." + form }

// CutDataForm splits an address that Data built; ok is false for any other.
func CutDataForm(address string) (page, form string, ok bool) {
	for _, form := range []string{"wide.csv", "csv", "json"} { // wide.csv also ends in .csv
		if page, ok := strings.CutSuffix(address, "."+form); ok && page != "" && !strings.HasSuffix(page, "/") {
			return page, form, true
		}
	}
	return address, "", false
}

// DataPage returns the address of the list of all files.
func DataPage() string { return "/data" }

// RevisionsData returns the address of the list of revisions as csv or json.
func RevisionsData(form string) string { return Data(Revisions(), form) }

// Formats lists the file formats in which a period can be downloaded.
func Formats() []string { return []string{"xlsx", "csv", "json"} }

// DownloadForm returns the address that the download form is sent to.
func DownloadForm() string { return "/download" }

// Download returns the address of a period's figures as a file, in one of Formats.
func Download(p report.Period, format string) string {
	return "/download/" + p.String() + "." + format
}

// RevisionDownload returns the address of one revision's figures as a file, in one of Formats.
func RevisionDownload(p report.Period, number int, format string) string {
	return fmt.Sprintf("/download/%s-r%d.%s", p, number, format)
}

// DownloadName is the file that a download's address asks for.
type DownloadName struct {
	Period report.Period
	Number int    // of the revision; 0 is the current one
	Format string // one of Formats
}

// ParseDownload reads the last part of an address that Download or RevisionDownload built, such as
// "2019-H1.xlsx" or "2019-H1-r1.csv". It fails with report.ErrNotFound for any other text.
func ParseDownload(name string) (DownloadName, error) {
	var d DownloadName
	d.Format = strings.TrimPrefix(path.Ext(name), ".")
	stem := strings.TrimSuffix(name, "."+d.Format)
	known := slices.Contains(Formats(), d.Format)
	if i := strings.LastIndex(stem, "-r"); i > 0 {
		number, ok := ParseRevision(stem[i+1:])
		known = known && ok
		stem, d.Number = stem[:i], number
	}
	var err error
	d.Period, err = report.ParsePeriod(stem)
	if err != nil || !known {
		return DownloadName{}, fmt.Errorf("download %q: %w", name, report.ErrNotFound)
	}
	return d, nil
}

var revisionForm = regexp.MustCompile(`^r([1-9][0-9]{0,5})$`)

// ParseRevision reads a revision's number as it is written in addresses, such as "r2"; ok is false
// for any other text.
func ParseRevision(s string) (number int, ok bool) {
	m := revisionForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	number, err := strconv.Atoi(m[1])
	return number, err == nil
}

// AllCSV returns the address of every period's figures as one CSV file.
func AllCSV() string { return "/download/all.csv" }

// CountriesCSV returns the address of the list of countries and territories with their codes.
func CountriesCSV() string { return "/download/countries.csv" }

// FiguresCSV returns the address of the single figures that periods report beside their tables.
func FiguresCSV() string { return "/download/other-figures.csv" }

// Zip returns the address of all files in one archive.
func Zip() string { return "/data.zip" }

// SQLite returns the address of the published figures as a database file.
func SQLite() string { return "/data.sqlite" }

// DataPackage returns the address of the Frictionless Data Package that describes the CSV files.
func DataPackage() string { return "/datapackage.json" }

// CSVMetadata returns the address of the CSV on the Web description of the CSV file at an address.
func CSVMetadata(file string) string { return file + "-metadata.json" }

// OpenAPI returns the address of the OpenAPI description of the site.
func OpenAPI() string { return "/openapi.json" }

// Schema returns the address of the JSON Schema of one kind of JSON file.
func Schema(name string) string { return "/schemas/" + name + ".json" }

// Sitemap returns the address of the list of pages for search engines.
func Sitemap() string { return "/sitemap.xml" }

// Feed returns the address of the feed of releases, corrections and withdrawals.
func Feed() string { return "/revisions.atom" }

// ReleasesFeed returns the address of the feed of first publications.
func ReleasesFeed() string { return "/releases.atom" }

// CorrectionsFeed returns the address of the feed of corrections and withdrawals.
func CorrectionsFeed() string { return "/corrections.atom" }
