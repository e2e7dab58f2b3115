package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// In every half-year, each row's change is the difference of its requests to those of the half-year before. There is
// none where that has no row, and no column of changes where the half-years must not be compared.
func TestTables_ChangeIsTheDifferenceToTheHalfYearBefore(t *testing.T) {
	site := sitetest.New(t)
	places := site.Archive.Places()
	for _, revision := range sitetest.Sample(site.Archive.Revisions(), 6) {
		e := &revision.Edition
		before, err := site.Archive.Revision(e.Period.Previous())
		comparable := err == nil && e.Period != report.Period{Year: 2017, Half: 1}
		doc := site.Doc("/" + e.Period.String())
		if got := doc.Find("#tables .row__change").Length() > 0; got != comparable {
			t.Errorf("%s: has changes: %v, want %v", e.Period, got, comparable)
		}
		if !comparable {
			continue
		}
		now, was := e.Headline(), before.Edition.Headline()
		told := func(name, got string, place report.Place) {
			to, _ := now.Total(place, places)
			from, rows := was.Total(place, places)
			want := "–"
			if d := to.Requests - from.Requests; rows > 0 {
				want = views.Signed(d)
				// Rounded half up, whatever the sign.
				if tenths := (2000*max(d, -d) + from.Requests) / max(2*from.Requests, 1); from.Requests >= 10 && tenths > 0 {
					want += fmt.Sprintf(" %c%d.%d%%", []rune(want)[0], tenths/10, tenths%10)
				}
			}
			if got != want {
				t.Errorf("%s %s: the change is %q, want %q", e.Period, name, got, want)
			}
		}
		doc.Find("#tables tbody tr").Each(func(_ int, row *goquery.Selection) {
			name := sitetest.Text(row.Find("th > a"))
			c, _ := places.CountryNamed(name)
			told(name, sitetest.Text(row.Find(".row__change")), report.Place{Country: c})
		})
		told("the world", strings.TrimPrefix(sitetest.Text(doc.Find(".row--total .row__change")), "change: "), report.Place{})
		for _, region := range places.Regions() {
			told(region.Name, strings.TrimPrefix(sitetest.Text(doc.Find("#"+region.Slug+" > summary .row__change")), "change: "), report.Place{Region: region})
		}
	}
}

// The largest countries stand before the regions on the world's page, with the figures that they have in their
// regions and with the share that they have together.
func TestTables_TheLargestStandFirst(t *testing.T) {
	site := sitetest.New(t)
	for _, revision := range sitetest.Sample(site.Archive.Revisions(), 4) {
		doc := site.Doc("/" + revision.Edition.Period.String())
		in := map[string]string{}
		doc.Find("#tables .region tbody tr").Each(func(_ int, row *goquery.Selection) {
			in[sitetest.Text(row.Find("th > a"))] = strings.Join(texts(row.Find("td")), "|")
		})
		least, sum, named := 1<<30, 0, map[string]bool{}
		doc.Find(".largest tbody tr").Each(func(_ int, row *goquery.Selection) {
			name := sitetest.Text(row.Find("th > a"))
			if got := strings.Join(texts(row.Find("td")), "|"); got != in[name] {
				t.Errorf("%s %s: %s among the largest, %s in its region", revision.Edition.Period, name, got, in[name])
			}
			c, _ := site.Archive.Places().CountryNamed(name)
			own, _ := revision.Edition.Headline().Row(c.Code)
			least, sum, named[c.Code] = min(least, own.Counts.Requests), sum+own.Counts.Requests, true
		})
		total := 0
		for _, r := range revision.Edition.Headline().Rows {
			if total += r.Counts.Requests; r.Counts.Requests > least && !named[r.Country] {
				t.Errorf("%s: %s is larger than the smallest of the largest", revision.Edition.Period, r.Country)
			}
		}
		want := fmt.Sprintf("The five largest, %.1f%% of all requests", 100*float64(sum)/float64(total))
		if got := sitetest.Text(doc.Find(".largest h3")); !strings.HasPrefix(got, want) || len(named) != 5 {
			t.Errorf("%s: got %q with %d rows, want %q", revision.Edition.Period, got, len(named), want)
		}
	}
	if site.Doc("/2019-H1/europe").Find(".largest").Length() > 0 {
		t.Error("the page of a region has the world's largest")
	}
}
