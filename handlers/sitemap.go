package handlers

import (
	"bytes"
	"fmt"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// sendSitemap lists the pages for search engines. The format wants whole addresses, so without the
// site's own there is none: pages are made once, whoever asks for them by whatever name.
func (s *Public) sendSitemap(c echo.Context) error {
	if s.frame.BaseURL == "" {
		return fmt.Errorf("sitemap: the site does not know its own address: %w", report.ErrNotFound)
	}
	head := pagecache.Head{Type: "application/xml; charset=utf-8", CacheControl: web.CachePage}
	return s.sendMade(c, head, func(now *shown) ([]byte, error) {
		return opendata.Sitemap(s.frame.BaseURL, s.sitemapPages(now.archive))
	})
}

// sitemapPages lists the pages that search engines should know. Those of single revisions are left
// out: they say the same as the pages that show the newest.
func (s *Public) sitemapPages(a *report.Archive) []opendata.SitemapPage {
	updated := a.UpdatedAt()
	pages := []opendata.SitemapPage{
		{Address: urls.Home(), Changed: updated}, {Address: urls.Revisions(), Changed: updated}, {Address: urls.DataPage(), Changed: updated},
	}
	for _, list := range [][]string{s.trendAddresses(a), s.compareAddresses(a), s.mapAddresses(a), s.methodologyAddresses(a), s.countriesAddresses(a)} {
		for _, address := range list {
			pages = append(pages, opendata.SitemapPage{Address: address, Changed: updated})
		}
	}
	for _, r := range a.Revisions() {
		for _, place := range a.Places().All() {
			address := urls.Report(report.Selection{Period: r.Edition.Period, Place: place})
			pages = append(pages, opendata.SitemapPage{Address: address, Changed: r.PublishedAt})
		}
	}
	return pages
}

// sendRobots lets everybody in, and names the sitemap where there is one.
func (s *Public) sendRobots(c echo.Context) error {
	head := pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: web.CachePage}
	return s.sendMade(c, head, func(*shown) ([]byte, error) {
		var b bytes.Buffer
		b.WriteString("User-agent: *\nAllow: /\n")
		if s.frame.BaseURL != "" {
			fmt.Fprintf(&b, "\nSitemap: %s\n", urls.Absolute(s.frame.BaseURL, urls.Sitemap()))
		}
		return b.Bytes(), nil
	})
}
