package report_test

import (
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
)

func TestCite_InFourForms(t *testing.T) {
	site := report.Site{
		Title: "Law Enforcement Requests Report", Organization: "Smith & Sons", Publisher: "a copy",
		License: report.License{Short: "CC BY 4.0"},
	}
	r := report.Revision{
		Edition: report.Edition{Period: report.Period{Year: 2019, Half: 1}}, Number: 2,
		PublishedAt: time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC),
	}
	const label, address = "2019 (Jan-Jun) - Côte d'Ivoire", "https://example.org/2019-H1/r2/ci"
	c := r.Citation(label, address)
	c.Key = "2019-H1-ci-r2"
	if got, want := site.Cite(c), "Smith & Sons: Law Enforcement Requests Report, 2019 (Jan-Jun) - Côte d'Ivoire, republished by a copy, "+
		"revision 2 of 24 November 2026, https://example.org/2019-H1/r2/ci, CC BY 4.0"; got != want {
		t.Errorf("text: got\n%s\nwant\n%s", got, want)
	}
	if got, want := site.CiteAPA(c), "Smith & Sons. (2026, November 24). Law Enforcement Requests Report: "+
		"2019 (Jan-Jun) - Côte d'Ivoire (Revision 2) [Data set]. Republished by a copy. https://example.org/2019-H1/r2/ci"; got != want {
		t.Errorf("APA: got\n%s\nwant\n%s", got, want)
	}
	want := `@misc{smith-sons-2019-H1-ci-r2,
  author = {{Smith \& Sons}},
  title  = {{Law Enforcement Requests Report: 2019 (Jan-Jun) - Côte d'Ivoire}},
  year   = {2026},
  month  = {11},
  note   = {Revision 2, republished by a copy, CC BY 4.0},
  url    = {https://example.org/2019-H1/r2/ci},
}`
	if got := site.CiteBibTeX(c); got != want {
		t.Errorf("BibTeX: got\n%s\nwant\n%s", got, want)
	}

	ris := strings.Join([]string{
		"TY  - DATA", "AU  - Smith & Sons", "TI  - Law Enforcement Requests Report: 2019 (Jan-Jun) - Côte d'Ivoire", "PY  - 2026", "DA  - 2026/11/24",
		"N1  - Revision 2, republished by a copy, CC BY 4.0", "UR  - https://example.org/2019-H1/r2/ci", "ER  - ", "",
	}, "\r\n")
	if got := site.CiteRIS(c); got != ris {
		t.Errorf("RIS: got\n%s\nwant\n%s", got, ris)
	}

	own := report.Site{Title: "Report", Organization: "100% {Own} _House_ \\ #1 ~ ^ $"}
	c.Address = ""
	if got := own.CiteAPA(c); strings.Contains(strings.ToLower(got), "republished") || !strings.HasSuffix(got, "[Data set].") {
		t.Errorf("an organization's own report: got %s", got)
	}
	const escaped = `{{100\% \{Own\} \_House\_ \textbackslash{} \#1 \textasciitilde{} \textasciicircum{} \$}}`
	if got := own.CiteBibTeX(c); !strings.Contains(got, escaped) || strings.Contains(got, "url") {
		t.Errorf("BibTeX does not write TeX's signs as text: got\n%s", got)
	}
	if got := own.CiteRIS(c); strings.Contains(got, "UR") || !strings.Contains(got, "N1  - Revision 2\r\n") {
		t.Errorf("RIS has fields without a value: got\n%s", got)
	}
}

// TestCite_OfAllPeriodsNamesNoRevision cites an archive whose newest period has another number and day than the last
// that changed.
func TestCite_OfAllPeriodsNamesNoRevision(t *testing.T) {
	earlier, newest := revision(t, "2013-H1", 30*24), revision(t, "2019-H1", 0)
	earlier.Number = 4
	a := archive(t, earlier, newest)
	site := report.Site{Title: "Report", Organization: "Org", Publisher: "a copy"}
	c := a.Citation("Germany", "https://example.org/countries/de")
	c.Key = "de-2026-12-24"
	for form, want := range map[string]string{
		site.Cite(c):       "Org: Report, Germany, 2013 (Jan-Jun) to 2019 (Jan-Jun), republished by a copy, as of 24 December 2026, https://example.org/countries/de",
		site.CiteAPA(c):    "Org. (2026, December 24). Report: Germany, 2013 (Jan-Jun) to 2019 (Jan-Jun) [Data set]. Republished by a copy. https://example.org/countries/de",
		site.CiteBibTeX(c): "  note   = {As of 24 December 2026, republished by a copy},\n",
		site.CiteRIS(c):    "N1  - As of 24 December 2026, republished by a copy\r\n",
	} {
		if !strings.Contains(form, want) || strings.Contains(strings.ToLower(form), "revision") {
			t.Errorf("got\n%s\nwant it to hold\n%s", form, want)
		}
	}
	if got := archive(t, newest).Citation("", "").Part; got != "2019 (Jan-Jun)" {
		t.Errorf("one period is %q", got)
	}
	if got := archive(t).Span(); got != "" {
		t.Errorf("no period is %q", got)
	}
}
