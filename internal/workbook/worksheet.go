package workbook

import (
	"encoding/xml"
	"strconv"
)

// worksheet reads a sheet's cells. A refusal names the last cell that was reached.
func (b *book) worksheet(g *grid) error {
	w := &worksheet{book: b, grid: g}
	if err := b.each(g.part, w.element); err != nil {
		return placed(err, g.name, w.reached)
	}
	if !w.hasCells {
		return placed(refuse(CodeDamaged, "The part %s holds no cells at all, not even empty ones. Save the file again in a spreadsheet program and upload that.", g.part), g.name, "")
	}
	return nil
}

// worksheet is a sheet while it is read.
type worksheet struct {
	*book
	grid     *grid
	group    string // the element of the second level that was last begun
	hasCells bool   // its cells' element was seen
	rows     int    // elements
	number   int    // of the last row
	reached  string // the last cell
}

// mainSpaces are the namespaces that a sheet's own elements are in.
var mainSpaces = map[string]bool{
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main": true,
	"http://purl.oclc.org/ooxml/spreadsheetml/main":             true,
}

func (w *worksheet) element(m *markup, t xml.StartElement) error {
	switch name := t.Name.Local; {
	case m.depth == 1 && (name != "worksheet" || !mainSpaces[t.Name.Space]):
		return m.broken("it holds no sheet")
	case m.depth == 2:
		w.group = name
		if name == "sheetData" {
			if w.hasCells {
				return m.broken("it holds the sheet's cells twice")
			}
			w.hasCells = true
		}
	case m.depth == 3 && w.group == "sheetData":
		if name != "row" || !mainSpaces[t.Name.Space] {
			return m.broken("it holds a " + name + " where a row belongs")
		}
		return w.row(m, t)
	case m.depth == 3 && w.group == "cols" && name == "col":
		return w.columns(m, t)
	case m.depth == 3 && w.group == "mergeCells" && name == "mergeCell":
		ref, _ := attribute(t, "ref")
		merged, ok := parseArea(ref)
		if !ok {
			return m.broken("it merges the cells " + ref)
		}
		w.grid.merged = append(w.grid.merged, merged)
	}
	return nil
}

// columns notes columns that do not show.
func (w *worksheet) columns(m *markup, t xml.StartElement) error {
	minimum, _ := attribute(t, "min")
	maximum, _ := attribute(t, "max")
	first, err := strconv.Atoi(minimum)
	last, err2 := strconv.Atoi(maximum)
	if err != nil || err2 != nil || first < 1 || last < first {
		return m.broken("it describes the columns " + minimum + " to " + maximum)
	}
	if isTrue(t, "hidden") || isZero(t, "width") {
		w.grid.hiddenColumns = append(w.grid.hiddenColumns, span{first, last})
	}
	return nil
}

// isZero reports whether an attribute is the number 0.
func isZero(t xml.StartElement, name string) bool {
	v, ok := attribute(t, name)
	n, err := strconv.ParseFloat(v, 64)
	return ok && err == nil && n == 0
}

// row reads a row with its cells.
func (w *worksheet) row(m *markup, t xml.StartElement) error {
	r, given := attribute(t, "r")
	number, err := strconv.Atoi(r)
	w.rows++
	switch {
	case !given:
		return refuse(CodeDamaged, "The rows of the part %s have no numbers, so that a missing one would not show. Save the file again in a spreadsheet program and upload that.", m.part)
	case err != nil || number < 1 || number > 1<<20:
		return m.broken("a row has the number " + r)
	case number <= w.number:
		return m.broken("row " + r + " stands after row " + strconv.Itoa(w.number))
	case w.rows > maxRow:
		return w.tooMany(m)
	}
	w.number = number
	row := gridRow{number: number, hidden: isTrue(t, "hidden") || isZero(t, "ht")}
	last := 0
	for end := m.depth - 1; m.depth > end; {
		token, err := m.next()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
			continue
		case start.Name.Local == "extLst":
			if err := m.skip(); err != nil {
				return err
			}
			continue
		case start.Name.Local != "c" || !mainSpaces[start.Name.Space]:
			return m.broken("it holds a " + start.Name.Local + " where a cell belongs")
		}
		c, err := w.cell(m, start)
		if err != nil {
			return err
		}
		if c.column <= last {
			return m.broken("cell " + w.reached + " stands twice or out of order")
		}
		last = c.column
		if c.formula || c.text != "" {
			row.cells = append(row.cells, c)
		}
	}
	if len(row.cells) > 0 {
		w.grid.rows = append(w.grid.rows, row)
	}
	return nil
}

func (w *worksheet) tooMany(m *markup) error {
	return refuse(CodeLimits, "The part %s goes beyond row %d or column %s, which no table of the report does. Delete what lies beyond, also empty cells with a format, and upload the file again.",
		m.part, maxRow, columnName(maxColumn))
}
