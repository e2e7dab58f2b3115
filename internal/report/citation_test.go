package report_test

import (
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
)

func TestCite_InThreeForms(t *testing.T) {
	site := report.Site{
		Title: "Law Enforcement Requests Report", Organization: "Smith & Sons", Publisher: "a copy",
		License: report.License{Short: "CC BY 4.0"},
	}
	r := report.Revision{
		Edition: report.Edition{Period: report.Period{Year: 2019, Half: 1}}, Number: 2,
		PublishedAt: time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC),
	}
	const label, address = "2019 (Jan-Jun) - Côte d'Ivoire", "https://example.org/2019-H1/r2/ci"
	if got, want := site.CiteAPA(label, r, address), "Smith & Sons. (2026, November 24). Law Enforcement Requests Report: "+
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
	if got := site.CiteBibTeX(label, "ci", r, address); got != want {
		t.Errorf("BibTeX: got\n%s\nwant\n%s", got, want)
	}

	own := report.Site{Title: "Report", Organization: "100% {Own} _House_ \\ #1 ~ ^ $"}
	if got := own.CiteAPA("2019", r, ""); strings.Contains(strings.ToLower(got), "republished") || !strings.HasSuffix(got, "[Data set].") {
		t.Errorf("an organization's own report: got %s", got)
	}
	const escaped = `{{100\% \{Own\} \_House\_ \textbackslash{} \#1 \textasciitilde{} \textasciicircum{} \$}}`
	if got := own.CiteBibTeX("2019", "global", r, ""); !strings.Contains(got, escaped) || strings.Contains(got, "url") {
		t.Errorf("BibTeX does not write TeX's signs as text: got\n%s", got)
	}
}
