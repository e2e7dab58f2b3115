package views

import (
	"fmt"
	"html"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CiteURL is the page on how to cite and embed a selection.
func CiteURL(s report.Selection) string {
	return "/cite/" + s.Period.String() + "/" + s.Place.Slug()
}

// CitePage is how a selection's figures are cited and embedded.
type CitePage struct {
	Page
	Label     string // "2019 (Jan-Jun) - Australia"
	Report    Link   // the selection's own page
	Pinned    Link   // its address at the revision that is cited
	Revision  string // "revision 1 of 24 November 2026"
	Citations []Copyable
	Embeds    []Copyable
	Homeless  bool // the site's own address is not known, so that addresses are paths
}

// Copyable is a text to be copied.
type Copyable struct {
	ID, Name string
	About    string
	Text     string
	Look     string // where it can be seen by itself; empty where that is nowhere
}

// NewCitePage makes the page for a selection's current revision.
func NewCitePage(f Frame, a *report.Archive, s report.Selection) (CitePage, error) {
	revision, err := a.Revision(s.Period)
	if err != nil {
		return CitePage{}, err
	}
	path := urls.Revision(s.Period, revision.Number, s.Place)
	address := urls.Absolute(f.BaseURL, path)
	m := CitePage{
		Page: Page{
			Frame: f, Path: urls.Cite(s), Newest: a.NewestPublished(), Pictures: true,
			Title:       "Cite and embed: " + s.Label() + " · " + f.Site.Title,
			Description: fmt.Sprintf("How to cite and embed the figures of %s, at an address that does not change.", s.Label()),
			Figures:     figuresOf(revision), Share: urls.Share(s),
		},
		Label:    s.Label(),
		Report:   Link{s.Label(), urls.Report(s)},
		Pinned:   Link{address, path},
		Revision: fmt.Sprintf("revision %d of %s", revision.Number, Date(revision.PublishedAt)),
		Homeless: f.BaseURL == "",
	}
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

// embedCode is the HTML that shows a selection on another site.
func embedCode(f Frame, s report.Selection, number int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="%d" style="border: 0; max-width: 600px" loading="lazy"></iframe>`,
		attribute(urls.Absolute(f.BaseURL, urls.Embed(s, number))),
		attribute(f.Site.Organization+", "+f.Site.Title+", "+s.Label()), EmbedHeight)
}

// attribute writes a text for an attribute in double quotes, in which an apostrophe is nothing special.
func attribute(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "&#39;", "'")
}
