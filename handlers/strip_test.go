package handlers_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// The strip has a bar for each half-year from the first to the newest, with its requests, and leads to those that
// were published. One that never was has no page.
func TestStrip_LeadsToWhatIsPublished(t *testing.T) {
	t.Parallel()
	whole := sitetest.Archive(t)
	missing := report.Period{Year: 2015, Half: 1}
	archive, err := report.NewArchive(whole.Places(), slices.DeleteFunc(slices.Clone(whole.Revisions()), func(r report.Revision) bool { return r.Edition.Period == missing }))
	if err != nil {
		t.Fatal(err)
	}
	site := sitetest.New(t, func(o *handlers.Options) { o.Archive = archive })
	for _, path := range []string{"/", "/2016-H2/de", "/2013-H1/ad"} {
		doc := site.Doc(path)
		if got := doc.Find(".strip li").Length(); got != 13 {
			t.Errorf("%s: got %d half-years, want 13", path, got)
		}
		if got := doc.Find(".strip a").Length(); got != 12 {
			t.Errorf("%s: got %d links, want 12", path, got)
		}
		doc.Find(".strip a").Each(func(_ int, a *goquery.Selection) {
			if got := site.Get(a.AttrOr("href", "")).Status; got != 200 {
				t.Errorf("%s: %s answers %d", path, a.AttrOr("href", ""), got)
			}
		})
		if got := doc.Find(".strip [aria-current]").Length(); got != 1 {
			t.Errorf("%s: %d bars are marked as shown", path, got)
		}
	}
	if got := sitetest.New(t).Doc("/2019-H1/r1").Find(".strip").Length(); got != 0 {
		t.Error("a revision, which never changes, has a strip")
	}
}
