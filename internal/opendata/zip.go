package opendata

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"

	"lerr/internal/report"
)

// File is one file of a ZIP file.
type File struct {
	Name    string
	Meaning string // for the README
	Body    []byte
}

// Zip returns a ZIP file of the files and a README that describes them. All entries have the time of
// the last change. Workbooks are compressed already and are stored unchanged.
func Zip(m Metadata, files []File) ([]byte, error) {
	at := m.Updated.UTC()
	if at.Year() < 1980 { // the earliest year that the format can hold
		at = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range append([]File{{Name: "README.txt", Body: readme(m, files)}}, files...) {
		method := zip.Deflate
		if strings.HasSuffix(f.Name, ".xlsx") {
			method = zip.Store
		}
		entry, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: method, Modified: at})
		if err == nil {
			_, err = entry.Write(f.Body)
		}
		if err != nil {
			return nil, fmt.Errorf("write zip, %s: %w", f.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return nil, fmt.Errorf("write zip: %w", err)
	}
	return b.Bytes(), nil
}

// readme returns a description of the files, and how to read and cite them.
func readme(m Metadata, files []File) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	for _, text := range []string{m.Site.Title, m.Site.Description, m.Site.Recreation} {
		if text != "" {
			line("%s\r\n", text)
		}
	}
	line("Source of the figures: %s", m.Site.Source)
	line("Last change: %s", timestamp(m.Updated))
	line("License: %s (%s), %s", m.Site.License.Name, m.Site.License.Short, m.Site.License.Address)
	line("How to cite: %s\r\n", m.Citation())
	line("Files")
	for _, f := range files {
		line("  %s\r\n      %s", f.Name, f.Meaning)
	}
	line("\r\nColumns of the tables, as datapackage.json describes them for programs")
	for _, s := range []Schema{EditionSchema(), LongSchema(), WideSchema(), CountrySchema(), FigureSchema(), RevisionSchema()} {
		line("\r\n%s\r\n  %s", s.Title, s.Meaning)
		for _, f := range s.Fields {
			line("  %s: %s", f.Name, f.Meaning)
		}
	}
	line("\r\nStatus of a figure")
	for _, s := range report.Statuses() {
		line("  %s: %s", s, s.Meaning())
	}
	line("\r\n%s", report.BreakText)
	return []byte(b.String())
}
