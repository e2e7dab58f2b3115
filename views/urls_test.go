package views_test

import (
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// Every address that the views can build is one that the site answers.
func TestURLs_AreAnswered(t *testing.T) {
	site := sitetest.New(t)
	period := site.Archive.Newest()
	country, _ := site.Archive.Places().Country("AU")
	urls := []string{
		views.HomeURL(), views.RevisionsURL(), views.AllCSVURL(), views.CountryURL(country),
		views.ReportURL(report.Selection{Period: period}),
		views.ReportURL(report.Selection{Period: period, Place: report.Place{Country: country}}),
		views.ReportURL(report.Selection{Period: period, Place: report.Place{Region: site.Archive.Places().RegionOf(country)}}),
	}
	for _, format := range views.Formats() {
		urls = append(urls, views.DownloadURL(period, format))
	}
	for _, url := range urls {
		if got := site.Get(url).Status; got != 200 {
			t.Errorf("%s: got %d, want 200", url, got)
		}
	}
	if got := site.Get(views.DownloadFormURL()).Status; got != 303 {
		t.Errorf("%s: got %d, want 303", views.DownloadFormURL(), got)
	}
}

func TestEditionAddress_IsAbsoluteWhereTheSitesOwnIsKnown(t *testing.T) {
	period := report.Period{Year: 2019, Half: 1}
	for base, want := range map[string]string{
		"": "/2019-H1", "https://example.org": "https://example.org/2019-H1", "https://example.org/lerr/": "https://example.org/lerr/2019-H1",
	} {
		if got := views.EditionAddress(views.Frame{BaseURL: base}, period); got != want {
			t.Errorf("base %q: got %q, want %q", base, got, want)
		}
	}
}
