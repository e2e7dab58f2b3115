package workbook

import (
	"fmt"
	"strings"
)

// grouped collects problems that are reported once per table or sheet with their cells, so that staff
// accept one warning, not fifty.
type grouped map[problemKind]*group

type group struct {
	first    string // cell
	count    int
	examples []string
}

// maxExamples is the number of cells that a problem lists.
const maxExamples = 10

func (g grouped) add(k problemKind, cell, format string, args ...any) {
	if g[k] == nil {
		g[k] = &group{first: cell}
	}
	g[k].count++
	if len(g[k].examples) < maxExamples {
		g[k].examples = append(g[k].examples, fmt.Sprintf(format, args...))
	}
}

// groupedKinds lists the kinds of problems that are grouped, in the order of reporting.
var groupedKinds = []problemKind{
	uncalculatedShares, shareDiffers, numberAsText, ignoredCells, mergedCells, faultyCells, hiddenRows, hiddenColumns,
}

// addGrouped adds the problems of a table or sheet.
func (f *findings) addGrouped(sheet string, all grouped) {
	for _, k := range groupedKinds {
		g := all[k]
		if g == nil {
			continue
		}
		list := strings.Join(g.examples, "; ")
		if more := g.count - len(g.examples); more > 0 {
			list += fmt.Sprintf("; and %d more", more)
		}
		f.add(k.at(sheet, g.first, list))
	}
}
