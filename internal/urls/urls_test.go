package urls_test

import (
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
)

// Every address that the package builds is answered by the site.
func TestURLs_AreAnswered(t *testing.T) {
	site := sitetest.New(t)
	period := site.Archive.NewestPublished()
	country, _ := site.Archive.Places().Country("AU")
	addresses := []string{
		urls.Home, urls.Revisions, urls.AllCSV, urls.Country(country),
		urls.Report(report.Selection{Period: period}),
		urls.Report(report.Selection{Period: period, Place: report.Place{Country: country}}),
		urls.Report(report.Selection{Period: period, Place: report.Place{Region: site.Archive.Places().RegionOf(country)}}),
	}
	for _, format := range urls.Formats() {
		addresses = append(addresses, urls.Download(period, format))
	}
	for _, url := range addresses {
		if got := site.Get(url).Status; got != 200 {
			t.Errorf("%s: got %d, want 200", url, got)
		}
	}
	if got := site.Get(urls.DownloadForm).Status; got != 303 {
		t.Errorf("%s: got %d, want 303", urls.DownloadForm, got)
	}
}

func TestAbsolute_IsAbsoluteWhereTheSitesOwnIsKnown(t *testing.T) {
	period := report.Period{Year: 2019, Half: 1}
	for base, want := range map[string]string{
		"": "/2019-H1", "https://example.org": "https://example.org/2019-H1", "https://example.org/lerr/": "https://example.org/lerr/2019-H1",
	} {
		if got := urls.Absolute(base, urls.Report(report.Selection{Period: period})); got != want {
			t.Errorf("base %q: got %q, want %q", base, got, want)
		}
	}
}
