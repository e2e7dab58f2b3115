package handlers

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
	"lerr/views"
)

// parseSelection reads a period and a place as an address or a form gives them. An empty period is
// the newest one, an empty place the world.
func parseSelection(a *report.Archive, period, place string) (report.Selection, error) {
	s := report.Selection{Period: a.Newest()}
	if period != "" {
		p, err := report.ParsePeriod(period)
		if err != nil {
			// An address that names no period is not there, rather than wrong.
			return s, fmt.Errorf("%w: %w", report.ErrNotFound, err)
		}
		s.Period = p
	}
	if _, err := a.Revision(s.Period); err != nil {
		return s, err
	}
	var err error
	s.Place, err = a.Places().Find(place)
	return s, err
}

// revisionForm is a revision in an address: "r2".
var revisionForm = regexp.MustCompile(`^r([1-9][0-9]{0,5})$`)

// parseRevision reads a revision's number; false when the text is none.
func parseRevision(s string) (int, bool) {
	m := revisionForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// download is a file that is asked for: a period's newest revision, or one by its number.
type download struct {
	period report.Period
	number int // 0 is the newest
	format string
}

// parseFile reads a download's name, such as "2019-H1.xlsx" or "2019-H1-r1.csv".
func parseFile(name string) (download, error) {
	var d download
	d.format = strings.TrimPrefix(path.Ext(name), ".")
	stem := strings.TrimSuffix(name, "."+d.format)
	known := slices.Contains(views.Formats(), d.format)
	if i := strings.LastIndex(stem, "-r"); i > 0 {
		number, ok := parseRevision(stem[i+1:])
		known = known && ok
		stem, d.number = stem[:i], number
	}
	var err error
	d.period, err = report.ParsePeriod(stem)
	if err != nil || !known {
		return download{}, fmt.Errorf("download %q: %w", name, report.ErrNotFound)
	}
	return d, nil
}
