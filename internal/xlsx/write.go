package xlsx

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Write writes a workbook. Equal arguments give equal bytes. Text that no cell can hold is
// ErrInvalidText; then nothing is written. Errors of excelize are passed on as text only.
func Write(w io.Writer, sheets []Sheet, properties Properties) error {
	f := excelize.NewFile()
	defer f.Close() // it holds no temporary files, since nothing was streamed
	p := &painter{f: f}
	p.addStyles()
	for i, s := range sheets {
		p.sheet = s
		if i == 0 { // a new file has one sheet
			p.check("add the sheet", f.SetSheetName(f.GetSheetName(0), s.Name))
		} else {
			_, err := f.NewSheet(s.Name)
			p.check("add the sheet", err)
		}
		p.paint()
	}
	f.SetActiveSheet(0)
	p.check("properties", f.SetAppProps(&excelize.AppProperties{Application: "lerr", Company: properties.Publisher}))
	made := parts{}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return made })
	p.check("make the parts", f.Write(io.Discard))
	if p.err == nil {
		p.err = made.replaceAll(newCoreProperties(properties), p.tables)
	}
	if p.err != nil {
		return p.err
	}
	return made.pack(w)
}

// painter draws sheets into a file. It keeps the first error.
type painter struct {
	f      *excelize.File
	styles styles
	sheet  Sheet
	tables []tablePart // in the order of their numbers
	err    error
}

// check records an error of excelize.
func (p *painter) check(what string, err error) {
	if p.err == nil && err != nil {
		p.err = fmt.Errorf("sheet %s: %s: %v", p.sheet.Name, what, err)
	}
}

func (p *painter) paint() {
	p.set(1, 1, p.sheet.Title, p.styles.title)
	for i, line := range p.sheet.Lines {
		p.set(1, 2+i, line, p.styles.line)
	}
	bottom, right := 1+len(p.sheet.Lines), 1
	if n := len(p.sheet.Table.Rows); n > 0 {
		top := bottom + 1
		bottom, right = top+n, len(p.sheet.Table.Columns)
		p.paintTable(top, CellName(right, bottom))
	}
	p.setPage(CellName(right, bottom))
}

// paintTable draws the table of the sheet from its header in row top to its last cell.
func (p *painter) paintTable(top int, last string) {
	t := p.sheet.Table
	headers := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		headers[i] = c.Header
		p.check("column width", p.f.SetColWidth(p.sheet.Name, ColumnName(i+1), ColumnName(i+1), c.Width))
		p.set(i+1, top, c.Header, p.styles.header[c.Format])
	}
	p.setHeight(top, headers)
	for i, row := range t.Rows {
		number := top + 1 + i
		p.setHeight(number, row)
		styles := p.styles.cell
		if t.HasTotal && i == len(t.Rows)-1 {
			styles = p.styles.total
		}
		for j, value := range row {
			p.set(j+1, number, value, styles[t.Columns[j].Format])
		}
	}
	area := fmt.Sprintf("A%d:%s", top, last)
	p.check("table "+t.Name, p.f.AddTable(p.sheet.Name, &excelize.Table{Range: area, Name: t.Name}))
	p.tables = append(p.tables, newTablePart(t, area, len(p.tables)+1))
}

// setHeight makes room for the wrapped text of a row, which some programs do not do themselves.
func (p *painter) setHeight(row int, values []any) {
	lines := 1
	for i, value := range values {
		if s, ok := value.(string); ok {
			lines = max(lines, wrappedLines(s, int(p.sheet.Table.Columns[i].Width)-1))
		}
	}
	if lines > 1 {
		const highest = 409 // points
		p.check("row height", p.f.SetRowHeight(p.sheet.Name, row, min(15*float64(lines), highest)))
	}
}

// set writes one cell. Text is stored as text, whatever it begins with.
func (p *painter) set(column, row int, value any, style int) {
	cell := CellName(column, row)
	if s, ok := value.(string); ok && p.err == nil {
		if err := checkText(s); err != nil {
			p.err = fmt.Errorf("sheet %s: cell %s: %w", p.sheet.Name, cell, err)
		}
	}
	p.check("cell "+cell, p.f.SetCellValue(p.sheet.Name, cell, value))
	p.check("cell "+cell, p.f.SetCellStyle(p.sheet.Name, cell, cell, style))
}

// setPage makes the sheet print one page wide, selects its first cell, and states its size, because
// some readers stop at the stated size.
func (p *painter) setPage(last string) {
	name := p.sheet.Name
	orientation, a4, across, down, fit := "landscape", 9, 1, 0, true
	p.check("page layout", p.f.SetPageLayout(name, &excelize.PageLayoutOptions{
		Orientation: &orientation, Size: &a4, FitToWidth: &across, FitToHeight: &down,
	}))
	p.check("page layout", p.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	p.check("selection", p.f.SetPanes(name, &excelize.Panes{Selection: []excelize.Selection{{ActiveCell: "A1", SQRef: "A1"}}}))
	p.check("size", p.f.SetSheetDimension(name, "A1:"+last))
}
