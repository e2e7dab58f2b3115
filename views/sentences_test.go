package views_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// everyPlace lists the world, every region and every country.
func everyPlace(a *report.Archive) []report.Place {
	list := []report.Place{{}}
	for _, r := range a.Places().Regions() {
		list = append(list, report.Place{Region: r})
	}
	for _, c := range a.Places().Countries() {
		list = append(list, report.Place{Country: c})
	}
	return list
}

func TestSentences_OfTheShippedReport(t *testing.T) {
	a := sitetest.Archive(t)
	world := views.NewOverTime(a, report.Place{}).Sentences
	want := "The most requests in a half-year from 2013 to 2016 were 39,083, in 2015 (Jul-Dec); the fewest 25,837, in 2016 (Jul-Dec). " +
		"The most requests in a half-year from 2017 to 2019 were 25,367, in 2017 (Jan-Jun); the fewest 21,433, in 2018 (Jul-Dec). " +
		"In 2019 (Jan-Jun), content was disclosed in 1,301 of 24,175 requests (5.4%), after 1,267 of 21,433 (5.9%) in the half-year before. " +
		"In 2019 (Jan-Jun), five of 53 countries made 68.6% of the requests: the United States, Germany, France, the United Kingdom and Brazil. " +
		"The United States, Germany and France together made more than half of them (50.8%)."
	if world != want {
		t.Errorf("the world:\n got %s\nwant %s", world, want)
	}
	andorra, _ := a.Places().Country("AD")
	got := views.NewOverTime(a, report.Place{Country: andorra}).Sentences
	want = "In ten of 13 half-years, the tables have no row for it. " +
		"The most requests in a half-year from 2013 to 2016 were 2, in 2015 (Jul-Dec); the fewest 1, in 2015 (Jan-Jun). " +
		"The only half-year with figures from 2017 to 2019 is 2018 (Jul-Dec), with 1 request. " +
		"Its rank among all countries, by requests: 48th to 57th from 2013 to 2016 and 46th from 2017 to 2019."
	if got != want {
		t.Errorf("Andorra:\n got %s\nwant %s", got, want)
	}
}

