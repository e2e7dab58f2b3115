package opendata

import (
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Metadata describes the report that a document belongs to. The inputs of documents embed it.
type Metadata struct {
	Site    report.Site
	BaseURL string    // the site's public address; empty if unknown
	Updated time.Time // when the document's content last changed
	Span    string    // first and last published period; empty if nothing is published
}

// Citation returns how to cite everything that is public.
func (m Metadata) Citation() string {
	return m.citeAll("", m.home())
}

// citeAll returns how to cite figures of all periods. what says of which places; it is empty for all.
func (m Metadata) citeAll(what, address string) string {
	if m.Span == "" {
		return m.Site.Title
	}
	if what != "" {
		what += ", "
	}
	return m.Site.Cite(report.Citation{Part: what + m.Span, At: m.Updated, Address: address})
}

// home returns the absolute address of the list of all files, or "" if the base address is unknown.
func (m Metadata) home() string {
	if m.BaseURL == "" {
		return ""
	}
	return m.absolute(urls.DataPage)
}

// absolute returns the public address of a path; "" stays "".
func (m Metadata) absolute(path string) string {
	if path == "" {
		return ""
	}
	return urls.Absolute(m.BaseURL, path)
}

// attribution is the part of a JSON document that says whose figures it holds and how to use them.
type attribution struct {
	Language     string  `json:"language"`
	Organization string  `json:"organization"`
	Publisher    string  `json:"publisher"`
	Recreation   string  `json:"recreation,omitempty"`
	Source       string  `json:"source"`
	Contact      string  `json:"contact"`
	License      license `json:"license"`
	Citation     string  `json:"citation" jsonschema:"How to cite these figures, at the revision that they are of."`
}

type license struct {
	Name    string `json:"name"`
	Short   string `json:"short"`
	Address string `json:"address"`
}

func (m Metadata) attribution(citation string) attribution {
	s := m.Site
	return attribution{
		Language: s.Language, Organization: s.Organization, Publisher: s.Publisher, Recreation: s.Recreation,
		Source: s.Source, Contact: s.Contact, License: license(s.License), Citation: citation,
	}
}
