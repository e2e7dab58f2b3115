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
		"/":                       "[/] /2019-H1/countries /trends /compare /#download /#faqs",
		"/2014-H2":                "[/2014-H2] /2014-H2/countries /trends /compare /2014-H2#download /2014-H2#faqs",
		"/2016-H2/de":             "[/2016-H2/de] /2016-H2/countries /2016-H2/de#over-time /compare?places=de /2016-H2/de#download /2016-H2/de#faqs",
		"/2013-H1/r1/europe":      "[/2013-H1/europe] /2013-H1/countries /2013-H1/europe#over-time /compare?places=europe /2013-H1/europe#download /2013-H1/europe#faqs",
		"/2016-H2/countries/name": "/2016-H2 [/2016-H2/countries] /trends /compare /2016-H2#download /2016-H2#faqs",
		"/countries/de":           "[/2019-H1/de] /2019-H1/countries /2019-H1/de#over-time /compare?places=de /2019-H1/de#download /2019-H1/de#faqs",
		"/compare?places=fr,de":   "/2019-H1 /2019-H1/countries /trends [/compare] /2019-H1#download /2019-H1#faqs",
		"/map/2016-H2":            "/2016-H2 /2016-H2/countries /trends /compare /2016-H2#download /2016-H2#faqs",
		"/cite/2016-H2/de":        "/2016-H2/de /2016-H2/countries /2016-H2/de#over-time /compare?places=de /2016-H2/de#download /2016-H2/de#faqs",
		"/data":                   "/2019-H1 /2019-H1/countries /trends /compare [/2019-H1#download] /2019-H1#faqs",
		"/methodology":            "/2019-H1 /2019-H1/countries /trends /compare /2019-H1#download /2019-H1#faqs",
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
