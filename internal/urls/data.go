package urls

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lerr/internal/report"
)

// Data returns the address of a page's data in a form: csv, wide.csv or json.
func Data(page, form string) string { return page + "." + form }

// The addresses of files that depend on nothing.
const (
	DataPage        = "/data"                       // the list of all files
	DownloadForm    = "/download"                   // the address that the download form is sent to
	AllCSV          = "/download/all.csv"           // every period's figures as one CSV file
	CountriesCSV    = "/download/countries.csv"     // the list of countries and territories with their codes
	FiguresCSV      = "/download/other-figures.csv" // the single figures that periods report beside their tables
	CompareCSV      = "/compare.csv"                // a comparison's figures; see Comparison
	Zip             = "/data.zip"                   // all files in one archive
	SQLite          = "/data.sqlite"                // the published figures as a database file
	DataPackage     = "/datapackage.json"           // the Frictionless Data Package that describes the CSV files
	OpenAPI         = "/openapi.json"               // the OpenAPI description of the site
	Names           = "/names.json"                 // other names of places, for the field that finds one
	Sitemap         = "/sitemap.xml"                // the list of pages for search engines
	Feed            = "/revisions.atom"             // the feed of releases, corrections and withdrawals
	ReleasesFeed    = "/releases.atom"              // the feed of first publications and planned updates
	CorrectionsFeed = "/corrections.atom"           // the feed of corrections and withdrawals
	CalendarICS     = "/calendar.ics"               // the announced releases for calendar programs
	CalendarJSON    = "/calendar.json"              // the announced releases for other programs
)

// The addresses of the transparency log; see translog.Prefix.
const (
	Log        = "/log/"
	Checkpoint = Log + "checkpoint" // its signed head
	LogKey     = Log + "key"        // its public key
)

// DictionaryPattern is the pattern of the addresses of dictionaries.
const DictionaryPattern = "/dictionary/{updated}-{hash}"

// Dictionary returns the address of the dictionary that was made of what was last changed at a time, by the first half of
// its SHA-256 in hexadecimal. The time tells which withdrawals concern it, whoever is asked.
func Dictionary(updated time.Time, hash string) string {
	return fmt.Sprintf("/dictionary/%d-%s", updated.UnixMicro(), hash)
}

// CalendarKey names an announced release: "2019-H2", or "2019-H2-after-r1" for an update planned after revision 1.
func CalendarKey(p report.Period, follows int) string {
	if follows == 0 {
		return p.String()
	}
	return fmt.Sprintf("%s-after-r%d", p, follows)
}

// ParseCalendarKey is the inverse of CalendarKey. It fails with report.ErrInvalid.
func ParseCalendarKey(key string) (p report.Period, follows int, err error) {
	period, number, after := strings.Cut(key, "-after-r")
	if p, err = report.ParsePeriod(period); err != nil {
		return report.Period{}, 0, err
	}
	if after {
		follows, err = strconv.Atoi(number)
	}
	if err != nil || CalendarKey(p, follows) != key {
		return report.Period{}, 0, fmt.Errorf("release %q: want a form such as 2019-H2 or 2019-H2-after-r1: %w", key, report.ErrInvalid)
	}
	return p, follows, nil
}

// CalendarEvent returns the address of one announced release for calendar programs.
func CalendarEvent(p report.Period, follows int) string {
	return Calendar + "/" + CalendarKey(p, follows) + ".ics"
}

// Tile returns the address of a tile or an entry bundle of the log, by its path below the log's.
func Tile(path string) string { return Log + path }

// Proof returns the address of the proof that a revision is in the log.
func Proof(p report.Period, number int) string {
	return Revision(p, number, report.Place{}) + ".tlog-proof"
}

// RevisionsData returns the address of the list of revisions as csv or json.
func RevisionsData(form string) string { return Data(Revisions, form) }

// Formats lists the file formats in which a period can be downloaded.
func Formats() []string { return []string{"xlsx", "csv", "json"} }

// Download returns the address of a period's figures as a file, in one of Formats.
func Download(p report.Period, format string) string {
	return "/download/" + p.String() + "." + format
}

// RevisionDownload returns the address of one revision's figures as a file, in one of Formats.
func RevisionDownload(p report.Period, number int, format string) string {
	return fmt.Sprintf("/download/%s-r%d.%s", p, number, format)
}

// CSVMetadata returns the address of the CSV on the Web description of the CSV file at an address.
func CSVMetadata(file string) string { return file + "-metadata.json" }

// Schema returns the address of the JSON Schema of one kind of JSON file.
func Schema(name string) string { return "/schemas/" + name + ".json" }
