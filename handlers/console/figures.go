package console

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views/console"
)

// fieldErrors are the errors of a form's fields.
type fieldErrors []console.FormError

func (e fieldErrors) Error() string { return fmt.Sprintf("%d fields are refused", len(e)) }

// saveFigures saves the figures of one table in place.
func (s *Site) saveFigures(c echo.Context, form url.Values) (string, url.Values, error) {
	draft, _, err := s.draft(c)
	if err != nil {
		return "", nil, err
	}
	changed := publish.FiguresEdit{}
	var errs fieldErrors
	if table := console.FiguresTableOf(draft, figuresTable(c)); table == console.SingleTable {
		var singles []report.SingleFigure
		singles, errs = singleFigures(form)
		changed.Singles = &singles
	} else {
		changed.Section = report.Section(table)
		t, _ := draft.Edition.Table(changed.Section)
		errs = readRows(form, t, &changed)
		if unit := report.Unit(form.Get("unit")); unit != "" && unit != t.Unit {
			changed.Unit = &unit
		}
	}
	if note := form.Get("public-note"); form.Has("public-note") && draft.Corrects > 0 {
		changed.Note = &note
	}
	if len(errs) > 0 {
		return "", nil, errs
	}
	_, err = s.Publisher.EditFigures(c.Request().Context(), edit(c), changed)
	return savedText(form.Get("public-note")), nil, err
}

// readRows reads the rows of a table's form: those that it changes, removes or adds.
func readRows(form url.Values, t report.Table, to *publish.FiguresEdit) (errs fieldErrors) {
	for _, r := range t.Rows {
		if !form.Has(console.CellField(t.Section, r.Country, 0)) {
			continue
		}
		counts, filled, faults := readCells(form, t.Section, r.Country, r.Counts)
		errs = append(errs, faults...)
		switch {
		case !filled:
			to.Removed = append(to.Removed, r.Country)
		case counts != r.Counts:
			to.Rows = append(to.Rows, report.Row{Country: r.Country, Counts: counts})
		}
	}
	country := form.Get("new-country")
	counts, filled, faults := readCells(form, t.Section, "", report.Counts{})
	_, exists := t.Row(country)
	switch {
	case country == "" && !filled:
		return errs
	case country == "":
		return append(errs, console.FormError{Field: "new-country", Text: "Choose the country of the new row, or empty its cells."})
	case !filled:
		return append(errs, console.FormError{Field: console.CellField(t.Section, "", 0), Text: "Write the figures of the new row, or choose no country."})
	case exists:
		return append(errs, console.FormError{Field: "new-country", Text: "The country has a row already. Change that one."})
	}
	to.Rows = append(to.Rows, report.Row{Country: country, Counts: counts})
	return append(errs, faults...)
}

// readCells reads the six cells of a row. An empty cell is not given. filled reports whether any is.
func readCells(form url.Values, s report.Section, country string, old report.Counts) (counts report.Counts, filled bool, errs fieldErrors) {
	var figures [6]int
	var empty report.ColumnSet
	for i := range figures {
		field := console.CellField(s, country, i)
		text := strings.TrimSpace(form.Get(field))
		switch n, ok := parseFigure(text); {
		case text == "":
			empty |= report.ColumnsOf(i)
		case !ok:
			filled = true
			errs = append(errs, console.FormError{Field: field, Text: fmt.Sprintf("%q is no count: give a whole number of 0 or more, or leave the cell empty.", form.Get(field))})
		default:
			filled = true
			figures[i] = n
		}
	}
	counts = report.CountsOf(figures)
	counts.NotGiven, counts.Partial = empty, old.Partial
	return counts, filled, errs
}

// singleFigures reads the single figures beside the tables. Those that are empty are not reported.
func singleFigures(form url.Values) (figures []report.SingleFigure, errs fieldErrors) {
	for _, name := range report.SingleFigureNames() {
		text := strings.TrimSpace(form.Get(name))
		if text == "" {
			continue
		}
		n, ok := parseFigure(text)
		if !ok {
			errs = append(errs, console.FormError{
				Field: "figure-" + name,
				Text:  fmt.Sprintf("%q is no count: give a whole number of 0 or more, or leave the field empty (%s).", form.Get(name), report.SingleFigureMeaning(name)),
			})
			continue
		}
		figures = append(figures, report.SingleFigure{Name: name, Value: n})
	}
	return figures, errs
}

// wholeNumber matches a whole number, with or without a separator between thousands.
var wholeNumber = regexp.MustCompile(`^(\d+|\d{1,3}(,\d{3})+|\d{1,3}([ \x{a0}\x{202f}]\d{3})+)$`)

// maxFigure is the largest figure that is read, as in a file.
const maxFigure = 1_000_000_000

// parseFigure reads a figure. It refuses decimals, also with a comma: "12,5" is not 125.
func parseFigure(text string) (n int, ok bool) {
	if !wholeNumber.MatchString(text) {
		return 0, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(text))
	return n, err == nil && n <= maxFigure
}
