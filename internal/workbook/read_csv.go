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
		l := g.headingsAt(0)
		if l != nil && (l.columns[roleSection] > 0 || l.columns[rolePeriod] > 0) {
			return r.readLongTable(g, l)
		}
	}
	found, err := r.readTables(g)
	if err == nil && !found {
		r.add(noTable.at("", ""))
	}
	return err
}

// separators lists the characters that can separate fields, with their names.
var separators = []struct{ text, name string }{{",", "commas"}, {";", "semicolons"}, {"\t", "tabs"}}

// csvGrid reads the lines of a CSV file.
func (r *reader) csvGrid(content []byte) (*grid, error) {
	text := bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")) // a byte order mark
	if err := checkText(text, len(content)-len(text)); err != nil {
		return nil, err
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
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, brokenLine(err)
		}
		line, _ := in.FieldPos(0)
		row, size := csvRow(line, record)
		left -= size
		switch {
		case n > xlsx.MaxRow || len(record) > xlsx.MaxColumn || size > xlsx.MaxText || left < 0:
			return nil, fileError(tooLong.at("", lineName(line), xlsx.MaxRow, xlsx.MaxColumn, xlsx.MaxText>>10))
		case n%1000 == 0 && r.ctx.Err() != nil:
			return nil, r.ctx.Err()
		case n == 1:
			width = len(record)
		case len(record) != width:
			r.add(unequalFields.at("", lineName(line), len(record), width))
			continue
		}
		if len(row.Cells) > 0 {
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
		r.add(separator.at("", lineName(1), chosen.name))
	}
	return chosen.text
}

// csvRow returns the fields of a line as cells, and their size together in bytes.
func csvRow(line int, record []string) (row xlsx.Row, size int) {
	row.Number = line
	for i, field := range record {
		size += len(field)
		if strings.TrimSpace(field) != "" {
			row.Cells = append(row.Cells, xlsx.Cell{Column: i + 1, Kind: xlsx.Text, Text: field})
		}
	}
	return row, size
}

// brokenLine returns the error for a line that breaks the rules of CSV.
func brokenLine(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return fileError(brokenCSV.at("", ""))
	}
	return fileError(brokenQuotes.at("", lineName(parse.StartLine)))
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
