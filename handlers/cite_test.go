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
