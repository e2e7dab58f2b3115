package handlers

import (
	"errors"
	"fmt"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/opendata"
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
func (s *Site) cataloged(snap *snapshot, in catalog, periods []report.Period) []string {
	return s.addresses(snap, periods, func(e endpoint) bool {
		isFile := e.form != formMetadata && (e.form != "" || e.file != nil)
		return e.catalog == in && isFile && !strings.Contains(e.pattern, "{revision}")
	})
}

// tables lists the addresses of the files of all half-years together, CSV files first: those are what
// the Data Package describes.
func (s *Site) tables(snap *snapshot) (csv, others []string) {
	for _, address := range s.cataloged(snap, catalogTables, nil) {
		if strings.HasSuffix(address, ".csv") {
			csv = append(csv, address)
		} else {
			others = append(others, address)
		}
	}
	return csv, others
}

// dataPackage describes all CSV files.
func (s *Site) dataPackage(snap *snapshot, _ request) (file, error) {
	return file{
		name: "Data Package: schemas, sizes and hashes of the CSV files", format: "JSON",
		head: documentHead(mediaJSON), changed: snap.archive.UpdatedAt(),
		body: textOf(func() ([]byte, error) {
			csv, _ := s.tables(snap)
			files, err := s.serveFiles(snap, csv)
			if err != nil {
				return nil, err
			}
			var resources []opendata.Resource
			for _, f := range files {
				resources = append(resources, opendata.Resource{Path: f.address[1:], Schema: *f.schema, Size: len(f.bytes), Hash: f.digest()})
			}
			return opendata.DataPackage(s.metadata(snap.archive), resources)
		}),
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
		body: textOf(func() ([]byte, error) {
			m := s.metadata(snap.archive)
			m.Updated = f.changed
			return opendata.CSVMetadata(m, csv, *f.schema)
		}),
	}, nil
}

// zipFile holds all files of the current revisions.
func (s *Site) zipFile(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return file{
		name: "Everything: CSV, JSON and workbooks of all half-years, with their descriptions", format: "ZIP",
		head: s.fileHead(mediaZip, "everything", "zip"), changed: a.UpdatedAt(),
		body: textOf(func() ([]byte, error) {
			addresses, others := s.tables(snap)
			addresses = append(addresses, others...)
			for _, p := range a.Periods() {
				addresses = append(addresses, s.cataloged(snap, catalogPeriods, []report.Period{p})...)
			}
			files, err := s.serveFiles(snap, append(addresses, urls.DataPackage))
			if err != nil {
				return nil, err
			}
			var entries []opendata.File
			for _, f := range files {
				meaning := f.name
				if f.schema != nil {
					meaning += ". " + f.schema.Meaning
				}
				entries = append(entries, opendata.File{Name: f.address[1:], Meaning: meaning, Body: f.bytes})
			}
			return opendata.Zip(s.metadata(a), entries)
		}),
	}, nil
}

// databaseFile holds the published figures as a database.
func (s *Site) databaseFile(snap *snapshot, _ request) (file, error) {
	return file{
		name: "The published figures as a database, for Datasette and the sqlite3 shell", format: "SQLite",
		head: s.fileHead(mediaSQLite, "everything", "sqlite"), changed: snap.archive.UpdatedAt(),
		body: textOf(func() ([]byte, error) { return s.options.Database(snap.archive) }),
	}, nil
}

// showData lists all files, with their sizes and hashes: building it builds them.
func (s *Site) showData(snap *snapshot, _ request) (*web.Unbuilt, error) {
	a := snap.archive
	in := views.Catalog{}
	var failed error
	add := func(title string, addresses []string) {
		files, err := s.serveFiles(snap, addresses)
		failed = errors.Join(failed, err)
		group := views.FileGroup{Title: title}
		for _, f := range files {
			group.Files = append(group.Files, views.NewDataFile(f.address, f.name, f.format, f.rowCount(), len(f.bytes), f.digest(), f.changed))
		}
		in.Groups = append(in.Groups, group)
	}
	add("Everything in one file", s.cataloged(snap, catalogEverything, nil))
	csv, others := s.tables(snap)
	add("All half-years together", append(csv, others...))
	for _, p := range a.Periods() {
		add(p.Label(), s.cataloged(snap, catalogPeriods, []report.Period{p}))
	}
	if failed != nil {
		return nil, fmt.Errorf("list of files: %w", failed)
	}
	for _, t := range []opendata.Schema{
		opendata.LongSchema(), opendata.WideSchema(), opendata.EditionSchema(), opendata.CountrySchema(), opendata.FigureSchema(), opendata.RevisionSchema(),
	} {
		table := views.TableGuide{ID: "table-" + t.Name, Title: t.Title, Meaning: t.Meaning, Key: strings.Join(t.Key, ", ")}
		for _, f := range t.Fields {
			table.Fields = append(table.Fields, views.FieldGuide{Name: f.Name, Type: f.Type, Meaning: f.Meaning, Values: strings.Join(f.Enum, ", ")})
		}
		in.Tables = append(in.Tables, table)
	}
	return web.Component(htmlHead, views.Data)(views.NewDataPage(s.frame, a, in), nil)
}
