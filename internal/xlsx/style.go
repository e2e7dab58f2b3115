package xlsx

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// fontName is excelize's default font. A style with its own font must name it again.
const fontName = "Calibri"

// styles holds the numbers that excelize gives to styles. Nothing is said by color alone: bold text
// marks titles, headers and totals.
type styles struct {
	title, line         int
	header, cell, total [4]int // by Format
}

// alignments and formats are those of the cells of a column, by Format. Text has the general format
// because spreadsheets show long text in the text format as ####.
var (
	alignments = [4]excelize.Alignment{
		AsText: {Horizontal: "left"}, AsCount: {Horizontal: "right"}, AsShare: {Horizontal: "right"},
		AsMarker: {Horizontal: "left", Indent: 1}, // it follows a column that is aligned right
	}
	formats = [4]string{AsText: "General", AsCount: "#,##0", AsShare: "0.0%", AsMarker: "General"}
)

func (p *painter) addStyles() {
	add := func(style excelize.Style) int {
		id, err := p.f.NewStyle(&style)
		p.check("add a style", err)
		return id
	}
	// Titles and lines extend over the empty cells to their right. Wrapped, they would be as narrow as
	// the first column.
	p.styles.title = add(excelize.Style{Font: &excelize.Font{Bold: true, Family: fontName, Size: 14}})
	p.styles.line = add(excelize.Style{})
	for i, alignment := range alignments {
		alignment.Vertical, alignment.WrapText = "top", true
		bold := &excelize.Font{Bold: true, Family: fontName, Size: 11}
		p.styles.header[i] = add(excelize.Style{Font: bold, Alignment: &alignment})
		p.styles.cell[i] = add(excelize.Style{Alignment: &alignment, CustomNumFmt: &formats[i]})
		p.styles.total[i] = add(excelize.Style{Font: bold, Alignment: &alignment, CustomNumFmt: &formats[i]})
	}
}

// wrappedLines returns about how many lines a text takes in a column of width characters.
func wrappedLines(s string, width int) int {
	lines := 0
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines++
		filled := 0
		for _, word := range strings.Fields(paragraph) {
			n := utf8.RuneCountInString(word)
			if filled > 0 && filled+1+n > width {
				lines++
				filled = 0
			}
			if filled > 0 {
				filled++
			}
			filled += n
			// A word that is longer than the line is broken.
			lines += (filled - 1) / width
			filled = (filled-1)%width + 1
		}
	}
	return lines
}
