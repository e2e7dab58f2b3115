package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/static"
	"lerr/views"
)

// measures are the two large figures of a report page.
func measures(doc *goquery.Document) []string {
	return doc.Find(".headline .measure__value").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
}

func TestShowHome_ShowsTheNewestPeriod(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/")
	if got, want := fmt.Sprint(measures(doc)), "[24,175 43,727]"; got != want {
		t.Errorf("measures: got %s, want %s", got, want)
	}
	if got, want := sitetest.Text(doc.Find(".applied__label")), "Filters applied: 2019 (Jan-Jun) - Global"; got != want {
		t.Errorf("applied: got %q, want %q", got, want)
	}
	if got, want := sitetest.Text(doc.Find("h1")), "Law Enforcement Requests Report"; got != want {
		t.Errorf("h1: got %q, want %q", got, want)
	}
	shares := doc.Find(".headline .shares__share").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
	if got, want := fmt.Sprint(shares), "[5.4% 53.4% 14.5% 26.8%]"; got != want {
		t.Errorf("shares: got %s, want %s", got, want)
	}
	changes := doc.Find(".headline .measure__change").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
	want := "[+12.8% up 2,742 from 21,433 in 2018 (Jul-Dec) +6.4% up 2,615 from 41,112 in 2018 (Jul-Dec)]"
	if got := fmt.Sprint(changes); got != want {
		t.Errorf("changes: got %s, want %s", got, want)
	}
}

func TestShowReport_ShowsEachPeriodsControlTotals(t *testing.T) {
	site := sitetest.New(t)
	for period, want := range map[string]string{
		"2013-H1": "[37,196 66,539]", "2013-H2": "[35,083 58,676]", "2014-H1": "[34,494 58,562]",
		"2014-H2": "[31,002 52,997]", "2015-H1": "[35,228 62,750]", "2015-H2": "[39,083 64,614]",
		"2016-H1": "[35,572 60,372]", "2016-H2": "[25,837 44,876]", "2017-H1": "[25,367 44,831]",
		"2017-H2": "[22,939 40,181]", "2018-H1": "[23,222 46,488]", "2018-H2": "[21,433 41,112]",
		"2019-H1": "[24,175 43,727]",
	} {
		if got := fmt.Sprint(measures(site.Doc("/" + period))); got != want {
			t.Errorf("%s: got %s, want %s", period, got, want)
		}
	}
}

// Every row of every period is on its page, with its own figures, under its region's subtotal.
func TestShowReport_ShowsEveryRowOfTheEdition(t *testing.T) {
	site := sitetest.New(t)
	places := site.Archive.Places()
	for _, revision := range site.Archive.Revisions() {
		e := &revision.Edition
		doc := site.Doc("/" + e.Period.String())
		table := e.Headline()
		for _, region := range places.Regions() {
			place := report.Place{Region: region}
			sum, rows := table.Total(place, places)
			box := doc.Find("details#" + region.Slug)
			subtotal := sitetest.Text(box.Find("summary"))
			for _, want := range []string{region.Name, views.Number(sum.Requests) + " requests", views.Number(sum.Accounts) + " accounts"} {
				if !strings.Contains(subtotal, want) {
					t.Errorf("%s %s: subtotal %q lacks %q", e.Period, region.Name, subtotal, want)
				}
			}
			if got := box.Find("tbody tr").Length(); got != rows {
				t.Errorf("%s %s: got %d rows, want %d", e.Period, region.Name, got, rows)
			}
		}
		got := map[string]string{}
		doc.Find("#tables .counts tbody tr").Each(func(_ int, row *goquery.Selection) {
			cells := texts(row.Find(figureCells))
			got[sitetest.Text(row.Find("th > a"))] = strings.Join(cells, "|")
		})
		for _, r := range table.Rows {
			c, _ := places.Country(r.Country)
			want := []string{views.Number(r.Counts.Requests), views.Number(r.Counts.Accounts)}
			for _, n := range r.Counts.Outcomes() {
				want = append(want, strings.TrimSpace(views.Number(n)+" "+share(n, r.Counts.OutcomeSum())))
			}
			if g, w := got[c.Name], strings.Join(want, "|"); g != w {
				t.Errorf("%s %s: got %s, want %s", e.Period, c.Name, g, w)
			}
		}
	}
}

