package opendata

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"lerr/internal/report"
)

// Feed is what an Atom feed of an archive is written from.
type Feed struct {
	Site      report.Site
	Name      string            // tells this feed from the site's others; empty for the first
	Title     string            // empty for the report's own
	History   []report.Revision // newest first
	Updated   time.Time
	Address   func(path string) string // of a path of the site
	Path      string                   // of the feed itself
	EntryPath func(report.Revision) string
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Rights  string      `xml:"rights,omitempty"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Link     atomLink     `xml:"link"`
	Category atomCategory `xml:"category"`
	Summary  string       `xml:"summary"`
}

// Atom writes the feed of releases, corrections and withdrawals (RFC 4287). Ids are made of period
// and revision, so they stay the same wherever the site moves; updated moves when a revision is
// withdrawn.
func Atom(w io.Writer, f Feed) error {
	feed := atomFeed{
		ID: "tag:lerr,2013:" + report.NameKey(f.Site.Organization), Title: f.Site.Title, Updated: stamp(f.Updated),
		Author: atomAuthor{f.Site.Publisher}, Rights: f.Site.License.Name,
		Links: []atomLink{{"self", f.Address(f.Path)}, {"alternate", f.Address("/")}},
	}
	if f.Name != "" {
		feed.ID += "/" + f.Name
	}
	if f.Title != "" {
		feed.Title = f.Title
	}
	for _, r := range f.History {
		feed.Entries = append(feed.Entries, atomEntryOf(f, r))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", " ")
	if err := encoder.Encode(feed); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	return nil
}

func atomEntryOf(f Feed, r report.Revision) atomEntry {
	label := r.Edition.Period.Label()
	e := atomEntry{
		ID:      fmt.Sprintf("tag:lerr,2013:%s/%s/r%d", report.NameKey(f.Site.Organization), r.Edition.Period, r.Number),
		Title:   label,
		Updated: stamp(r.PublishedAt), Link: atomLink{"alternate", f.Address(f.EntryPath(r))},
		Category: atomCategory{"release"},
		Summary:  fmt.Sprintf("%s %s, revision %d. Digest %s.", f.Site.Title, label, r.Number, r.Digest),
	}
	switch {
	case r.State == report.Withdrawn:
		e.Title, e.Category.Term, e.Summary, e.Updated = label+": withdrawn", "withdrawal", r.WithdrawalNotice, stamp(r.WithdrawnAt)
	case r.Number > 1:
		e.Title, e.Category.Term, e.Summary = label+": corrected", "correction", r.Note
	}
	return e
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
