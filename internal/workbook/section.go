package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// The headers of a section's table. Files that were downloaded are read back by these texts, so
// they never change.
const (
	headerCode            = "Country code"
	headerCountry         = "Country"
	headerRegion          = "Region"
	headerRequests        = "Requests (number)"
	headerAccounts        = "Accounts (number)"
	headerContent         = "Content (number)"
	headerContentShare    = "Content share (of outcomes)"
	headerNonContent      = "Non-content (number)"
	headerNonContentShare = "Non-content share (of outcomes)"
	headerNoData          = "No data (number)"
	headerNoDataShare     = "No data share (of outcomes)"
	headerRejected        = "Rejected (number)"
	headerRejectedShare   = "Rejected share (of outcomes)"
	headerNotes           = "Notes"
)

// totalName stands in the country column of a table's last row.
const totalName = "Total"

// wording is what a section's sheet says beside its figures.
type wording struct {
	tab     string
	subject string // what is counted, for the title
	holds   string
	caution string // what readers would otherwise get wrong
}

var wordings = map[report.Section]wording{
	report.Combined: {
		"Combined", "law enforcement requests", "All law enforcement requests, by country",
		"All law enforcement requests stand in this one table. Its total is the headline figure of the half-year.",
	},
	report.Criminal: {
		"Criminal", "law enforcement requests", "Law enforcement requests other than emergencies, by country",
		"Emergency requests and civil legal requests are not part of these figures. The total is the headline figure of the half-year.",
	},
	report.Emergencies: {
		"Emergencies", "emergency requests", "Emergency requests, by country",
		"Emergency requests stand beside the headline figures and must not be added to them.",
	},
	report.Civil: {
		"Civil", "civil legal requests", "Civil legal requests, by country; their outcomes count accounts",
		"The four outcomes on this sheet count accounts, not requests. Civil legal requests stand beside the headline figures and must not be added to them.",
	},
	report.Skype: {
		"Skype", "law enforcement requests that concern Skype", "Requests that concern Skype, by country; a part of the sheet Combined",
		"Skype requests are a part of the figures on the sheet Combined and must not be added to them.",
	},
}

// namedSection is a section's table with each row's country found, by the countries' names.
type namedSection struct {
	wording
	table report.Table
	rows  []namedRow
}

type namedRow struct {
	report.Row
	country report.Country
	region  report.Region
}

// namedSections finds the countries of every row. A section, country or count that cannot be
// written truly is ErrInvalid.
func namedSections(e report.Edition, places *report.Places) ([]namedSection, error) {
	var sections []namedSection
	seen := map[report.Section]bool{}
	for _, t := range e.Tables {
		words, known := wordings[t.Section]
		if !known || seen[t.Section] {
			return nil, fmt.Errorf("section %q is unknown or stands twice: %w", t.Section, report.ErrInvalid)
		}
		seen[t.Section] = true
		section := namedSection{wording: words, table: t}
		for _, r := range t.Rows {
			country, ok := places.Country(r.Country)
			if !ok {
				return nil, fmt.Errorf("%s: country code %q is not known: %w", t.Section, r.Country, report.ErrInvalid)
			}
			if figures := r.Counts.Figures(); slices.Min(figures[:]) < 0 {
				return nil, fmt.Errorf("%s: %s has a negative count: %w", t.Section, country.Name, report.ErrInvalid)
			}
			section.rows = append(section.rows, namedRow{r, country, places.RegionOf(country)})
		}
		slices.SortStableFunc(section.rows, func(a, b namedRow) int {
			return cmp.Or(
				strings.Compare(report.NameKey(a.country.Name), report.NameKey(b.country.Name)),
				strings.Compare(a.Row.Country, b.Row.Country),
			)
		})
		sections = append(sections, section)
	}
	return sections, nil
}

// sectionSheet plans a section's sheet: a row for each country, then the total.
func sectionSheet(s namedSection, all notes, in Input) sheet {
	here := all.on(s.table.Section)
	planned := sheet{
		name:  s.tab,
		holds: s.holds,
		title: fmt.Sprintf("%s: %s, %s", s.tab, s.subject, in.Revision.Edition.Period.Label()),
		lines: []string{
			fmt.Sprintf("This sheet holds one table and %s. Each country that made a request has a row; the last row is the total.", here.number()),
			s.caution,
			"A share is one outcome divided by the sum of the four outcomes. " + notApplicable + " means not applicable; see the sheet Notes.",
		},
		table: table{name: string(s.table.Section), columns: sectionColumns(), hasTotal: true},
	}
	for _, n := range here {
		if n.country.Code == "" {
			planned.lines = append(planned.lines, n.marker()+" "+n.text)
		}
	}
	if in.Site.Recreation != "" {
		planned.lines = append(planned.lines, in.Site.Recreation)
	}
	for _, r := range s.rows {
		row := append([]any{r.country.Code, r.country.Name, r.region.Name}, figureCells(r.Counts)...)
		planned.table.rows = append(planned.table.rows, append(row, here.markerOf(r.country)))
	}
	total := append([]any{notApplicable, totalName, notApplicable}, figureCells(s.table.Sum())...)
	planned.table.rows = append(planned.table.rows, append(total, notApplicable))
	if !here.markRows() {
		planned.table.dropLastColumn()
	}
	return planned
}

func sectionColumns() []column {
	return []column{
		{headerCode, 10, asText}, {headerCountry, 30, asText}, {headerRegion, 24, asText},
		{headerRequests, 12, asCount}, {headerAccounts, 12, asCount},
		{headerContent, 12, asCount}, {headerContentShare, 18, asShare},
		{headerNonContent, 14, asCount}, {headerNonContentShare, 18, asShare},
		{headerNoData, 12, asCount}, {headerNoDataShare, 18, asShare},
		{headerRejected, 12, asCount}, {headerRejectedShare, 18, asShare},
		{headerNotes, 12, asMarker},
	}
}

// figureCells are a row's six counts and four shares, in the order of the columns.
func figureCells(c report.Counts) []any {
	cells := []any{c.Requests, c.Accounts}
	shares := c.Shares()
	for i, n := range c.Outcomes() {
		cells = append(cells, n)
		if shares.Known {
			cells = append(cells, fraction(shares.All()[i]))
		} else {
			cells = append(cells, notApplicable)
		}
	}
	return cells
}

// dropLastColumn takes away a column that no row would use.
func (t *table) dropLastColumn() {
	t.columns = t.columns[:len(t.columns)-1]
	for i, row := range t.rows {
		t.rows[i] = row[:len(row)-1]
	}
}
