package views_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

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
