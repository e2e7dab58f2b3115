package xlsx

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

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
	type place struct{ row, column int }
	differing := map[place]string{} // texts that only one reader has found, or both differently
	for _, row := range g.Rows {
		for _, c := range row.Cells {
			if c.Text != "" {
				differing[place{row.Number, c.Column}] = c.Text
			}
		}
	}
	for i, texts := range rows {
		for j, text := range texts {
			if at := (place{i + 1, j + 1}); differing[at] == text {
				delete(differing, at)
			} else {
				differing[at] = text
			}
		}
	}
	if len(differing) > 0 {
		first := slices.MinFunc(slices.Collect(maps.Keys(differing)), func(x, y place) int { return cmp.Or(x.row-y.row, x.column-y.column) })
		b.cell = CellName(first.column, first.row)
		b.damaged(differ)
	}
	b.sheet = ""
}
