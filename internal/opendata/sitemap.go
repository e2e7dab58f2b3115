package opendata

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// SitemapPage is one page of a sitemap.
type SitemapPage struct {
	Address string    // absolute
	Changed time.Time // zero where it is not known
}

// Sitemap writes the list of pages that search engines read (sitemaps.org).
func Sitemap(w io.Writer, pages []SitemapPage) error {
	type url struct {
		Address string `xml:"loc"`
		Changed string `xml:"lastmod,omitempty"`
	}
	type set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []url    `xml:"url"`
	}
	var all set
	for _, p := range pages {
		all.URLs = append(all.URLs, url{p.Address, moment(p.Changed)})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write sitemap: %w", err)
	}
	encoder := xml.NewEncoder(w)
	if err := encoder.Encode(all); err != nil {
		return fmt.Errorf("write sitemap: %w", err)
	}
	return nil
}