// In every period, for the world and each region, what a sentence says of the leaders is counted again
// from the rows.
func TestLeaderSentences_AreRightInEveryPeriod(t *testing.T) {
	a := sitetest.Archive(t)
	top := regexp.MustCompile(`^In (.+), (\w+) of (\w+) countries made (?:((?:more than )?[\d.]+)% of the requests|([\d,]+) of the ([\d,]+) requests)(?:: (.+))?\.$`)
	all := regexp.MustCompile(`^In (.+), (\w+) (?:country|countries) made (?:all ([\d,]+) requests|the one request): (.+)\.$`)
	half := regexp.MustCompile(`^(.+?)( countries)? (?:alone|together) made more than half of them(?: \(([\d.]+)%\))?\.$`)
	names := func(list string) []string {
		return regexp.MustCompile(`, | and `).Split(regexp.MustCompile(`\b[Tt]he `).ReplaceAllString(list, ""), -1)
	}
	seen := 0
	for _, r := range a.Revisions() {
		table, period := r.Edition.Headline(), r.Edition.Period
		for _, place := range everyPlace(a) {
			if place.IsCountry() {
				continue
			}
			var numbers []int
			byName := map[string]int{}
			total := 0
			for _, row := range table.Rows {
				if c, _ := a.Places().Country(row.Country); place.Contains(c) {
					numbers, byName[c.Name] = append(numbers, row.Counts.Requests), row.Counts.Requests
					total += row.Counts.Requests
				}
			}
			slices.SortFunc(numbers, func(a, b int) int { return b - a })
			sum := func(n int) (s int) {
				for _, v := range numbers[:n] {
					s += v
				}
				return s
			}
			share := func(part int) string {
				if text := strconv.FormatFloat(float64(part)/float64(total)*100, 'f', 1, 64); text != "100.0" || part == total {
					return text
				}
				return "more than 99.9"
			}
			where := fmt.Sprintf("%s, %s", period, place.Name())
			for _, text := range views.LeaderSentences(period, table, place, a.Places()) {
				seen++
				switch {
				case top.MatchString(text):
					m := top.FindStringSubmatch(text)
					if m[1] != period.Label() || m[2] != "five" || m[3] != views.Words(len(numbers)) || len(numbers) <= 5 {
						t.Errorf("%s: %d countries: %s", where, len(numbers), text)
					}
					if m[4] != "" && m[4] != share(sum(5)) || m[5] != "" && (m[5] != views.Number(sum(5)) || m[6] != views.Number(total)) {
						t.Errorf("%s: %d of %d: %s", where, sum(5), total, text)
					}
					named := 0
					for _, name := range names(m[7]) {
						named += byName[name]
					}
					if tied := numbers[4] == numbers[5]; tied != (m[7] == "") || !tied && !strings.Contains(m[7], "Bosnia and") && named != sum(5) {
						t.Errorf("%s: the countries named made %d, want %d (tied %v): %s", where, named, sum(5), tied, text)
					}
				case all.MatchString(text):
					m := all.FindStringSubmatch(text)
					if m[2] != views.Words(len(numbers)) || m[3] != "" && m[3] != views.Number(total) || m[3] == "" && total != 1 || len(numbers) > 5 {
						t.Errorf("%s: %d countries, %d requests: %s", where, len(numbers), total, text)
					}
				case half.MatchString(text):
					m := half.FindStringSubmatch(text)
					n := 1
					for sum(n)*2 <= total {
						n++
					}
					named := 0
					for _, name := range names(m[1]) {
						named += byName[name]
					}
					right := named == sum(n) && len(names(m[1])) == n
					if m[2] != "" {
						right = m[1] == views.Capital(views.Words(n)) && n > 5
					}
					if want := share(sum(n)); !right || m[3] != want && (m[3] != "" || want != "50.0") {
						t.Errorf("%s: %d countries made %s%%: %s", where, n, share(sum(n)), text)
					}
				default:
					t.Errorf("%s: no test knows this sentence: %s", where, text)
				}
			}
		}
	}
	if seen < 13*6 {
		t.Errorf("only %d sentences were read", seen)
	}
}

// What is said of each place is counted again from its rows.
func TestPlaceSentences_AreRightForEveryPlace(t *testing.T) {
	a := sitetest.Archive(t)
	for _, place := range everyPlace(a) {
		by := map[bool]map[string]int{true: {}, false: {}} // by side of the break: period → requests
		without := 0
		for _, r := range a.Revisions() {
			total, rows := r.Edition.Headline().Total(place, a.Places())
			if rows == 0 {
				without++
				continue
			}
			by[r.Edition.Period.Year >= 2017][r.Edition.Period.Label()] = total.Requests
		}
		text := strings.Join(views.PlaceSentences(a.Series(place)), " ")
		if got := strings.Contains(text, "the tables have no row for it"); got != (without > 0 && without < 13) {
			t.Errorf("%s: without a row in %d half-years: %s", place.Name(), without, text)
		}
		if without > 0 && without < 13 && !strings.Contains(text, "In "+views.Words(without)+" of 13 half-years,") {
			t.Errorf("%s: want %d of 13: %s", place.Name(), without, text)
		}
		for side, span := range map[bool]string{false: "from 2013 to 2016", true: "from 2017 to 2019"} {
			var most, fewest int
			for _, n := range by[side] {
				if fewest == 0 || n < fewest {
					fewest = n
				}
				most = max(most, n)
			}
			switch {
			case len(by[side]) == 0:
				if strings.Contains(text, span) {
					t.Errorf("%s has no figures %s: %s", place.Name(), span, text)
				}
			case len(by[side]) == 1:
				if !strings.Contains(text, "The only half-year with figures "+span+" is ") || !strings.Contains(text, ", with "+views.Plural(most, "request", "requests")) {
					t.Errorf("%s, %s, once %d: %s", place.Name(), span, most, text)
				}
			case most == fewest:
				if !strings.Contains(text, fmt.Sprintf("half-years with figures %s has %s.", span, views.Plural(most, "request", "requests"))) {
					t.Errorf("%s, %s, always %d: %s", place.Name(), span, most, text)
				}
			default:
				m := regexp.MustCompile(regexp.QuoteMeta("half-year "+span) + ` were ([\d,]+), in ([^;]+); the fewest ([\d,]+), in ([^.]+)\.`).FindStringSubmatch(text)
				if m == nil || m[1] != views.Number(most) || m[3] != views.Number(fewest) {
					t.Errorf("%s, %s, %d to %d: %s", place.Name(), span, fewest, most, text)
					continue
				}
				for label, n := range by[side] {
					if (n == most) != strings.Contains(m[2], label) || (n == fewest) != strings.Contains(m[4], label) {
						t.Errorf("%s: %d in %s: %s", place.Name(), n, label, m[0])
					}
				}
			}
		}
		odd := regexp.MustCompile(`\b1 (requests|countries|half-years)\b|\bone (countries|requests)\b|NaN|%!|  |\.\.|^[a-z]|\bbecause\b|\bdue to\b`)
		if m := odd.FindString(text); m != "" {
			t.Errorf("%s: %q in: %s", place.Name(), m, text)
		}
	}
}

