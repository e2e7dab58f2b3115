package workbook

import (
	"bytes"
	"context"

	"github.com/xuri/excelize/v2"
)

// agree reads the workbook a second time, by excelize, and refuses it unless both readers found the
// same in every cell of every sheet. Each of them can be wrong; hardly both in the same way.
func agree(ctx context.Context, content []byte, grids []*grid) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = refuse(CodeDamaged, "The file cannot be read: a part of it is not as the standard says (%v). Save it again in a spreadsheet program and upload that.", p)
		}
	}()
	f, openErr := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		// With the second as large as the first, nothing is written to a temporary file.
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true,
	})
	if openErr != nil {
		return refuse(CodeDamaged, "The file cannot be read: %v. Save it again in a spreadsheet program and upload that.", openErr)
	}
	defer f.Close() // it holds no temporary files
	for _, g := range grids {
		if g.chart {
			continue
		}
		if err := agreeOn(ctx, f, g); err != nil {
			return err
		}
	}
	return nil
}

// agreeOn compares one sheet, row by row.
func agreeOn(ctx context.Context, f *excelize.File, g *grid) error {
	differ := func(cell string) error {
		return placed(refuse(CodeDamaged, "Two programs would read this sheet differently. Save the file again in a spreadsheet program and upload that."), g.name, cell)
	}
	rows, err := f.Rows(g.name)
	if err != nil {
		return differ("")
	}
	defer rows.Close() // no temporary file is open
	left := g.rows
	for number := 1; rows.Next(); number++ {
		if number%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		texts, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return differ(cellName(1, number))
		}
		var row gridRow
		if len(left) > 0 && left[0].number == number {
			row, left = left[0], left[1:]
		}
		if column := firstDifference(row, texts); column > 0 {
			return differ(cellName(column, number))
		}
	}
	if len(left) > 0 || rows.Error() != nil {
		return differ(nextCell(left))
	}
	return nil
}

// firstDifference is the first column in which a row differs from another reading of it; 0 when
// there is none.
func firstDifference(row gridRow, texts []string) int {
	cells := row.cells
	for i, text := range texts {
		want := ""
		if len(cells) > 0 && cells[0].column == i+1 {
			want, cells = cells[0].text, cells[1:]
		}
		if text != want {
			return i + 1
		}
	}
	for _, c := range cells {
		if c.text != "" {
			return c.column
		}
	}
	return 0
}

// nextCell names the first cell of the rows.
func nextCell(rows []gridRow) string {
	if len(rows) == 0 || len(rows[0].cells) == 0 {
		return ""
	}
	return cellName(rows[0].cells[0].column, rows[0].number)
}
