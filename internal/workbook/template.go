package workbook

import (
	"fmt"
	"io"
	"slices"

	"lerr/internal/report"
)

// Template writes a workbook to fill in for a period: a sheet for each section, with the headings
// that Read knows and a total row of zeros. The totals are to be typed by hand, so that Read can
// hold the rows against them.
func Template(w io.Writer, p report.Period, sections []report.Section, site report.Site) error {
	var sheets []sheet
	for _, s := range sections {
		words, ok := wordings[s]
		if !ok {
			return fmt.Errorf("write template of %s: section %q is not known: %w", p, s, report.ErrInvalid)
		}
		sheets = append(sheets, templateSheet(p, s, words))
	}
	raw, err := draw(sheets, properties{
		title:   fmt.Sprintf("%s, %s: to be filled in", site.Title, p.Label()),
		subject: "Legal demands for customer data, by country: " + p.Label(), publisher: site.Publisher,
		language: site.Language, at: p.Next().First().Format("2006-01-02T15:04:05Z"),
	})
	if err == nil {
		err = pack(w, raw)
	}
	if err != nil {
		return fmt.Errorf("write template of %s: %w", p, err)
	}
	return nil
}

// templateSheet plans a section's sheet. Shares are left out: they are computed.
func templateSheet(p report.Period, s report.Section, words wording) sheet {
	outcomes := "requests"
	if s.CountsAccounts() {
		outcomes = "accounts"
	}
	planned := sheet{
		name:  words.tab,
		title: fmt.Sprintf("%s: %s, %s", words.tab, words.subject, p.Label()),
		lines: []string{
			"Insert a row above the total for each country that made a request, and no row for any other.",
			"The four outcomes count " + outcomes + ", and add up to them in each row.",
			"Type the totals from your own records, rather than adding up the rows: the one is checked against the other.",
		},
		table: table{name: string(s), hasTotal: true},
	}
	for _, c := range sectionColumns() {
		if c.kind == asShare || slices.Contains([]string{headerCode, headerRegion, headerNotes}, c.header) {
			continue
		}
		planned.table.columns = append(planned.table.columns, c)
	}
	planned.table.rows = [][]any{{totalName, 0, 0, 0, 0, 0, 0}}
	return planned
}
