package handlers

import (
	"slices"

	"lerr/internal/report"
)

// PictureAddresses lists the addresses of the pages about places over time.
func (s *Public) PictureAddresses(a *report.Archive) []string {
	return slices.Concat(s.trendAddresses(a), s.countriesAddresses(a), s.compareAddresses(a))
}