// Between two breaks, a country's best and worst rank are counted again from the rows.
func TestRankSentence_IsRightForEveryCountry(t *testing.T) {
	a := sitetest.Archive(t)
	for _, c := range a.Places().Countries() {
		ranks := map[bool][]int{}
		for _, r := range a.Revisions() {
			rows := r.Edition.Headline().Rows
			own := slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == c.Code })
			if own < 0 {
				continue
			}
			rank := 1
			for _, other := range rows {
				if other.Counts.Requests > rows[own].Counts.Requests {
					rank++
				}
			}
			side := r.Edition.Period.Year >= 2017
			ranks[side] = append(ranks[side], rank)
		}
		var spans []string
		for _, side := range []bool{false, true} {
			if len(ranks[side]) == 0 {
				continue
			}
			best, worst := slices.Min(ranks[side]), slices.Max(ranks[side])
			text := views.Ordinal(best)
			if worst > best {
				text += " to " + views.Ordinal(worst)
			}
			spans = append(spans, text+map[bool]string{false: " from 2013 to 2016", true: " from 2017 to 2019"}[side])
		}
		want := ""
		if len(spans) > 0 {
			want = "Its rank among all countries, by requests: " + views.Sentence(spans) + "."
		}
		if got := views.RankSentence(a, c); got != want {
			t.Errorf("%s: got %q, want %q", c.Name, got, want)
		}
	}
}

