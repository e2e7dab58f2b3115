package views

import (
	"lerr/internal/report"
	"lerr/internal/urls"
)

// MessagePage reports an error or a withdrawal and offers other pages.
type MessagePage struct {
	Page
	Status  string // "404"
	Heading string
	Text    string
	Links   []Link // other pages to go to
}

// NewNotFoundPage returns the page for an unknown address. It is identical for scheduled and
// nonexistent periods. near are places that the reader may have meant.
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
	m.Links = append(m.Links, Link{"The newest report", urls.Home}, Link{"All periods", urls.Revisions})
	return m
}

// NewErrorPage returns the page for a failed request. text tells the reader what to do.
func NewErrorPage(f Frame, status, heading, text string) MessagePage {
	return MessagePage{
		Page:    Page{Frame: f, Title: heading + " · " + f.Site.Title, Description: heading},
		Status:  status,
		Heading: heading,
		Text:    text,
		Links:   []Link{{"The newest report", urls.Home}},
	}
}
