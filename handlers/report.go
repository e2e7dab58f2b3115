package handlers

import (
	"fmt"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// htmlHead is the head of the pages that people read.
var htmlHead = pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}

// showHome shows the newest period, Global. What was chosen in a form is redirected to its own
// address; a name that may mean several places, or none, has a page that offers places.
func (s *Site) showHome(snap *snapshot, q request) (*web.Unbuilt, error) {
	if !q.query.Has("period") && !q.query.Has("place") {
		return s.reportPage(snap, q, report.Selection{Period: snap.archive.NewestPublished()}, urls.Home)
	}
	selection, err := findSelection(snap.archive, q.query.Get("period"), "")
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(q.query.Get("place"))
	found, sure := snap.archive.Places().Search(text, s.frame.Site.OtherNames)
	if text != "" && !sure {
		head := pagecache.Head{Type: web.TypeHTML, CacheControl: web.CacheNever, Robots: "noindex"}
		return web.Component(head, views.Search)(views.NewSearchPage(s.frame, snap.archive, selection.Period, text, found))
	}
	if sure {
		selection.Place = found[0]
	}
	return nil, chosen(urls.Report(selection) + "#" + views.FiguresID)
}

// showReport shows a period's figures for a place.
func (s *Site) showReport(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	if proper := urls.Report(selection); proper != q.address {
		return nil, movedTo(proper)
	}
	return s.reportPage(snap, q, selection, q.address)
}

func (s *Site) reportPage(snap *snapshot, q request, selection report.Selection, address string) (*web.Unbuilt, error) {
	expand := urls.ParseExpand(q.query.Get("expand"))
	return web.Component(htmlHead, views.Report)(views.NewReportPage(s.frame, snap.archive, selection, address, expand))
}

// showRevision shows a place at one revision of a period. A revision that is superseded says so and
// links to the current one.
func (s *Site) showRevision(snap *snapshot, q request) (*web.Unbuilt, error) {
	at, err := snap.atRevision(q)
	if err != nil {
		return nil, err
	}
	proper := urls.Revision(at.Period, at.revision.Number, at.Place)
	if proper != q.address {
		return nil, movedTo(proper)
	}
	current, err := snap.archive.Revision(at.Period)
	if err != nil {
		return nil, err
	}
	m, err := views.NewReportPage(s.frame, at.archive, at.Selection, proper, urls.ParseExpand(q.query.Get("expand")))
	if err != nil {
		return nil, err
	}
	m.Banner = views.PinnedBanner(at.revision, at.Place)
	if at.revision.Number != current.Number {
		m.Banner = views.SupersededBanner(at.revision, current, at.Place)
		m.Share, m.CiteMore = views.ShareCard{}, "" // both show the current revision
	}
	return web.Component(htmlHead, views.Report)(m, nil)
}

// showRevisions lists what was published when.
func (s *Site) showRevisions(snap *snapshot, _ request) (*web.Unbuilt, error) {
	return web.Component(htmlHead, views.Revisions)(views.NewRevisionsPage(s.frame, snap.archive), nil)
}

// showMethodology explains how the figures are made.
func (s *Site) showMethodology(snap *snapshot, _ request) (*web.Unbuilt, error) {
	return web.Component(htmlHead, views.Methodology)(views.NewMethodologyPage(s.frame, snap.archive))
}

// trendPlace returns the place in the address of a page about one place over all periods.
func (snap *snapshot) trendPlace(q request) (report.Place, error) {
	for name, fits := range map[string]func(report.Place) bool{"country": report.Place.IsCountry, "region": report.Place.IsRegion} {
		text, ok := q.vars[name]
		if !ok {
			continue
		}
		place, err := snap.archive.Places().Find(text)
		if err == nil && !fits(place) {
			err = fmt.Errorf("%s %q: %w", name, text, report.ErrNotFound)
		}
		return place, err
	}
	return report.Place{}, nil
}

// showTrend shows the world over all periods, and a region or a country on its page of the newest period, which is
// canonical. While nothing is published, all are the same empty page.
func (s *Site) showTrend(snap *snapshot, q request) (*web.Unbuilt, error) {
	place, err := snap.trendPlace(q)
	if err != nil {
		return nil, err
	}
	if proper := urls.Trend(place); proper != q.address {
		return nil, movedTo(proper)
	}
	if place.IsGlobal() || snap.archive.NewestPublished().IsZero() {
		return web.Component(htmlHead, views.Trends)(views.NewTrendPage(s.frame, snap.archive), nil)
	}
	newest := report.Selection{Period: snap.archive.NewestPublished(), Place: place}
	return s.reportPage(snap, q, newest, urls.Report(newest))
}