// share returns a share as a table has it beside its count.
func share(part, whole int) string {
	switch tenths := (part*2000 + whole) / max(2*whole, 1); {
	case part == 0:
		return ""
	case whole < 10:
		return "–"
	case tenths == 0:
		return "<0.1%"
	case tenths == 1000 && part < whole:
		return ">99.9%"
	default:
		return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
	}
}

func TestShowReport_SumsARegion(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/2019-H1/europe")
	if got, want := fmt.Sprint(measures(doc)), "[13,745 20,174]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, open := doc.Find("details#europe").Attr("open"); !open {
		t.Error("the selected region's table is closed")
	}
	if _, open := doc.Find("details#north-america").Attr("open"); open {
		t.Error("another region's table is open")
	}
}

func TestShowReport_ShowsACountryInItsRegion(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/2017-H2/au")
	if got, want := fmt.Sprint(measures(doc)), "[824 162]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	chosen := doc.Find("#asia-pacific[open] tr.row--chosen th")
	if got, want := sitetest.Text(chosen.Find("a.row__link")), "Australia"; got != want {
		t.Errorf("chosen row: got %q, want %q", got, want)
	}
	if note := sitetest.Text(doc.Find(".headline .note")); !strings.Contains(note, "162") {
		t.Errorf("the row's note is not beside the figure: %q", note)
	}
}

func TestShowReport_SaysThatACountryMadeNoRequest(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/2019-H1/ad")
	want := "Microsoft’s tables have no row for Andorra in 2019 (Jan-Jun)."
	if got := sitetest.Text(doc.Find(".headline__absent")); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin %q", got, want)
	}
	if got := measures(doc); len(got) != 0 {
		t.Errorf("figures are shown: %v", got)
	}
	if got := doc.Find(".headline .outcomes"); got.Length() != 0 {
		t.Errorf("it has outcomes: %q", sitetest.Text(got))
	}
	if strings.Contains(doc.Find("main").Text(), "NaN") {
		t.Error("the page says NaN")
	}
}

func TestShowReport_ComparesOnlyWhatCanBeCompared(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct{ path, want, not string }{
		{"/2017-H1", "Figures on the two sides must not be compared.", "down"},
		{"/2013-H1", "No comparison: there are no figures of 2012 (Jul-Dec) here.", "%  "},
		{"/2016-H2", "−27.4% down 9,735 from 35,572 in 2016 (Jan-Jun)", "must not be compared"},
		{"/2019-H1/no", "in 2018 (Jul-Dec)", "n/a"},
		{"/2019-H1/md", "too few for a percentage", "%  up"},
	} {
		doc := site.Doc(c.path)
		text, measures := sitetest.Text(doc.Find(".headline")), sitetest.Text(doc.Find(".measures"))
		if !strings.Contains(text, c.want) || strings.Contains(measures, c.not) {
			t.Errorf("%s: %q: want %q, and not %q among the figures", c.path, text, c.want, c.not)
		}
	}
}

func TestShowReport_ShowsWhatIsBesideTheHeadline(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct {
		path string
		want map[string]string // section → its first two figures
		not  []string
	}{
		{"/2019-H1", map[string]string{"emergencies": "363 581", "civil": "176 362", "extraterritorial": "126 1"}, []string{"skype"}},
		{"/2017-H2", map[string]string{"emergencies": "139 242"}, []string{"civil", "skype", "extraterritorial"}},
		{"/2017-H1", map[string]string{"emergencies": "183 279", "civil": "185 273"}, []string{"extraterritorial"}},
		{"/2013-H1", map[string]string{"skype": "3,509 10,585"}, []string{"emergencies", "civil"}},
		{"/2014-H1", nil, []string{"emergencies", "civil", "skype", "extraterritorial"}},
		{"/2018-H1/us", map[string]string{"extraterritorial": "133 1"}, nil},
		{"/2018-H1/de", nil, []string{"extraterritorial"}},
	} {
		doc := site.Doc(c.path)
		for section, want := range c.want {
			values := doc.Find("#" + section + "-figures dd").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
			if got := strings.Join(values, " "); got != want {
				t.Errorf("%s %s: got %q, want %q", c.path, section, got, want)
			}
		}
		for _, section := range c.not {
			if doc.Find("#"+section+"-figures").Length() > 0 {
				t.Errorf("%s shows %s", c.path, section)
			}
		}
	}
	if text := sitetest.Text(site.Doc("/2019-H1").Find("#civil-figures")); !strings.Contains(text, "outcomes count accounts") {
		t.Errorf("the civil section does not say what its outcomes count: %q", text)
	}
	if text := sitetest.Text(site.Doc("/2019-H1/de").Find("#civil-figures")); !strings.Contains(text, "Microsoft’s tables have no row for Germany in 2019 (Jan-Jun).") {
		t.Errorf("a country without civil requests reads %q", text)
	}
}

