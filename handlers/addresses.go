package handlers

import (
	"slices"
	"strings"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// addressList lists addresses of an archive, of the periods alone where they are of a period.
type addressList = func(a *report.Archive, periods []report.Period) []string

// each returns the addresses of values.
func each[T any](values []T, address func(T) string) (list []string) {
	for _, v := range values {
		list = append(list, address(v))
	}
	return list
}

// only lists addresses that any archive has.
func only(addresses ...string) addressList {
	return func(*report.Archive, []report.Period) []string { return addresses }
}

// ifPublished leaves out what shows figures while nothing is published.
func ifPublished(list addressList) addressList {
	return func(a *report.Archive, periods []report.Period) []string {
		if a.NewestPublished().IsZero() {
			return nil
		}
		return list(a, periods)
	}
}

// perPlace lists an address for each place.
func perPlace(address func(report.Place) string) addressList {
	return func(a *report.Archive, _ []report.Period) []string { return each(a.Places().All(), address) }
}

// perPart lists an address for each region and country.
func perPart(address func(report.Place) string) addressList {
	return func(a *report.Archive, _ []report.Period) []string { return each(a.Places().All()[1:], address) }
}

// perSelection lists an address for each place in each period.
func perSelection(address func(report.Selection) string) addressList {
	return func(a *report.Archive, periods []report.Period) (list []string) {
		for _, p := range periods {
			list = append(list, each(a.Places().All(), func(place report.Place) string { return address(report.Selection{Period: p, Place: place}) })...)
		}
		return list
	}
}

// cites lists the pages on how to cite each selection, and each place over all periods.
func cites(a *report.Archive, periods []report.Period) []string {
	return append(perSelection(urls.Cite)(a, periods), ifPublished(perPlace(urls.CiteAll))(a, periods)...)
}

// citeFiles lists the citations of cites as files.
func citeFiles(format string) addressList {
	return func(a *report.Archive, periods []report.Period) []string {
		return each(cites(a, periods), func(page string) string { return urls.CiteFile(page, format) })
	}
}

// revisionsOf lists the revisions of periods that can be seen, the newest period's first.
func revisionsOf(a *report.Archive, periods []report.Period) []report.Revision {
	return slices.DeleteFunc(a.History(), func(r report.Revision) bool {
		return r.State == report.Withdrawn || !slices.Contains(periods, r.Edition.Period)
	})
}

// perRevision lists an address for each place at each revision.
func perRevision(address func(report.Period, int, report.Place) string) addressList {
	return func(a *report.Archive, periods []report.Period) (list []string) {
		for _, r := range revisionsOf(a, periods) {
			list = append(list, each(a.Places().All(), func(place report.Place) string { return address(r.Edition.Period, r.Number, place) })...)
		}
		return list
	}
}

// downloads lists the files of each period and of each revision in a format.
func downloads(format string) addressList {
	return func(a *report.Archive, periods []report.Period) []string {
		return append(each(periods, func(p report.Period) string { return urls.Download(p, format) }),
			each(revisionsOf(a, periods), func(r report.Revision) string { return urls.RevisionDownload(r.Edition.Period, r.Number, format) })...)
	}
}

// embeds lists the small pages of each selection: current, and at each revision.
func embeds(a *report.Archive, periods []report.Period) (list []string) {
	list = perSelection(func(s report.Selection) string { return urls.Embed(s, 0) })(a, periods)
	return append(list, perRevision(func(p report.Period, number int, place report.Place) string {
		return urls.Embed(report.Selection{Period: p, Place: place}, number)
	})(a, periods)...)
}

// countryLists lists the lists of countries of each period in each order.
func countryLists(_ *report.Archive, periods []report.Period) (list []string) {
	for _, p := range periods {
		for _, order := range report.Orders() {
			list = append(list, urls.Countries(p, order, false), urls.Countries(p, order, true))
		}
	}
	return list
}

// picturesOf lists the pictures of pages. One of several patterns, which the route lacks, drops those that have none.
func picturesOf(list addressList) addressList {
	return func(a *report.Archive, periods []report.Period) []string {
		return each(list(a, periods), urls.PagePicture)
	}
}

// maps lists the world maps: none without outlines.
func (s *Site) maps(a *report.Archive, periods []report.Period) (list []string) {
	if a.NewestPublished().IsZero() || len(s.frame.World) == 0 {
		return nil
	}
	list = append(list, urls.NewestMap)
	for _, p := range periods {
		list = append(list, each(urls.MapMeasures(), func(m urls.MapMeasure) string { return urls.Map(p, m) })...)
	}
	return list
}

// logOnly lists addresses that any transparency log has.
func logOnly(addresses ...string) func(*translog.Signed) []string {
	return func(*translog.Signed) []string { return addresses }
}

// tiles lists the tiles and entry bundles of a transparency log.
func tiles(log *translog.Signed) []string { return each(log.Log.TilePaths(), urls.Tile) }

// proofs lists the proofs of all revisions, withdrawn ones too.
func proofs(log *translog.Signed) []string {
	return each(log.State.Revisions, func(r translog.Revision) string { return urls.Proof(r.Edition.Period, r.Number) })
}

func schemas(*report.Archive, []report.Period) []string {
	return each(opendata.JSONSchemaNames(), urls.Schema)
}

// addresses lists every address of the endpoints that keep accepts.
func (s *Site) addresses(snap *snapshot, periods []report.Period, keep func(endpoint) bool) (list []string) {
	for _, e := range s.table {
		if keep(e) {
			list = append(list, e.addressesOf(snap, periods)...)
		}
	}
	return list
}

// Addresses lists every address that is answered with a page or a file, each once and sorted. The
// health of the process is not among them, nor is what depends on a query.
func (s *Site) Addresses() []string { return s.addressesOf(s.current.Load()) }

func (s *Site) addressesOf(snap *snapshot) []string {
	list := s.addresses(snap, snap.archive.Periods(), func(endpoint) bool { return true })
	slices.Sort(list)
	return slices.Compact(list)
}

// firstAddresses lists what readers ask for right after a release.
func (s *Site) firstAddresses(snap *snapshot) []string {
	var newest []report.Period
	if p := snap.archive.NewestPublished(); !p.IsZero() {
		newest = append(newest, p)
	}
	return s.addresses(snap, newest, func(e endpoint) bool { return e.first && e.form == "" && !strings.Contains(e.pattern, "{revision}") })
}
