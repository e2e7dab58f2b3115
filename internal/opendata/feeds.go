package opendata

import (
	"encoding/xml"
	"fmt"
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Feed holds what Atom writes.
type Feed struct {
	Metadata
	Name    string            // in the feed's id; empty for the site's first feed
	Title   string            // empty for the report's own
	Path    string            // of the feed itself
	History []report.Revision // newest first
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Rights  string      `xml:"rights,omitempty"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Link     atomLink     `xml:"link"`
	Category atomCategory `xml:"category"`
	Summary  string       `xml:"summary"`
}

// Atom returns a feed of releases, updates, corrections and withdrawals (RFC 4287). Ids consist of period and
// revision, so they survive a move of the site. An entry's time changes when its revision is
// withdrawn.
func Atom(f Feed) ([]byte, error) {
	feed := atomFeed{
		ID: f.tag(), Title: f.Title, Updated: timestamp(f.Updated), Author: f.Site.Publisher, Rights: f.Site.License.Name,
		Links: []atomLink{{"self", f.absolute(f.Path)}, {"alternate", f.absolute(urls.Home)}},
	}
	if f.Name != "" {
		feed.ID += "/" + f.Name
	}
	if f.Title == "" {
		feed.Title = f.Site.Title
	}
	for _, r := range f.History {
		feed.Entries = append(feed.Entries, f.entry(r))
	}
	return encodeXML("feed", feed, " ")
}

// tag returns the id that the site's feeds and entries start with (RFC 4151).
func (f Feed) tag() string { return "tag:lerr,2013:" + report.NameKey(f.Site.Organization) }

func (f Feed) entry(r report.Revision) atomEntry {
	label := r.Edition.Period.Label()
	e := atomEntry{
		ID:       fmt.Sprintf("%s/%s/r%d", f.tag(), r.Edition.Period, r.Number),
		Title:    label,
		Updated:  timestamp(r.PublishedAt),
		Link:     atomLink{"alternate", f.absolute(urls.Revision(r.Edition.Period, r.Number, report.Place{}))},
		Category: atomCategory{"release"},
		Summary:  fmt.Sprintf("%s %s, revision %d. Digest %s.", f.Site.Title, label, r.Number, r.Digest),
	}
	switch {
	case r.State == report.Withdrawn:
		e.Title, e.Category.Term, e.Summary, e.Updated = label+": withdrawn", "withdrawal", r.WithdrawalNotice, timestamp(r.WithdrawnAt)
	case r.Again:
		e.Title, e.Category.Term, e.Summary = label+": published again after a withdrawal", "republication", r.Note
	case r.Planned:
		e.Title, e.Category.Term, e.Summary = label+": planned update", "update", r.Note
	case r.Number > 1:
		e.Title, e.Category.Term, e.Summary = label+": corrected", "correction", r.Note
	}
	if r.Direct && r.State != report.Withdrawn {
		e.Summary += " Published directly, without a second person."
	}
	return e
}

// SitemapPage is one page of a sitemap.
type SitemapPage struct {
	Address string    // path on the site
	Changed time.Time // zero if unknown
}

// Sitemap returns the list of pages that search engines read (sitemaps.org), with absolute addresses.
func Sitemap(baseURL string, pages []SitemapPage) ([]byte, error) {
	type page struct {
		Address string `xml:"loc"`
		Changed string `xml:"lastmod,omitempty"`
	}
	var all struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Pages   []page   `xml:"url"`
	}
	for _, p := range pages {
		all.Pages = append(all.Pages, page{urls.Absolute(baseURL, p.Address), timestamp(p.Changed)})
	}
	return encodeXML("sitemap", all, "")
}
