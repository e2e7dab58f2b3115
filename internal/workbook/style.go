package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// fontName is excelize's own default. A style with a font of its own must name it again.
const fontName = "Calibri"

// styles are the looks of cells, as excelize numbers them. Nothing is told by color: what stands
// out is bold.
type styles struct {
	title, line         int
	header, cell, total map[kind]int
}

func newStyles(f *excelize.File) (styles, error) {
	var failed error
	add := func(style excelize.Style) int {
		id, err := f.NewStyle(&style)
		if err != nil && failed == nil {
			failed = fmt.Errorf("add a style: %v", err)
		}
		return id
	}
	// Text keeps the general format: spreadsheets show long text in the text format as ####.
	formats := map[kind]string{asText: "General", asCount: "#,##0", asShare: "0.0%", asMarker: "General"}
	sides := map[kind]string{asText: "left", asCount: "right", asShare: "right", asMarker: "left"}
	s := styles{
		// Titles and lines run on over the empty cells to their right; wrapped, they would stand in
		// the width of the first column.
		title:  add(excelize.Style{Font: &excelize.Font{Bold: true, Family: fontName, Size: 14}}),
		line:   add(excelize.Style{}),
		header: map[kind]int{}, cell: map[kind]int{}, total: map[kind]int{},
	}
	for _, k := range []kind{asText, asCount, asShare, asMarker} {
		alignment := &excelize.Alignment{Horizontal: sides[k], Vertical: "top", WrapText: true}
		if k == asMarker {
			alignment.Indent = 1 // it follows a column that is set from the right
		}
		format := formats[k]
		bold := &excelize.Font{Bold: true, Family: fontName, Size: 11}
		s.header[k] = add(excelize.Style{Font: bold, Alignment: alignment})
		s.cell[k] = add(excelize.Style{Alignment: alignment, CustomNumFmt: &format})
		s.total[k] = add(excelize.Style{Font: bold, Alignment: alignment, CustomNumFmt: &format})
	}
	return s, failed
}
