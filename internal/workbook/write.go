package workbook

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// Input holds what a workbook is written from: one revision, the places of its figures, and what the
// report says of itself.
type Input struct {
	Revision report.Revision
	Places   *report.Places
	Site     report.Site
	Address  string // of the page that shows this edition; may be empty
}

// notApplicable fills cells that would otherwise be blank, so that readers need not guess. The sheet
// Notes explains it.
const notApplicable = "[z]"

// Write writes the workbook of a revision: a cover, the notes, and a sheet for each section. Equal inputs
// give equal bytes. Figures that cannot be written correctly, such as those of an unknown country, are
// ErrInvalid; then nothing is written.
func Write(w io.Writer, in Input) error {
	sheets, err := sheetsOf(in)
	if err == nil {
		err = writeSheets(w, sheets, propertiesOf(in))
	}
	if err != nil {
		return fmt.Errorf("write workbook of %s: %w", in.Revision.Edition.Period, err)
	}
	return nil
}

// writeSheets writes a workbook without blank cells.
func writeSheets(w io.Writer, sheets []xlsx.Sheet, p xlsx.Properties) error {
	for _, s := range sheets {
		for _, row := range s.Table.Rows {
			for i := range row {
				if row[i] == "" {
					row[i] = notApplicable
				}
			}
		}
	}
	err := xlsx.Write(w, sheets, p)
	if errors.Is(err, xlsx.ErrInvalidText) {
		return fmt.Errorf("%w: %w", err, report.ErrInvalid)
	}
	return err
}

func sheetsOf(in Input) ([]xlsx.Sheet, error) {
	if in.Places == nil {
		return nil, fmt.Errorf("no places are given: %w", report.ErrInvalid)
	}
	e := in.Revision.Edition
	in.Places = in.Places.Named(e.Names)
	tables, err := sortedTables(e, in.Places)
	if err != nil {
		return nil, err
	}
	notes := notesOf(e, tables, in.Places)
	sheets := []xlsx.Sheet{notesSheet(in.Site, e.Period)}
	if len(notes) > 0 {
		sheets = append(sheets, noteListSheet(notes, e.Period))
	}
	for _, t := range tables {
		sheets = append(sheets, sectionSheet(t, notes, in))
	}
	if stated, ok := statedSheet(tables, e.Period); ok {
		sheets = append(sheets, stated)
	}
	if len(e.Figures) > 0 {
		figures, err := figuresSheet(e, notes, in.Site)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, figures)
	}
	return append([]xlsx.Sheet{coverSheet(in, sheets)}, sheets...), nil
}

// textColumns returns columns of text with these headers and widths.
func textColumns(headers []string, widths ...float64) []xlsx.Column {
	columns := make([]xlsx.Column, len(headers))
	for i, header := range headers {
		columns[i] = xlsx.Column{Header: header, Width: widths[i]}
	}
	return columns
}

// propertiesOf returns the properties of the workbook. None depends on the machine or the clock, nor on
// the time of publication: a workbook is known before it.
func propertiesOf(in Input) xlsx.Properties {
	return xlsx.Properties{
		Title:       title(in),
		Subject:     subject(in.Revision.Edition.Period),
		Publisher:   in.Site.Publisher,
		Description: strings.TrimSpace(in.Site.Description + " " + in.Site.Recreation),
		Language:    in.Site.Language,
	}
}

// title returns the title with the period: "Law Enforcement Requests Report, 2019 (Jan-Jun)".
func title(in Input) string { return in.Site.Title + ", " + in.Revision.Edition.Period.Label() }

func subject(p report.Period) string {
	return "Legal demands for customer data, by country: " + p.Label()
}
