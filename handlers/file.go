package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// Media types, without parameters.
const (
	mediaHTML        = "text/html"
	mediaCSV         = "text/csv"
	mediaJSON        = "application/json"
	mediaPNG         = "image/png"
	mediaXLSX        = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaZip         = "application/zip"
	mediaSQLite      = "application/vnd.sqlite3"
	mediaAtom        = "application/atom+xml"
	mediaSchema      = "application/schema+json"
	mediaCSVMetadata = "application/csvm+json"
	mediaBibTeX      = "application/x-bibtex"
	mediaRIS         = "application/x-research-info-systems"
	mediaText        = "text/plain"
	mediaCalendar    = "text/calendar"
	mediaTile        = "application/octet-stream"
	utf8             = "; charset=utf-8"
)

// file is a file of figures, or one that describes others.
type file struct {
	name    string // what it is, for readers
	format  string // "CSV"
	head    pagecache.Head
	rows    func() int       // of the table that it holds, unless it is a CSV file; nil for a file that holds none
	changed time.Time        // when its figures last changed
	schema  *opendata.Schema // of a CSV file
	body    body
}

// body returns the body of a file with a head that is not built yet.
type body func(head pagecache.Head) (*web.Unbuilt, error)

// bodyOf returns a body that write, which must be a declared function, makes of what load returns.
func bodyOf[M any](write func(M) ([]byte, error), load func() (M, error)) body {
	return func(head pagecache.Head) (*web.Unbuilt, error) { return web.Document(head, write)(load()) }
}

// textOf returns a body whose text is all that it is made of: of files that are few or small.
func textOf(text func() ([]byte, error)) body {
	return func(head pagecache.Head) (*web.Unbuilt, error) { return web.Text(head)(text()) }
}

// describe returns the file at an endpoint's address.
func (s *Site) describe(snap *snapshot, e endpoint, q request) (file, error) {
	switch e.form {
	case "":
		return e.file(snap, q)
	case formMetadata:
		return s.csvMetadata(snap, q)
	}
	o, err := e.data(snap, q)
	if err != nil {
		return file{}, err
	}
	if proper := urls.Data(o.page, e.form); proper != q.address {
		return file{}, movedTo(q.withQuery(proper))
	}
	return s.observationsFile(snap, o, e.form), nil
}

// fileAt returns the file at an address.
func (s *Site) fileAt(snap *snapshot, address string) (file, error) {
	e, q, ok := s.resolve(address)
	if !ok || (e.form == "" && e.file == nil) {
		return file{}, fmt.Errorf("file %s: %w", address, report.ErrNotFound)
	}
	return s.describe(snap, e, q)
}

// served is a file with its address and its bytes as they are served.
type served struct {
	file
	address string
	bytes   []byte
}

// serveFiles returns the files at addresses.
func (s *Site) serveFiles(snap *snapshot, addresses []string) ([]served, error) {
	var all []served
	for _, address := range addresses {
		f, err := s.fileAt(snap, address)
		if err != nil {
			return nil, err
		}
		page, err := s.page(snap, address)
		if err != nil {
			return nil, err
		}
		body, err := page.Body()
		if err != nil {
			return nil, err
		}
		all = append(all, served{file: f, address: address, bytes: body})
	}
	return all, nil
}

// rowCount returns the number of rows of the table that the file holds; 0 for none. Each row of a CSV file
// is one line, after the header.
func (f served) rowCount() int {
	switch {
	case f.schema != nil:
		return bytes.Count(f.bytes, []byte("\n")) - 1
	case f.rows != nil:
		return f.rows()
	}
	return 0
}

// digest returns the SHA-256 of the file's bytes, in hexadecimal.
func (f served) digest() string {
	sum := sha256.Sum256(f.bytes)
	return hex.EncodeToString(sum[:])
}

// fileHead returns the head of a file that a browser saves, under a name that says whose report it
// is, what of it, which period and which revision.
func (s *Site) fileHead(media, middle, ending string) pagecache.Head {
	organization := strings.ReplaceAll(report.NameKey(s.frame.Site.Organization), " ", "-")
	if media == mediaCSV || media == mediaJSON {
		media += utf8
	}
	return pagecache.Head{
		Type: media, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true, Packed: ending == "xlsx" || ending == "zip",
		FileName: fmt.Sprintf("%s-law-enforcement-requests-%s.%s", organization, middle, ending),
	}
}

// documentHead returns the head of a file that a browser shows.
func documentHead(media string) pagecache.Head {
	if media != mediaCSVMetadata {
		media += utf8
	}
	return pagecache.Head{Type: media, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true}
}

// csvFile returns a CSV file.
func (s *Site) csvFile(name, middle string, schema opendata.Schema, changed time.Time, body body) file {
	return file{name: name, format: "CSV", head: s.fileHead(mediaCSV, middle, "csv"), changed: changed, schema: &schema, body: body}
}

// metadata describes what an archive holds.
func (s *Site) metadata(a *report.Archive) opendata.Metadata {
	return opendata.Metadata{Site: *s.frame.Site, BaseURL: s.frame.BaseURL, Updated: a.UpdatedAt(), Span: a.Span()}
}
