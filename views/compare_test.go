package views_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
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

// compareOracle works out what a page must say from the tables of the archive alone.
type compareOracle struct {
	t      *testing.T
	a      *report.Archive
	newest report.Period
	places []report.Place
	asked  urls.Comparison
	page   views.ComparePage
}

func (o compareOracle) errorf(format string, args ...any) {
	o.t.Helper()
	o.t.Errorf("%s, %s: %s", o.newest, o.asked.Page(), fmt.Sprintf(format, args...))
}

// counts returns a place's figures in a half-year; ok is false without any.
func (o compareOracle) counts(p report.Place, period report.Period) (report.Counts, bool) {
	r, err := o.a.Revision(period)
	if err != nil {
		return report.Counts{}, false
	}
	c, rows := r.Edition.Headline().Total(p, o.a.Places())
	return c, rows > 0
}

// before returns the figures of the half-year before, if it is on the same side of 2017 and has any.
func (o compareOracle) before(p report.Place) (report.Counts, bool) {
	if o.newest == (report.Period{Year: 2017, Half: 1}) {
		return report.Counts{}, false
	}
	return o.counts(p, o.newest.Previous())
}

// rate returns a place's part and whole of what a share is shown of.
func (o compareOracle) rate(p report.Place, measure int, period report.Period) (part, whole int) {
	c, _ := o.counts(p, period)
	if measure < 2 {
		world, _ := o.counts(report.Place{}, period)
		return c.Figures()[measure], world.Figures()[measure]
	}
	return c.Figures()[measure], c.Content + c.NonContent + c.NoData + c.Rejected
}

func percentText(part, whole int) string {
	tenths := math.Floor(float64(part)*1000/float64(whole) + 0.5)
	switch {
	case part > 0 && tenths == 0:
		return "less than 0.1%"
	case part < whole && tenths == 1000:
		return "more than 99.9%"
	}
	return strconv.FormatFloat(tenths/10, 'f', 1, 64) + "%"
}

func number(s string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return 0 // "none", "no"
	}
	return n
}

var (
	levelClause = regexp.MustCompile(`^(?:(?:requests|those) from )?(.+?) (?:made |specified )?(no|none|[\d,]+)(?: requests?| accounts?)?(?:, (as many|as|after none|([\d,]+) (more|fewer))(?: as| than)?( in [^,]+)?)?(?:, (the|after the) (most|fewest) of any half-year since (\d+))?$`)
	rateClause  = regexp.MustCompile(`^(none|[\d,]+|(?:less than |more than )?[\d.]+%) of (?:the requests|those|([\d,]+)(?: requests?)?) from (.+?)(?: (were rejected|was rejected|ended with .+?))?(?:, (after (?:none|(?:less than |more than )?[\d.]+%)(?: of ([\d,]+))?|after [\d,]+ of ([\d,]+)|the same)(?: as)?( in [^,]+)?)?$`)
)

// place finds a place by its name in prose, and checks that it is named once.
func (o compareOracle) place(prose string, named map[string]bool) (report.Place, bool) {
	for _, p := range o.places {
		if p.InProse() == prose && !named[prose] {
			named[prose] = true
			return p, true
		}
	}
	o.errorf("%q is not compared, or named twice", prose)
	return report.Place{}, false
}

