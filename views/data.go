package views

import (
	"fmt"
	"strings"
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// DataPage offers the figures as files, and explains their use.
type DataPage struct {
	Page
	Catalog
	Updated   string
	Corrected string // sentence on corrections
	Next      NextRelease
	Published string // "13 published, none corrected"
	Cards     []FileCard
	HalfYears []HalfYearFiles
	Citations []Copyable
	Accounts  string // names the sections whose outcomes count accounts; may be empty
	CountUnit string // says what they count, as a clause without its subject
	Examples  []Example
	Forms     []FormGuide
}

// FileCard offers one of the files that most readers want.
type FileCard struct {
	Title, URL string
	About      string // "55 kB, 961 rows"
	Period     string // of the file; empty for all
	Text       string
}

// HalfYearFiles holds the files of a period.
type HalfYearFiles struct {
	Period string
	Files  []Link
}

// Catalog holds the published files and their tables.
type Catalog struct {
	Groups []FileGroup
	Tables []TableGuide
}

// file returns the file at an address.
func (c Catalog) file(address string) (DataFile, bool) {
	for _, g := range c.Groups {
		for _, f := range g.Files {
			if f.URL == address {
				return f, true
			}
		}
	}
	return DataFile{}, false
}

// cards returns the newest period's workbook, all tables as one file, the database and the ZIP file, without those
// that the catalog lacks.
func (c Catalog) cards(newest report.Period) []FileCard {
	var cards []FileCard
	add := func(address, title, period, text string) {
		f, ok := c.file(address)
		if !ok {
			return
		}
		about := f.Size
		if title != f.Format {
			about = f.Format + ", " + about
		}
		if title == f.Format && f.Rows != "" {
			about += ", " + f.Rows + " rows"
		}
		cards = append(cards, FileCard{title, f.URL, about, period, text})
	}
	add(urls.Download(newest, "xlsx"), "Excel workbook", newest.Label(), "Every country, with exact shares, notes and sources. To read and to sort.")
	add(urls.AllCSV, "CSV", "", "All half-years, countries as published, no sums. For spreadsheets and statistics programs.")
	add(urls.SQLite, "SQLite", "", "All published figures as one database, for questions in SQL.")
	add(urls.Zip, "ZIP", "", "Everything: CSV, JSON and workbooks of all half-years, with their descriptions. To keep.")
	return cards
}

// FileGroup is a titled group of files.
type FileGroup struct {
	Title string
	Files []DataFile
}

// DataFile is one file as served.
type DataFile struct {
	Name    string // description
	URL     string
	File    string // file name in the address
	Format  string
	Rows    string // number of rows of its table; may be empty
	Size    string
	Bytes   string
	SHA256  string
	Changed string
}

// NewDataFile formats a file's row. size is in bytes; rows is 0 if the file holds no table.
func NewDataFile(address, name, format string, rows, size int, sha256 string, changed time.Time) DataFile {
	f := DataFile{Name: name, URL: address, File: address[1:], Format: format, Size: Size(size), Bytes: Number(size), SHA256: sha256, Changed: Date(changed)}
	if rows > 0 {
		f.Rows = Number(rows)
	}
	return f
}

// Size formats a number of bytes: 512 B, 1.2 MB.
func Size(bytes int) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 999_500:
		return fmt.Sprintf("%d kB", (bytes+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// TableGuide explains the columns of a kind of table.
type TableGuide struct {
	ID, Title, Meaning string
	Key                string // the columns that identify a row
	Fields             []FieldGuide
}

// FieldGuide explains one column.
type FieldGuide struct{ Name, Type, Meaning, Values string }

// Example is code that loads the figures in one tool.
type Example struct{ Tool, Code string }

// FormGuide explains one data format of pages.
type FormGuide struct{ Suffix, Meaning, Example, Rows string }

// NewDataPage returns the page of all files.
func NewDataPage(f Frame, a *report.Archive, c Catalog) DataPage {
	m := DataPage{
		Page: newPage(f, urls.DataPage, "Data",
			"All figures of the report as files: workbooks, CSV, JSON and more, with sizes, fingerprints, licence and what each column means."),
		Catalog: c, Updated: Date(a.UpdatedAt()), Corrected: correctedText(a), Next: newNextRelease(a),
		Published: fmt.Sprintf("%s published, %s", Number(len(a.History())), correctedCount(a)),
		Cards:     c.cards(a.NewestPublished()),
		Accounts:  Sentence(accountSections()),
		CountUnit: unitInPeriods(a),
	}
	for _, p := range a.Periods() {
		files := HalfYearFiles{Period: p.Label()}
		for _, format := range urls.Formats() {
			files.Files = append(files.Files, Link{strings.ToUpper(format), urls.Download(p, format)})
		}
		m.HalfYears = append(m.HalfYears, files)
	}
	if newest, err := a.Observations(report.Selection{Period: a.NewestPublished()}); err == nil {
		page := urls.Report(report.Selection{Period: a.NewestPublished()})
		m.Forms = []FormGuide{
			{".csv", "One figure a row, with its status: for statistics programs", urls.Data(page, "csv"), Number(newest.FigureCount())},
			{".wide.csv", "One place a row, with the six figures as columns: for spreadsheets", urls.Data(page, "wide.csv"), Number(len(newest.Rows))},
			{".json", "The same rows, with shares, notes, links and what each column means", urls.Data(page, "json"), Number(len(newest.Rows))},
		}
	}
	m.Bundle = bundleExplore
	m.at(entryData, report.Selection{Period: a.NewestPublished()})
	m.Page.Data = urls.DataPage
	if a.Span() != "" {
		cited := a.Citation("", urls.Absolute(f.BaseURL, urls.DataPage))
		cited.Key = "data-" + cited.At.UTC().Format(time.DateOnly)
		m.Citations = citations(f, cited, "")
	}
	all := urls.Absolute(f.BaseURL, urls.AllCSV)
	wide := urls.Absolute(f.BaseURL, urls.Data(urls.DataPage, "wide.csv"))
	long := urls.Absolute(f.BaseURL, urls.Data(urls.DataPage, "csv"))
	if f.BaseURL == "" { // a path alone says nothing outside of this site
		const here = "https://SITE"
		all, wide, long = here+all, here+wide, here+long
	}
	m.Examples = []Example{
		{"R", fmt.Sprintf("requests <- read.csv(%q)", wide)},
		{"Python", fmt.Sprintf("requests = pandas.read_csv(%q, keep_default_na=False, na_values={\"value\": \"\"})", long)},
		{"curl", "curl --compressed -O " + all},
	}
	m.Dataset = newDataset(f, a, c)
	return m
}

// unitInPeriods says what the outcomes of accountSections count in the published half-years.
func unitInPeriods(a *report.Archive) string {
	for _, r := range a.Revisions() {
		for _, t := range r.Edition.Tables {
			if t.Section.UnitVaries() && t.CountUnit() != t.Section.UsualUnit() {
				return "count accounts in some half-years and requests in others; each half-year says which, and files in outcomes_count"
			}
		}
	}
	return countUnit(report.UnitAccounts)
}

// accountSections names the sections whose outcomes count accounts, in some half-years at least.
func accountSections() []string {
	var names []string
	for _, s := range report.Sections() {
		if s.UsualUnit() == report.UnitAccounts {
			names = append(names, strings.ToLower(s.Name()))
		}
	}
	return names
}

// DataLine offers a page's figures as files.
type DataLine struct {
	Page  string // address of the page; if empty, nothing is offered
	About string // whose figures they are: "Brazil alone", "this page"
	Rows  string // "13 rows", of the CSV file
}

// newDataLine returns the line for the figures of a page.
func newDataLine(page string, v report.Observations) DataLine {
	d := DataLine{Page: page, About: "this page", Rows: Plural(len(v.Rows), "row", "rows")}
	if !v.Period.IsZero() {
		d.About = v.Place.InProse() + " alone"
	}
	return d
}

// revisionFiles returns the files of a revision.
func revisionFiles(r report.Revision) []Link {
	var files []Link
	for _, format := range urls.Formats() {
		files = append(files, Link{strings.ToUpper(format), urls.RevisionDownload(r.Edition.Period, r.Number, format)})
	}
	files[0].Name = "Download " + files[0].Name
	return files
}
