package views_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// The kinds of sentences, each a whole one. Groups are what the sentence states.
var (
	movedLead    = regexp.MustCompile(`^Requests (rose by|fell by) ([\d,]+), those (with content disclosed|with only non-content data disclosed|without any data found|rejected) (?:(rose by|fell by|by) ([\d,]+)|did not change): (.+)$`)
	movedClause  = regexp.MustCompile(`^(?i:(in )?(?:([\d.]+)%|(none)|(no)|data) (?:were |was )?(content was disclosed|only non-content data was disclosed|no data was found|rejected|answered with non-content data alone|content disclosed|found for each request))(?:, the (largest|smallest) share since (\d+))?(?:(?:,| and) (above|below) the world’s ([\d.]+)%)?, after ([\d.]+%|none) in the half-year before\.$`)
	moversText   = regexp.MustCompile(`^(?:(.+) rose most)?(?:, )?(?:(.+) fell most)?\.$`)
	mover        = regexp.MustCompile(`([\p{L}’ .-]+) \(([+−])([\d,]+)\)`)
	contentText  = regexp.MustCompile(`^Content was disclosed to law enforcement in (\w+) countr(?:y|ies): (.+)\.$`)
	noneText     = regexp.MustCompile(`^No content was disclosed, after ([\d,]+)(?: of ([\d,]+) requests?)?(?: \(([\d.]+)%\))? in the half-year before\.$`)
	ownContent   = regexp.MustCompile(`^Content was disclosed in (?:([\d,]+) of ([\d,]+) requests?(?: \(([\d.]+)%\))?|the one request|([\d,]+) requests?)(?:, after (?:([\d,]+|none) of ([\d,]+)(?: \(([\d.]+)%\))?|the one request|([\d,]+) requests?) in the half-year before)?\.( No country with ten or more requests has a larger share\.)?$`)
	extremeText  = regexp.MustCompile(`^([\d,]+) requests are the (most|fewest) in a half-year since (\d+)\.(?: (.+))?$`)
	levelText    = regexp.MustCompile(`^(.+?) (?:is (\d+)\w\w of (\S+) countr(?:y|ies), with|shares the (\d+)\w\w place among (\S+) countries, with|has) (less than |more than )?([\d.]+)% of the world’s requests(?: and (less than |more than )?([\d.]+)% of those of (.+))?\.$`)
	emergencyTxt = regexp.MustCompile(`^Emergency requests, counted apart, (rose|fell) from ([\d,]+) to ([\d,]+)\.$`)
	emergencyNew = regexp.MustCompile(`^There are also ([\d,]+) emergency requests, counted apart\.$`)
)

var outcomeOf = map[string]int{
	"with content disclosed": 0, "with only non-content data disclosed": 1, "without any data found": 2, "rejected": 3,
	"content was disclosed": 0, "only non-content data was disclosed": 1, "no data was found": 2,
	"answered with non-content data alone": 1, "found for each request": 2,
}

