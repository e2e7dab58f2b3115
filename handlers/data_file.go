package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

const (
	typeZip    = "application/zip"
	typeSQLite = "application/vnd.sqlite3"
	typeAtom   = "application/atom+xml; charset=utf-8"
	typeSchema = "application/schema+json; charset=utf-8"
)

// dataFile is a file of figures, or one that describes others: what is known of it before it is made.
type dataFile struct {
	address string
	name    string // what it is, for readers
	format  string // "CSV"
	head    pagecache.Head
	rows    func() int       // of the table that it holds; nil where it holds none
	changed time.Time        // when its figures last changed
	table   *opendata.Schema // of the CSV file
	make    func() ([]byte, error)
}

// page makes the file's page.
func (f dataFile) page() (*pagecache.Page, error) {
	body, err := f.make()
	if err != nil {
		return nil, err
	}
	return pagecache.NewPage(f.head, body)
}

// body is the file's bytes, as they are served.
func (f dataFile) body(now *shown) ([]byte, error) {
	page, err := now.press.Page(f.address, f.page)
	if err != nil {
		return nil, err
	}
	return page.Body()
}

// sum is the file's size in bytes and its SHA-256, as they are served.
func (f dataFile) sum(now *shown) (size int, digest string, err error) {
	body, err := f.body(now)
	if err != nil {
		return 0, "", fmt.Errorf("file %s: %w", f.address, err)
	}
	sum := sha256.Sum256(body)
	return len(body), hex.EncodeToString(sum[:]), nil
}

// withData answers an address that ends in .csv, .wide.csv or .json with the data of the page at the
// address without it, and every other with the page.
func (s *Public) withData(page echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, _, ok := urls.CutDataForm(c.Request().URL.Path); ok {
			return s.sendData(c)
		}
		return page(c)
	}
}

// sendData sends a file of data by its address.
func (s *Public) sendData(c echo.Context) error {
	now := s.now(c)
	f, err := s.findFile(now, c.Request().URL.Path)
	if gone := (withdrawnError{}); asWithdrawn(err, &gone) {
		if strings.HasSuffix(c.Request().URL.Path, ".json") {
			return sendProblem(c, gone.revision)
		}
		return s.sendWithdrawn(c, now, gone.revision)
	}
	if err != nil {
		return err
	}
	return s.sendFile(c, now, f)
}

// sendFile sends a file from the press. One that is asked for with a byte order mark is made each
// time and not kept, so that query strings cannot fill the press.
func (s *Public) sendFile(c echo.Context, now *shown, f dataFile) error {
	u := c.Request().URL
	if f.address != u.Path {
		to := f.address
		if u.RawQuery != "" {
			to += "?" + u.RawQuery
		}
		return c.Redirect(http.StatusPermanentRedirect, to)
	}
	if f.head.Type != typeCSV || c.QueryParam("bom") != "1" {
		return s.sendPage(c, now, f.address, f.page)
	}
	body, err := f.body(now)
	if err != nil {
		return err
	}
	head := f.head
	head.Packed = true // it is sent once, so compressing it is not worth the time
	page, err := pagecache.NewPage(head, append([]byte(opendata.BOM), body...))
	if err != nil {
		return err
	}
	return send(c, page)
}

// findFile finds the file of an address. The error is report.ErrNotFound, or a withdrawnError.
func (s *Public) findFile(now *shown, address string) (dataFile, error) {
	for _, find := range []func(*shown, string) (dataFile, bool, error){
		s.findList, s.findMetadata, s.findDownload, s.findView,
	} {
		if f, known, err := find(now, address); known || err != nil {
			return f, err
		}
	}
	return dataFile{}, fmt.Errorf("file %q: %w", address, report.ErrNotFound)
}

// csvFile is a CSV file of a table.
func (s *Public) csvFile(address, name, middle string, t opendata.Schema, rows func() int, changed time.Time, make func() ([]byte, error)) dataFile {
	return dataFile{
		address: address, name: name, format: "CSV", head: s.fileHead(typeCSV, middle, "csv"),
		rows: rows, changed: changed, table: &t, make: make,
	}
}

// jsonHead is the head of a JSON file that a browser shows rather than saves.
func jsonHead(mediaType string) pagecache.Head {
	return pagecache.Head{Type: mediaType, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true}
}

