package views

import (
	"lerr/internal/report"
	"lerr/internal/urls"
)

// MessagePage is a page that says that something is not as asked for.
type MessagePage struct {
	Page
	Status  string // "404"
	Heading string
	Text    string
	Links   []Link // where to go instead
}

// NewNotFoundPage says that there is nothing at this address. It is the same for every period that
// is not public, whether scheduled or never made. near are places that the reader may have meant.
func NewNotFoundPage(f Frame, a *report.Archive, near []report.Place) MessagePage {
	m := MessagePage{
		Page:    Page{Frame: f, Title: "Not found · " + f.Site.Title, Description: "There is no page at this address.", Newest: a.NewestPublished()},
		Status:  "404",
		Heading: "There is no page at this address",
		Text:    "The period may not be published, or the address may be mistyped.",
	}
	for _, p := range near {
		m.Links = append(m.Links, Link{p.Name(), urls.Report(report.Selection{Period: a.NewestPublished(), Place: p})})
	}
	if len(near) > 0 {
		m.Text = "Is it one of these?"
	}
	m.Links = append(m.Links, Link{"The newest report", urls.Home()}, Link{"All periods", urls.Revisions()})
	return m
}

// NewErrorPage says that the answer failed: status and its heading, a text that says what to do.
func NewErrorPage(f Frame, status, heading, text string) MessagePage {
	return MessagePage{
		Page:    Page{Frame: f, Title: heading + " · " + f.Site.Title, Description: heading},
		Status:  status,
		Heading: heading,
		Text:    text,
		Links:   []Link{{"The newest report", urls.Home()}},
	}
}
