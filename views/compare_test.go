package views_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

// upTo returns the archive as of a half-year.
func upTo(t *testing.T, a *report.Archive, newest report.Period) *report.Archive {
	t.Helper()
	revisions := slices.DeleteFunc(a.Revisions(), func(r report.Revision) bool { return r.Edition.Period.Compare(newest) > 0 })
	b, err := report.NewArchive(a.Places(), revisions)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// comparisons calls check with comparisons of one to six places in each half-year: of the largest, of those with
// few requests, and of any, with each measure, as numbers and as shares.
func comparisons(t *testing.T, check func(o compareOracle)) {
	t.Helper()
	a := sitetest.Archive(t)
	frame := views.Frame{Site: &sitetest.Shipped(t).Site}
	random := rand.New(rand.NewPCG(3, 9))
	for _, newest := range a.Periods() {
		b := upTo(t, a, newest)
		r, err := b.Revision(newest)
		if err != nil {
			t.Fatal(err)
		}
		var large, small []report.Place
		for _, row := range r.Edition.Headline().Sorted(report.ByRequests, report.Place{}, b.Places()) {
			c, _ := b.Places().Country(row.Country)
			if row.Counts.Requests >= 100 {
				large = append(large, report.Place{Country: c})
			} else {
				small = append(small, report.Place{Country: c})
			}
		}
		for i := range 18 {
			pool := [][]report.Place{large, small, everyPlace(b)}[i%3]
			c := urls.Comparison{Measure: i / 3 % 6, Share: random.IntN(2) == 0}
			if starts := b.SeriesStarts(); len(starts) > 1 && random.IntN(2) == 0 {
				c.Since = starts[1]
			}
			var places []report.Place
			for _, at := range random.Perm(len(pool))[:min(len(pool), 1+random.IntN(views.MaxCompared))] {
				places = append(places, pool[at])
				c.Places = append(c.Places, pool[at].Slug())
			}
			check(compareOracle{t, b, newest, places, c, views.NewComparePage(frame, b, c, nil)})
		}
	}
}

func TestCompareNews_IsRightInEveryHalfYear(t *testing.T) {
	levels, outcomes, worlds, none := 0, 0, 0, 0
	comparisons(t, func(o compareOracle) {
		var told []views.CompareNews
		for _, n := range o.page.News {
			if strings.Contains(n.Text, "tables have no row for") {
				none++
			} else {
				told = append(told, n)
			}
		}
		absent := 0
		allZero := true
		for _, p := range o.places {
			c, ok := o.counts(p, o.newest)
			if !ok {
				absent++
			}
			allZero = allZero && c.Figures()[o.asked.Measure] == 0
		}
		if len(o.page.News)-len(told) != absent {
			o.errorf("%q: %d places have no row", o.page.News, absent)
		}
		if absent == len(o.places) {
			if len(told) > 0 {
				o.errorf("%q of nothing", told)
			}
			return
		}
		if o.asked.Measure >= 2 {
			if allZero != (len(told) == 0) {
				o.errorf("%q of %s", told, urls.CompareMeasures()[o.asked.Measure])
			} else if !allZero {
				outcomes++
				if outcomeIn(told[0].Text) != o.asked.Measure {
					o.errorf("%q of another outcome", told[0].Text)
				}
				o.checkOutcome(told[0].Text)
			}
			return
		}
		switch {
		case !o.asked.Share:
			levels++
			o.checkLevel(told[0])
			told = told[1:]
		case len(told) > 0 && strings.Contains(told[0].Text, "% of all "):
			worlds++
			o.checkWorld(told[0].Text)
			told = told[1:]
		}
		most, measure := o.moved()
		if (most >= 10) != (len(told) == 1) {
			o.errorf("%q, where a share moved by %d", told, most)
		} else if most >= 10 {
			outcomes++
			if got := outcomeIn(told[0].Text); got != measure {
				o.errorf("%q, where %s moved most", told[0].Text, urls.CompareMeasures()[measure])
			}
			o.checkOutcome(told[0].Text)
		}
	})
	if levels < 20 || outcomes < 50 || worlds < 10 || none < 10 {
		t.Errorf("only %d, %d, %d and %d sentences are checked", levels, outcomes, worlds, none)
	}
}

// The tables have the archive's figures, and no percentage of fewer than ten requests.
func TestComparePage_HasTheArchivesFigures(t *testing.T) {
	dashes, tables, zeros := 0, 0, 0
	comparisons(t, func(o compareOracle) {
		for i, row := range o.page.Outcomes.Rows {
			p := o.places[i]
			c, ok := o.counts(p, o.newest)
			if !ok {
				if row.Absent != "No row" {
					o.errorf("%s: %+v, and it has no row", p.Name(), row)
				}
				continue
			}
			for j, n := range c.Outcomes() {
				_, whole := o.rate(p, j+2, o.newest)
				want := ""
				switch {
				case n > 0 && whole < 10:
					want = views.Dash
					dashes++
				case n > 0:
					want = strings.NewReplacer("less than ", "<", "more than ", ">").Replace(percentText(n, whole))
				}
				if row.Cells[j].Count != views.Number(n) || row.Cells[j].Share != want {
					o.errorf("%s: %+v, want %d and %q", p.Name(), row.Cells[j], n, want)
				}
			}
			before, comparable := o.before(p)
			change, rate := "+", ""
			if diff := c.Requests - before.Requests; comparable {
				if change = views.Number(diff); diff > 0 {
					change = "+" + change
				}
				if rate = views.Dash; before.Requests >= 10 {
					rate = views.Rate(report.Permille(math.Round(float64(diff) * 1000 / float64(before.Requests))))
				}
			}
			if row.Requests != views.Number(c.Requests) || row.Accounts != views.Number(c.Accounts) || row.Rate != rate || comparable && row.Change != change || !comparable && strings.Contains(row.Change, "+") {
				o.errorf("%s: %+v, want %d, %s, %s", p.Name(), row, c.Requests, change, rate)
			}
		}
		all := true
		for _, r := range o.page.Table.Rows {
			period := mustPeriod(o.t, r.Period)
			if period.Compare(o.asked.Since) < 0 {
				o.errorf("it has %s", r.Period)
			}
			for i, got := range r.Cells {
				c, ok := o.counts(o.places[i], period)
				part, whole := o.rate(o.places[i], o.asked.Measure, period)
				want := "No row"
				switch {
				case ok && !o.asked.Share:
					want = views.Number(c.Figures()[o.asked.Measure])
				case ok && whole < 10:
					want = views.Dash
				case ok && part == 0:
					want = "0"
				case ok:
					want = strings.NewReplacer("less than ", "<", "more than ", ">").Replace(percentText(part, whole))
				}
				if got != want {
					o.errorf("%s in %s: got %q, want %q", o.places[i].Name(), r.Period, got, want)
				}
				all = all && part == 0
			}
		}
		if tables++; len(o.page.Table.Rows) == 0 {
			zeros++
		} else if all {
			o.errorf("a table of nothing but zeros")
		}
	})
	if dashes < 10 || zeros < 3 || tables-zeros < 50 {
		t.Errorf("only %d dashes, %d tables and %d without", dashes, tables, zeros)
	}
}

// mustPeriod reads a label.
func mustPeriod(t *testing.T, label string) report.Period {
	t.Helper()
	p, err := report.ParsePeriod(strings.NewReplacer(" (Jan-Jun)", "-H1", " (Jul-Dec)", "-H2").Replace(label))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Names at the ends of lines neither overlap nor leave the picture, and a line stands where its figures are.
func TestComparePicture_LabelsNeverOverlap(t *testing.T) {
	lines := 0
	comparisons(t, func(o compareOracle) {
		p := o.page.Picture
		if p == nil {
			return
		}
		at := func(s string) float64 { return float(o.t, strings.TrimSuffix(s, "%")) }
		var ends []float64
		for _, l := range p.Lines {
			if !l.HasEnd {
				continue
			}
			lines++
			y := at(l.EndY)
			for _, other := range ends {
				if math.Abs(y-other) < 5.8 { // of 21.25 rem: 1.23 rem
					o.errorf("%s is %.1f%% from another name", l.Name, math.Abs(y-other))
				}
			}
			ends = append(ends, y)
			if y < 0 || y > 100 {
				o.errorf("%s is at %v", l.Name, y)
			}
			if width := chart.TextWidth(l.End+" "+l.Value, 100) / 100; width > float(o.t, strings.TrimSuffix(p.Ends, "em")) {
				o.errorf("%s needs %v em", l.End, width)
			}
			last := l.Marks[len(l.Marks)-1]
			if last.Y != l.FromY {
				o.errorf("%s: the name belongs to %s, the line ends at %s", l.Name, l.FromY, last.Y)
			}
		}
	})
	if lines < 150 {
		t.Errorf("only %d lines", lines)
	}
}
