package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/views"
)

func TestCite_GivesTextsToCopyAtAFixedRevision(t *testing.T) {
	doc := sitetest.New(t, sitetest.At("https://example.org")).Doc("/cite/2019-H1/ci")
	const pinned = "https://example.org/2019-H1/r1/ci"
	for id, want := range map[string][]string{
		"apa":          {"(2026, November 24). Law Enforcement Requests Report: 2019 (Jan-Jun) - Côte d'Ivoire (Revision 1) [Data set]. Republished by lerr, an independent recreation. " + pinned},
		"bibtex":       {"@misc{microsoft-2019-H1-ci-r1,", "url    = {" + pinned + "},"},
		"ris":          {"TY  - DATA", "AU  - Microsoft", "UR  - " + pinned, "ER  -"},
		"text":         {"2019 (Jan-Jun) - Côte d'Ivoire, republished by lerr", "revision 1 of 24 November 2026, " + pinned + ", CC BY 4.0"},
		"embed-live":   {`<iframe src="https://example.org/embed/2019-H1/ci" title="`, fmt.Sprintf(`height="%d"`, views.EmbedHeight), "Côte d'Ivoire"},
		"embed-pinned": {`<iframe src="https://example.org/embed/2019-H1/ci/r1" title="`},
	} {
		got := doc.Find("#" + id).Text()
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: got\n%s\nwant it to hold %s", id, got, w)
			}
		}
		if doc.Find(`[data-clipboard="`+id+`"][hidden] button`).Length() != 1 {
			t.Errorf("%s has no button that a script can show", id)
		}
	}
	if doc.Find(`a[href="/2019-H1/r1/ci"]`).Length() != 1 {
		t.Error("the page does not lead to the address that it cites")
	}
}

func TestCite_IsWhereAReaderLooks(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]string{"/": "/cite/2019-H1/global", "/2013-H2/europe": "/cite/2013-H2/europe", "/2019-H1/au": "/cite/2019-H1/au"} {
		if got := site.Doc(path).Find(`footer a[href="` + want + `"]`).Length(); got != 1 {
			t.Errorf("%s does not lead to %s", path, want)
		}
	}
	if got := sitetest.Text(site.Doc("/cite/2019-H1/au").Find(".note")); !strings.Contains(got, "does not know its own public address") {
		t.Errorf("a site without an address of its own says %q", got)
	}
}

// TestCite_OfAllHalfYears gives each place one address over all half-years.
func TestCite_OfAllHalfYears(t *testing.T) {
	site := sitetest.New(t, sitetest.At("https://example.org"))
	for page, want := range map[string]struct{ cite, part string }{
		"/countries/de":   {"/cite/de", "Germany, 2013 (Jan-Jun) to 2019 (Jan-Jun)"},
		"/regions/europe": {"/cite/europe", "Europe, 2013 (Jan-Jun) to 2019 (Jan-Jun)"},
		"/trends":         {"/cite/global", "Global, 2013 (Jan-Jun) to 2019 (Jan-Jun)"},
	} {
		text := "Microsoft: Law Enforcement Requests Report, " + want.part + ", republished by lerr, an independent recreation, " +
			"as of 24 November 2026, https://example.org" + page + ", CC BY 4.0"
		doc, cite := site.Doc(page), site.Doc(want.cite)
		if doc.Find(`.over-time a[href="`+want.cite+`"]`).Length() != 1 {
			t.Errorf("%s does not lead to %s", page, want.cite)
		}
		if got := cite.Find("#text").Text(); got != text {
			t.Errorf("%s: got\n%s\nwant\n%s", want.cite, got, text)
		}
		if cite.Find(`.citing a[href="`+page+`"]`).Length() == 0 {
			t.Errorf("%s does not lead to %s", want.cite, page)
		}
	}
	const whole = "Microsoft: Law Enforcement Requests Report, 2013 (Jan-Jun) to 2019 (Jan-Jun), republished by lerr, an independent recreation, " +
		"as of 24 November 2026, https://example.org/data, CC BY 4.0"
	if got := site.Doc("/data").Find("#text").Text(); got != whole {
		t.Errorf("/data: got\n%s\nwant\n%s", got, whole)
	}
	for _, file := range []string{"/data.json", "/datapackage.json"} {
		if !strings.Contains(site.Get(file).Body, whole) {
			t.Errorf("%s is not cited as its page", file)
		}
	}
	for address, want := range map[string]string{"/cite/germany": "/cite/de", "/cite/germany.ris": "/cite/de.ris", "/cite/2019-H1/germany.bib": "/cite/2019-H1/de.bib"} {
		if a := site.Get(address); a.Status != 308 || a.Header.Get("Location") != want {
			t.Errorf("%s: got %d to %q", address, a.Status, a.Header.Get("Location"))
		}
	}
	for _, address := range []string{"/cite/zz", "/cite/zz.ris", "/cite/2019-H2/de.ris", "/cite/2019-H1", "/cite/de.pdf"} {
		if got := site.Get(address).Status; got != 404 {
			t.Errorf("%s: got %d, want 404", address, got)
		}
	}
}

// TestCite_GivesFilesToReferenceManagers compares the files with the texts that the page shows.
func TestCite_GivesFilesToReferenceManagers(t *testing.T) {
	site := sitetest.New(t, sitetest.At("https://example.org"))
	for page, name := range map[string]string{"/cite/2019-H1/ci": "2019-H1-ci-r1", "/cite/de": "de-2026-11-24"} {
		doc := site.Doc(page)
		for id, file := range map[string]struct{ format, media string }{"bibtex": {"bib", "application/x-bibtex"}, "ris": {"ris", "application/x-research-info-systems"}} {
			address := page + "." + file.format
			if doc.Find(`a[href="`+address+`"]`).Length() != 1 {
				t.Errorf("%s does not offer %s", page, address)
			}
			got := site.Get(address)
			if text := strings.ReplaceAll(got.Body, "\r\n", "\n"); got.Status != 200 || text != doc.Find("#"+id).Text() {
				t.Errorf("%s: got %d and\n%s", address, got.Status, got.Body)
			}
			if kind := got.Header.Get("Content-Type"); kind != file.media+"; charset=utf-8" {
				t.Errorf("%s: type %q", address, kind)
			}
			if saved := got.Header.Get("Content-Disposition"); !strings.Contains(saved, name+"."+file.format) {
				t.Errorf("%s is saved as %q", address, saved)
			}
		}
	}
}

// TestCite_IsAtMostTwoClicksAway looks at a page of each kind: its footer has its citation, or leads to one.
func TestCite_IsAtMostTwoClicksAway(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, page := range []string{
		"/", "/2016-H2/de", "/2016-H2/r1/de", "/countries/de", "/regions/europe", "/trends", "/compare", "/compare?places=fr,de", "/map", "/2016-H2/countries",
		"/methodology", "/revisions", "/data",
	} {
		footer := site.Doc(page).Find("footer")
		target := footer.Find(`a[href^="/cite/"]`).AttrOr("href", "")
		if footer.Find(".cite").Length() == 0 && site.Doc(target).Find("#ris").Length() == 0 {
			t.Errorf("%s has no citation and leads to %q", page, target)
		}
	}
}
