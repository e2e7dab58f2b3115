package views

import (
	"fmt"
	"slices"
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// DataPage lists all files with what a reader needs to use them.
type DataPage struct {
	Page
	Catalog
	License  report.License
	Source   string
	Updated  string
	Statuses []StatusGuide
	Examples []Example
	Forms    []FormGuide
	Feeds    []Link
	Programs []Link
}

// Catalog is what there is of files and tables.
type Catalog struct {
	Cite   string
	Groups []FileGroup
	Tables []TableGuide
}

// has reports whether a file is among those listed.
func (c Catalog) has(address string) bool {
	for _, g := range c.Groups {
		if slices.ContainsFunc(g.Files, func(f DataFile) bool { return f.URL == address }) {
			return true
		}
	}
	return false
}

// FileGroup is files that belong together.
type FileGroup struct {
	Title string
	Files []DataFile
}

// DataFile is one file as it is served.
type DataFile struct {
	Name    string // what it is
	URL     string
	File    string // its name in the address
	Format  string
	Rows    string // of its table; empty where it has none
	Size    string
	Bytes   string
	SHA256  string
	Changed string
}

// NewDataFile makes a file's row. size is in bytes; rows is 0 where it holds no table.
func NewDataFile(address, name, format string, rows, size int, sha256 string, changed time.Time) DataFile {
	f := DataFile{Name: name, URL: address, File: address[1:], Format: format, Size: Size(size), Bytes: Number(size), SHA256: sha256, Changed: Date(changed)}
	if rows > 0 {
		f.Rows = Number(rows)
	}
	return f
}

// Size writes a number of bytes for people: 512 B, 1.2 MB.
func Size(bytes int) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 999_500:
		return fmt.Sprintf("%d kB", (bytes+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// TableGuide says what the columns of a kind of table mean.
type TableGuide struct {
	ID, Title, Meaning string
	Key                string // the columns that tell its rows apart
	Fields             []FieldGuide
}

// FieldGuide is one column.
type FieldGuide struct{ Name, Type, Meaning, Values string }

// StatusGuide is one thing that a figure can be.
type StatusGuide struct{ Status, Sign, Meaning string }

// Example is how to load the figures in one tool.
type Example struct{ Tool, Code string }

// FormGuide is one form in which pages have their data.
type FormGuide struct{ Suffix, Meaning, Example, Rows string }

// NewDataPage makes the view model of the list of files.
func NewDataPage(f Frame, a *report.Archive, c Catalog) DataPage {
	m := DataPage{
		Page: Page{
			Frame: f, Path: urls.DataPage(), Newest: a.NewestPublished(), Cite: c.Cite, Data: urls.DataPage(),
			Title:       "Data · " + f.Site.Title,
			Description: "All figures of the report as files: CSV, JSON, workbooks and a database, with sizes, hashes, licence and what each column means.",
		},
		Catalog: c, License: f.Site.License, Source: f.Site.Source, Updated: Date(a.UpdatedAt()),
		Feeds: []Link{
			{"Releases, corrections and withdrawals", urls.Feed()}, {"Releases", urls.ReleasesFeed()}, {"Corrections and withdrawals", urls.CorrectionsFeed()},
		},
		Programs: []Link{
			{"OpenAPI document of all addresses", urls.OpenAPI()}, {"Data Package with Table Schemas", urls.DataPackage()},
			{"CSV on the Web metadata of the CSV file of all half-years", urls.CSVMetadata(urls.AllCSV())},
			{"JSON Schema of a page's JSON", urls.Schema("view")}, {"JSON Schema of a half-year's JSON", urls.Schema("edition")},
		},
	}
	for _, s := range report.Statuses() {
		m.Statuses = append(m.Statuses, StatusGuide{string(s), s.Sign(), s.Meaning()})
	}
	if newest, err := a.Observations(report.Selection{Period: a.NewestPublished()}); err == nil {
		page := urls.Report(report.Selection{Period: a.NewestPublished()})
		m.Forms = []FormGuide{
			{".csv", "One figure a row, with its status: for statistics programs", urls.Data(page, "csv"), Number(newest.FigureCount())},
			{".wide.csv", "One place a row, with the six figures as columns: for spreadsheets", urls.Data(page, "wide.csv"), Number(len(newest.Rows))},
			{".json", "The same rows, with shares, notes, links and what each column means", urls.Data(page, "json"), Number(len(newest.Rows))},
		}
		m.Figures = figuresOf(newest.Revision)
	}
	all := urls.Absolute(f.BaseURL, urls.AllCSV())
	wide := urls.Absolute(f.BaseURL, urls.Data(urls.DataPage(), "wide.csv"))
	long := urls.Absolute(f.BaseURL, urls.Data(urls.DataPage(), "csv"))
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
