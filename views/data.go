package views

import (
	"fmt"
	"slices"
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// DataPage lists all files and explains their use.
type DataPage struct {
	Page
	Catalog
	Updated  string
	Examples []Example
	Forms    []FormGuide
}

// Catalog holds the published files and their tables.
type Catalog struct {
	Cite   string
	Groups []FileGroup
	Tables []TableGuide
}

// has reports whether the catalog contains a file.
func (c Catalog) has(address string) bool {
	for _, g := range c.Groups {
		if slices.ContainsFunc(g.Files, func(f DataFile) bool { return f.URL == address }) {
			return true
		}
	}
	return false
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
			"All figures of the report as files: CSV, JSON, workbooks and a database, with sizes, hashes, licence and what each column means."),
		Catalog: c, Updated: Date(a.UpdatedAt()),
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
	m.at(entryData, report.Selection{Period: a.NewestPublished()})
	m.Page.Cite, m.Page.Data = c.Cite, urls.DataPage
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

// DataLine offers a page's figures as files.
type DataLine struct {
	Page  string // address of the page; if empty, nothing is offered
	Cells string // rows of the CSV file with one figure per row
	Rows  string // rows of the wide CSV file
}

// newDataLine returns the line for the figures of a page.
func newDataLine(page string, v report.Observations) DataLine {
	return DataLine{Page: page, Cells: Number(v.FigureCount()), Rows: Number(len(v.Rows))}
}
