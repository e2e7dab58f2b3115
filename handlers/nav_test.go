package handlers_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/sitetest"
)

// The header's links keep the period and the place of the page, and mark the entry that it belongs to.
func TestNav_KeepsPeriodAndPlace(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]string{
		"/":                              "[/] /2019-H1/countries /trends /compare /#download /#faqs",
		"/2014-H2":                       "[/2014-H2] /2014-H2/countries /trends /compare /2014-H2#download /2014-H2#faqs",
		"/2016-H2/de":                    "[/2016-H2/de] /2016-H2/countries /2016-H2/de#over-time /compare?places=de /2016-H2/de#download /2016-H2/de#faqs",
		"/2013-H1/r1/europe":             "[/2013-H1/europe] /2013-H1/countries /2013-H1/europe#over-time /compare?places=europe /2013-H1/europe#download /2013-H1/europe#faqs",
		"/2016-H2/countries/name":        "/2016-H2 [/2016-H2/countries] /trends /compare /2016-H2#download /2016-H2#faqs",
		"/countries/de":                  "[/2019-H1/de] /2019-H1/countries /2019-H1/de#over-time /compare?places=de /2019-H1/de#download /2019-H1/de#faqs",
		"/compare?places=fr,de":          "/2019-H1 /2019-H1/countries /trends [/compare] /2019-H1#download /2019-H1#faqs",
		"/map/2016-H2":                   "/2016-H2 /2016-H2/countries /trends /compare /2016-H2#download /2016-H2#faqs",
		"/cite/2016-H2/de":               "/2016-H2/de /2016-H2/countries /2016-H2/de#over-time /compare?places=de /2016-H2/de#download /2016-H2/de#faqs",
		"/data":                          "/2019-H1 /2019-H1/countries /trends /compare [/2019-H1#download] /2019-H1#faqs",
		"/2014-H2/europe":                "[/2014-H2/europe] /2014-H2/countries /2014-H2/europe#over-time /compare?places=europe /2014-H2/europe#download /2014-H2/europe#faqs",
		"/2016-H2/r1/de":                 "[/2016-H2/de] /2016-H2/countries /2016-H2/de#over-time /compare?places=de /2016-H2/de#download /2016-H2/de#faqs",
		"/regions/europe":                "[/2019-H1/europe] /2019-H1/countries /2019-H1/europe#over-time /compare?places=europe /2019-H1/europe#download /2019-H1/europe#faqs",
		"/cite/europe":                   "/2019-H1/europe /2019-H1/countries /2019-H1/europe#over-time /compare?places=europe /2019-H1/europe#download /2019-H1/europe#faqs",
		"/cite/2013-H1/global":           "/2013-H1 /2013-H1/countries /trends /compare /2013-H1#download /2013-H1#faqs",
		"/trends":                        "/2019-H1 /2019-H1/countries [/trends] /compare /2019-H1#download /2019-H1#faqs",
		"/revisions":                     "/2019-H1 /2019-H1/countries /trends /compare /2019-H1#download /2019-H1#faqs",
		"/map/2014-H1/content-rate":      "/2014-H1 /2014-H1/countries /trends /compare /2014-H1#download /2014-H1#faqs",
		"/2014-H1/countries?find=united": "/2014-H1 [/2014-H1/countries] /trends /compare /2014-H1#download /2014-H1#faqs",
		"/?period=2016-H2&place=united":  "[/2016-H2] /2016-H2/countries /trends /compare /2016-H2#download /2016-H2#faqs",
		"/methodology":                   "/2019-H1 /2019-H1/countries /trends /compare /2019-H1#download /2019-H1#faqs",
	} {
		got := site.Doc(path).Find(".masthead__nav a").Map(func(_ int, s *goquery.Selection) string {
			if s.AttrOr("aria-current", "") == "page" {
				return "[" + s.AttrOr("href", "") + "]"
			}
			return s.AttrOr("href", "")
		})
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %s, want %s", path, strings.Join(got, " "), want)
		}
	}
}

// A mistyped place keeps the half-year of its address if that is public; of any other period nothing shows.
func TestNav_AMistypedPlaceKeepsThePeriod(t *testing.T) {
	site := sitetest.New(t)
	for path, period := range map[string]string{"/2014-H1/germny": "2014-H1", "/2019-H2/germny": "2019-H1", "/countries/germny": "2019-H1"} {
		page := site.Get(path)
		doc := page.Doc(t)
		countries := doc.Find(".masthead__nav a").Eq(1).AttrOr("href", "")
		place := doc.Find(".message a").First().AttrOr("href", "")
		if page.Status != 404 || countries != "/"+period+"/countries" || place != "/"+period+"/de" {
			t.Errorf("%s: status %d, countries at %s, Germany at %s, want each of %s", path, page.Status, countries, place, period)
		}
	}
}
