package handlers

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/internal/workbook"
)

// chooseDownload redirects the download form's choice to the file's own address.
func (s *Site) chooseDownload(snap *snapshot, q request) (*pagecache.Page, error) {
	selection, err := findSelection(snap.archive, q.query.Get("period"), "")
	if err != nil {
		return nil, err
	}
	format := cmp.Or(q.query.Get("format"), urls.Formats()[0])
	if !slices.Contains(urls.Formats(), format) {
		return nil, fmt.Errorf("format %q: %w", format, report.ErrNotFound)
	}
	return nil, chosen(urls.Download(selection.Period, format))
}

// editionFile returns what is known of a file of a period's figures before it is written.
func (s *Site) editionFile(snap *snapshot, q request, media, ending string) (file, pinned, error) {
	at, err := snap.atRevision(q)
	if err != nil {
		return file{}, at, err
	}
	r := at.revision
	return file{
		name: at.Period.Label() + ", countries as published", format: strings.ToUpper(ending), rows: func() int { return rowsIn(r.Edition) },
		changed: r.PublishedAt, head: s.fileHead(media, revisionName(r), ending),
	}, at, nil
}

// workbookFile holds a period's figures as a workbook.
func (s *Site) workbookFile(snap *snapshot, q request) (file, error) {
	f, at, err := s.editionFile(snap, q, mediaXLSX, "xlsx")
	f.body = func() ([]byte, error) {
		var b bytes.Buffer
		err := workbook.Write(&b, workbook.Input{
			Revision: at.revision, Places: snap.archive.ListedPlaces(), Site: *s.frame.Site,
			Address: urls.Absolute(s.frame.BaseURL, urls.Report(report.Selection{Period: at.Period})),
		})
		return b.Bytes(), err
	}
	return f, err
}

// editionCSV holds a period's figures as CSV, a row for each country.
func (s *Site) editionCSV(snap *snapshot, q request) (file, error) {
	f, at, err := s.editionFile(snap, q, mediaCSV, "csv")
	schema := opendata.EditionSchema()
	f.schema = &schema
	f.body = func() ([]byte, error) { return opendata.CSV(snap.archive.ListedPlaces(), at.revision.Edition) }
	return f, err
}

// editionJSON holds a period's figures as JSON, with all notes, names and answers.
func (s *Site) editionJSON(snap *snapshot, q request) (file, error) {
	f, at, err := s.editionFile(snap, q, mediaJSON, "json")
	f.body = func() ([]byte, error) {
		return opendata.JSON(opendata.EditionInput{Metadata: s.metadata(snap.archive), Revision: at.revision, Places: snap.archive.ListedPlaces()})
	}
	return f, err
}

// rowsIn counts the countries' rows of an edition.
func rowsIn(e report.Edition) (rows int) {
	for _, t := range e.Tables {
		rows += len(t.Rows)
	}
	return rows
}

// revisionName names a revision in file names, such as "2019-H1-v1".
func revisionName(r report.Revision) string {
	return fmt.Sprintf("%s-v%d", r.Edition.Period, r.Number)
}
