package views

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/urls"
)

var update = flag.Bool("update", false, "write the examples in testdata anew")

// example is a part of a page with canned data. Its name is that of its golden file.
type example struct {
	name string
	part templ.Component
}

// examples returns every part of a page in the cases that it must bear.
func examples(t *testing.T) []example {
	t.Helper()
	a := canned(t)
	page := func(period, place string) ReportPage { return cannedPage(t, a, period, place) }
	world, germany, bosnia, vincent := page("2019-H1", ""), page("2019-H1", "de"), page("2019-H1", "ba"), page("2019-H1", "vc")
	pinned := func(number int) ReportPage { return cannedRevisionPage(t, a, "2017-H1", number) }
	opened := world
	opened.Answers = slices.Clone(world.Answers)
	for i := range opened.Answers {
		opened.Answers[i].Open = true
	}
	return []example{
		{"filter-world", filter(world.Filter)},
		{"filter-long-name", filter(page("2015-H2", "vc").Filter)},

		{"headline-world", headline(world.Headline)},
		{"headline-thin-part", headline(germany.Headline)},
		{"headline-few-requests", headline(bosnia.Headline)},
		{"headline-zeros", headline(vincent.Headline)},
		{"headline-no-row", headline(page("2017-H1", "vc").Headline)},
		{"headline-no-row-after-figures", headline(page("2017-H2", "nl").Headline)},
		{"headline-first-half-year", headline(page("2015-H2", "").Headline)},
		{"headline-across-the-break", headline(page("2017-H1", "us").Headline)},
		{"headline-after-a-withdrawn-half-year", headline(page("2018-H2", "us").Headline)},
		{"headline-of-a-revision", headline(pinned(2).Headline)},

		{"strip-world", strip(world.Headline.Strip)},
		{"strip-zeros", strip(vincent.Headline.Strip)},
		{"strip-no-row", strip(page("2019-H1", "la").Headline.Strip)},

		{"outcomes", outcomes(world.Headline.Outcomes, "h3")},
		{"outcomes-below-one-percent", outcomes(germany.Headline.Outcomes, "h3")},
		{"outcomes-one-part", outcomes(page("2019-H1", "nl").Headline.Outcomes, "h3")},
		{"outcomes-few-requests", outcomes(bosnia.Headline.Outcomes, "h3")},
		{"outcomes-none", outcomes(vincent.Headline.Outcomes, "h3")},
		{"outcomes-in-accounts", outcomes(world.Supplementary[0].Outcomes, "h5")},

		{"rows", within("grid-table grid-table--change", countsTable(germany.Tables.Regions[2].Table))},
		{"table-world", tables(world)},
		{"table-region-open", tables(germany)},
		{"table-first-half-year", tables(page("2015-H2", "ba"))},

		{"small-multiples-regions", multiples(newMultiples(a, report.Place{}))},
		{"small-multiples-countries", multiples(newMultiples(a, cannedPlace(t, a, "americas")))},

		{"notice-corrected", banner(page("2017-H1", "").Banner)},
		{"notice-superseded", banner(pinned(1).Banner)},
		{"notice-pinned", banner(pinned(2).Banner)},
		{"notice-withdrawn", message(withdrawnPage(t, a, "2018-H1"))},
		{"notice-not-found", message(NewNotFoundPage(cannedFrame(), a.NewestPublished(), a.Places().Nearest("united", 3)))},

		{"trust", trust(world.Trust, world.CiteMore)},
		{"trust-corrected", trust(page("2017-H1", "").Trust, "")},

		{"download-world", download(world)},
		{"download-country", download(vincent)},
		{"download-revision", download(pinned(1))},

		{"faqs", faqs(world)},
		{"faqs-open", faqs(opened)},
	}
}

func TestExamples_LookAsTheyDid(t *testing.T) {
	dir := filepath.Join("testdata", "examples")
	var want []string
	for _, e := range examples(t) {
		want = append(want, e.name+".html")
		t.Run(e.name, func(t *testing.T) {
			path, got := filepath.Join(dir, e.name+".html"), lines(render(t, e.part))
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(golden), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s (-file +now); after a look at make gallery, go test ./views -run Examples -update accepts it:\n%s", path, diff)
			}
		})
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.Contains(want, f.Name()) {
			t.Errorf("%s is of no example", filepath.Join(dir, f.Name()))
		}
	}
}

// within returns a part inside an element of the classes that it needs around it.
func within(classes string, part templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := fmt.Fprintf(w, `<div class="%s">`, classes); err != nil {
			return err
		}
		if err := part.Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, "</div>")
		return err
	})
}

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// lines breaks HTML between its tags, so that files and their differences can be read.
func lines(html string) string {
	return strings.NewReplacer("><", ">\n<", "> <", ">\n <").Replace(html) + "\n"
}

func cannedPlace(t *testing.T, a *report.Archive, name string) report.Place {
	t.Helper()
	place, err := a.Places().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func cannedPeriod(t *testing.T, name string) report.Period {
	t.Helper()
	p, err := report.ParsePeriod(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// cannedPage returns the page of a half-year and a place.
func cannedPage(t *testing.T, a *report.Archive, period, place string) ReportPage {
	t.Helper()
	s := report.Selection{Period: cannedPeriod(t, period), Place: cannedPlace(t, a, place)}
	m, err := NewReportPage(cannedFrame(), a, s, urls.Report(s), urls.Expand(0))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// cannedRevisionPage returns the world's page of a revision, with its banner.
func cannedRevisionPage(t *testing.T, a *report.Archive, period string, number int) ReportPage {
	t.Helper()
	p := cannedPeriod(t, period)
	current, err := a.Revision(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.RevisionNumber(p, number)
	if err != nil {
		t.Fatal(err)
	}
	then, err := a.At(r)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewReportPage(cannedFrame(), then, report.Selection{Period: p}, urls.Revision(p, number, report.Place{}), urls.Expand(0))
	if err != nil {
		t.Fatal(err)
	}
	m.Banner = PinnedBanner(r, report.Place{})
	if r.Number != current.Number {
		m.Banner = SupersededBanner(r, current, report.Place{})
	}
	return m
}

// withdrawnPage returns the page of a withdrawn half-year.
func withdrawnPage(t *testing.T, a *report.Archive, period string) MessagePage {
	t.Helper()
	p := cannedPeriod(t, period)
	r, ok := a.Withdrawn(p)
	if !ok {
		t.Fatalf("%s is not withdrawn", period)
	}
	return NewWithdrawnPage(cannedFrame(), r, "/"+period)
}