func (o compareOracle) checkLevel(n views.CompareNews) {
	clauses, ok := strings.CutPrefix(strings.TrimSuffix(n.Text, "."), "In "+o.newest.Label()+", ")
	named, rose, fell, same := map[string]bool{}, 0, 0, 0
	for _, clause := range strings.Split(clauses, "; ") {
		m := levelClause.FindStringSubmatch(clause)
		if !ok || m == nil {
			o.errorf("%q cannot be read", clause)
			return
		}
		p, ok := o.place(m[1], named)
		if !ok {
			return
		}
		now, _ := o.counts(p, o.newest)
		of := func(c report.Counts) int { return c.Figures()[o.asked.Measure] }
		if number(m[2]) != of(now) {
			o.errorf("%q, want %d", clause, of(now))
		}
		before, comparable := o.before(p)
		want := ""
		switch diff := of(now) - of(before); {
		case !comparable:
		case diff == 0 && of(now) == 0:
			want = "as"
		case diff == 0:
			want = "as many"
		case of(before) == 0:
			want = "after none"
		case diff > 0:
			want = views.Number(diff) + " more"
		default:
			want = views.Number(-diff) + " fewer"
		}
		if comparable {
			rose, fell, same = rose+max(0, cmpInt(of(now), of(before))), fell+max(0, cmpInt(of(before), of(now))), same+1-absInt(cmpInt(of(now), of(before)))
		}
		if m[3] != want {
			o.errorf("%q, want the change %q", clause, want)
		}
		o.checkExtreme(clause, p, m[7:10])
	}
	o.checkAllNamed(named, n.Text)
	lead := ""
	if all := rose + fell + same; all == len(named) && all > 1 {
		word := "All " + views.Words(all)
		if all == 2 {
			word = "Both"
		}
		switch {
		case rose == all:
			lead = word + " rose."
		case fell == all:
			lead = word + " fell."
		case same == all:
			lead = word + " stayed as they were."
		default:
			var parts []string
			for i, n := range []int{rose, fell, same} {
				if n > 0 {
					parts = append(parts, views.Words(n)+" "+[]string{"rose", "fell", "did not change"}[i])
				}
			}
			lead = views.Capital(views.Sentence(parts)) + "."
		}
	}
	if n.Lead != lead {
		o.errorf("it begins %q, want %q", n.Lead, lead)
	}
}

func cmpInt(a, b int) int {
	switch {
	case a > b:
		return 1
	case a < b:
		return -1
	}
	return 0
}

func absInt(n int) int { return max(n, -n) }

// checkExtreme works out whether the newest figure, or the one before, is beyond all others of its series.
func (o compareOracle) checkExtreme(clause string, p report.Place, said []string) {
	from := report.Period{Year: 2013, Half: 1}
	if o.newest.Year >= 2017 {
		from = report.Period{Year: 2017, Half: 1}
	}
	var run []int
	complete := true
	for period := from; period.Compare(o.newest) <= 0; period = period.Next() {
		c, ok := o.counts(p, period)
		complete = complete && ok
		run = append(run, c.Figures()[o.asked.Measure])
	}
	want := []string{"", "", ""}
	if complete && len(run) >= 3 {
		sorted := slices.Sorted(slices.Values(run))
		most, fewest := sorted[len(sorted)-1], sorted[0]
		onlyMost, onlyFewest := most > sorted[len(sorted)-2], fewest < sorted[1]
		year := strconv.Itoa(from.Year)
		last, before := run[len(run)-1], run[len(run)-2]
		switch {
		case last == most && onlyMost:
			want = []string{"the", "most", year}
		case last == fewest && onlyFewest:
			want = []string{"the", "fewest", year}
		case before == most && onlyMost:
			want = []string{"after the", "most", year}
		case before == fewest && onlyFewest:
			want = []string{"after the", "fewest", year}
		}
	}
	if !slices.Equal(said, want) {
		o.errorf("%q: got %q, want %q of %v", clause, said, want, run)
	}
}

// checkAllNamed checks that a sentence leaves out no place with requests.
func (o compareOracle) checkAllNamed(named map[string]bool, text string) {
	for _, p := range o.places {
		if _, ok := o.counts(p, o.newest); ok && !named[p.InProse()] {
			o.errorf("%q leaves out %s", text, p.Name())
		}
	}
}

// outcomeIn returns the index of report.Columns of a sentence about an outcome.
func outcomeIn(text string) int {
	for i, words := range []string{"ended with content", "ended with only non-content", "ended with no data", " rejected"} {
		if strings.Contains(text, words) {
			return i + 2
		}
	}
	return -1
}

