package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
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

// withdrawnError says that the figures of an address were withdrawn. It is no ErrNotFound: a public
// notice stands in their place.
type withdrawnError struct{ revision report.Revision }

func (e withdrawnError) Error() string { return e.revision.Edition.Period.String() + " is withdrawn" }

func asWithdrawn(err error, to *withdrawnError) bool { return errors.As(err, to) }

// problem is an error as JSON, as in RFC 9457.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Period string `json:"period"`
	// Code is the status of the figures, as in the files: "withdrawn".
	Code        report.Status `json:"code"`
	WithdrawnAt string        `json:"withdrawn_at"`
}

// sendProblem sends a withdrawn period's notice to programs.
func sendProblem(c echo.Context, r report.Revision) error {
	body, err := json.Marshal(problem{
		Title: "Withdrawn", Status: http.StatusGone, Detail: r.WithdrawalNotice, Period: r.Edition.Period.String(),
		Code: report.StatusWithdrawn, WithdrawnAt: r.WithdrawnAt.UTC().Format(time.RFC3339),
	})
	if err != nil {
		return err
	}
	page, err := pagecache.NewPage(pagecache.Head{
		Status: http.StatusGone, Type: "application/problem+json; charset=utf-8", CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true,
	}, append(body, '\n'))
	if err != nil {
		return err
	}
	return send(c, page)
}

// viewAddress is what an address of a page with figures asks for. Its rows are not made before
// somebody needs them: most requests are answered from the press.
type viewAddress struct {
	page     string // the page's proper address
	pinned   string // the same at its revision; empty for several periods
	middle   string // of file names
	label    string
	revision report.Revision // zero for several periods
	load     func() (report.Observations, error)
}

// findView finds the data of a page. The address ends in .csv, .wide.csv or .json.
func (s *Public) findView(now *shown, address string) (dataFile, bool, error) {
	page, form, ok := urls.CutDataForm(address)
	if !ok {
		return dataFile{}, false, nil
	}
	v, err := parseView(now.archive, page)
	if err != nil {
		return dataFile{}, false, err
	}
	changed := now.archive.UpdatedAt()
	if v.pinned != "" {
		changed = v.revision.PublishedAt
	}
	at := urls.Data(v.page, form)
	rows := func() int { // of the page's list, which is made once
		view, err := v.load()
		if err != nil {
			return 0
		}
		if form == "csv" {
			return view.FigureCount()
		}
		return len(view.Rows)
	}
	write := func(write func(*bytes.Buffer, report.Observations) error) func(*bytes.Buffer) error {
		return func(b *bytes.Buffer) error {
			view, err := v.load()
			if err != nil {
				return err
			}
			return write(b, view)
		}
	}
	switch form {
	case "csv":
		return s.csvFile(at, v.label+", one figure a row", v.middle+"-long", opendata.LongTable(), rows, changed,
			write(func(b *bytes.Buffer, view report.Observations) error { return opendata.LongCSV(b, view) })), true, nil
	case "wide.csv":
		return s.csvFile(at, v.label+", one place a row", v.middle+"-wide", opendata.WideTable(), rows, changed,
			write(func(b *bytes.Buffer, view report.Observations) error { return opendata.WideCSV(b, view) })), true, nil
	}
	return dataFile{
		address: at, name: v.label + ", with notes, shares and what each column means", format: "JSON",
		head: jsonHead(typeJSON), rows: rows, changed: changed,
		make: write(func(b *bytes.Buffer, view report.Observations) error { return s.writeView(b, now.archive, v, view) }),
	}, true, nil
}