func count(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// half holds the figures of a place in one half-year, added up row by row.
type half struct {
	period    report.Period
	rows      map[string]report.Counts // by country, of the place alone
	own       report.Counts
	world     report.Counts
	every     map[string]report.Counts
	emergency int
	hasRow    bool // of emergencies
}

func halfOf(a *report.Archive, e report.Edition, place report.Place) half {
	h := half{period: e.Period, rows: map[string]report.Counts{}, every: map[string]report.Counts{}}
	for _, table := range e.Tables {
		for _, row := range table.Rows {
			c, _ := a.Places().Country(row.Country)
			inside := place.Contains(c)
			switch table.Section {
			case report.Combined, report.Criminal:
				h.world = h.world.Add(row.Counts)
				h.every[row.Country] = row.Counts
				if inside {
					h.rows[row.Country], h.own = row.Counts, h.own.Add(row.Counts)
				}
			case report.Emergencies:
				if inside {
					h.emergency, h.hasRow = h.emergency+row.Counts.Requests, true
				}
			}
		}
	}
	return h
}

// In every half-year, for the world, each region and each country, each sentence is recomputed from the rows, and
// what is news has a sentence.
func TestNews_IsRightInEveryHalfYear(t *testing.T) {
	a := sitetest.Archive(t)
	total := 0
	revisions := slices.Clone(a.Revisions())
	slices.Reverse(revisions) // oldest first
	for _, place := range everyPlace(a) {
		var past []half // since the series began or broke
		for _, r := range revisions {
			h := halfOf(a, r.Edition, place)
			if h.period.Year == 2017 && h.period.Half == 1 {
				past = nil
			}
			s := report.Selection{Period: h.period, Place: place}
			items := views.News(a, s)
			if len(h.rows) == 0 && len(items) > 0 {
				t.Errorf("%s: news of a place without a row: %q", s.Label(), items)
			}
			c := newsCheck{T: t, a: a, place: place, now: h, past: past, found: map[string]bool{}}
			for _, item := range items {
				total++
				if !c.check(item.String()) {
					t.Errorf("%s: wrong or unknown: %q", s.Label(), item)
				}
			}
			if len(h.rows) > 0 {
				for kind, due := range c.due() {
					if due != c.found[kind] {
						t.Errorf("%s: %s: got a sentence: %v, want %v: %q", s.Label(), kind, c.found[kind], due, items)
					}
				}
			}
			past = append(past, h)
		}
	}
	if total < 1500 {
		t.Errorf("only %d sentences", total)
	}
}

type newsCheck struct {
	*testing.T
	a     *report.Archive
	place report.Place
	now   half
	past  []half
	found map[string]bool
}

// before returns the half-year before, if the place has a row in it and it can be compared.
func (c newsCheck) before() (half, bool) {
	if len(c.past) == 0 {
		return half{}, false
	}
	h := c.past[len(c.past)-1]
	return h, len(h.rows) > 0
}

func percent(part, whole int) string {
	return strconv.FormatFloat(float64((part*2000+whole)/(2*whole))/10, 'f', 1, 64)
}

// move returns how far the share of an outcome moved, as a fraction.
func (c newsCheck) move(o int) float64 {
	b, _ := c.before()
	d := float64(c.now.own.Outcomes()[o])/float64(c.now.own.OutcomeSum()) - float64(b.own.Outcomes()[o])/float64(b.own.OutcomeSum())
	return max(d, -d)
}

func (c newsCheck) check(text string) bool {
	b, comparable := c.before()
	own := c.now.own
	if m := movedLead.FindStringSubmatch(text); m != nil {
		o := outcomeOf[m[3]]
		d, moved := own.Requests-b.own.Requests, own.Outcomes()[o]-b.own.Outcomes()[o]
		verb := m[4]
		if verb == "by" {
			verb = m[1]
		}
		if !comparable || c.place.IsCountry() || max(d, -d) != c.Count(m[2]) || (d > 0) != (m[1] == "rose by") ||
			(m[5] == "") != (moved == 0) || m[5] != "" && (max(moved, -moved) != c.Count(m[5]) || (moved > 0) != (verb == "rose by")) {
			return false
		}
		return c.moved(m[6], o)
	}
	switch m := []string(nil); {
	case match(&m, contentText, text):
		return c.countries(m)
	case match(&m, ownContent, text) && c.place.IsCountry():
		return c.content(m)
	case match(&m, noneText, text):
		c.found["content"] = true
		return own.Content == 0 && b.own.Content == c.Count(m[1]) && (m[2] == "" || c.place.IsCountry() && c.Count(m[2]) == b.own.Requests) &&
			(m[3] == "" || m[3] == percent(b.own.Content, b.own.Requests) && b.own.Requests >= 10)
	case match(&m, movedClause, text):
		d := own.Requests - b.own.Requests
		if !c.place.IsCountry() && max(d, -d) >= 10 {
			return false
		}
		return comparable && c.moved(text, -1)
	case match(&m, emergencyTxt, text):
		c.found["emergency"] = true
		return b.hasRow && c.now.hasRow && c.Count(m[2]) == b.emergency && c.Count(m[3]) == c.now.emergency && (c.now.emergency > b.emergency) == (m[1] == "rose")
	case match(&m, emergencyNew, text):
		c.found["emergency"] = true
		return c.now.hasRow && c.Count(m[1]) == c.now.emergency && (len(c.past) == 0 || !c.past[len(c.past)-1].hasRow)
	case match(&m, extremeText, text):
		c.found["extreme"] = true
		rates := c.history(func(h half) (int, int) { return h.own.Requests, 1 })
		return c.Count(m[1]) == own.Requests && most(rates) == m[2] && strconv.Itoa(c.since()) == m[3] && (m[4] == "" || c.level(m[4]))
	case c.place.IsGlobal():
		return c.movers(text)
	}
	return c.level(text) || c.movers(text)
}

func match(m *[]string, pattern *regexp.Regexp, text string) bool {
	*m = pattern.FindStringSubmatch(text)
	return *m != nil
}

// Count parses a number.
func (c newsCheck) Count(s string) int { return count(c.T, s) }

func (c newsCheck) since() int {
	if len(c.past) == 0 {
		return c.now.period.Year
	}
	return c.past[0].period.Year
}

// history returns a rate in each half-year with a row, the chosen one last.
func (c newsCheck) history(rate func(half) (part, whole int)) (list []float64) {
	for _, h := range append(slices.Clone(c.past), c.now) {
		if part, whole := rate(h); len(h.rows) > 0 && whole > 0 {
			list = append(list, float64(part)/float64(whole))
		}
	}
	return list
}

func most(rates []float64) string {
	last, others := rates[len(rates)-1], rates[:len(rates)-1]
	switch {
	case len(others) < 2:
	case last > slices.Max(others):
		return "most"
	case last < slices.Min(others):
		return "fewest"
	}
	return ""
}

// moved checks a clause about an outcome, which is o unless that is negative.
func (c newsCheck) moved(text string, o int) bool {
	c.found["moved"] = true
	m := movedClause.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	said := outcomeOf[strings.ToLower(m[5])]
	if o >= 0 && said != o || c.place.IsCountry() && said == 0 {
		return false
	}
	own := c.now.own
	b, _ := c.before()
	part, whole := own.Outcomes()[said], own.OutcomeSum()
	share := func(n, of int) string {
		if n == 0 {
			return "none"
		}
		return percent(n, of) + "%"
	}
	if whole < 10 || b.own.OutcomeSum() < 10 || m[2] != "" && m[2] != percent(part, whole) || (m[2] == "") != (part == 0) || m[10] != share(b.own.Outcomes()[said], b.own.OutcomeSum()) {
		return false
	}
	for other := range 4 {
		if c.move(other) > c.move(said)+1e-12 && !(c.place.IsCountry() && other == 0) {
			return false
		}
	}
	extreme := most(c.history(func(h half) (int, int) {
		if h.own.OutcomeSum() < 10 {
			return 0, 0
		}
		return h.own.Outcomes()[said], h.own.OutcomeSum()
	}))
	if map[string]string{"": "", "largest": "most", "smallest": "fewest"}[m[6]] != extreme || m[7] != "" && m[7] != strconv.Itoa(c.since()) {
		return false
	}
	world := float64(c.now.world.Outcomes()[said]) / float64(c.now.world.OutcomeSum())
	mine := float64(part) / float64(whole)
	switch m[8] {
	case "above":
		return mine > world && m[9] == percent(c.now.world.Outcomes()[said], c.now.world.OutcomeSum())
	case "below":
		return mine < world && m[9] == percent(c.now.world.Outcomes()[said], c.now.world.OutcomeSum())
	}
	return true
}

// named returns the requests or content of the countries named as "the United States 710".
func (c newsCheck) country(name string) string {
	found, ok := c.a.Places().CountryNamed(regexp.MustCompile(`^[Tt]he `).ReplaceAllString(strings.TrimSpace(name), ""))
	if !ok {
		c.Fatalf("no country is named %q", name)
	}
	return found.Code
}

func (c newsCheck) movers(text string) bool {
	m := moversText.FindStringSubmatch(text)
	if m == nil || c.place.IsCountry() {
		return false
	}
	c.found["movers"] = true
	b, _ := c.before()
	named := map[string]bool{}
	least := map[string]int{"+": 1 << 30, "−": 1 << 30}
	for group, sign := range map[int]string{1: "+", 2: "−"} {
		for _, one := range mover.FindAllStringSubmatch(strings.ReplaceAll(m[group], ") and ", ");"), -1) {
			code := c.country(one[1])
			was, ok := b.rows[code]
			is, here := c.now.rows[code]
			by := is.Requests - was.Requests
			if sign == "−" {
				by = -by
			}
			if !ok || !here || one[2] != sign || by != c.Count(one[3]) || by < 10 {
				return false
			}
			named[code], least[sign] = true, min(least[sign], by)
		}
	}
	for code, is := range c.now.rows {
		was, ok := b.rows[code]
		by := is.Requests - was.Requests
		if ok && !named[code] && (by >= least["+"] || -by >= least["−"]) {
			return false
		}
	}
	return len(named) > 0
}

func (c newsCheck) countries(m []string) bool {
	c.found["content"] = true
	got := 0
	for _, r := range c.now.rows {
		if r.Content > 0 {
			got++
		}
	}
	if c.place.IsCountry() || m[1] != views.Words(got) {
		return false
	}
	for _, one := range regexp.MustCompile(`(?:^|, | and )([\p{L}’ .-]+?) (\d(?:[\d,]*\d)?)`).FindAllStringSubmatch(m[2], -1) {
		if c.now.rows[c.country(one[1])].Content != c.Count(one[2]) {
			return false
		}
		got--
	}
	return got == 0
}

func (c newsCheck) content(m []string) bool {
	c.found["content"] = true
	own := c.now.own
	b, comparable := c.before()
	if strings.Contains(m[0], ", after") != (comparable && b.own.OutcomeSum() > 0) {
		return false
	}
	part := func(number, whole, share, alone string, of report.Counts) bool {
		switch {
		case alone != "":
			return c.Count(alone) == of.Content && of.OutcomeSum() != of.Requests
		case number == "":
			return of.Content == 1 && of.Requests == 1
		case number == "none":
			return of.Content == 0 && share == "" && c.Count(whole) == of.Requests
		}
		return c.Count(number) == of.Content && c.Count(whole) == of.Requests && of.OutcomeSum() == of.Requests &&
			(share == "") == (of.Requests < 10) && (share == "" || share == percent(of.Content, of.Requests))
	}
	top := own.OutcomeSum() >= 10
	for _, r := range c.now.every {
		if r.OutcomeSum() >= 10 && float64(r.Content)/float64(r.OutcomeSum()) > float64(own.Content)/float64(own.OutcomeSum())+1e-12 {
			top = false
		}
	}
	return part(m[1], m[2], m[3], m[4], own) && (!comparable || b.own.OutcomeSum() == 0 || part(m[5], m[6], m[7], m[8], b.own)) && top == (m[9] != "")
}

func (c newsCheck) level(text string) bool {
	m := levelText.FindStringSubmatch(text)
	if m == nil || !strings.EqualFold(m[1], c.place.InProse()) {
		return false
	}
	own := c.now.own.Requests
	share := func(words, said string, whole int) bool {
		if words == "less than " {
			return said == "0.1" && own*1000 < whole
		}
		return words == "" && said == percent(own, whole)
	}
	if !share(m[6], m[7], c.now.world.Requests) {
		return false
	}
	if !c.place.IsCountry() {
		return m[2]+m[4]+m[10] == ""
	}
	rank, equal, region, others := 1, 0, 0, 0
	in := c.a.Places().RegionOf(c.place.Country)
	for code, r := range c.now.every {
		if r.Requests > own {
			rank++
		}
		if r.Requests == own {
			equal++
		}
		if other, _ := c.a.Places().Country(code); other.Region == in.Slug {
			region, others = region+r.Requests, others+1
		}
	}
	said, of := m[2], m[3]
	if equal > 1 {
		said, of = m[4], m[5]
	}
	if said != strconv.Itoa(rank) || of != views.Words(len(c.now.every)) {
		return false
	}
	if others < 2 || region < 10 {
		return m[10] == ""
	}
	return m[10] == report.Place{Region: in}.InProse() && share(m[8], m[9], region)
}

// due returns which kinds of sentences there must be.
func (c newsCheck) due() map[string]bool {
	b, comparable := c.before()
	moved, movers := false, false
	content := c.now.own.Content > 0 || comparable && b.own.Content > 0
	if comparable {
		for o := range 4 {
			moved = moved || min(c.now.own.OutcomeSum(), b.own.OutcomeSum()) >= 10 && c.move(o) >= 0.01-1e-12 && !(c.place.IsCountry() && o == 0)
		}
		sizes := map[int]int{}
		for code, r := range c.now.rows {
			if was, ok := b.rows[code]; ok {
				sizes[r.Requests-was.Requests]++
			}
		}
		largest, smallest := 0, 0
		for by := range sizes {
			largest, smallest = max(largest, by), min(smallest, by)
		}
		movers = !c.place.IsCountry() && (largest >= 10 && sizes[largest] <= 2 || smallest <= -10 && sizes[smallest] == 1)
	}
	rates := c.history(func(h half) (int, int) { return h.own.Requests, 1 })
	change := max(c.now.emergency-b.emergency, b.emergency-c.now.emergency)
	was := len(c.past) > 0 && c.past[len(c.past)-1].hasRow
	return map[string]bool{
		"moved": moved, "movers": movers, "content": content,
		"extreme":   most(rates) != "" && c.now.own.Requests >= 10,
		"emergency": c.now.hasRow && (was && change >= 10 || !was && c.now.emergency >= 10),
	}
}
