package handlers

import (
	"slices"

	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/static"
)

// Addresses lists every address of the site that is answered with a page or a file of its own, each
// once: what an export writes, and tests walk. The health of the process is not among them, nor is
// what depends on a query.
func (s *Public) Addresses(a *report.Archive) []string {
	all := []string{"/robots.txt", urls.Revisions()}
	all = append(all, static.All()...)
	if !a.NewestPublished().IsZero() {
		all = append(all, urls.Home())
	}
	for _, period := range a.Periods() {
		all = append(all, periodAddresses(a, period)...)
	}
	for _, r := range a.History() {
		if _, withdrawn := a.Withdrawn(r.Edition.Period); withdrawn || r.State == report.Withdrawn {
			continue
		}
		for _, place := range a.Places().All() {
			all = append(all, urls.Revision(r.Edition.Period, r.Number, place))
		}
	}
	for _, more := range []func(*report.Archive) []string{
		s.trendAddresses, s.countriesAddresses, s.compareAddresses, s.mapAddresses, s.methodologyAddresses,
		s.shareAddresses, s.embedAddresses, s.citeAddresses, s.dataAddresses,
	} {
		all = append(all, more(a)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// periodAddresses lists what shows a period: its pages, and its files.
func periodAddresses(a *report.Archive, p report.Period) []string {
	var all []string
	for _, place := range a.Places().All() {
		all = append(all, urls.Report(report.Selection{Period: p, Place: place}))
	}
	return append(all, periodFiles(p)...)
}

// newestAddresses lists what everyone asks for right after a release, what is asked for most first.
func newestAddresses(a *report.Archive) []string {
	if a.NewestPublished().IsZero() {
		return []string{urls.Revisions(), urls.Feed()}
	}
	all := append([]string{urls.Home()}, periodAddresses(a, a.NewestPublished())...)
	return append(all, urls.Revisions(), urls.Feed(), urls.AllCSV())
}
