package views

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/static"
)

// FiguresID is the fragment where every change of period or place leads.
const FiguresID = "figures"

// Fragments of the report page's other sections.
const (
	requestsID = "requests"
	figuresID  = "figures" // where every change of period or place leads
	overTimeID = "over-time"
	tablesID   = "tables"
	downloadID = "download"
	faqsID     = "faqs"
)

// Frame holds the values that all pages of a site share.
type Frame struct {
	Site    *report.Site
	BaseURL string      // public address of the site, such as https://example.org; may be empty
	Version string      // of the program
	World   chart.World // the outlines of the world map
	HasLog  bool        // whether the site has a transparency log, and the page to verify files
}

// Page holds the values that the layout needs for one page.
type Page struct {
	Frame
	Title       string // for the window and search engines
	Description string
	Path        string           // canonical path; empty if there is none, as for a 404
	Figures     string           // version and date of the figures; may be empty
	Cite        string           // citation of the page's figures; may be empty
	CiteMore    string           // path of the page about citing and embedding; may be empty
	Share       ShareCard        // the picture for shared links; may be empty
	Data        string           // path of the page whose figures are offered as files; may be empty
	Dataset     *Dataset         // may be nil
	Entry       string           // of the header that the page belongs to; may be empty
	Shows       report.Selection // period and place that the header's links keep; see nav
	Bundle      string           // of style sheet and script: bundlePlace, bundleMap, bundleExplore, or the site's if empty
}

// newPage returns the page at a path. name is the part of its title before the report's.
func newPage(f Frame, path, name, description string) Page {
	return Page{Frame: f, Path: path, Title: name + " · " + f.reportName(), Description: description}
}

// reportName returns the report's name with that of its organization: "Microsoft Law Enforcement Requests Report".
func (f Frame) reportName() string {
	return strings.TrimSpace(f.Site.Organization + " " + f.Site.Title)
}

// showFigures sets the version, the date and the citation of the figures on the page. label says which they are.
func (p *Page) showFigures(r report.Revision, label string) {
	p.Figures = figuresOf(r)
	p.Cite = p.Site.Cite(r.Citation(label, urls.Absolute(p.BaseURL, p.Path)))
}

// showAllFigures sets the date and the citation of a page of figures of all half-years. what says of which places.
func (p *Page) showAllFigures(a *report.Archive, what string) {
	if a.Span() == "" {
		return
	}
	p.Figures = fmt.Sprintf("Figures: %s, as of %s", a.Span(), Date(a.UpdatedAt()))
	p.Cite = p.Site.Cite(a.Citation(what, urls.Absolute(p.BaseURL, p.Path)))
}

func figuresOf(r report.Revision) string {
	return fmt.Sprintf("Figures: %s, revision %d, published %s", r.Edition.Period.Label(), r.Number, Date(r.PublishedAt))
}

// citePage returns the address of the page on how to cite the page's figures or, where it shows none, all. It is empty
// for a page of figures that have none, such as those of a superseded revision.
func (p Page) citePage() string {
	if p.CiteMore == "" && p.Cite == "" && !p.Shows.Period.IsZero() {
		return urls.CiteAll(report.Place{})
	}
	return p.CiteMore
}

// canonical returns the page's canonical address.
func (p Page) canonical() string { return urls.Absolute(p.BaseURL, p.Path) }

// styles returns the page's only style sheet.
func (p Page) styles() string { return static.URL(cmp.Or(p.Bundle, "site") + ".css") }

// script returns the page's script.
func (p Page) script() string {
	if p.whole() {
		return static.URL(p.Bundle + ".js")
	}
	return static.URL("site.js")
}

// laterScript returns the script that the page loads when its reader begins to do something; usually empty.
func (p Page) laterScript() string {
	if p.whole() {
		return ""
	}
	return static.URL("later.js")
}

// whole reports whether the page's script has all that the page needs.
func (p Page) whole() bool {
	return p.Bundle == bundleExplore || p.Bundle == bundleMap || p.Bundle == bundleVerify
}

// picture returns the address of the page's picture for shared links. It is empty if the site's own
// address is unknown, since crawlers accept only absolute addresses.
func (p Page) picture() string {
	if p.BaseURL == "" || p.Share.Address == "" {
		return ""
	}
	return urls.Absolute(p.BaseURL, p.Share.Address)
}

// Bundles of style sheets and scripts beside the site's; see package static.
const (
	bundlePlace   = "place" // pictures below the first view
	bundleMap     = "map"
	bundleExplore = "explore" // everything but the map
	bundleVerify  = "verify"
)

// current marks the link to the current selection.
func current(chosen bool) templ.Attributes {
	if chosen {
		return optional("aria-current", "true")
	}
	return nil
}

// currentPage marks the entry of the header that the page belongs to.
func currentPage(chosen bool) templ.Attributes {
	if chosen {
		return optional("aria-current", "page")
	}
	return nil
}

// optional returns an attribute, or none if value is empty.
func optional(name, value string) templ.Attributes {
	if value == "" {
		return nil
	}
	return templ.Attributes{name: value}
}
