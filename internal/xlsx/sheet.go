package xlsx

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
	Rows     [][]any // each value a string, an int or a float64
	HasTotal bool    // the last row is a total
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
