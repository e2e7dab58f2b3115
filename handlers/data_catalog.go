package handlers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// packaged are the CSV files that the Data Package describes: together, everything that is public.
func packaged() []string {
	return []string{
		urls.AllCSV(), urls.Data(urls.DataPage(), "csv"), urls.Data(urls.DataPage(), "wide.csv"),
		urls.CountriesCSV(), urls.FiguresCSV(), urls.RevisionsData("csv"),
	}
}

// periodFiles are the files of one period as it is published.
func periodFiles(p report.Period) (addresses []string) {
	for _, format := range urls.Formats() {
		addresses = append(addresses, urls.Download(p, format))
	}
	return addresses
}

// files finds the files of addresses.
func (s *Public) files(now *shown, addresses ...string) ([]dataFile, error) {
	var all []dataFile
	for _, address := range addresses {
		f, err := s.findFile(now, address)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// cited is how to cite everything that is public.
func (s *Public) cited(a *report.Archive) string {
	return s.metadata(a).Citation()
}

// packageFile is the description of all CSV files.
func (s *Public) packageFile(now *shown) dataFile {
	return dataFile{
		address: urls.DataPackage(), name: "Data Package: schemas, sizes and hashes of the CSV files", format: "JSON",
		head: jsonHead(typeJSON), changed: now.archive.UpdatedAt(),
		make: func() ([]byte, error) {
			files, err := s.files(now, packaged()...)
			if err != nil {
				return nil, err
			}
			var resources []opendata.Resource
			for _, f := range files {
				size, hash, err := f.sum(now)
				if err != nil {
					return nil, err
				}
				resources = append(resources, opendata.Resource{Path: f.address[1:], Schema: *f.table, Size: size, Hash: hash})
			}
			return opendata.DataPackage(s.metadata(now.archive), resources)
		},
	}
}

// sendDataPackage sends the description of all CSV files.
func (s *Public) sendDataPackage(c echo.Context) error {
	now := s.now(c)
	return s.sendFile(c, now, s.packageFile(now))
}

// findMetadata finds the description of one CSV file: of a period, or of all of them.
func (s *Public) findMetadata(now *shown, address string) (dataFile, bool, error) {
	csv, ok := strings.CutSuffix(address, urls.CSVMetadata(""))
	if !ok {
		return dataFile{}, false, nil
	}
	if !strings.HasPrefix(csv, "/download/") && !slices.Contains(packaged(), csv) {
		return dataFile{}, false, fmt.Errorf("metadata of %q: %w", csv, report.ErrNotFound)
	}
	f, err := s.findFile(now, csv)
	if err == nil && (f.table == nil || f.address != csv) {
		err = fmt.Errorf("metadata of %q: %w", csv, report.ErrNotFound)
	}
	if err != nil {
		return dataFile{}, false, err
	}
	return dataFile{
		address: address, name: f.name + ": columns", format: "JSON", head: jsonHead("application/csvm+json"), changed: f.changed,
		make: func() ([]byte, error) {
			m := s.metadata(now.archive)
			m.Updated = f.changed
			return opendata.CSVMetadata(m, csv, *f.table)
		},
	}, true, nil
}

// zipFile is everything in one file.
func (s *Public) zipFile(now *shown) dataFile {
	a := now.archive
	head := s.fileHead(typeZip, "everything", "zip")
	head.Packed = true
	return dataFile{
		address: urls.Zip(), name: "Everything: CSV, JSON and workbooks of all half-years, with their descriptions", format: "ZIP",
		head: head, changed: a.UpdatedAt(),
		make: func() ([]byte, error) {
			addresses := append(packaged(), urls.Data(urls.DataPage(), "json"), urls.RevisionsData("json"))
			for _, p := range a.Periods() {
				addresses = append(addresses, periodFiles(p)...)
			}
			files, err := s.files(now, addresses...)
			if err != nil {
				return nil, err
			}
			files = append(files, s.packageFile(now))
			var entries []opendata.File
			for _, f := range files {
				body, err := f.body(now)
				if err != nil {
					return nil, err
				}
				name := f.address[1:]
				meaning := f.name
				if f.table != nil {
					meaning += ". " + f.table.Meaning
				}
				entries = append(entries, opendata.File{Name: name, Meaning: meaning, Body: body})
			}
			return opendata.Zip(s.metadata(a), entries)
		},
	}
}

// sendZip sends everything in one file.
func (s *Public) sendZip(c echo.Context) error {
	now := s.now(c)
	return s.sendFile(c, now, s.zipFile(now))
}

// Database makes a database file of what an archive shows.
type Database func(*report.Archive) ([]byte, error)

// Offer lets the site send its figures as a database file. Without, there is none.
func (s *Public) Offer(make Database) { s.database = make }

// databaseFile is the published figures as a database; false where none is offered.
func (s *Public) databaseFile(now *shown) (dataFile, bool) {
	return dataFile{
		address: urls.SQLite(), name: "The published figures as a database, for Datasette and the sqlite3 shell", format: "SQLite",
		head: s.fileHead(typeSQLite, "everything", "sqlite"), changed: now.archive.UpdatedAt(),
		make: func() ([]byte, error) { return s.database(now.archive) },
	}, s.database != nil
}

// sendDatabase sends the published figures as a database.
func (s *Public) sendDatabase(c echo.Context) error {
	now := s.now(c)
	f, ok := s.databaseFile(now)
	if !ok {
		return fmt.Errorf("no database is offered: %w", report.ErrNotFound)
	}
	return s.sendFile(c, now, f)
}

// showData lists all files.
func (s *Public) showData(c echo.Context) error {
	now := s.now(c)
	return s.sendPage(c, now, urls.DataPage(), func() (*pagecache.Page, error) {
		in, err := s.catalog(now)
		if err != nil {
			return nil, err
		}
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Data(views.NewDataPage(s.frame, now.archive, in)))
	})
}

// catalog is all files as the page lists them. Making it makes them, once for an archive.
func (s *Public) catalog(now *shown) (views.Catalog, error) {
	a := now.archive
	in := views.Catalog{Cite: s.cited(a)}
	everything := []dataFile{s.zipFile(now)}
	if f, ok := s.databaseFile(now); ok {
		everything = append(everything, f)
	}
	tables, err := s.files(now, append(packaged(), urls.Data(urls.DataPage(), "json"), urls.RevisionsData("json"))...)
	if err != nil {
		return in, err
	}
	groups := []struct {
		title string
		files []dataFile
	}{{"Everything in one file", append(everything, s.packageFile(now))}, {"All half-years together", tables}}
	for _, p := range a.Periods() {
		files, err := s.files(now, periodFiles(p)...)
		if err != nil {
			return in, err
		}
		groups = append(groups, struct {
			title string
			files []dataFile
		}{p.Label(), files})
	}
	for _, g := range groups {
		group := views.FileGroup{Title: g.title}
		for _, f := range g.files {
			size, hash, err := f.sum(now)
			if err != nil {
				return in, err
			}
			rows := 0
			if f.rows != nil {
				rows = f.rows()
			}
			group.Files = append(group.Files, views.NewDataFile(f.address, f.name, f.format, rows, size, hash, f.changed))
		}
		in.Groups = append(in.Groups, group)
	}
	for _, t := range []opendata.Schema{opendata.LongSchema(), opendata.WideSchema(), opendata.EditionSchema(), opendata.CountrySchema(), opendata.FigureSchema(), opendata.RevisionSchema()} {
		table := views.TableGuide{ID: "table-" + t.Name, Title: t.Title, Meaning: t.Meaning, Key: strings.Join(t.Key, ", ")}
		for _, f := range t.Fields {
			table.Fields = append(table.Fields, views.FieldGuide{Name: f.Name, Type: f.Type, Meaning: f.Meaning, Values: strings.Join(f.Enum, ", ")})
		}
		in.Tables = append(in.Tables, table)
	}
	return in, nil
}

// dataAddresses lists every address that answers with figures as files or describes them.
func (s *Public) dataAddresses(a *report.Archive) []string {
	all := []string{
		urls.DataPage(), urls.Zip(), urls.DataPackage(), urls.OpenAPI(), urls.AllCSV(),
		urls.CountriesCSV(), urls.FiguresCSV(), urls.RevisionsData("csv"), urls.RevisionsData("json"),
		urls.Feed(), urls.ReleasesFeed(), urls.CorrectionsFeed(),
	}
	if s.database != nil {
		all = append(all, urls.SQLite())
	}
	if s.frame.BaseURL != "" {
		all = append(all, urls.Sitemap())
	}
	for _, csv := range packaged() {
		all = append(all, urls.CSVMetadata(csv))
	}
	for _, name := range opendata.JSONSchemaNames() {
		all = append(all, urls.Schema(name))
	}
	pages := append([]string{urls.DataPage()}, s.trendAddresses(a)...)
	for _, r := range a.History() {
		p := r.Edition.Period
		if _, gone := a.Withdrawn(p); gone || r.State == report.Withdrawn {
			continue
		}
		for _, format := range urls.Formats() {
			all = append(all, urls.RevisionDownload(p, r.Number, format))
		}
		all = append(all, urls.CSVMetadata(urls.RevisionDownload(p, r.Number, "csv")))
		for _, place := range a.Places().All() {
			pages = append(pages, urls.Revision(p, r.Number, place))
		}
	}
	for _, p := range a.Periods() {
		all = append(append(all, periodFiles(p)...), urls.CSVMetadata(urls.Download(p, "csv")))
	}
	for _, selection := range selections(a) {
		pages = append(pages, urls.Report(selection))
	}
	for _, page := range pages {
		for _, form := range urls.DataForms() {
			all = append(all, urls.Data(page, form))
		}
	}
	return all
}