func TestSentences_AreRightInSingularAndPlural(t *testing.T) {
	p := report.Period{Year: 2019, Half: 1}
	cell := func(content, rejected int) report.Point {
		return report.Point{Period: p, Status: report.StatusNumber, Counts: report.Counts{Requests: content + rejected, Content: content, Rejected: rejected}}
	}
	alone := func(c report.Point) string { return views.ContentSentence(report.Series{}, c) }
	after := func(was report.Counts, period report.Period, c report.Point) string {
		return views.ContentSentence(report.Series{Points: []report.Point{{Period: period, Status: report.StatusNumber, Counts: was}, c}}, c)
	}
	empty := report.Counts{Requests: 20, Content: 4, NotGiven: report.ColumnsOf(5)}
	was, broken := report.Counts{Requests: 20, Content: 4, Rejected: 16}, cell(5, 5)
	broken.Period = report.Period{Year: 2017, Half: 1}
	for want, got := range map[string]string{
		"": alone(cell(0, 0)),
		"In 2019 (Jan-Jun), content was disclosed in the one request.":                                                             alone(cell(1, 0)),
		"In 2019 (Jan-Jun), no content was disclosed in the one request.":                                                          alone(cell(0, 1)),
		"In 2019 (Jan-Jun), content was disclosed in none of 12 requests.":                                                         alone(cell(0, 12)),
		"In 2019 (Jan-Jun), content was disclosed in 1 of 4 requests.":                                                             alone(cell(1, 3)),
		"In 2019 (Jan-Jun), content was disclosed in 5 of 10 requests (50.0%).":                                                    alone(cell(5, 5)),
		"In 2019 (Jan-Jun), content was disclosed in 1 of 9,000 requests (less than 0.1%).":                                        alone(cell(1, 8999)),
		"In 2019 (Jan-Jun), content was disclosed in 8,999 of 9,000 requests (more than 99.9%).":                                   alone(cell(8999, 1)),
		"In 2019 (Jan-Jun), content was disclosed in 5 of 10 requests (50.0%), after 4 of 20 (20.0%) in the half-year before.":     after(was, p.Previous(), cell(5, 5)),
		"In 2019 (Jan-Jun), content was disclosed in none of 12 requests, after 4 of 20 requests (20.0%) in the half-year before.": after(was, p.Previous(), cell(0, 12)),
		"In 2019 (Jan-Jun), content was disclosed in 9 of 10 requests (90.0%).":                                                    after(report.Counts{}, p.Previous(), cell(9, 1)),
		"In 2019 (Jan-Jun), content was disclosed in 7 of 10 requests (70.0%).":                                                    after(empty, p.Previous(), cell(7, 3)),
		"In 2019 (Jan-Jun), content was disclosed in 8 of 10 requests (80.0%).":                                                    after(was, p.Previous().Previous(), cell(8, 2)),
		"In 2017 (Jan-Jun), content was disclosed in 5 of 10 requests (50.0%).":                                                    after(was, broken.Period.Previous(), broken),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLeaderSentences_OfFew(t *testing.T) {
	places := sitetest.Archive(t).Places()
	p := report.Period{Year: 2019, Half: 1}
	for _, tt := range []struct {
		name string
		rows map[string]int
		want string
	}{
		{"nothing", nil, ""},
		{"a zero", map[string]int{"DE": 0}, ""},
		{"one request", map[string]int{"DE": 1}, "In 2019 (Jan-Jun), one country made the one request: Germany."},
		{"one country", map[string]int{"DE": 12}, "In 2019 (Jan-Jun), one country made all 12 requests: Germany."},
		{
			"two countries", map[string]int{"DE": 12, "AU": 3},
			"In 2019 (Jan-Jun), two countries made all 15 requests: Germany and Australia. Germany alone made more than half of them (80.0%).",
		},
		{"two alike", map[string]int{"DE": 6, "AU": 6}, "In 2019 (Jan-Jun), two countries made all 12 requests: Australia and Germany."},
		{
			"few requests have no percentage", map[string]int{"DE": 2, "AU": 2, "AT": 1, "BE": 1, "FR": 1, "US": 1},
			"In 2019 (Jan-Jun), five of six countries made 7 of the 8 requests.",
		},
		{
			"nearly all is not all", map[string]int{"DE": 4000, "AU": 3000, "AT": 2000, "BE": 1000, "FR": 900, "US": 1},
			"In 2019 (Jan-Jun), five of six countries made more than 99.9% of the requests: Germany, Australia, Austria, Belgium and France. " +
				"Germany and Australia together made more than half of them (64.2%).",
		},
	} {
		table := report.Table{Section: report.Criminal}
		for code, n := range tt.rows {
			table.Rows = append(table.Rows, report.Row{Country: code, Counts: report.Counts{Requests: n}})
		}
		if got := strings.Join(views.LeaderSentences(p, table, report.Place{}, places), " "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestOrdinalAndWords(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 102: "102nd", 111: "111th", 1001: "1,001st"} {
		if got := views.Ordinal(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "no", 1: "one", 10: "ten", 11: "11", 1200: "1,200"} {
		if got := views.Words(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
