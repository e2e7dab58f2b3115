package xlsx

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// crossCheck reads the workbook again, with excelize, and refuses it unless both readers find the same
// text in every cell. Either reader can be wrong, but hardly both in the same way.
func (b *book) crossCheck(content []byte, grids []*Grid) {
	b.sheet, b.cell = "", ""
	defer func() {
		p := recover()
		if _, ours := p.(abort); ours {
			panic(p)
		} else if p != nil {
			b.damaged("The file cannot be read: a part of it does not follow the standard (%v).", p)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		// With equal limits, excelize writes no temporary files.
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true,
	})
	if err != nil {
		b.damaged("The file cannot be read: %v.", err)
	}
	defer f.Close() // it holds no temporary files
	for _, g := range grids {
		if !g.Chart {
			b.checkContext()
			b.compare(f, g)
		}
	}
}

func (b *book) compare(f *excelize.File, g *Grid) {
	const differ = "Two programs would read this sheet differently."
	b.sheet = g.Name
	rows, err := f.GetRows(g.Name, excelize.Options{RawCellValue: true})
	if err != nil {
		b.damaged(differ)
	}
	left := g.Rows
	for number := 1; number <= len(rows) || len(left) > 0; number++ {
		var own Row
		var other []string
		if len(left) > 0 && left[0].Number == number {
			own, left = left[0], left[1:]
		}
		if number <= len(rows) {
			other = rows[number-1]
		}
		if column := firstDifference(own, other); column > 0 {
			b.cell = CellName(column, number)
			b.damaged(differ)
		}
	}
	b.sheet = ""
}

// firstDifference returns the first column in which row differs from texts, or 0.
func firstDifference(row Row, texts []string) int {
	columns := len(texts)
	if n := len(row.Cells); n > 0 {
		columns = max(columns, row.Cells[n-1].Column)
	}
	for i := range columns {
		var own, other string
		if c := row.Cell(i + 1); c != nil {
			own = c.Text
		}
		if i < len(texts) {
			other = texts[i]
		}
		if own != other {
			return i + 1
		}
	}
	return 0
}
