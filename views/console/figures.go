package console

import (
	"fmt"
	"slices"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// SingleTable is the name of the table of single figures.
const SingleTable = "single"

// FiguresTable is one table of a draft's figures, which can be corrected in place.
type FiguresTable struct {
	Section report.Section // "" for the single figures
	Name    string
	Against string // what the figures are compared with
	Tabs    []FiguresTab
	Total   FiguresRow
	Rows    []FiguresRow
	New     []report.Country // those that have no row yet
	Units   bool             // what the outcomes count can be chosen
	Unit    report.Unit
	Singles []FigureField
}

// FiguresTab leads to another table.
type FiguresTab struct {
	Name, Href string
	Current    bool
}

// FiguresRow is a country's row, or the sum of all.
type FiguresRow struct {
	Code, Country string
	Cells         [6]FigureCell
	AddsUp        string // that the outcomes add up, or by how much they do not
	IsOff         bool
	Changed       bool
}

// FigureCell is one figure: as it is in the draft, and beside it as it is published.
type FigureCell struct {
	Field string // name and id of its input
	Label string // for people who do not see the table
	Now   string
	Was   string // what is published, if it differs
	By    string // the difference, with its sign
}

// CellField returns the name of the field of a figure: of a country's row, or of a new row if country is "".
func CellField(s report.Section, country string, column int) string {
	return fmt.Sprintf("cell-%s-%s-%d", s, country, column)
}

// FiguresTableOf returns the table that a request names: a section of the draft, or the single figures.
func FiguresTableOf(d publish.Draft, name string) string {
	if name == SingleTable {
		return name
	}
	for _, t := range d.Edition.Tables {
		if string(t.Section) == name {
			return name
		}
	}
	if len(d.Edition.Tables) == 0 {
		return SingleTable
	}
	return string(d.Edition.Headline().Section)
}

// FiguresURL returns the address of a table of a draft's figures.
func FiguresURL(d publish.Draft, table string) string {
	address := urls.DraftForm(d.ID, StepFigures)
	if table == FiguresTableOf(d, "") {
		return address
	}
	return address + "?table=" + table
}

// FigureText returns a figure as its field shows it; "" if it is not given.
func FigureText(c report.Counts, column int) string {
	if !c.Has(column) {
		return ""
	}
	return report.Grouped(c.Figures()[column])
}

func newFiguresTable(v DraftView, name string) FiguresTable {
	d := v.Draft
	table := FiguresTable{Name: FiguresTableOf(d, name)}
	for _, t := range d.Edition.Tables {
		table.Tabs = append(table.Tabs, FiguresTab{
			fmt.Sprintf("%s, %d", t.Section.Name(), len(t.Rows)), FiguresURL(d, string(t.Section)), string(t.Section) == table.Name,
		})
	}
	table.Tabs = append(table.Tabs, FiguresTab{"Single figures", FiguresURL(d, SingleTable), table.Name == SingleTable})
	if table.Name == SingleTable {
		table.Singles = figureFields(d, v.Archive)
		return table
	}
	table.Section = report.Section(table.Name)
	t, _ := d.Edition.Table(table.Section)
	table.Units, table.Unit = table.Section.UnitVaries(), t.Unit
	before, against := comparedTable(v, table.Section)
	table.Against = against
	places := v.Archive.Places()
	table.Total = figuresRow(table.Section, report.Row{Counts: t.Sum()}, before.Sum(), "All countries", t.CountUnit(), against != "")
	table.Total.AddsUp, table.Total.IsOff = "", false
	for _, c := range places.ByName(report.Place{}) {
		r, ok := t.Row(c.Code)
		if !ok {
			table.New = append(table.New, c)
			continue
		}
		old, was := before.Row(c.Code)
		table.Rows = append(table.Rows, figuresRow(table.Section, r, old.Counts, c.Name, t.CountUnit(), was))
	}
	for _, r := range t.Rows { // rows of no listed country
		if !slices.ContainsFunc(table.Rows, func(f FiguresRow) bool { return f.Code == r.Country }) {
			old, was := before.Row(r.Country)
			name := r.Country
			if c, ok := places.Country(r.Country); ok {
				name = c.Name
			}
			table.Rows = append(table.Rows, figuresRow(table.Section, r, old.Counts, name, t.CountUnit(), was))
		}
	}
	return table
}

// comparedTable returns the table that figures are compared with: what a correction corrects, else nothing.
func comparedTable(v DraftView, s report.Section) (report.Table, string) {
	r, err := v.Archive.Revision(v.Draft.Edition.Period)
	if err != nil {
		return report.Table{}, ""
	}
	t, _ := r.Edition.Table(s)
	return t, fmt.Sprintf("“was” is revision %d, which is published.", r.Number)
}

func figuresRow(s report.Section, r report.Row, old report.Counts, name string, unit report.Unit, was bool) FiguresRow {
	row := FiguresRow{Code: r.Country, Country: name, AddsUp: "Adds up"}
	for i, label := range cellLabels() {
		cell := FigureCell{Field: CellField(s, r.Country, i), Label: name + ", " + label, Now: FigureText(r.Counts, i)}
		if was && FigureText(old, i) != cell.Now {
			cell.Was = views.FigureTexts(old)[i]
			if old.Has(i) && r.Counts.Has(i) {
				cell.By = views.Signed(r.Counts.Figures()[i] - old.Figures()[i])
			}
			row.Changed = true
		}
		row.Cells[i] = cell
	}
	if !r.Counts.AddsUp(unit) {
		off := r.Counts.OutcomeSum() - r.Counts.Expected(unit)
		row.IsOff = true
		if row.AddsUp = fmt.Sprintf("%s too many", views.Number(off)); off < 0 {
			row.AddsUp = fmt.Sprintf("%s too few", views.Number(-off))
		}
	}
	return row
}

// cellLabels returns the names of the six figures of a row.
func cellLabels() [6]string {
	labels := [6]string{"Requests", "Accounts"}
	for i, o := range views.OutcomeLabels {
		labels[2+i] = o.Short
	}
	return labels
}

// totalText returns the sum of a column.
func totalText(m DraftPage, i int) string {
	t, _ := m.Draft.Edition.Table(m.Table.Section)
	return views.FigureTexts(t.Sum())[i]
}
