package handlers_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

// The table of a place has a row for each period, with the figures of the archive or the words that
// there is none.
func TestShowTrend_TablesShowTheArchivesFigures(t *testing.T) {
	site := sitetest.New(t)
	a := site.Archive
	for _, slug := range []string{"global", "europe", "middle-east-and-africa", "us", "ad", "md", "sl"} {
		place, err := a.Places().Find(slug)
		if err != nil {
			t.Fatal(err)
		}
		doc := site.Doc(urls.Trend(place))
		var want []string
		for _, r := range a.Revisions() {
			total, rows := r.Edition.Headline().Total(place, a.Places())
			row := r.Edition.Period.Label() + "|No row"
			if rows > 0 {
				row = strings.Join([]string{r.Edition.Period.Label(), views.Number(total.Requests), views.Number(total.Accounts)}, "|")
				for _, n := range total.Outcomes() {
					row += "|" + strings.TrimSpace(views.Number(n)+" "+share(n, total.OutcomeSum()))
				}
			}
			want = append(want, row)
		}
		var got []string
		doc.Find(`section[aria-labelledby="headline"] tbody tr:not(.row--break)`).Each(func(_ int, row *goquery.Selection) {
			got = append(got, strings.Join(append([]string{sitetest.Text(row.Find("th > a"))}, texts(row.Find(figureCells))...), "|"))
		})
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", slug, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := doc.Find(`section[aria-labelledby="headline"] .row--break`).Length(); got != 1 {
			t.Errorf("%s: the table shows the break %d times", slug, got)
		}
	}
}

// A half-year that does not report a section says so, between those that do.
func TestShowCountry_SaysWhatIsNotReported(t *testing.T) {
	site := sitetest.New(t)
	rows := rowTexts(site.Doc("/countries/us").Find(`section[aria-labelledby="civil-over-time"] tbody tr`))
	if len(rows) != 5 || rows[3] != "2017 (Jul-Dec) Not reported" {
		t.Errorf("civil requests: %q", rows)
	}
	rows = rowTexts(site.Doc("/trends").Find(`section[aria-labelledby="emergencies-over-time"] tbody tr`))
	if len(rows) != 5 || !strings.HasPrefix(rows[4], "2017 (Jan-Jun) 183 279") {
		t.Errorf("emergencies: %q", rows)
	}
}

// TestPages_HaveNoPercentageOfFewerThanTen reads every percentage that stands beside its count in a table, on pages
// of every kind. The note that explains the dash stands on each of them.
func TestPages_HaveNoPercentageOfFewerThanTen(t *testing.T) {
	site := sitetest.New(t)
	paths := []string{"/", "/2013-H1/europe", "/2019-H1/ad", "/trends", "/countries/au", "/countries/ad", "/regions/europe", "/compare?places=ad,au,us", "/2019-H1/countries/content-rate"}
	for _, path := range paths {
		doc := site.Doc(path)
		if text := sitetest.Text(doc.Find("main")); strings.Count(text, "A dash stands for a percentage of fewer than ten requests.") != 1 {
			t.Errorf("%s: does not say once what a dash stands for", path)
		}
		doc.Find("table.counts tbody tr").Each(func(_ int, row *goquery.Selection) {
			cells := texts(row.Find(figureCells))
			if len(cells) != 6 {
				return
			}
			sum := 0
			for _, c := range cells[2:] {
				count, _, _ := strings.Cut(c, " ")
				n, err := strconv.Atoi(strings.ReplaceAll(count, ",", ""))
				if err != nil {
					t.Fatal(err)
				}
				sum += n
			}
			for _, c := range cells[2:] {
				count, share, _ := strings.Cut(c, " ")
				if (count == "0") != (share == "") || strings.HasSuffix(share, "%") != (sum >= 10 && count != "0") {
					t.Errorf("%s: %q of %d", path, c, sum)
				}
			}
		})
	}
}
