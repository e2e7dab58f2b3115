package workbook

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// coverHeaders are the headers of the cover's table. Files that were downloaded are read back by them,
// so they never change.
var coverHeaders = []string{"About this file", "Text"}

// contents says for the cover what each sheet holds, by the name on its tab.
var contents = map[string]string{
	notesTab:      "What the terms mean, and the marks that stand in cells",
	noteListTab:   "The notes on this half-year's figures",
	"Combined":    "All law enforcement requests, by country",
	"Criminal":    "Law enforcement requests other than emergencies, by country",
	"Emergencies": "Emergency requests, by country",
	"Civil":       "Civil legal requests, by country",
	"Skype":       "Requests that concern Skype, by country; a part of the sheet Combined",
	statedTab:     "Totals that the source states and that differ from the sums of its rows",
	figuresTab:    "Single figures that this half-year reports beside its tables",
}

const dayLayout = "2 January 2006"

// coverSheet returns the first sheet: the source of the figures, their half-year, how to cite them, and
// what each of the other sheets holds.
func coverSheet(in Input, others []xlsx.Sheet) xlsx.Sheet {
	r := in.Revision
	sheet := xlsx.Sheet{
		Name:  "Cover",
		Title: title(in),
		Lines: []string{"This sheet holds one table. Its first rows are about this file; its last rows say what each sheet holds."},
		Table: xlsx.Table{Name: "cover", Columns: textColumns(coverHeaders, 32, 100)},
	}
	add := func(label string, value any) {
		if value != "" {
			sheet.Table.Rows = append(sheet.Table.Rows, []any{label, value})
		}
	}
	add("Period", r.Edition.Period.Label())
	add("First day", r.Edition.Period.First().Format(dayLayout))
	add("Last day", r.Edition.Period.Last().Format(dayLayout))
	add("Organization", in.Site.Organization)
	add("Publisher of this copy", in.Site.Publisher)
	add("Source of the figures", in.Site.Source)
	add("Recreation", in.Site.Recreation)
	add("License", licenseText(in.Site.License))
	add("Contact", in.Site.Contact)
	add("Revision", r.Number)
	add("What this revision changed", r.Note)
	add("Digest of the figures (SHA-256)", r.Digest)
	add("How to cite", in.Site.Cite(in.Revision.UndatedCitation(in.Revision.Edition.Period.Label(), in.Address)))
	add("Page of this edition", in.Address)
	for _, s := range others {
		about := contents[s.Name]
		for _, t := range r.Edition.Tables {
			if t.Section.UnitVaries() && wordings[t.Section].tab == s.Name {
				about += fmt.Sprintf("; their outcomes count %s", t.CountUnit())
			}
		}
		add(fmt.Sprintf("Sheet %q", s.Name), about)
	}
	return sheet
}

// licenseText returns "Creative Commons Attribution 4.0 (CC BY 4.0), https://…", without what the
// license lacks.
func licenseText(l report.License) string {
	text := l.Name + l.Short
	if l.Name != "" && l.Short != "" {
		text = l.Name + " (" + l.Short + ")"
	}
	if text != "" && l.Address != "" {
		text += ", "
	}
	return text + l.Address
}
