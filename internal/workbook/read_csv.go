package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"lerr/internal/xlsx"
)

// readCSV reads a CSV file: a long table with a section in each row, such as the report's own
// downloads, or a sheet that was saved as CSV.
func (r *reader) readCSV(content []byte) error {
	g, err := r.csvGrid(content)
	if err != nil {
		return err
	}
	r.inspect(g)
	if len(g.Rows) > 0 {
		if l := g.headingsAt(0); l != nil && (l.columns[roleSection] > 0 || l.columns[rolePeriod] > 0) {
			r.readLongTable(g, l)
			return nil
		}
	}
	if !r.readTables(g) {
		r.add(noTable.at("", ""))
	}
	return nil
}

// separators lists the characters that can separate fields, with their names.
var separators = []struct{ text, name string }{{",", "commas"}, {";", "semicolons"}, {"\t", "tabs"}}

func (r *reader) csvGrid(content []byte) (*grid, error) {
	text := bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")) // a byte order mark
	if err := checkText(text, len(content)-len(text)); err != nil {
		return nil, err
	}
	if !bytes.Contains(text, []byte("\n")) { // lines of old programs end with a carriage return alone
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	comma := r.separator(text)
	// The reader holds all fields of a line at once, so count them first.
	if bytes.Count(text, []byte(comma)) > xlsx.MaxPieces {
		return nil, fileError(tooManyFields.at("", "", xlsx.MaxPieces))
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord = rune(comma[0]), -1
	g := newGrid(&xlsx.Grid{})
	g.isCSV = true
	left, width := xlsx.MaxAllText, 0
	for n := 1; ; n++ {
		record, err := in.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return g, nil
		case errors.As(err, &broken):
			return nil, fileError(brokenQuotes.at("", lineName(broken.StartLine)))
		case err != nil:
			return nil, err
		case n == 1:
			width = len(record)
		}
		line, _ := in.FieldPos(0)
		size := len(strings.Join(record, ""))
		left -= size
		if n > xlsx.MaxRow || len(record) > xlsx.MaxColumn || size > xlsx.MaxText || left < 0 {
			return nil, fileError(tooLong.at("", lineName(line), xlsx.MaxRow, xlsx.MaxColumn, xlsx.MaxText>>10))
		}
		if len(record) != width {
			r.add(unequalFields.at("", lineName(line), len(record), width))
		} else if row := csvRow(line, record); len(row.Cells) > 0 {
			g.Rows = append(g.Rows, row)
		}
	}
}

// separator returns the separator of fields: the one that is most frequent in the first line.
func (r *reader) separator(text []byte) string {
	header, _, _ := bytes.Cut(text, []byte("\n"))
	chosen := separators[0]
	for _, s := range separators {
		if bytes.Count(header, []byte(s.text)) > bytes.Count(header, []byte(chosen.text)) {
			chosen = s
		}
	}
	if chosen != separators[0] {
		r.add(otherSeparator.at("", lineName(1), chosen.name))
	}
	return chosen.text
}

func csvRow(line int, record []string) xlsx.Row {
	row := xlsx.Row{Number: line}
	for i, field := range record {
		if strings.TrimSpace(field) != "" {
			row.Cells = append(row.Cells, xlsx.Cell{Column: i + 1, Kind: xlsx.Text, Text: field})
		}
	}
	return row
}

// checkText fails unless text is UTF-8 without control characters. offset is the place of text in the
// file, in bytes.
func checkText(text []byte, offset int) error {
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		switch {
		case c == utf8.RuneError && size <= 1:
			return fileError(notUTF8.at("", "", offset+i, text[i]))
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			return fileError(notText.at("", "", offset+i, c))
		}
		i += size
	}
	return nil
}
