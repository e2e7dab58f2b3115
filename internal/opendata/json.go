package opendata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"lerr/internal/report"
)

// JSONInput is what a JSON file is written from: one revision, the places that its figures are
// about, and what the report says of itself.
type JSONInput struct {
	Revision report.Revision
	Places   *report.Places
	Site     report.Site
	Address  string // of the page that shows this edition; may be empty
}

// JSON writes one revision as an indented object: what it is, the places that it names, and every
// figure and note. Equal inputs give equal bytes. Names are append-only, as CSV's columns are.
// Figures that cannot be written truly are ErrInvalid; nothing has then been written.
func JSON(w io.Writer, in JSONInput) error {
	period := in.Revision.Edition.Period
	d, err := documentOf(in)
	if err != nil {
		return fmt.Errorf("write json of %s: %w", period, err)
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false) // it is a file of its own, and names should read as they are
	out.SetIndent("", " ")
	if err := out.Encode(d); err != nil {
		return fmt.Errorf("write json of %s: %w", period, err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("send json of %s: %w", period, err)
	}
	return nil
}

func documentOf(in JSONInput) (document, error) {
	r, site := in.Revision, in.Site
	e := r.Edition
	sections, err := sectionsOf(e, in.Places)
	if err != nil {
		return document{}, err
	}
	d := document{
		Period:       e.Period.String(),
		Label:        e.Period.Label(),
		FirstDay:     e.Period.First().Format(time.DateOnly),
		LastDay:      e.Period.Last().Format(time.DateOnly),
		Title:        site.Title,
		Language:     site.Language,
		Organization: site.Organization,
		Publisher:    site.Publisher,
		Recreation:   site.Recreation,
		Source:       site.Source,
		Contact:      site.Contact,
		License:      license(site.License),
		Citation:     in.Site.Cite(in.Revision.Edition.Period.Label(), in.Revision, in.Address),
		Address:      in.Address,
		Revision:     r.Number,
		RevisionNote: r.Note,
		PublishedAt:  r.PublishedAt.UTC().Format(time.RFC3339),
		Digest:       r.Digest,
		Places:       placesUsed(sections, in.Places),
		Sections:     []section{},
		Figures:      map[string]int{},
		Notes:        notesOf(e.Note, sections),
	}
	for _, s := range sections {
		d.Sections = append(d.Sections, sectionOf(s))
	}
	for _, f := range e.Figures {
		if _, twice := d.Figures[f.Name]; twice {
			return document{}, fmt.Errorf("figure %q stands twice: %w", f.Name, report.ErrInvalid)
		}
		d.Figures[f.Name] = f.Value
	}
	for _, n := range append(d.Notes, note{Text: r.Note}) {
		// The encoder would put a mark in the place of what it cannot write.
		if !utf8.ValidString(n.Text) {
			return document{}, fmt.Errorf("note %q is not UTF-8: %w", n.Text, report.ErrInvalid)
		}
	}
	return d, nil
}

// placesUsed lists the regions and countries that the sections name, in the report's order.
func placesUsed(sections []placedSection, all *report.Places) places {
	named := map[string]bool{} // country codes and region slugs, which never are the same
	for _, s := range sections {
		for _, r := range s.rows {
			named[r.country.Code], named[r.country.Region] = true, true
		}
	}
	used := places{Regions: []region{}, Countries: []country{}}
	for _, r := range all.Regions() {
		if named[r.Slug] {
			used.Regions = append(used.Regions, region(r))
		}
	}
	for _, c := range all.Countries() {
		if named[c.Code] {
			used.Countries = append(used.Countries, country{c.Code, c.Name, c.Region})
		}
	}
	return used
}

// sectionOf is a section with its rows by country code.
func sectionOf(s placedSection) section {
	t := s.table
	d := section{
		Section: string(t.Section), Name: t.Section.Name(), OutcomesCount: "requests",
		Note: optional(t.Note), Totals: figuresOf(t.Sum()), Rows: []row{},
	}
	if t.Section.CountsAccounts() {
		d.OutcomesCount = "accounts"
	}
	for _, r := range s.rows {
		d.Rows = append(d.Rows, row{
			CountryCode: r.country.Code, Country: r.country.Name, Region: r.country.Region,
			figures: figuresOf(r.Counts), Note: optional(r.Note),
		})
	}
	return d
}

// notesOf lists all notes in the order in which a reader meets them: on the half-year, then section
// by section.
func notesOf(edition string, sections []placedSection) []note {
	all := []note{{Text: edition}}
	for _, s := range sections {
		name := string(s.table.Section)
		all = append(all, note{Section: &name, Text: s.table.Note})
		for _, r := range s.rows {
			all = append(all, note{Section: &name, CountryCode: &r.country.Code, Text: r.Note})
		}
	}
	return slices.DeleteFunc(all, func(n note) bool { return n.Text == "" })
}
