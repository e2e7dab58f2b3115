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

	"lerr/internal/opendata"
	"lerr/internal/press"
	"lerr/internal/report"
	"lerr/views"
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
		Title: "Withdrawn", Status: http.StatusGone, Detail: r.Notice, Period: r.Edition.Period.String(),
		Code: report.StatusWithdrawn, WithdrawnAt: r.WithdrawnAt.UTC().Format(time.RFC3339),
	})
	if err != nil {
		return err
	}
	page, err := press.NewPage(press.Head{
		Status: http.StatusGone, Type: "application/problem+json; charset=utf-8", CacheControl: cachePage, Robots: "noindex", CrossOrigin: true,
	}, append(body, '\n'))
	if err != nil {
		return err
	}
	return page.Send(c.Response(), c.Request())
}

// viewAddress is what an address of a page with figures asks for.
type viewAddress struct {
	page   string // the page's proper address
	pinned string // the same at its revision; empty for several periods
	middle string // of file names
	view   report.View
}

// findView finds the data of a page. The address ends in .csv, .wide.csv or .json.
func (s *Public) findView(now *shown, address string) (dataFile, bool, error) {
	page, form, ok := views.CutDataForm(address)
	if !ok {
		return dataFile{}, false, nil
	}
	v, err := parseView(now.archive, page)
	if err != nil {
		return dataFile{}, false, err
	}
	f := dataFile{address: views.DataURL(v.page, form), name: v.view.Label, rows: len(v.view.Rows), changed: now.archive.UpdatedAt()}
	if !v.view.Period.IsZero() {
		f.changed = v.view.Revision.PublishedAt
	}
	switch form {
	case "csv":
		f = s.csvFile(f.address, f.name+", one figure a row", v.middle+"-long", opendata.LongTable(), v.view.Cells(), f.changed, func(b *bytes.Buffer) error {
			return opendata.LongCSV(b, v.view)
		})
	case "wide.csv":
		f = s.csvFile(f.address, f.name+", one place a row", v.middle+"-wide", opendata.WideTable(), len(v.view.Rows), f.changed, func(b *bytes.Buffer) error {
			return opendata.WideCSV(b, v.view)
		})
	default:
		f.name += ", with notes, shares and what each column means"
		f.format, f.head = "JSON", jsonHead(typeJSON)
		f.make = func(b *bytes.Buffer) error { return s.writeView(b, now.archive, v) }
	}
	return f, true, nil
}

func (s *Public) writeView(b *bytes.Buffer, a *report.Archive, v viewAddress) error {
	absolute := func(path string) string {
		if path == "" {
			return ""
		}
		return views.Absolute(s.frame, path)
	}
	in := opendata.ViewInput{
		View: v.view, Site: *s.frame.Site, Updated: a.UpdatedAt(),
		Full: opendata.Full{Address: absolute(views.AllCSVURL()), Rows: views.RowsOf(a)},
		Links: opendata.ViewLinks{
			Self: absolute(views.DataURL(v.page, "json")), Page: absolute(v.page), Pinned: absolute(v.pinned),
			CSV: absolute(views.DataURL(v.page, "csv")), WideCSV: absolute(views.DataURL(v.page, "wide.csv")),
			Schema: absolute(views.SchemaURL("view")), Catalog: absolute(views.DataPackageURL()),
		},
	}
	if !v.view.Period.IsZero() {
		in.Updated = v.view.Revision.PublishedAt
		in.Full = opendata.Full{
			Address: absolute(views.RevisionDownloadURL(v.view.Period, v.view.Revision.Number, "csv")), Rows: rowsIn(v.view.Revision.Edition),
		}
		in.Links.Workbook = absolute(views.RevisionDownloadURL(v.view.Period, v.view.Revision.Number, "xlsx"))
	}
	if newest, err := a.Revision(a.Newest()); err == nil {
		in.Newest = newest
	}
	return opendata.ViewJSON(b, in)
}

// parseView reads the address of a page with figures.
func parseView(a *report.Archive, page string) (viewAddress, error) {
	parts := strings.Split(strings.TrimPrefix(page, "/"), "/")
	switch {
	case page == views.DataPageURL():
		return viewAddress{page: page, middle: "everything", view: a.Whole()}, nil
	case page == views.TrendsURL():
		return viewAddress{page: page, middle: "global-all-periods", view: a.Over(report.Place{})}, nil
	case len(parts) == 2 && (parts[0] == "countries" || parts[0] == "regions"):
		place, err := a.Places().Find(parts[1])
		if err == nil && place.IsCountry() != (parts[0] == "countries") || place.IsGlobal() {
			err = fmt.Errorf("%s %q: %w", parts[0], parts[1], report.ErrNotFound)
		}
		if err != nil {
			return viewAddress{}, err
		}
		return viewAddress{page: "/" + parts[0] + "/" + place.Slug(), middle: place.Slug() + "-all-periods", view: a.Over(place)}, nil
	case len(parts) == 1:
		return parsePeriodView(a, parts[0], 0, "")
	case len(parts) > 3:
		return viewAddress{}, fmt.Errorf("page %q: %w", page, report.ErrNotFound)
	}
	number, isPinned := parseRevision(parts[1])
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
	state := report.Published
	if number > 0 {
		r, err := a.RevisionNumber(p, number)
		if err != nil {
			return viewAddress{}, err
		}
		state = r.State
		if a, err = a.Pinned(r); err != nil {
			return viewAddress{}, err
		}
	}
	selection, err := parseSelection(a, period, place)
	if err != nil {
		return viewAddress{}, err
	}
	view, err := a.View(selection)
	if err != nil {
		return viewAddress{}, err
	}
	view.Revision.State = state
	v := viewAddress{
		page: views.ReportURL(selection), view: view, middle: revisionName(view.Revision),
		pinned: views.RevisionURL(p, view.Revision.Number, selection.Place),
	}
	if number > 0 {
		v.page = v.pinned
	}
	if !selection.Place.IsGlobal() {
		v.middle += "-" + selection.Place.Slug()
	}
	return v, nil
}

// noPage answers for a page that has data and is not there itself.
func noPage(echo.Context) error { return report.ErrNotFound }
