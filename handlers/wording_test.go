package handlers_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
)

// misworded matches what no page says: counts of one with a plural, names without their article, and words
// that say more than the source does.
var misworded = regexp.MustCompile(strings.Join([]string{
	`(?:^|[^\d.,])1 (?:requests|accounts|accounts/users|countries|half-years|periods|others)\b`,
	`\b(?:in|from|of|for|and|to|with) (?:Netherlands|United (?:States|Kingdom|Arab Emirates)|Czech Republic|Dominican Republic|British Virgin Islands|French Southern Territories|Middle East)\b`,
	`figures of Microsoft`, `neighbours in rank`, `received no request`, `No request came`, `None from`, `compared with care`,
	`\b100\.0% of 1\b`, `\bn/a\b`,
}, "|"))

// spoken returns the texts of a page: of each element that holds text itself, with what stands inside of it, and
// of each attribute that is read out.
func spoken(t *testing.T, page string) (all []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text func(n *html.Node) string
	text = func(n *html.Node) (s string) {
		if n.Type == html.TextNode {
			return n.Data
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			s += text(c)
		}
		return s
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "aria-label" || a.Key == "title" || a.Key == "alt" || a.Key == "content" {
				all = append(all, a.Val)
			}
		}
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && n.Parent.Data != "script" {
			all = append(all, strings.Join(strings.Fields(text(n.Parent)), " "))
		}
	}
	return all
}

// TestPages_AreWorded reads every kind of page, for places whose names have an article and for such with one
// request.
func TestPages_AreWorded(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	a := sitetest.Archive(t)
	var paths []string
	for _, p := range a.Periods() {
		for _, slug := range []string{"global", "middle-east-and-africa", "nl", "gb", "us", "cz", "do", "ae", "vg", "tf", "ad", "np", "md", "au"} {
			place, err := a.Places().Find(slug)
			if err != nil {
				t.Fatal(err)
			}
			s := report.Selection{Period: p, Place: place}
			paths = append(paths, urls.Report(s), urls.Cite(s), urls.Embed(s, 0))
			if p == a.NewestPublished() {
				paths = append(paths, urls.Trend(place))
			}
		}
		paths = append(paths, urls.Countries(p, report.ByRequests, false), urls.Countries(p, report.ByContentRate, true), urls.Map(p, urls.MapRequests), urls.Map(p, urls.MapContentRate))
	}
	paths = append(paths, "/methodology", "/data", "/revisions", "/verify", "/compare?places=nl,us", "/compare?places=ad,np")
	for _, path := range sitetest.Sample(paths, 200) {
		said := map[string]bool{}
		for _, text := range spoken(t, site.Get(path).Body) {
			if m := misworded.FindString(text); m != "" && !said[m] {
				said[m] = true
				t.Errorf("%s says %q", path, strings.TrimSpace(fmt.Sprintf("%.160s", text)))
			}
		}
	}
}
