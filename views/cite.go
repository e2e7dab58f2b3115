package views

import (
	"fmt"
	"html"
	"strings"
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CitePage explains how to cite figures and, where they are of one period, how to embed them.
type CitePage struct {
	Page
	Label     string // "2019 (Jan-Jun) - Australia"
	Report    Link   // the page of a period's figures
	Cited     Link   // the address that is cited
	Revision  string // "revision 1 of 24 November 2026"; empty for figures of all periods
	AsOf      string // the day of their last change, for figures of all periods
	Citations []Copyable
	Embeds    []Copyable
	Other     Link // to the page on citing and embedding the place's figures of one period, or of all
	NoBaseURL bool // the site's own address is unknown, so addresses are paths
}

// Copyable is a text with a copy button.
type Copyable struct {
	ID, Name string
	About    string
	Text     string
	Look     string // address of a page that shows it; may be empty
	File     string // address of a file that holds it; may be empty
}

// CitationOf returns the citation of a selection's published revision. It fails with report.ErrNotFound if the period
// is not published.
func CitationOf(f Frame, a *report.Archive, s report.Selection) (report.Citation, error) {
	revision, err := a.Revision(s.Period)
	if err != nil {
		return report.Citation{}, err
	}
	c := revision.Citation(s.Label(), urls.Absolute(f.BaseURL, urls.Revision(s.Period, revision.Number, s.Place)))
	c.Key = fmt.Sprintf("%s-%s-r%d", s.Period, s.Place.Slug(), revision.Number)
	return c, nil
}

// CitationOfAll returns the citation of a place's figures of all periods. It fails with report.ErrNotFound if nothing is
// published.
func CitationOfAll(f Frame, a *report.Archive, place report.Place) (report.Citation, error) {
	if a.Span() == "" {
		return report.Citation{}, fmt.Errorf("citation of all periods: %w", report.ErrNotFound)
	}
	c := a.Citation(place.Name(), urls.Absolute(f.BaseURL, urls.Trend(place)))
	c.Key = place.Slug() + "-" + c.At.UTC().Format(time.DateOnly)
	return c, nil
}

// NewCitePage returns the page for a selection's published revision. It fails with
// report.ErrNotFound if the period is not published.
func NewCitePage(f Frame, a *report.Archive, s report.Selection) (CitePage, error) {
	a, s = a.In(s)
	c, err := CitationOf(f, a, s)
	if err != nil {
		return CitePage{}, err
	}
	revision, err := a.Revision(s.Period)
	if err != nil {
		return CitePage{}, err
	}
	m := CitePage{
		Page: newPage(f, urls.Cite(s), "Cite and embed: "+s.Label(),
			fmt.Sprintf("How to cite and embed %s, at an address that does not change.", s.Label())),
		Label:     s.Label(),
		Report:    Link{s.Label(), urls.Report(s)},
		Cited:     Link{c.Address, urls.Revision(s.Period, revision.Number, s.Place)},
		Revision:  fmt.Sprintf("revision %d of %s", revision.Number, Date(revision.PublishedAt)),
		Other:     Link{"Cite " + s.Place.InProse() + " over all half-years", urls.CiteAll(s.Place)},
		NoBaseURL: f.BaseURL == "",
	}
	m.at("", s)
	m.share(NewShareCard(f, a, s))
	m.Bundle, m.Figures = bundleExplore, figuresOf(revision)
	m.Citations = citations(f, c, urls.Cite(s))
	m.Cite = m.Citations[0].Text
	m.Embeds = []Copyable{
		{
			ID: "embed-live", Name: "Live", Text: embedCode(f, s, 0), Look: urls.Embed(s, 0),
			About: "Shows a correction as soon as it is published.",
		},
		{
			ID: "embed-pinned", Name: "Pinned", Text: embedCode(f, s, revision.Number), Look: urls.Embed(s, revision.Number),
			About: fmt.Sprintf("Always shows revision %d, and says so when it is superseded.", revision.Number),
		},
	}
	return m, nil
}

// NewCiteAllPage returns the page for a place's figures of all periods. It fails with report.ErrNotFound if nothing is
// published.
func NewCiteAllPage(f Frame, a *report.Archive, place report.Place) (CitePage, error) {
	c, err := CitationOfAll(f, a, place)
	if err != nil {
		return CitePage{}, err
	}
	newest, label := report.Selection{Period: a.NewestPublished(), Place: place}, "All half-years - "+place.Name()
	m := CitePage{
		Page:      newPage(f, urls.CiteAll(place), "Cite: "+label, fmt.Sprintf("How to cite %s, as text, BibTeX and RIS.", c.Part)),
		Label:     label,
		Cited:     Link{c.Address, urls.Trend(place)},
		AsOf:      Date(c.At),
		Citations: citations(f, c, urls.CiteAll(place)),
		Other:     Link{"Cite and embed " + newest.Label(), urls.Cite(newest)},
		NoBaseURL: f.BaseURL == "",
	}
	m.at("", newest)
	m.Bundle, m.Cite = bundleExplore, m.Citations[0].Text
	return m, nil
}

// citations returns a citation in the forms that readers use. page is the page whose address has it as files; it may be
// empty.
func citations(f Frame, c report.Citation, page string) []Copyable {
	list := []Copyable{
		{ID: "text", Name: "Plain text", Text: f.Site.Cite(c)},
		{ID: "apa", Name: "APA", Text: f.Site.CiteAPA(c)},
		{ID: "bibtex", Name: "BibTeX", Text: f.Site.CiteBibTeX(c)},
		{ID: "ris", Name: "RIS", Text: f.Site.CiteRIS(c)},
	}
	if page != "" {
		list[2].About, list[2].File = "For LaTeX and reference managers.", urls.CiteFile(page, "bib")
		list[3].About, list[3].File = "For reference managers, such as Zotero, EndNote and Mendeley.", urls.CiteFile(page, "ris")
	}
	return list
}

// embedCode returns the HTML that embeds a selection in another site. number 0 embeds the newest
// revision.
func embedCode(f Frame, s report.Selection, number int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="%d" style="border: 0; max-width: 600px" loading="lazy"></iframe>`,
		attribute(urls.Absolute(f.BaseURL, urls.Embed(s, number))),
		attribute(f.Site.Organization+", "+f.Site.Title+", "+s.Label()), EmbedHeight)
}

// attribute escapes a text for an attribute in double quotes, leaving apostrophes as they are.
func attribute(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "&#39;", "'")
}