func (s *Public) writeView(b *bytes.Buffer, a *report.Archive, v viewAddress, view report.Observations) error {
	absolute := func(path string) string {
		if path == "" {
			return ""
		}
		return urls.Absolute(s.frame.BaseURL, path)
	}
	in := opendata.ViewInput{
		View: view, Site: *s.frame.Site, Updated: a.UpdatedAt(),
		Full: opendata.Full{Address: absolute(urls.AllCSV()), Rows: a.Rows()},
		Links: opendata.ViewLinks{
			Self: absolute(urls.Data(v.page, "json")), Page: absolute(v.page), Pinned: absolute(v.pinned),
			CSV: absolute(urls.Data(v.page, "csv")), WideCSV: absolute(urls.Data(v.page, "wide.csv")),
			Schema: absolute(urls.Schema("view")), Catalog: absolute(urls.DataPackage()),
		},
	}
	if v.pinned != "" {
		r := v.revision
		in.Updated = r.PublishedAt
		in.Full = opendata.Full{
			Address: absolute(urls.RevisionDownload(r.Edition.Period, r.Number, "csv")), Rows: rowsIn(r.Edition),
		}
		in.Links.Workbook = absolute(urls.RevisionDownload(r.Edition.Period, r.Number, "xlsx"))
	}
	if newest, err := a.Revision(a.NewestPublished()); err == nil {
		in.Newest = newest
	}
	return opendata.ViewJSON(b, in)
}

// parseView reads the address of a page with figures.
func parseView(a *report.Archive, page string) (viewAddress, error) {
	parts := strings.Split(strings.TrimPrefix(page, "/"), "/")
	switch {
	case page == urls.DataPage():
		return viewAddress{
			page: page, middle: "everything", label: "All periods and places",
			load: func() (report.Observations, error) { return a.All(), nil },
		}, nil
	case page == urls.Trends():
		return overAll(a, page, report.Place{}), nil
	case len(parts) == 2 && (parts[0] == "countries" || parts[0] == "regions"):
		place, err := a.Places().Find(parts[1])
		if err == nil && (place.IsGlobal() || place.IsCountry() != (parts[0] == "countries")) {
			err = fmt.Errorf("%s %q: %w", parts[0], parts[1], report.ErrNotFound)
		}
		if err != nil {
			return viewAddress{}, err
		}
		return overAll(a, "/"+parts[0]+"/"+place.Slug(), place), nil
	case len(parts) == 1:
		return parsePeriodView(a, parts[0], 0, "")
	case len(parts) > 3:
		return viewAddress{}, fmt.Errorf("page %q: %w", page, report.ErrNotFound)
	}
	number, isPinned := urls.ParseRevision(parts[1])
	switch {
	case len(parts) == 3 && isPinned:
		return parsePeriodView(a, parts[0], number, parts[2])
	case len(parts) == 2 && isPinned:
		return parsePeriodView(a, parts[0], number, "")
	case len(parts) == 2:
		return parsePeriodView(a, parts[0], 0, parts[1])
	}
	return viewAddress{}, fmt.Errorf("page %q: %w", page, report.ErrNotFound)
}

// overAll is a place over all periods.
func overAll(a *report.Archive, page string, place report.Place) viewAddress {
	return viewAddress{
		page: page, middle: place.Slug() + "-all-periods", label: place.Name() + ", all periods",
		load: func() (report.Observations, error) { return a.AllPeriods(place), nil },
	}
}

// parsePeriodView reads the address of one period's figures, at the revision by this number or, by 0,
// the current one.
func parsePeriodView(a *report.Archive, period string, number int, place string) (viewAddress, error) {
	p, err := report.ParsePeriod(period)
	if err != nil {
		return viewAddress{}, fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	if gone, ok := a.Withdrawn(p); ok {
		return viewAddress{}, withdrawnError{gone}
	}
	r, err := a.Revision(p)
	if number > 0 {
		if r, err = a.RevisionNumber(p, number); err == nil {
			a, err = a.At(r)
		}
	}
	if err != nil {
		return viewAddress{}, err
	}
	selection, err := parseSelection(a, period, place)
	if err != nil {
		return viewAddress{}, err
	}
	v := viewAddress{
		page: urls.Report(selection), middle: revisionName(r), label: selection.Label(), revision: r,
		pinned: urls.Revision(p, r.Number, selection.Place),
		load: func() (report.Observations, error) {
			view, err := a.Observations(selection)
			view.Revision.State = r.State // which a pinned archive does not tell
			return view, err
		},
	}
	if number > 0 {
		v.page = v.pinned
	}
	if !selection.Place.IsGlobal() {
		v.middle += "-" + selection.Place.Slug()
	}
	return v, nil
}
