package xlsx

import (
	"encoding/xml"
	"strconv"
)

// worksheet reads the cells of a sheet. An Error names the last cell that was reached.
func (b *book) worksheet(g *Grid) error {
	w := &worksheet{book: b, grid: g}
	if err := b.eachElement(g.part, w.element); err != nil {
		return atCell(err, g.Name, w.reached)
	}
	if !w.hasCells {
		return atCell(damaged("The part %s holds no cells at all, not even empty ones.", g.part), g.Name, "")
	}
	return nil
}

// worksheet holds the state of reading a sheet.
type worksheet struct {
	*book
	grid     *Grid
	group    string // the current element of the second level
	hasCells bool   // the element of the cells was seen
	rows     int    // number of row elements
	number   int    // of the last row
	reached  string // the last cell
}

// isMain reports whether an element belongs to the language of sheets, in one of its two versions.
func isMain(t xml.StartElement) bool {
	return t.Name.Space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main" ||
		t.Name.Space == "http://purl.oclc.org/ooxml/spreadsheetml/main"
}

func (w *worksheet) element(x *xmlReader, t xml.StartElement) error {
	switch name := t.Name.Local; {
	case x.depth == 1 && (name != "worksheet" || !isMain(t)):
		return x.damaged("it holds no sheet")
	case x.depth == 2:
		w.group = name
		if name == "sheetData" {
			if w.hasCells {
				return x.damaged("it holds the sheet's cells twice")
			}
			w.hasCells = true
		}
	case x.depth == 3 && w.group == "sheetData":
		if name != "row" || !isMain(t) {
			return x.damaged("it holds a " + name + " where a row belongs")
		}
		return w.row(x, t)
	case x.depth == 3 && w.group == "cols" && name == "col":
		return w.columns(x, t)
	case x.depth == 3 && w.group == "mergeCells" && name == "mergeCell":
		merged, ok := parseArea(attribute(t, "ref"))
		if !ok {
			return x.damaged("it merges the cells " + attribute(t, "ref"))
		}
		w.grid.Merged = append(w.grid.Merged, merged)
	}
	return nil
}

// columns records hidden columns.
func (w *worksheet) columns(x *xmlReader, t xml.StartElement) error {
	first, err := strconv.Atoi(attribute(t, "min"))
	last, err2 := strconv.Atoi(attribute(t, "max"))
	if err != nil || err2 != nil || first < 1 || last < first {
		return x.damaged("it describes the columns " + attribute(t, "min") + " to " + attribute(t, "max"))
	}
	if isTrue(t, "hidden") || isZero(t, "width") {
		w.grid.hiddenColumns = append(w.grid.hiddenColumns, [2]int{first, last})
	}
	return nil
}

// isZero reports whether an attribute is the number 0.
func isZero(t xml.StartElement, name string) bool {
	n, err := strconv.ParseFloat(attribute(t, name), 64)
	return err == nil && n == 0
}

// row reads a row with its cells.
func (w *worksheet) row(x *xmlReader, t xml.StartElement) error {
	r, given := lookUp(t, "r")
	number, err := strconv.Atoi(r)
	w.rows++
	switch {
	case !given:
		return damaged("The rows of the part %s have no numbers, so that a missing one would not be noticed.", x.part)
	case err != nil || number < 1 || number > 1<<20:
		return x.damaged("a row has the number " + r)
	case number <= w.number:
		return x.damaged("row " + r + " follows row " + strconv.Itoa(w.number))
	case w.rows > MaxRow:
		return tooFar(x)
	}
	w.number = number
	row := Row{Number: number, Hidden: isTrue(t, "hidden") || isZero(t, "ht")}
	last := 0
	err = x.children(func(t xml.StartElement) error {
		if t.Name.Local == "extLst" {
			return x.skip()
		}
		if t.Name.Local != "c" || !isMain(t) {
			return x.damaged("it holds a " + t.Name.Local + " where a cell belongs")
		}
		c, err := w.cell(x, t)
		switch {
		case err != nil:
			return err
		case c.Column <= last:
			return x.damaged("cell " + w.reached + " appears twice or out of order")
		case c.Formula || c.Text != "":
			row.Cells = append(row.Cells, c)
		}
		last = c.Column
		return nil
	})
	if err == nil && len(row.Cells) > 0 {
		w.grid.Rows = append(w.grid.Rows, row)
	}
	return err
}

func tooFar(x *xmlReader) error {
	return refuse(Limits, "The part %s goes beyond row %d or column %s, which no table of the report does. Delete what lies beyond, also empty cells with a format, and upload the file again.",
		x.part, MaxRow, ColumnName(MaxColumn))
}
