package handlers_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

func TestData_StandsAtEachPagesAddress(t *testing.T) {
	site := sitetest.New(t)
	const csv, json = "text/csv; charset=utf-8", "application/json; charset=utf-8"
	for _, c := range []struct {
		path, location, kind string
		status               int
	}{
		{"/2019-H1.csv", "", csv, 200},
		{"/2019-H1.wide.csv", "", csv, 200},
		{"/2019-H1.json", "", json, 200},
		{"/2019-H1/europe.csv", "", csv, 200},
		{"/2019-H1/au.json", "", json, 200},
		{"/2019-H1/r1.csv", "", csv, 200},
		{"/2019-H1/r1/au.json", "", json, 200},
		{"/countries/au.wide.csv", "", csv, 200},
		{"/regions/europe.json", "", json, 200},
		{"/trends.csv", "", csv, 200},
		{"/revisions.csv", "", csv, 200},
		{"/revisions.json", "", json, 200},
		{"/data.zip", "", "application/zip", 200},
		{"/data.sqlite", "", "application/vnd.sqlite3", 200},
		{"/schemas/view.json", "", "application/schema+json; charset=utf-8", 200},
		{"/download/2019-H1-r1.csv-metadata.json", "", "application/csvm+json", 200},

		{"/2019-H1/germany.csv", "/2019-H1/de.csv", "", 308},
		{"/2019-H1/germany.csv?bom=1", "/2019-H1/de.csv?bom=1", "", 308},
		{"/2019-H1/global.json", "/2019-H1.json", "", 308},
		{"/2019-h1/AU.WIDE.CSV", "/2019-H1/au.wide.csv", "", 308},
		{"/countries/germany.csv", "/countries/de.csv", "", 308},
		{"/2019-H1/r1/germany.json", "/2019-H1/r1/de.json", "", 308},

		{"/2019-H2.csv", "", "", 404},
		{"/2019-H1/zz.csv", "", "", 404},
		{"/2019-H1/r2.csv", "", "", 404},
		{"/2019-H1/r1/zz.json", "", "", 404},
		{"/2019-H1/au/au.json", "", "", 404},
		{"/2019-H1/.csv", "", "", 404},
		{"/.csv", "", "", 404},
		{"/2019-H1.pdf", "", "", 404},
		{"/2019-H1.csv.csv", "", "", 404},
		{"/2019-H1.csv.json", "", "", 404},
		{"/countries/europe.csv", "", "", 404},
		{"/countries/global.csv", "", "", 404},
		{"/regions/au.csv", "", "", 404},
		{"/regions/global.csv", "", "", 404},
		{"/schemas/view", "", "", 404},
		{"/schemas/none.json", "", "", 404},
		{"/download/2019-H1.xlsx-metadata.json", "", "", 404},
		{"/download/2019-H1.csv-metadata.json-metadata.json", "", "", 404},
		{"/2019-H1/au.csv-metadata.json", "", "", 404},
		{"/download/2019-H2.csv-metadata.json", "", "", 404},
		{"/sitemap.xml", "", "", 404},
	} {
		a := site.Get(c.path)
		if a.Status != c.status || a.Header.Get("Location") != c.location {
			t.Errorf("GET %s: got %d %q, want %d %q", c.path, a.Status, a.Header.Get("Location"), c.status, c.location)
		}
		if c.status != 200 {
			continue
		}
		h := a.Header
		if h.Get("Content-Type") != c.kind || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("X-Robots-Tag") != "noindex" || h.Get("ETag") == "" {
			t.Errorf("%s: headers are %v", c.path, h)
		}
	}
}

