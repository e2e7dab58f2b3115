package workbook

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// draw makes a spreadsheet file of the sheets. The faults of excelize are ours, not the caller's,
// and so are told as text only.
func draw(sheets []sheet, p properties) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() // it holds no temporary files, since nothing was streamed
	styles, err := newStyles(f)
	if err != nil {
		return nil, err
	}
	for i, s := range sheets {
		// A new file has one sheet with a default name.
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err != nil {
			return nil, fmt.Errorf("add sheet %s: %v", s.name, err)
		}
		d := drawing{f: f, sheet: s, styles: styles}
		if err := d.draw(); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	f.SetActiveSheet(0)
	if err := setProperties(f, p); err != nil {
		return nil, err
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		return nil, fmt.Errorf("make the file: %v", err)
	}
	return raw.Bytes(), nil
}

// drawing is one sheet on its way into the file.
type drawing struct {
	f      *excelize.File
	sheet  sheet
	styles styles
}

func (d drawing) draw() error {
	if err := d.set(1, 1, d.sheet.title, d.styles.title); err != nil {
		return err
	}
	for i, line := range d.sheet.lines {
		if err := d.set(1, 2+i, line, d.styles.line); err != nil {
			return err
		}
	}
	if len(d.sheet.table.rows) > 0 {
		if err := d.table(2 + len(d.sheet.lines)); err != nil {
			return err
		}
	}
	return d.page()
}

// bottomRight is the last cell that holds anything.
func (d drawing) bottomRight() (string, error) {
	column, row := 1, 1+len(d.sheet.lines)
	if rows := len(d.sheet.table.rows); rows > 0 {
		column, row = len(d.sheet.table.columns), row+1+rows
	}
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "", fmt.Errorf("row %d: %v", row, err)
	}
	return cell, nil
}

// table draws the sheet's table with its header in the given row.
func (d drawing) table(top int) error {
	t := d.sheet.table
	headers := make([]any, len(t.columns))
	for i, c := range t.columns {
		headers[i] = c.header
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return fmt.Errorf("column %d: %v", i+1, err)
		}
		if err := d.f.SetColWidth(d.sheet.name, name, name, c.width); err != nil {
			return fmt.Errorf("column %s: %v", name, err)
		}
		if err := d.set(i+1, top, c.header, d.styles.header[c.kind]); err != nil {
			return err
		}
	}
	if err := d.heighten(top, headers); err != nil {
		return err
	}
	for i, row := range t.rows {
		if err := d.heighten(top+1+i, row); err != nil {
			return err
		}
		looks := d.styles.cell
		if t.hasTotal && i == len(t.rows)-1 {
			looks = d.styles.total
		}
		for j, value := range row {
			if err := d.set(j+1, top+1+i, value, looks[t.columns[j].kind]); err != nil {
				return err
			}
		}
	}
	last, err := d.bottomRight()
	if err != nil {
		return err
	}
	stripes := false
	err = d.f.AddTable(d.sheet.name, &excelize.Table{
		Range: fmt.Sprintf("A%d:%s", top, last), Name: t.name,
		StyleName: "TableStyleLight1", ShowRowStripes: &stripes,
	})
	if err != nil {
		return fmt.Errorf("table %s: %v", t.name, err)
	}
	return nil
}

// heighten makes room for a row's wrapped text. Not every program does so when it opens a file.
func (d drawing) heighten(row int, values []any) error {
	lines := 1
	for i, value := range values {
		if s, ok := value.(string); ok {
			lines = max(lines, wrapped(s, int(d.sheet.table.columns[i].width)-1))
		}
	}
	if lines == 1 {
		return nil
	}
	// 409 points is as high as a row can be.
	if err := d.f.SetRowHeight(d.sheet.name, row, min(15*float64(lines), 409)); err != nil {
		return fmt.Errorf("row %d: %v", row, err)
	}
	return nil
}

// set writes one cell. Text is always stored as text, whatever it begins with.
func (d drawing) set(column, row int, value any, style int) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Errorf("cell %d, %d: %v", column, row, err)
	}
	switch v := value.(type) {
	case int:
		err = d.f.SetCellInt(d.sheet.name, cell, int64(v))
	case fraction:
		err = d.f.SetCellFloat(d.sheet.name, cell, v.float(), -1, 64)
	case string:
		if v == "" {
			v = notApplicable
		}
		if err := storable(v); err != nil {
			return fmt.Errorf("cell %s: %w", cell, err)
		}
		err = d.f.SetCellStr(d.sheet.name, cell, v)
	default:
		return fmt.Errorf("cell %s: no way to write a %T", cell, value)
	}
	if err == nil {
		err = d.f.SetCellStyle(d.sheet.name, cell, cell, style)
	}
	if err != nil {
		return fmt.Errorf("cell %s: %v", cell, err)
	}
	return nil
}

// page makes the sheet print across one page's width, puts the cursor into its first cell, and says
// how far the sheet goes: some readers stop where the file says that it ends.
func (d drawing) page() error {
	last, err := d.bottomRight()
	if err != nil {
		return err
	}
	orientation, a4, across, down, fit := "landscape", 9, 1, 0, true
	err = d.f.SetPageLayout(d.sheet.name, &excelize.PageLayoutOptions{
		Orientation: &orientation, Size: &a4, FitToWidth: &across, FitToHeight: &down,
	})
	if err == nil {
		err = d.f.SetSheetProps(d.sheet.name, &excelize.SheetPropsOptions{FitToPage: &fit})
	}
	if err == nil {
		err = d.f.SetPanes(d.sheet.name, &excelize.Panes{
			Selection: []excelize.Selection{{ActiveCell: "A1", SQRef: "A1"}},
		})
	}
	if err == nil {
		err = d.f.SetSheetDimension(d.sheet.name, "A1:"+last)
	}
	if err != nil {
		return fmt.Errorf("page layout: %v", err)
	}
	return nil
}

// setProperties replaces the properties that excelize gives a new file.
func setProperties(f *excelize.File, p properties) error {
	err := f.SetDocProps(&excelize.DocProperties{
		Title: p.title, Subject: p.subject, Creator: p.publisher, LastModifiedBy: p.publisher,
		Description: p.description, Language: p.language, Created: p.at, Modified: p.at,
	})
	if err == nil {
		err = f.SetAppProps(&excelize.AppProperties{Application: "lerr", Company: p.publisher})
	}
	if err != nil {
		return fmt.Errorf("set properties: %v", err)
	}
	return nil
}
