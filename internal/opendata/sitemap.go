package opendata

import (
	"encoding/xml"
	"time"

	"lerr/internal/urls"
)

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
