package opendata

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"lerr/internal/report"
)

// Entry is one file of a ZIP file.
type Entry struct {
	Name string
	Body []byte
}

// Zip writes files into one, all dated alike, so that the same files give the same bytes. Workbooks
// are packed already and are stored as they are.
func Zip(w io.Writer, at time.Time, entries []Entry) error {
	if at.Year() < 1980 { // where the format's time begins
		at = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, e := range entries {
		method := zip.Deflate
		if strings.HasSuffix(e.Name, ".xlsx") {
			method = zip.Store
		}
		part, err := out.CreateHeader(&zip.FileHeader{Name: e.Name, Method: method, Modified: at.UTC()})
		if err == nil {
			_, err = part.Write(e.Body)
		}
		if err != nil {
			return fmt.Errorf("write zip, %s: %w", e.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("send zip: %w", err)
	}
	return nil
}

// Described is a file with a word on what it holds.
type Described struct{ Name, Meaning string }

// Readme is the text that comes with the files: what they are, and how to read and cite them.
func Readme(site report.Site, citation string, updated time.Time, files []Described) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	line("%s\r\n", site.Title)
	if site.Description != "" {
		line("%s\r\n", site.Description)
	}
	if site.Recreation != "" {
		line("%s\r\n", site.Recreation)
	}
	line("Source of the figures: %s", site.Source)
	line("Last change: %s", moment(updated))
	line("License: %s (%s), %s", site.License.Name, site.License.Short, site.License.Address)
	line("How to cite: %s\r\n", citation)
	line("Files")
	for _, f := range files {
		line("  %s\r\n      %s", f.Name, f.Meaning)
	}
	line("\r\nColumns of the tables, as datapackage.json describes them for programs")
	for _, t := range []Table{EditionTable(), LongTable(), WideTable(), CountryTable(), FigureTable(), RevisionTable()} {
		line("\r\n%s\r\n  %s", t.Title, t.Meaning)
		for _, f := range t.Fields {
			line("  %s: %s", f.Name, f.Meaning)
		}
	}
	line("\r\nStatus of a figure")
	for _, s := range report.Statuses() {
		line("  %s: %s", s, s.Meaning())
	}
	line("\r\n%s", breakText)
	return []byte(b.String())
}
