package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

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

// sendProblem sends a withdrawn period's notice to programs.
func sendProblem(c echo.Context, r report.Revision) error {
	body, err := opendata.Withdrawal(r)
	if err != nil {
		return err
	}
	page, err := pagecache.NewPage(pagecache.Head{
		Status: http.StatusGone, Type: "application/problem+json; charset=utf-8", CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true,
	}, body)
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
	load     func() (report.View, error)
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
			return view.Cells()
		}
		return len(view.Rows)
	}
	write := func(write func(report.View) ([]byte, error)) func() ([]byte, error) {
		return func() ([]byte, error) {
			view, err := v.load()
			if err != nil {
				return nil, err
			}
			return write(view)
		}
	}
	switch form {
	case "csv":
		return s.csvFile(at, v.label+", one figure a row", v.middle+"-long", opendata.LongSchema(), rows, changed,
			write(opendata.LongCSV)), true, nil
	case "wide.csv":
		return s.csvFile(at, v.label+", one place a row", v.middle+"-wide", opendata.WideSchema(), rows, changed,
			write(opendata.WideCSV)), true, nil
	}
	return dataFile{
		address: at, name: v.label + ", with notes, shares and what each column means", format: "JSON",
		head: jsonHead(typeJSON), rows: rows, changed: changed,
		make: write(func(view report.View) ([]byte, error) {
			return opendata.ObservationsJSON(opendata.ObservationsInput{
				Metadata: s.metadata(now.archive), Observations: view, Page: v.page, ArchiveRows: now.archive.Rows(),
			})
		}),
	}, true, nil
}

// parseView reads the address of a page with figures.
func parseView(a *report.Archive, page string) (viewAddress, error) {
	parts := strings.Split(strings.TrimPrefix(page, "/"), "/")
	switch {
	case page == urls.DataPage():
		return viewAddress{
			page: page, middle: "everything", label: "All periods and places",
			load: func() (report.View, error) { return a.Whole(), nil },
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
		load: func() (report.View, error) { return a.Over(place), nil },
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
			a, err = a.Pinned(r)
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
		load: func() (report.View, error) {
			view, err := a.View(selection)
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
