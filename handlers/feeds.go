package handlers

import (
	"slices"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// feeds maps the addresses of the feeds that hold a part of the revisions to that part.
var feeds = map[string]struct {
	name, title string
	leavesOut   func(report.Revision) bool
}{
	urls.ReleasesFeed:    {"releases", "releases", report.Revision.Corrects},
	urls.CorrectionsFeed: {"corrections", "corrections and withdrawals", func(r report.Revision) bool { return !r.Corrects() }},
}

// showFeed returns the feed of revisions, or of a part of them.
func (s *Site) showFeed(snap *snapshot, q request) (*web.Unbuilt, error) {
	history, title := snap.archive.History(), ""
	part, isPart := feeds[q.address]
	if isPart {
		history = slices.DeleteFunc(history, part.leavesOut)
		title = s.frame.Site.Title + ": " + part.title
	}
	head := pagecache.Head{Type: mediaAtom + utf8, CacheControl: web.CachePage, CrossOrigin: true}
	return web.Text(head)(opendata.Atom(opendata.Feed{
		Metadata: s.metadata(snap.archive), Name: part.name, Title: title, Path: q.address, History: history,
	}))
}

// showSitemap lists the pages for search engines. Those of single revisions are left out: they say
// the same as the current ones.
func (s *Site) showSitemap(snap *snapshot, _ request) (*web.Unbuilt, error) {
	var pages []opendata.SitemapPage
	for _, e := range s.table {
		if !e.indexed || e.form != "" {
			continue
		}
		for _, address := range e.addressesOf(snap, snap.archive.Periods()) {
			page := opendata.SitemapPage{Address: address, Changed: snap.archive.UpdatedAt()}
			if _, q, ok := s.resolve(address); ok && e.ofPeriod {
				at, err := snap.atRevision(q)
				if err != nil {
					return nil, err
				}
				page.Changed = at.revision.PublishedAt
			}
			pages = append(pages, page)
		}
	}
	head := pagecache.Head{Type: "application/xml" + utf8, CacheControl: web.CachePage}
	return web.Text(head)(opendata.Sitemap(s.frame.BaseURL, pages))
}

// showRobots lets everybody in, and names the sitemap where there is one.
func (s *Site) showRobots(*snapshot, request) (*web.Unbuilt, error) {
	text := "User-agent: *\nAllow: /\n"
	if s.frame.BaseURL != "" {
		text += "\nSitemap: " + urls.Absolute(s.frame.BaseURL, urls.Sitemap) + "\n"
	}
	return web.Text(pagecache.Head{Type: "text/plain" + utf8, CacheControl: web.CachePage})([]byte(text), nil)
}
