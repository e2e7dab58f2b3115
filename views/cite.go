package views

import (
	"fmt"
	"html"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CitePage explains how to cite and embed a selection's figures.
type CitePage struct {
	Page
	Label     string // "2019 (Jan-Jun) - Australia"
	Report    Link   // the selection's own page
	Pinned    Link   // the selection at the cited revision
	Revision  string // "revision 1 of 24 November 2026"
	Citations []Copyable
	Embeds    []Copyable
	NoBaseURL bool // the site's own address is unknown, so addresses are paths
}

// Copyable is a text with a copy button.
type Copyable struct {
	ID, Name string
	About    string
	Text     string
	Look     string // address of a page that shows it; may be empty
}

// NewCitePage returns the page for a selection's published revision. It fails with
// report.ErrNotFound if the period is not published.
func NewCitePage(f Frame, a *report.Archive, s report.Selection) (CitePage, error) {
	revision, err := a.Revision(s.Period)
	if err != nil {
		return CitePage{}, err
	}
	path := urls.Revision(s.Period, revision.Number, s.Place)
	address := urls.Absolute(f.BaseURL, path)
	m := CitePage{
		Page: newPage(f, urls.Cite(s), "Cite and embed: "+s.Label(),
			fmt.Sprintf("How to cite and embed %s, at an address that does not change.", s.Label())),
		Label:     s.Label(),
		Report:    Link{s.Label(), urls.Report(s)},
		Pinned:    Link{address, path},
		Revision:  fmt.Sprintf("revision %d of %s", revision.Number, Date(revision.PublishedAt)),
		NoBaseURL: f.BaseURL == "",
	}
	m.at("", s)
	m.share(NewShareCard(f, a, s))
	m.Pictures, m.Figures = true, figuresOf(revision)
	m.Citations = []Copyable{
		{ID: "apa", Name: "APA", Text: f.Site.CiteAPA(s.Label(), revision, address)},
		{ID: "bibtex", Name: "BibTeX", Text: f.Site.CiteBibTeX(s.Label(), s.Place.Slug(), revision, address)},
		{ID: "text", Name: "Plain text", Text: f.Site.Cite(s.Label(), revision, address)},
	}
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
