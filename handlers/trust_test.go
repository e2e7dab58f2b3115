package handlers_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// Each half-year says when the organization published it, as far as the project's list of its announcements has it,
// and links to its report.
func TestTrust_SaysWhereTheFiguresComeFrom(t *testing.T) {
	site := sitetest.New(t)
	shipped := sitetest.Shipped(t).Site
	dated := 0
	for _, r := range site.Archive.Revisions() {
		period := r.Edition.Period
		line := site.Doc("/" + period.String() + "/de").Find(".trust")
		announced, known := shipped.Publications[period]
		want := "Published by Microsoft in its report. Copied here on 24 November 2026, revision 1. Nothing has been corrected since."
		if known {
			dated++
			want = strings.Replace(want, "in its", "on "+views.Date(announced.Date)+" in its", 1)
			if line.Find(`a[href="`+announced.Address+`"]`).Length() != 1 {
				t.Errorf("%s does not link to %s", period, announced.Address)
			}
		}
		if got := sitetest.Text(line); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q, want %q", period, got, want)
		}
		if line.Find(`a[href="`+shipped.OwnReport+`"]`).Length() != 1 {
			t.Errorf("%s does not link to the organization's report", period)
		}
	}
	if dated != 6 {
		t.Errorf("%d half-years are dated, want 6", dated)
	}
}

// A correction is told, with its day and its reason.
func TestTrust_TellsACorrection(t *testing.T) {
	whole := sitetest.Archive(t)
	first := whole.Revisions()[0]
	corrected := report.Revision{Edition: first.Edition.Clone(), Number: 2, Note: "Two rows were exchanged.", PublishedAt: first.PublishedAt.AddDate(0, 1, 0)}
	archive, err := whole.With(corrected)
	if err != nil {
		t.Fatal(err)
	}
	site := sitetest.New(t, func(o *handlers.Options) { o.Archive = archive })
	got := sitetest.Text(site.Doc("/" + first.Edition.Period.String()).Find(".trust"))
	if want := "revision 2. Corrected on 24 December 2026: Two rows were exchanged."; !strings.Contains(got, want) || strings.Contains(got, "Nothing") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What is named is linked, on every page that names it.
func TestPages_LinkToWhatTheyName(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/", "/2016-H2/de", "/2013-H1/europe", "/methodology", "/data", "/revisions"} {
		doc := site.Doc(path)
		if doc.Find(`.whose-copy a[href^="https://www.microsoft.com/"]`).Length() != 1 {
			t.Errorf("%s does not link to the organization's own report", path)
		}
		text := sitetest.Text(doc.Find("main"))
		for _, name := range []string{"Data Law blog", "National Security Orders Report"} {
			linked := 0
			doc.Find("main a").Each(func(_ int, a *goquery.Selection) { linked += strings.Count(sitetest.Text(a), name) })
			if named := strings.Count(text, name); named != linked {
				t.Errorf("%s names %q %d times and links it %d times", path, name, named, linked)
			}
		}
	}
}
