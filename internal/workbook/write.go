package workbook

import (
	"fmt"
	"io"
	"strings"

	"lerr/internal/report"
)

// Input is what a workbook is written from: one revision, the places that its figures are about,
// and what the report says of itself.
type Input struct {
	Revision report.Revision
	Places   *report.Places
	Site     report.Site
	Address  string // of the page that shows this edition; may be empty
}

// Write writes the workbook of one period's revision: a cover, the notes, and a sheet for each
// section. It depends on nothing but its input, so that equal inputs give equal bytes. Figures that
// cannot be written truly, such as those of an unknown country, are ErrInvalid; nothing has then
// been written.
func Write(w io.Writer, in Input) error {
	err := write(w, in)
	if err != nil {
		return fmt.Errorf("write workbook of %s: %w", in.Revision.Edition.Period, err)
	}
	return nil
}

func write(w io.Writer, in Input) error {
	sheets, err := sheetsOf(in)
	if err != nil {
		return err
	}
	raw, err := draw(sheets, propertiesOf(in))
	if err != nil {
		return err
	}
	return pack(w, raw)
}

// sheetsOf plans every sheet of the workbook, in order.
func sheetsOf(in Input) ([]sheet, error) {
	if in.Places == nil {
		return nil, fmt.Errorf("no places are given: %w", report.ErrInvalid)
	}
	e := in.Revision.Edition
	sections, err := namedSections(e, in.Places)
	if err != nil {
		return nil, err
	}
	notes := notesOf(e, sections)
	sheets := []sheet{notesSheet(in.Site, e.Period)}
	if len(notes) > 0 {
		sheets = append(sheets, noteListSheet(notes, e.Period))
	}
	for _, s := range sections {
		sheets = append(sheets, sectionSheet(s, notes, in))
	}
	if len(e.Figures) > 0 {
		figures, err := figuresSheet(e, notes, in.Site)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, figures)
	}
	return append([]sheet{coverSheet(in, sheets)}, sheets...), nil
}

// properties are what the file's own metadata say. None of it comes from the machine or the clock.
type properties struct {
	title, subject, publisher, description, language, at string
}

func propertiesOf(in Input) properties {
	return properties{
		title:       title(in),
		subject:     "Legal demands for customer data, by country: " + in.Revision.Edition.Period.Label(),
		publisher:   in.Site.Publisher,
		description: strings.TrimSpace(in.Site.Description + " " + in.Site.Recreation),
		language:    in.Site.Language,
		at:          in.Revision.PublishedAt.UTC().Format("2006-01-02T15:04:05Z"),
	}
}

// title is the report's title with its period: "Law Enforcement Requests Report, 2019 (Jan-Jun)".
func title(in Input) string { return in.Site.Title + ", " + in.Revision.Edition.Period.Label() }
