package handlers

import (
	"bytes"
	"fmt"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// catalog says under which heading /data lists a file.
type catalog int

const (
	uncataloged catalog = iota
	catalogEverything
	catalogTables
	catalogPeriods // the heading is the file's period
)

// cataloged lists the addresses of the files under a heading, of the current revisions.
func (s *Site) cataloged(a *report.Archive, in catalog, periods []report.Period) []string {
	return s.addresses(a, periods, func(e endpoint) bool {
		isFile := e.form != formMetadata && (e.form != "" || e.file != nil)
		return e.catalog == in && isFile && !strings.Contains(e.pattern, "{revision}")
	})
}

// tables lists the addresses of the files of all half-years together, CSV files first: those are what
// the Data Package describes.
func (s *Site) tables(a *report.Archive) (csv, others []string) {
	for _, address := range s.cataloged(a, catalogTables, nil) {
		if strings.HasSuffix(address, ".csv") {
			csv = append(csv, address)
		} else {
			others = append(others, address)
		}
	}
	return csv, others
}

// citation returns how to cite everything that is public.
func (s *Site) citation(a *report.Archive) string {
	newest, err := a.Revision(a.NewestPublished())
	if err != nil {
		return s.frame.Site.Title // nothing is published
	}
	address := ""
	if s.frame.BaseURL != "" {
		address = urls.Absolute(s.frame.BaseURL, urls.DataPage())
	}
	return s.frame.Site.Cite("all periods", newest, address)
}

// dataPackage describes all CSV files.
func (s *Site) dataPackage(snap *snapshot, _ request) (file, error) {
	return file{
		name: "Data Package: schemas, sizes and hashes of the CSV files", format: "JSON",
		head: documentHead(mediaJSON), changed: snap.archive.UpdatedAt(),
		write: func(b *bytes.Buffer) error {
			csv, _ := s.tables(snap.archive)
			files, err := s.serveFiles(snap, csv)
			if err != nil {
				return err
			}
			in := opendata.PackageInput{Site: *s.frame.Site, Updated: snap.archive.UpdatedAt(), Citation: s.citation(snap.archive)}
			if s.frame.BaseURL != "" {
				in.Homepage = urls.Absolute(s.frame.BaseURL, urls.DataPage())
			}
			for _, f := range files {
				in.Resources = append(in.Resources, opendata.Resource{Path: f.address[1:], Table: *f.table, Size: len(f.bytes), Hash: f.digest()})
			}
			return opendata.DataPackage(b, in)
		},
	}, nil
}

// csvMetadata describes the CSV file at the address without its ending.
func (s *Site) csvMetadata(snap *snapshot, q request) (file, error) {
	csv := strings.TrimSuffix(q.address, urls.CSVMetadata(""))
	f, err := s.fileAt(snap, csv)
	if err != nil {
		return file{}, err
	}
	return file{
		name: f.name + ": columns", format: "JSON", head: documentHead(mediaCSVMetadata), changed: f.changed,
		write: func(b *bytes.Buffer) error { return opendata.CSVMetadata(b, *s.frame.Site, csv, *f.table, f.changed) },
	}, nil
}

// zipFile holds all files of the current revisions.
func (s *Site) zipFile(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return file{
		name: "Everything: CSV, JSON and workbooks of all half-years, with their descriptions", format: "ZIP",
		head: s.fileHead(mediaZip, "everything", "zip"), changed: a.UpdatedAt(),
		write: func(b *bytes.Buffer) error {
			addresses, others := s.tables(a)
			addresses = append(addresses, others...)
			for _, p := range a.Periods() {
				addresses = append(addresses, s.cataloged(a, catalogPeriods, []report.Period{p})...)
			}
			files, err := s.serveFiles(snap, append(addresses, urls.DataPackage()))
			if err != nil {
				return err
			}
			var listed []opendata.Described
			entries := []opendata.Entry{{Name: "README.txt"}}
			for _, f := range files {
				meaning := f.name
				if f.table != nil {
					meaning += ". " + f.table.Meaning
				}
				listed = append(listed, opendata.Described{Name: f.address[1:], Meaning: meaning})
				entries = append(entries, opendata.Entry{Name: f.address[1:], Body: f.bytes})
			}
			entries[0].Body = opendata.Readme(*s.frame.Site, s.citation(a), a.UpdatedAt(), listed)
			return opendata.Zip(b, a.UpdatedAt(), entries)
		},
	}, nil
}

// databaseFile holds the published figures as a database.
func (s *Site) databaseFile(snap *snapshot, _ request) (file, error) {
	return file{
		name: "The published figures as a database, for Datasette and the sqlite3 shell", format: "SQLite",
		head: s.fileHead(mediaSQLite, "everything", "sqlite"), changed: snap.archive.UpdatedAt(),
		write: func(b *bytes.Buffer) error {
			content, err := s.options.Database(snap.archive)
			b.Write(content)
			return err
		},
	}, nil
}

// showData lists all files, with their sizes and hashes: building it builds them.
func (s *Site) showData(snap *snapshot, _ request) (*pagecache.Page, error) {
	a := snap.archive
	in := views.Catalog{Cite: s.citation(a)}
	csv, others := s.tables(a)
	groups := []struct {
		title     string
		addresses []string
	}{
		{"Everything in one file", s.cataloged(a, catalogEverything, nil)},
		{"All half-years together", append(csv, others...)},
	}
	for _, p := range a.Periods() {
		groups = append(groups, struct {
			title     string
			addresses []string
		}{p.Label(), s.cataloged(a, catalogPeriods, []report.Period{p})})
	}
	for _, g := range groups {
		files, err := s.serveFiles(snap, g.addresses)
		if err != nil {
			return nil, fmt.Errorf("files of %s: %w", g.title, err)
		}
		group := views.FileGroup{Title: g.title}
		for _, f := range files {
			rows := 0
			if f.rows != nil {
				rows = f.rows()
			}
			group.Files = append(group.Files, views.NewDataFile(f.address, f.name, f.format, rows, len(f.bytes), f.digest(), f.changed))
		}
		in.Groups = append(in.Groups, group)
	}
	for _, t := range []opendata.Table{
		opendata.LongTable(), opendata.WideTable(), opendata.EditionTable(), opendata.CountryTable(), opendata.FigureTable(), opendata.RevisionTable(),
	} {
		table := views.TableGuide{ID: "table-" + t.Name, Title: t.Title, Meaning: t.Meaning, Key: strings.Join(t.Key, ", ")}
		for _, f := range t.Fields {
			table.Fields = append(table.Fields, views.FieldGuide{Name: f.Name, Type: f.Type, Meaning: f.Meaning, Values: strings.Join(f.Enum, ", ")})
		}
		in.Tables = append(in.Tables, table)
	}
	return web.RenderPage(htmlHead, views.Data(views.NewDataPage(s.frame, a, in)))
}