func (o compareOracle) checkOutcome(text string) {
	measure := outcomeIn(text)
	clauses, ok := strings.CutPrefix(strings.TrimSuffix(text, "."), "In "+o.newest.Label()+", ")
	named := map[string]bool{}
	clauses = strings.NewReplacer("of all requests", "of the requests from the world", "of all", "of those from the world", "from the world", "from nobody").Replace(clauses)
	for _, clause := range strings.Split(clauses, "; ") {
		m := rateClause.FindStringSubmatch(clause)
		if !ok || m == nil || measure < 0 {
			o.errorf("%q cannot be read", clause)
			return
		}
		p, ok := o.place(m[3], named)
		if !ok {
			return
		}
		say := func(part, whole int, few string) string {
			switch {
			case whole < 10 && part == 0:
				return "none" + few
			case whole < 10:
				return views.Number(part) + few
			case part == 0:
				return "none"
			}
			return percentText(part, whole)
		}
		part, whole := o.rate(p, measure, o.newest)
		if m[1] != say(part, whole, "") || (m[2] != "") != (whole < 10) || m[2] != "" && number(m[2]) != whole {
			o.errorf("%q, want %d of %d", clause, part, whole)
		}
		want := ""
		if _, comparable := o.before(p); comparable {
			partBefore, wholeBefore := o.rate(p, measure, o.newest.Previous())
			switch {
			case wholeBefore == 0:
			case whole >= 10 && wholeBefore >= 10 && percentText(part, whole) == percentText(partBefore, wholeBefore):
				want = "the same"
			default:
				want = "after " + say(partBefore, wholeBefore, " of "+views.Number(wholeBefore))
			}
		}
		if m[5] != want {
			o.errorf("%q, want %q", clause, want)
		}
	}
	o.checkAllNamed(named, text)
}

// moved returns the largest move of an outcome's share between the last two half-years, in tenths of a percent,
// and the outcome.
func (o compareOracle) moved() (most, measure int) {
	for m := 2; m < 6; m++ {
		for _, p := range o.places {
			_, before := o.before(p)
			_, now := o.counts(p, o.newest)
			if !before || !now {
				continue
			}
			part, whole := o.rate(p, m, o.newest)
			partBefore, wholeBefore := o.rate(p, m, o.newest.Previous())
			if whole < 10 || wholeBefore < 10 {
				continue
			}
			tenths := func(part, whole int) int { return int(math.Floor(float64(part)*1000/float64(whole) + 0.5)) }
			if by := absInt(tenths(part, whole) - tenths(partBefore, wholeBefore)); by > most {
				most, measure = by, m
			}
		}
	}
	return most, measure
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

func (o compareOracle) checkWorld(text string) {
	for _, p := range o.places {
		if _, ok := o.counts(p, o.newest); !ok || p.IsGlobal() {
			continue
		}
		part, whole := o.rate(p, o.asked.Measure, o.newest)
		want := percentText(part, whole)
		if part == 0 {
			want = "none"
		}
		if _, ok := o.before(p); ok {
			part, whole := o.rate(p, o.asked.Measure, o.newest.Previous())
			before := "after " + percentText(part, whole)
			if part == 0 {
				before = "after none"
			}
			if percentText(part, whole) == want {
				before = "the same"
			}
			want = "(?:^In [^,]+, |; )" + want + "(?: of all requests were| of all accounts specified were in requests)? from " + p.InProse() + ", " + before + `\b`
		} else {
			want = "(?:^In [^,]+, |; )" + want + "(?: of all requests were| of all accounts specified were in requests)? from " + p.InProse() + `[;.]`
		}
		if !regexp.MustCompile(strings.ReplaceAll(want, `%\b`, "%")).MatchString(text) {
			o.errorf("%q does not say %q", text, want)
		}
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
