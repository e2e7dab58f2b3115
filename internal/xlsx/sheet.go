package xlsx

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Properties are the metadata of a workbook.
type Properties struct {
	Title, Subject, Publisher, Description, Language string
	Time                                             string // of creation and last change, in RFC 3339
}

// Sheet is a worksheet to write: a title in A1, lines of text below it, then the table, if it has
// rows.
type Sheet struct {
	Name  string // on the tab
	Title string
	Lines []string
	Table Table
}

// Table is a table with one header row, as spreadsheet programs know it. It has no filter buttons.
type Table struct {
	Name     string // unique in the workbook
	Columns  []Column
	Rows     [][]any // each value a string, an int, a float64, or nil for a blank cell
	HasTotal bool    // the last row is a total, which sorting and summing leave out
}

// Column is a column of a table.
type Column struct {
	Header string
	Width  float64 // in characters
	Format Format
}

// Format is the appearance of the cells of a column. Their type follows from their values.
type Format int

// The formats of columns.
const (
	AsText   Format = iota // aligned left
	AsCount                // with separators between thousands
	AsShare                // in percent, with one decimal
	AsMarker               // of a note
)

// ErrInvalidText is text that a cell cannot hold unchanged.
var ErrInvalidText = errors.New("text is too long, is not UTF-8, or holds control characters or escapes of spreadsheets")

// maxCellText is the longest text of a cell, in UTF-16 units. Programs cut longer text silently.
const maxCellText = 32767

// escape matches a character that is written by its number. Excelize 2.11.1 does not escape such
// text, so that it would be read back as the character.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// checkText returns ErrInvalidText for text that a cell cannot hold unchanged.
func checkText(s string) error {
	if !utf8.ValidString(s) || len(utf16.Encode([]rune(s))) > maxCellText || escape.MatchString(s) || strings.ContainsFunc(s, isUnwritable) {
		return fmt.Errorf("%.40q: %w", s, ErrInvalidText)
	}
	return nil
}

// isUnwritable reports whether XML cannot hold a character, or changes it: a carriage return becomes a
// line feed.
func isUnwritable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}