func TestData_ComesWithAByteOrderMarkWhenAskedFor(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/2019-H1/ci.csv", "/countries/ci.wide.csv", "/download/all.csv", "/download/2013-H1.csv", "/revisions.csv"} {
		plain, marked := site.Get(path), site.Get(path+"?bom=1")
		if strings.HasPrefix(plain.Body, "\ufeff") || marked.Body != "\ufeff"+plain.Body {
			t.Errorf("%s: got %d and %d bytes, want the second with a mark before the first", path, len(plain.Body), len(marked.Body))
		}
		if marked.Header.Get("Content-Type") != "text/csv; charset=utf-8" || marked.Header.Get("Content-Disposition") != plain.Header.Get("Content-Disposition") ||
			marked.Header.Get("ETag") == plain.Header.Get("ETag") {
			t.Errorf("%s: headers are %v", path, marked.Header)
		}
		for _, other := range []string{"?bom=0", "?bom", "?x=1"} {
			if got := site.Get(path + other); got.Body != plain.Body {
				t.Errorf("%s%s differs from the plain file", path, other)
			}
		}
		if again := site.Get(path); again.Body != plain.Body {
			t.Errorf("%s: the plain file has the mark, too", path)
		}
	}
	if a := site.Get("/2019-H1/ci.json?bom=1"); strings.HasPrefix(a.Body, "\ufeff") {
		t.Error("JSON has a byte order mark")
	}
}

