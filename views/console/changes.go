package console

import (
	"cmp"
	"fmt"
	"slices"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// ChangeTable holds the changes of a section, the largest first.
type ChangeTable struct {
	Caption string
	Rows    []ChangeRow
	Same    string // number of unchanged rows, in a sentence
}

// ChangeRow holds a country's figures before and after.
type ChangeRow struct {
	Country       string
	Before, After report.Counts
	New, Gone     bool
}

// cells returns the requests before, after and their change, then the same of the accounts.
func (r ChangeRow) cells() (cells []string) {
	before, after := views.FigureTexts(r.Before), views.FigureTexts(r.After)
	for i := range 2 {
		change := views.Dash
		if r.Before.IsWhole(i) && r.After.IsWhole(i) {
			change = signed(r.After.Figures()[i] - r.Before.Figures()[i])
		}
		cells = append(cells, before[i], after[i], change)
	}
	return cells
}

// distance returns by how much the requests differ.
func (r ChangeRow) distance() int {
	d := r.After.Requests - r.Before.Requests
	return max(d, -d)
}

// changeTables compares a draft with the revision that it corrects, or with the half-year before.
func changeTables(d publish.Draft, a *report.Archive) []ChangeTable {
	period := d.Edition.Period.Previous()
	if d.Corrects > 0 {
		period = d.Edition.Period
	}
	base, err := a.Revision(period)
	if err != nil {
		return nil
	}
	var tables []ChangeTable
	for _, t := range d.Edition.Tables {
		old, ok := base.Edition.Table(t.Section)
		if !ok {
			if !t.Section.IsHeadline() {
				continue
			}
			old = base.Edition.Headline()
		}
		tables = append(tables, changeTable(t, old, fmt.Sprintf("%s: %s against %s", t.Section.Name(), d.Edition.Period.Label(), period.Label()), a.Places()))
	}
	return tables
}

func changeTable(t, old report.Table, caption string, places *report.Places) ChangeTable {
	table := ChangeTable{Caption: caption}
	same := 0
	countries := places.Countries()
	if c, ok := places.Country(report.NoCountry); ok {
		countries = append(countries, c)
	}
	for _, c := range countries {
		after, is := t.Row(c.Code)
		before, was := old.Row(c.Code)
		switch {
		case !is && !was:
			continue
		case is && was && after.Counts == before.Counts:
			same++
			continue
		}
		table.Rows = append(table.Rows, ChangeRow{c.Name, before.Counts, after.Counts, !was, !is})
	}
	slices.SortStableFunc(table.Rows, func(x, y ChangeRow) int { return cmp.Compare(y.distance(), x.distance()) })
	table.Rows = slices.Insert(table.Rows, 0, ChangeRow{Country: "All countries", Before: old.Sum(), After: t.Sum()})
	if same > 0 {
		table.Same = views.Plural(same, "country is", "countries are") + " unchanged."
	}
	return table
}

// signed writes a difference with its sign.
func signed(n int) string {
	if n > 0 {
		return "+" + views.Number(n)
	}
	return views.Number(n)
}
