package workbook

import (
	"fmt"

	"lerr/internal/xlsx"
)

// grid is a sheet or a CSV file with a record of the cells that were used.
type grid struct {
	*xlsx.Grid
	isCSV bool
	used  map[*xlsx.Cell]bool
}

func newGrid(g *xlsx.Grid) *grid { return &grid{Grid: g, used: map[*xlsx.Cell]bool{}} }

// at names a cell: "B8", or "line 8" in a CSV file.
func (g *grid) at(column, row int) string {
	if g.isCSV {
		return lineName(row)
	}
	return xlsx.CellName(column, row)
}

func lineName(line int) string { return fmt.Sprintf("line %d", line) }