// findList finds the files that are lists by themselves.
func (s *Public) findList(now *shown, address string) (dataFile, bool, error) {
	a := now.archive
	changed := a.UpdatedAt()
	revisions := func() int { return len(a.History()) }
	switch address {
	case urls.RevisionsData("csv"):
		return s.csvFile(address, "Published revisions", "revisions", opendata.RevisionSchema(), revisions, changed, func() ([]byte, error) {
			return opendata.RevisionsCSV(a.History()), nil
		}), true, nil
	case urls.RevisionsData("json"):
		return dataFile{
			address: address, name: "Published revisions", format: "JSON", head: jsonHead(typeJSON), rows: revisions, changed: changed,
			make: func() ([]byte, error) { return opendata.RevisionsJSON(s.metadata(a), a.History()) },
		}, true, nil
	case urls.CountriesCSV():
		return s.csvFile(address, "Countries and territories", "countries", opendata.CountrySchema(), func() int { return len(a.Places().Countries()) }, changed, func() ([]byte, error) {
			return opendata.CountriesCSV(a.Places())
		}), true, nil
	case urls.FiguresCSV():
		rows := func() (n int) {
			for _, r := range a.Revisions() {
				n += len(r.Edition.Figures)
			}
			return n
		}
		return s.csvFile(address, "Figures beside the tables", "other-figures", opendata.FigureSchema(), rows, changed, func() ([]byte, error) {
			return opendata.FiguresCSV(a.Revisions()), nil
		}), true, nil
	case urls.AllCSV():
		return s.csvFile(address, "All half-years, countries as published", "all", opendata.EditionSchema(), func() int { return a.Rows() }, changed, func() ([]byte, error) {
			return opendata.CSV(a.Places(), editionsOf(a)...)
		}), true, nil
	}
	return dataFile{}, false, nil
}

// metadata describes what an archive holds.
func (s *Public) metadata(a *report.Archive) opendata.Metadata {
	newest, _ := a.Revision(a.Newest()) // zero if nothing is published
	return opendata.Metadata{Site: *s.frame.Site, BaseURL: s.frame.BaseURL, Updated: a.UpdatedAt(), Newest: newest}
}

func editionsOf(a *report.Archive) (all []report.Edition) {
	for _, r := range a.Revisions() {
		all = append(all, r.Edition)
	}
	return all
}

// findDownload finds a period's own file.
func (s *Public) findDownload(now *shown, address string) (dataFile, bool, error) {
	name, ok := strings.CutPrefix(address, "/download/")
	if !ok {
		return dataFile{}, false, nil
	}
	d, err := urls.ParseDownload(name)
	if err != nil {
		return dataFile{}, false, err
	}
	a := now.archive
	if gone, ok := a.Withdrawn(d.Period); ok {
		return dataFile{}, false, withdrawnError{gone}
	}
	r, err := a.Revision(d.Period)
	if d.Number > 0 {
		r, err = a.RevisionNumber(d.Period, d.Number)
	}
	if err != nil {
		return dataFile{}, false, err
	}
	f := dataFile{
		address: address, name: d.Period.Label() + ", countries as published", rows: func() int { return rowsIn(r.Edition) }, changed: r.PublishedAt,
	}
	switch d.Format {
	case "xlsx":
		f.format, f.head = "XLSX", s.fileHead(typeXLSX, revisionName(r), "xlsx")
		f.make = func() ([]byte, error) { return s.writeXLSX(now, r) }
	case "csv":
		f = s.csvFile(address, f.name, revisionName(r), opendata.EditionSchema(), f.rows, f.changed, func() ([]byte, error) {
			return opendata.CSV(a.Places(), r.Edition)
		})
	default:
		f.format, f.head = "JSON", s.fileHead(typeJSON, revisionName(r), "json")
		f.make = func() ([]byte, error) { return s.writeJSON(now, r) }
	}
	if d.Number > 0 {
		// A revision's own file never changes; the period's file does with each correction.
		f.head.CacheControl = web.CacheForever
	}
	return f, true, nil
}

// rowsIn is how many countries' rows an edition has.
func rowsIn(e report.Edition) int {
	rows := 0
	for _, t := range e.Tables {
		rows += len(t.Rows)
	}
	return rows
}
