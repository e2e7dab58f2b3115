package handlers

import (
	"lerr/internal/report"
	"lerr/static"
	"lerr/views"
)

// Addresses lists every address of the site that is answered with a page or a file of its own: what
// an export writes, and tests walk. The health of the process is not among them.
func (s *Public) Addresses(a *report.Archive) []string {
	all := []string{"/robots.txt", views.RevisionsURL(), views.FeedURL(), views.AllCSVURL()}
	all = append(all, static.All()...)
	if !a.Newest().IsZero() {
		all = append(all, views.HomeURL())
	}
	for _, period := range a.Periods() {
		all = append(all, periodAddresses(a, period)...)
	}
	for _, c := range a.Places().Countries() {
		all = append(all, views.CountryURL(c))
	}
	for _, r := range a.History() {
		if _, withdrawn := a.Withdrawn(r.Edition.Period); withdrawn || r.State == report.Withdrawn {
			continue
		}
		for _, place := range a.Places().All() {
			all = append(all, views.RevisionURL(r.Edition.Period, r.Number, place))
		}
		for _, format := range views.Formats() {
			all = append(all, views.RevisionDownloadURL(r.Edition.Period, r.Number, format))
		}
	}
	return all
}

// periodAddresses lists what shows a period: its pages, and its files.
func periodAddresses(a *report.Archive, p report.Period) []string {
	var all []string
	for _, place := range a.Places().All() {
		all = append(all, views.ReportURL(report.Selection{Period: p, Place: place}))
	}
	for _, format := range views.Formats() {
		all = append(all, views.DownloadURL(p, format))
	}
	return all
}

// newestAddresses lists what everyone asks for right after a release, what is asked for most first.
func newestAddresses(a *report.Archive) []string {
	if a.Newest().IsZero() {
		return []string{views.RevisionsURL(), views.FeedURL()}
	}
	all := append([]string{views.HomeURL()}, periodAddresses(a, a.Newest())...)
	return append(all, views.RevisionsURL(), views.FeedURL(), views.AllCSVURL())
}
