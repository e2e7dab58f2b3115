package workbook

import (
	"fmt"
	"io"
	"slices"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// Form is a section of a template, with the names of the countries that have a row in it already.
type Form struct {
	Section   report.Section
	Countries []string
}

// Template writes a workbook to fill in for a period: a sheet for each form, with headings that Read
// knows, a row for each country or one blank row, and a total row of zeros. People type the totals, so that Read can
// compare them with the rows.
func Template(w io.Writer, p report.Period, forms []Form, site report.Site) error {
	var sheets []xlsx.Sheet
	for _, f := range forms {
		words, ok := wordings[f.Section]
		if !ok {
			return fmt.Errorf("write template of %s: section %q is not known: %w", p, f.Section, report.ErrInvalid)
		}
		sheets = append(sheets, templateSheet(p, f, words))
	}
	err := writeSheets(w, sheets, xlsx.Properties{
		Title:   fmt.Sprintf("%s, %s: to be filled in", site.Title, p.Label()),
		Subject: subject(p), Publisher: site.Publisher, Language: site.Language,
		Time: p.Next().First().Format("2006-01-02T15:04:05Z"),
	})
	if err != nil {
		return fmt.Errorf("write template of %s: %w", p, err)
	}
	return nil
}

// templateSheet returns the sheet of a section, without shares, which are calculated.
func templateSheet(p report.Period, f Form, words wording) xlsx.Sheet {
	s := f.Section
	outcomes := "The four outcomes count " + string(s.UsualUnit()) + ", and add up to them in each row."
	if s.UnitVaries() {
		outcomes = "The four outcomes count requests or accounts: those that they add up to in each row."
	}
	columns := slices.DeleteFunc(sectionColumns(), func(c xlsx.Column) bool {
		return c.Format == xlsx.AsShare || slices.Contains([]string{headerCode, headerRegion, headerNotes}, c.Header)
	})
	rows, which := [][]any{}, "Fill in a row above the total for each country that made a request, and no row for any other."
	for _, name := range f.Countries {
		row := make([]any, len(columns)) // blank
		row[0] = name
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		rows = append(rows, make([]any, len(columns)))
	} else {
		which = "The countries are those of the period before. Delete the row of each that made no request, and add the others above the total."
	}
	return xlsx.Sheet{
		Name:  words.tab,
		Title: words.title(p),
		Lines: []string{
			which + " In the last cell above the total, the Tab key adds a row.",
			outcomes + " Leave a cell empty if the figure is not given; 0 is a figure.",
			"Type the totals from your own records, rather than adding up the rows: the one is checked against the other.",
		},
		Table: xlsx.Table{Name: string(s), Columns: columns, HasTotal: true, Rows: append(rows, []any{totalName, 0, 0, 0, 0, 0, 0})},
	}
}
