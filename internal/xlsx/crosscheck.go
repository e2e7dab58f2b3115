package xlsx

import (
	"bytes"
	"context"

	"github.com/xuri/excelize/v2"
)

// crossCheck reads the workbook again, with excelize, and refuses it unless both readers find the
// same text in every cell. Either reader can be wrong, but hardly both in the same way.
func crossCheck(ctx context.Context, content []byte, grids []*Grid) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = damaged("The file cannot be read: a part of it does not follow the standard (%v).", p)
		}
	}()
	f, openErr := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		// With equal limits, excelize writes no temporary files.
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true,
	})
	if openErr != nil {
		return damaged("The file cannot be read: %v.", openErr)
	}
	defer f.Close() // it holds no temporary files
	for _, g := range grids {
		if g.Chart {
			continue
		}
		if err := compare(ctx, f, g); err != nil {
			return err
		}
	}
	return nil
}

// compare compares one sheet, row by row.
func compare(ctx context.Context, f *excelize.File, g *Grid) error {
	differ := func(cell string) error {
		return atCell(damaged("Two programs would read this sheet differently."), g.Name, cell)
	}
	rows, err := f.Rows(g.Name)
	if err != nil {
		return differ("")
	}
	defer rows.Close() // it holds no temporary file
	left := g.Rows
	for number := 1; rows.Next(); number++ {
		if number%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		texts, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return differ(CellName(1, number))
		}
		var row Row
		if len(left) > 0 && left[0].Number == number {
			row, left = left[0], left[1:]
		}
		if column := firstDifference(row, texts); column > 0 {
			return differ(CellName(column, number))
		}
	}
	switch {
	case len(left) > 0:
		return differ(CellName(left[0].Cells[0].Column, left[0].Number))
	case rows.Error() != nil:
		return differ("")
	}
	return nil
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
