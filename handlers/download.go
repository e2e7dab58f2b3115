package handlers

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/internal/workbook"
)

// chooseDownload redirects the download form's choice to the file's own address.
func (s *Site) chooseDownload(snap *snapshot, q request) (*web.Unbuilt, error) {
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
	f.body = bodyOf(writeWorkbook, func() (workbook.Input, error) {
		return workbook.Input{
			Revision: at.revision, Places: snap.archive.ListedPlaces(), Site: *s.frame.Site,
			Address: urls.Absolute(s.frame.BaseURL, urls.Report(report.Selection{Period: at.Period})),
		}, nil
	})
	return f, err
}

func writeWorkbook(in workbook.Input) ([]byte, error) {
	var b bytes.Buffer
	err := workbook.Write(&b, in)
	return b.Bytes(), err
}

// editions holds the editions and places of a CSV file of countries' rows.
type editions struct {
	places   *report.Places
	editions []report.Edition
}

func writeEditions(e editions) ([]byte, error) { return opendata.CSV(e.places, e.editions...) }

// editionCSV holds a period's figures as CSV, a row for each country.
func (s *Site) editionCSV(snap *snapshot, q request) (file, error) {
	f, at, err := s.editionFile(snap, q, mediaCSV, "csv")
	schema := opendata.EditionSchema()
	f.schema = &schema
	f.body = bodyOf(writeEditions, func() (editions, error) {
		return editions{snap.archive.ListedPlaces(), []report.Edition{at.revision.Edition}}, nil
	})
	return f, err
}

// editionJSON holds a period's figures as JSON, with all notes, names and answers.
func (s *Site) editionJSON(snap *snapshot, q request) (file, error) {
	f, at, err := s.editionFile(snap, q, mediaJSON, "json")
	f.body = bodyOf(opendata.JSON, func() (opendata.EditionInput, error) {
		return opendata.EditionInput{Metadata: s.metadata(snap.archive), Revision: at.revision, Places: snap.archive.ListedPlaces()}, nil
	})
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
