package views

import (
	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/static"
)

// Fragments of the report page's sections.
const (
	requestsID = "requests"
	tablesID   = "tables"
	downloadID = "download"
	faqsID     = "faqs"
)

// Frame is what every page of a site has in common.
type Frame struct {
	Site    *report.Site
	BaseURL string      // public address of the site, such as https://example.org; may be empty
	Version string      // of the program
	World   chart.World // the outlines of the world map
}

// Page is what the layout needs to know of one page.
type Page struct {
	Frame
	Title       string // for the window and search engines
	Description string
	Path        string // canonical path of the page; empty for a page that has none, such as a 404
	Figures     string // version and date of the figures shown; empty where there are none
	Cite        string // how to cite the page's figures; empty where there are none
	CiteMore    string // path of the page with more ways to cite and embed; empty where there is none
	Share       string // path of the picture for shared links; empty where there is none
	Newest      report.Period
	Data        string   // the page whose data its files hold, itself or what it shows; empty for none
	Dataset     *Dataset // the figures in the words of schema.org; nil for none
	Pictures    bool     // the page has pictures, and needs the sheet and the script for them
}

// canonical is the page's canonical address.
func (p Page) canonical() string { return urls.Absolute(p.BaseURL, p.Path) }

// styles and script are the page's one sheet and one script; pages with pictures have larger ones.
func (p Page) styles() string { return static.URL(p.bundle() + ".css") }
func (p Page) script() string { return static.URL(p.bundle() + ".js") }

// picture is the address of the page's picture for shared links: empty where the site's own address is
// not known, since those who fetch it take no other.
func (p Page) picture() string {
	if p.BaseURL == "" || p.Share == "" {
		return ""
	}
	return urls.Absolute(p.BaseURL, p.Share)
}

func (p Page) bundle() string {
	if p.Pictures {
		return "explore"
	}
	return "site"
}

// icon is small enough to come with the page, which saves a request.
func (p Page) icon() string { return icon }

var icon = static.Inline("icon.svg")

func (p Page) hasPath() bool               { return p.Path != "" }
func (p Page) softwareVersion() string     { return "lerr " + p.Version }
func (p Page) sectionURL(id string) string { return urls.Home() + "#" + id }

// staticURL is the address of one of the site's own files.
func staticURL(name string) string { return static.URL(name) }
