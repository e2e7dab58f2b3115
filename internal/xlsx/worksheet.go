package xlsx

import (
	"encoding/xml"
	"strconv"
)

func (b *book) readWorksheet(g *Grid) {
	b.sheet = g.Name
	w := &worksheet{grid: g}
	b.eachElement(g.part, func(x *xmlReader, t xml.StartElement) {
		w.xmlReader = x
		w.element(t)
	})
	b.cell = ""
	if !w.hasCells {
		b.damaged("The part %s holds no cells at all, not even empty ones.", g.part)
	}
	b.sheet = ""
}

// worksheet holds the state of reading a sheet.
type worksheet struct {
	*xmlReader
	grid     *Grid
	group    string // the current element of the second level
	hasCells bool   // the element of the cells was seen
	rows     int    // number of row elements
	number   int    // of the last row
}

// isMain reports whether an element belongs to the language of sheets, in one of its two versions.
func isMain(t xml.StartElement) bool {
	return t.Name.Space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main" ||
		t.Name.Space == "http://purl.oclc.org/ooxml/spreadsheetml/main"
}

func (w *worksheet) element(t xml.StartElement) {
	switch name := t.Name.Local; {
	case w.depth == 1 && (name != "worksheet" || !isMain(t)):
		w.damaged("it holds no sheet")
	case w.depth == 2:
		w.group = name
		if name == "sheetData" {
			if w.hasCells {
				w.damaged("it holds the sheet's cells twice")
			}
			w.hasCells = true
		}
	case w.depth == 3 && w.group == "sheetData":
		if name != "row" || !isMain(t) {
			w.damaged("it holds a " + name + " where a row belongs")
		}
		w.row(t)
	case w.depth == 3 && w.group == "cols" && name == "col":
		w.columns(t)
	case w.depth == 3 && w.group == "mergeCells" && name == "mergeCell":
		merged, ok := parseArea(attribute(t, "ref"))
		if !ok {
			w.damaged("it merges the cells " + attribute(t, "ref"))
		}
		w.grid.Merged = append(w.grid.Merged, merged)
	}
}

func (w *worksheet) columns(t xml.StartElement) {
	first, err := strconv.Atoi(attribute(t, "min"))
	last, err2 := strconv.Atoi(attribute(t, "max"))
	if err != nil || err2 != nil || first < 1 || last < first {
		w.damaged("it describes the columns " + attribute(t, "min") + " to " + attribute(t, "max"))
	}
	if isTrue(t, "hidden") || isZero(t, "width") {
		w.grid.hiddenColumns = append(w.grid.hiddenColumns, [2]int{first, last})
	}
}

func isZero(t xml.StartElement, name string) bool {
	n, err := strconv.ParseFloat(attribute(t, name), 64)
	return err == nil && n == 0
}

func (w *worksheet) row(t xml.StartElement) {
	r := attribute(t, "r")
	number, err := strconv.Atoi(r)
	w.rows++
	switch {
	case r == "":
		w.book.damaged("The rows of the part %s have no numbers, so that a missing one would not be noticed.", w.part)
	case err != nil || number < 1 || number > 1<<20:
		w.damaged("a row has the number " + r)
	case number <= w.number:
		w.damaged("row " + r + " follows row " + strconv.Itoa(w.number))
	case w.rows > MaxRow:
		w.tooFar()
	}
	w.number = number
	row := Row{Number: number, Hidden: isTrue(t, "hidden") || isZero(t, "ht")}
	last := 0
	w.children(func(t xml.StartElement) {
		if t.Name.Local == "extLst" {
			w.skip()
			return
		}
		if t.Name.Local != "c" || !isMain(t) {
			w.damaged("it holds a " + t.Name.Local + " where a cell belongs")
		}
		c := w.readCell(t)
		if c.Column <= last {
			w.damaged("cell " + w.cell + " appears twice or out of order")
		}
		last = c.Column
		if c.Formula || c.Text != "" {
			row.Cells = append(row.Cells, c)
		}
	})
	if len(row.Cells) > 0 {
		w.grid.Rows = append(w.grid.Rows, row)
	}
}

func (w *worksheet) tooFar() {
	w.refuse(Limits, "The part %s goes beyond row %d or column %s, which no table of the report does. Delete what lies beyond, also empty cells with a format, and upload the file again.",
		w.part, MaxRow, ColumnName(MaxColumn))
}
