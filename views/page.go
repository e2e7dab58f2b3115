package views

import (
	"lerr/internal/report"
	"lerr/static"
)

// Frame is what every page of a site has in common.
type Frame struct {
	Site    *report.Site
	BaseURL string // public address of the site, such as https://example.org; may be empty
	Version string // of the program
}

// Page is what the layout needs to know of one page.
type Page struct {
	Frame
	Title       string // for the window and search engines
	Description string
	Path        string // canonical path of the page; empty for a page that has none, such as a 404
	Figures     string // version and date of the figures shown; empty where there are none
	Cite        string // how to cite the page's figures; empty where there are none
	Newest      report.Period
	Data        string   // the page whose data its files hold, itself or what it shows; empty for none
	Dataset     *Dataset // the figures in the words of schema.org; nil for none
	Pictures    bool     // the page has pictures, and needs the sheet and the script for them
}

// canonical is the page's canonical address.
func (p Page) canonical() string { return absolute(p.BaseURL, p.Path) }

// styles and script are the page's one sheet and one script; pages with pictures have larger ones.
func (p Page) styles() string { return static.URL(p.bundle() + ".css") }
func (p Page) script() string { return static.URL(p.bundle() + ".js") }

func (p Page) bundle() string {
	if p.Pictures {
		return "explore"
	}
	return "site"
}

func (p Page) icon() string                { return static.URL("icon.svg") }
func (p Page) hasPath() bool               { return p.Path != "" }
func (p Page) softwareVersion() string     { return "lerr " + p.Version }
func (p Page) sectionURL(id string) string { return HomeURL() + "#" + id }

// staticURL is the address of one of the site's own files.
func staticURL(name string) string { return static.URL(name) }
