package handlers

import (
	"fmt"

	"lerr/internal/report"
)

// parseSelection reads a period and a place as an address or a form gives them. An empty period is
// the newest one, an empty place the world.
func parseSelection(a *report.Archive, period, place string) (report.Selection, error) {
	s := report.Selection{Period: a.NewestPublished()}
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