func TestShowReport_OffersEveryPeriodAndPlace(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	doc := site.Doc("/2015-H1")
	periods := doc.Find("#period option").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
	if len(periods) != 13 || periods[0] != "2019 (Jan-Jun)" || periods[12] != "2013 (Jan-Jun)" {
		t.Errorf("periods: %v", periods)
	}
	if got, want := doc.Find("#place optgroup").Length(), 5; got != want {
		t.Errorf("got %d regions in the form, want %d", got, want)
	}
	for _, c := range site.Archive.Places().Countries() {
		if doc.Find(`#place option[value="`+c.Slug()+`"]`).Length() != 1 {
			t.Errorf("%s is not in the form", c.Name)
		}
		link := doc.Find(`.places a[href="/2015-H1/` + c.Slug() + `#figures"]`)
		if link.Length() != 1 {
			t.Errorf("%s has no link", c.Name)
		}
		if a := site.Get("/2015-H1/" + c.Slug()); a.Status != 200 {
			t.Errorf("%s: status %d", c.Name, a.Status)
		}
	}
	if got, want := doc.Find("#place option").Length(), 1+5+91; got != want {
		t.Errorf("got %d places in the form, want %d", got, want)
	}
	if got := doc.Find("#period option[selected]").AttrOr("value", ""); got != "2015-H1" {
		t.Errorf("selected period: %q", got)
	}
}

func TestShowReport_AnswersTheQuestionsFromData(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/2014-H1")
	if got, want := doc.Find(".faq").Length(), 16; got != want {
		t.Fatalf("got %d questions, want %d", got, want)
	}
	enterprise := sitetest.Text(doc.Find("#enterprise-customers"))
	for _, want := range []string{"2019 (Jan-Jun)", "74", "32", "42", "22", "20", "15"} {
		if !strings.Contains(enterprise, want) {
			t.Errorf("enterprise customers: %q lacks %q", enterprise, want)
		}
	}
	cloud := sitetest.Text(doc.Find("#cloud-act"))
	for _, want := range []string{"2019 (Jan-Jun)", "4,860", "126", "43", "more than 50 seats"} {
		if !strings.Contains(cloud, want) {
			t.Errorf("CLOUD Act: %q lacks %q", cloud, want)
		}
	}
	if strings.ContainsAny(doc.Find(".faqs").Text(), "{}") {
		t.Error("a field is not filled")
	}
}

// A place's page leads to each answer on the world's page of its half-year, and has them itself where they are asked for.
func TestShowReport_LeadsToTheAnswersFromAPlace(t *testing.T) {
	site := sitetest.New(t)
	for path, world := range map[string]string{"/2016-H2/de": "/2016-H2", "/2014-H1/europe": "/2014-H1", "/countries/fr": "/2019-H1", "/2013-H1/r1/us": "/2013-H1"} {
		answers, led := site.Doc(world), 0
		for _, link := range site.Doc(path).Find("#faqs a").EachIter() {
			page, fragment, _ := strings.Cut(link.AttrOr("href", ""), "#")
			question := sitetest.Text(answers.Find("#" + fragment).Closest(".faq").Find("summary"))
			if page != world || question == "" || question != sitetest.Text(link) {
				t.Errorf("%s: %q leads to %s#%s, %q", path, sitetest.Text(link), page, fragment, question)
			}
			led++
		}
		if led != 16 {
			t.Errorf("%s leads to %d answers, want 16", path, led)
		}
	}
	if got := site.Doc("/2016-H2/de?expand=faqs").Find(".faq[open]").Length(); got != 16 {
		t.Errorf("/2016-H2/de?expand=faqs has %d answers open, want 16", got)
	}
}