func TestData_OfARevisionStaysAsItWas(t *testing.T) {
	d := sitetest.NewConsole(t)
	before := d.Public.Get("/2018-H2/r1/us.json").Body
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note on the period.", "A note was missing; no figure changes."))
	var old, now struct {
		Revision struct {
			Number int
			State  string
			Note   string
		}
		Notes []struct{ Text string }
		Rows  []struct{ Revision int }
	}
	after := d.Public.Get("/2018-H2/r1/us.json").Body
	for text, to := range map[string]any{after: &old, d.Public.Get("/2018-H2/us.json").Body: &now} {
		if err := json.Unmarshal([]byte(text), to); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Replace(before, `"state": "published"`, `"state": "superseded"`, 1) != after {
		t.Error("the data of revision 1 has changed in more than its state")
	}
	if old.Revision.Number != 1 || old.Revision.State != "superseded" || len(old.Notes) != 0 || old.Rows[0].Revision != 1 {
		t.Errorf("revision 1 is %+v", old)
	}
	if now.Revision.Number != 2 || now.Revision.Note != "A note was missing; no figure changes." || now.Notes[0].Text != "A note on the period." || now.Rows[0].Revision != 2 {
		t.Errorf("revision 2 is %+v", now)
	}
	if text := d.Public.Get("/revisions.csv").Body; !strings.Contains(text, "2018-H2,2,published") || !strings.Contains(text, "2018-H2,1,superseded") {
		t.Errorf("the list of revisions is %s", text)
	}
}

func TestData_OfAWithdrawnPeriodIsItsNotice(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	count := regexp.MustCompile(`(^|[^0-9.])24175([^0-9]|$)`) // requests of the period, and no quotient's digits
	if err := d.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	for _, path := range []string{"/2019-H1.csv", "/2019-H1/us.wide.csv", "/2019-H1/r1.csv", "/download/2019-H1.csv", "/download/2019-H1.xlsx"} {
		if w := d.Public.Get(path); w.Status != 410 || !strings.Contains(w.Body, "A sheet is being checked.") {
			t.Errorf("%s: got %d without the notice", path, w.Status)
		}
	}
	for _, path := range []string{"/2019-H1.json", "/2019-H1/us.json", "/2019-H1/r1/us.json", "/download/2019-H1.json", "/download/2019-H1.csv-metadata.json"} {
		w := d.Public.Get(path)
		var p struct {
			Status               int
			Detail, Code, Period string
		}
		if err := json.Unmarshal([]byte(w.Body), &p); err != nil || w.Status != 410 || w.Header.Get("Content-Type") != "application/problem+json; charset=utf-8" ||
			p.Status != 410 || p.Detail != "A sheet is being checked." || p.Code != "withdrawn" || p.Period != "2019-H1" {
			t.Errorf("%s: got %d %+v (%v)", path, w.Status, p, err)
		}
	}
	for path, want := range map[string]string{
		"/countries/us.wide.csv": "2019-H1,criminal,country,us,United States,US,USA,north-america,withdrawn,,,,,,,1,",
		"/data.csv":              "2019-H1,criminal,global,global,Global,,,,requests,requests,,withdrawn,1,",
		"/trends.json":           `"status": "withdrawn"`,
		"/revisions.csv":         "A sheet is being checked.",
		"/corrections.atom":      "A sheet is being checked.",
	} {
		text := d.Public.Get(path).Body
		if !strings.Contains(text, want) || count.MatchString(text) {
			t.Errorf("%s lacks %q, or still holds the figure", path, want)
		}
	}
	withdrawn := d.Public.Get("/countries/us").Body
	if strings.Count(withdrawn, ">Withdrawn<") == 0 || !strings.Contains(withdrawn, `href="/2019-H1/us#figures"`) {
		t.Error("the country's page does not say that a half-year was withdrawn")
	}
	for _, path := range d.Public.Public.DataAddresses() {
		if strings.Contains(path, "2019-H1") && !strings.HasSuffix(path, ".tlog-proof") { // which holds no figure
			t.Errorf("%s is listed as an address", path)
		}
	}
	for _, path := range []string{"/data", "/data.zip", "/data.sqlite", "/datapackage.json", "/openapi.json"} {
		if w := d.Public.Get(path); w.Status != 200 || count.MatchString(contentOf(w)) {
			t.Errorf("%s: got %d, or it still holds the figure", path, w.Status)
		}
	}
}

// TestPages_OfferTheirDataInOneRow reads the line of files, which says how many rows there are. The world's figures of a
// half-year are those of the files above it.
func TestPages_OfferTheirDataInOneRow(t *testing.T) {
	site := sitetest.New(t)
	for page, data := range map[string]string{
		"/": "", "/2013-H1": "", "/2017-H2/r1": "",
		"/2019-H1/europe": "/2019-H1/europe", "/2019-H1/us": "/2019-H1/us", "/2017-H2/r1/us": "/2017-H2/r1/us",
		"/trends": "/trends", "/countries/au": "/2019-H1/au", "/revisions": "",
	} {
		doc := site.Doc(page)
		line := doc.Find(".data-line")
		if line.Length() != 1 || line.Find(`a[href="/data"]`).Length() != 1 {
			t.Errorf("%s has %d lines of files, or one that does not lead to all data", page, line.Length())
		}
		if got := doc.Find(`main a[href="/download/all.csv"]`).Length(); got != 0 {
			t.Errorf("%s offers all half-years beside its own data", page)
		}
		if data == "" {
			continue
		}
		if want := fmt.Sprintf("CSV (%s rows),", views.Number(len(table(t, []byte(site.Get(data+".wide.csv").Body))))); !strings.Contains(sitetest.Text(line), want) {
			t.Errorf("%s: the line %q lacks %q", page, sitetest.Text(line), want)
		}
		for _, form := range []string{"wide.csv", "wide.csv?bom=1", "json"} {
			if line.Find(`a[href="`+data+"."+form+`"]`).Length() != 1 || site.Get(data+"."+form).Status != 200 {
				t.Errorf("%s: the line does not offer %s.%s", page, data, form)
			}
		}
		for kind, form := range map[string]string{"text/csv": "csv", "application/json": "json"} {
			if href := doc.Find(`head link[rel=alternate][type="`+kind+`"]`).AttrOr("href", ""); href != data+"."+form {
				t.Errorf("%s: the %s is at %q", page, kind, href)
			}
		}
	}
}

// TestHome_IsTwoClicksFromOldFilesAndCorrections follows what a reader presses.
func TestHome_IsTwoClicksFromOldFilesAndCorrections(t *testing.T) {
	site := sitetest.New(t)
	home := site.Doc("/")
	if home.Find(`a[href="/revisions"]`).Length() == 0 || !strings.HasPrefix(sitetest.Text(site.Doc("/revisions").Find("h1 + p")), "Nothing has been corrected") {
		t.Error("home does not lead to what was corrected")
	}
	for _, p := range site.Archive.Periods() {
		page := urls.Report(report.Selection{Period: p})
		if home.Find(`a[href="`+page+`#figures"]`).Length() == 0 && p != site.Archive.NewestPublished() {
			t.Errorf("home does not lead to %s", page)
		}
		form := site.Doc(page).Find("#download form")
		if form.Find("option[selected]").AttrOr("value", "") != p.String() || form.Find(`button[name=format][value=xlsx]`).Length() != 1 {
			t.Errorf("%s does not offer its workbook", page)
		}
		if got := site.Get("/download?period=" + p.String() + "&format=xlsx").Header.Get("Location"); got != urls.Download(p, "xlsx") {
			t.Errorf("%s: the form leads to %q", page, got)
		}
	}
}

// TestPages_OfARevisionOfferItsFiles looks at a revision that was superseded: its files are its own.
func TestPages_OfARevisionOfferItsFiles(t *testing.T) {
	d := sitetest.NewConsole(t)
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note on the period.", "A note was missing; no figure changes."))
	for page, number := range map[string]string{"/2018-H2/r1": "1", "/2018-H2/r1/us": "1", "/2018-H2/r2": "2"} {
		doc := d.Public.Doc(page)
		for _, format := range urls.Formats() {
			if doc.Find(`#download a[href="/download/2018-H2-r`+number+`.`+format+`"]`).Length() != 1 {
				t.Errorf("%s does not offer its %s", page, format)
			}
		}
		if doc.Find("#download form").Length() != 0 {
			t.Errorf("%s offers the files of other revisions", page)
		}
	}
	if d.Public.Doc("/2018-H2").Find("#download form").Length() != 1 {
		t.Error("the page of the period has no form")
	}
}

func TestPages_SayWhatTheirFiguresAreToSearchEngines(t *testing.T) {
	site := sitetest.New(t)
	for page, want := range map[string][2]string{
		"/": {"2019-01-01/2019-06-30", "Global"}, "/2013-H2/au": {"2013-07-01/2013-12-31", "Australia"},
		"/trends": {"2013-01-01/2019-06-30", "Global"}, "/countries/au": {"2019-01-01/2019-06-30", "Australia"}, "/data": {"2013-01-01/2019-06-30", "World"},
	} {
		block := site.Doc(page).Find(`script[type="application/ld+json"]`)
		var d struct {
			Type         string `json:"@type"`
			Name         string
			Description  string
			License      string
			Free         bool   `json:"isAccessibleForFree"`
			Period       string `json:"temporalCoverage"`
			Place        string `json:"spatialCoverage"`
			Distribution []struct {
				URL string `json:"contentUrl"`
			}
		}
		if err := json.Unmarshal([]byte(block.Text()), &d); err != nil || block.Length() != 1 {
			t.Fatalf("%s: %d blocks, %v", page, block.Length(), err)
		}
		if d.Type != "Dataset" || d.Name == "" || len(d.Description) < 50 || len(d.Description) > 5000 || !d.Free || d.License == "" || [2]string{d.Period, d.Place} != want {
			t.Errorf("%s: dataset is %+v", page, d)
		}
		for _, f := range d.Distribution {
			if got := site.Get(f.URL).Status; got != 200 {
				t.Errorf("%s: its file %s answers %d", page, f.URL, got)
			}
		}
	}
}

func TestData_MadeOnlyForAddressesThatExist(t *testing.T) {
	site := sitetest.New(t)
	addresses := site.Public.DataAddresses()
	if slices.Sort(addresses); len(slices.Compact(slices.Clone(addresses))) != len(addresses) {
		t.Error("an address is listed twice")
	}
	// 13 periods of 97 places, each at its revision, too; 96 places and the world over all; all data.
	if got := len(addresses); got < 3*(2*13*97+97+1) || got > 9000 {
		t.Errorf("%d addresses are listed", got)
	}
}