func TestShowReport_OpensWhatIsAskedFor(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct {
		expand        string
		regions, faqs bool
	}{{"regions", true, false}, {"faqs", false, true}, {"all", true, true}, {"none", false, false}, {"nonsense", false, false}} {
		doc := site.Doc("/2019-H1?expand=" + c.expand)
		regions, faqs := doc.Find(".region[open]").Length(), doc.Find(".faq[open]").Length()
		if (regions == 5) != c.regions || (faqs == 16) != c.faqs {
			t.Errorf("expand=%s: %d regions and %d answers are open", c.expand, regions, faqs)
		}
		if got := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); got != "/2019-H1" {
			t.Errorf("expand=%s: canonical is %q", c.expand, got)
		}
	}
}

func TestPages_HaveTheirOwnTitleDescriptionAndCanonicalLink(t *testing.T) {
	site := sitetest.New(t)
	titles, descriptions := map[string]string{}, map[string]string{}
	for _, path := range []string{"/2019-H1", "/2018-H2", "/2019-H1/europe", "/2019-H1/au", "/2019-H1/ad", "/trends", "/revisions"} {
		doc := site.Doc(path)
		title, description := doc.Find("title").Text(), doc.Find(`meta[name="description"]`).AttrOr("content", "")
		if other, ok := titles[title]; ok || title == "" {
			t.Errorf("%s and %s have the title %q", path, other, title)
		}
		if other, ok := descriptions[description]; ok || description == "" {
			t.Errorf("%s and %s have the description %q", path, other, description)
		}
		titles[title], descriptions[description] = path, path
		if got := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); got != path {
			t.Errorf("%s: canonical is %q", path, got)
		}
	}
}

func TestPages_SayThatThisIsARecreation(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/", "/2013-H1/us", "/countries/au", "/revisions"} {
		if text := site.Doc(path).Find(".whose-copy").Text(); !strings.Contains(text, "Microsoft does not run it") {
			t.Errorf("%s does not say so: %q", path, text)
		}
	}
}

func TestPages_HaveNothingInlineAndLoadNothingFromElsewhere(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/", "/2013-H1/us", "/countries/au", "/revisions"} {
		doc := site.Doc(path)
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("%s: <%s %s=%q>", path, s.Nodes[0].Data, a.Key, a.Val)
				}
			}
		})
		if doc.Find(`script:not([src], [type="application/ld+json"]), style`).Length() > 0 {
			t.Errorf("%s has an inline script or style", path)
		}
		doc.Find("[src], link[rel=stylesheet], link[rel=icon]").Each(func(_ int, s *goquery.Selection) {
			if url := s.AttrOr("src", s.AttrOr("href", "")); !strings.HasPrefix(url, "/static/") && !strings.HasPrefix(url, "data:image/svg+xml,") {
				t.Errorf("%s loads %q", path, url)
			}
		})
	}
}

// The first view: the page and its style sheet, as they are sent.
func TestShowHome_IsAtMost40KBCompressed(t *testing.T) {
	site := sitetest.New(t)
	size := 0
	for _, path := range []string{"/", static.URL("site.css")} {
		a := site.Get(path, "Accept-Encoding", "gzip")
		if a.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s is not compressed", path)
		}
		size += len(a.Body)
	}
	if size > 40<<10 {
		t.Errorf("got %d bytes, want at most %d", size, 40<<10)
	}
}

func TestPages_UseEachIDOnce(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/", "/2013-H1", "/2017-H1", "/2019-H1/us", "/countries/us", "/revisions"} {
		seen := map[string]bool{}
		site.Doc(path).Find("[id]").Each(func(_ int, s *goquery.Selection) {
			id := s.AttrOr("id", "")
			if seen[id] {
				t.Errorf("%s: the id %q stands twice", path, id)
			}
			seen[id] = true
		})
	}
}
