package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"lerr/internal/report"
)

// readCSV reads a CSV file: a table with a column of sections, as the report's own downloads are, or
// a sheet that was saved as CSV.
func (r *reader) readCSV(content []byte) error {
	g, err := r.csvGrid(content)
	if err != nil {
		return err
	}
	r.placeholders(g)
	l, isTable := (*layout)(nil), false
	if len(g.rows) > 0 {
		l, isTable = g.headingAt(0)
	}
	if isTable && (l.columns[roleSection] > 0 || l.columns[rolePeriod] > 0) {
		return r.flat(g, l)
	}
	found, err := r.tables(g)
	if err == nil && !found {
		r.noTable()
	}
	return err
}

// separators are what fields can be separated by, and what that is called.
var separators = []struct {
	r    rune
	name string
}{{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}}

// csvGrid reads the lines of a CSV file.
func (r *reader) csvGrid(content []byte) (*grid, error) {
	const mark = "\xEF\xBB\xBF" // that some programs put before UTF-8
	text := bytes.TrimPrefix(content, []byte(mark))
	if err := checkText(text, len(content)-len(text)); err != nil {
		return nil, err
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord = r.separator(text), -1
	// A reader holds all fields of a line at once, so they are counted before there is one.
	if n := bytes.Count(text, []byte(string(in.Comma))); n > maxPieces {
		return nil, refuse(CodeLimits, "The file holds more than %d fields, which no table of the report does. Remove what does not belong to it.", maxPieces)
	}
	g := &grid{isLines: true}
	left, width := maxAllText, 0
	for n := 1; ; n++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, brokenLine(err)
		}
		line, _ := in.FieldPos(0)
		row, size := lineOf(line, record)
		left -= size
		switch {
		case n > maxRow || len(record) > maxColumn || size > maxText || left < 0:
			return nil, placed(refuse(CodeLimits, "The file goes beyond %d lines, or this line beyond %d fields or %d kB of text, which no table of the report does. Remove what does not belong to it.",
				maxRow, maxColumn, maxText>>10), "", g.at(1, line))
		case n%1000 == 0 && r.ctx.Err() != nil:
			return nil, r.ctx.Err()
		case n == 1:
			width = len(record)
		case len(record) != width:
			r.add(report.SeverityError, CodeUnequalFields, "", g.at(1, line),
				"The line has %d fields, the first line has %d. Correct it: quote a field that holds the separator, and write an empty field where there is nothing. The line was not read.", len(record), width)
			continue
		}
		if len(row.cells) > 0 {
			g.rows = append(g.rows, row)
		}
	}
}

// separator is what separates the fields: of the characters that can, the one that the first line
// has most of.
func (r *reader) separator(text []byte) rune {
	header, _, _ := bytes.Cut(text, []byte("\n"))
	chosen := separators[0]
	for _, s := range separators {
		if bytes.Count(header, []byte(string(s.r))) > bytes.Count(header, []byte(string(chosen.r))) {
			chosen = s
		}
	}
	if chosen != separators[0] {
		r.add(report.SeverityNotice, CodeSeparator, "", (&grid{isLines: true}).at(1, 1), "The fields are separated by %s.", chosen.name)
	}
	return chosen.r
}

// lineOf is a line's fields as cells, and how long they are together.
func lineOf(line int, record []string) (row gridRow, size int) {
	row.number = line
	for i, field := range record {
		size += len(field)
		if strings.TrimSpace(field) != "" {
			row.cells = append(row.cells, cell{column: i + 1, holds: holdsText, text: field})
		}
	}
	return row, size
}

// brokenLine tells of a line that is not as the format of CSV wants it.
func brokenLine(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return refuse(CodeDamaged, "The file cannot be read as CSV. Save it again in a spreadsheet program and upload that.")
	}
	return placed(refuse(CodeDamaged, "The quotes in this line are not closed, or stand inside a field. Put a field that holds a quote into quotes, and write the quote itself twice."),
		"", (&grid{isLines: true}).at(1, parse.StartLine))
}

// checkText refuses what is not UTF-8 text, and says at which byte. before is how many bytes of the
// file stand before the text.
func checkText(text []byte, before int) error {
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		switch {
		case c == utf8.RuneError && size <= 1:
			return refuse(CodeEncoding, "The file is not in UTF-8: byte %d is %#02x. Save it as \"CSV UTF-8\" and upload that.", before+i, text[i])
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			return refuse(CodeEncoding, "The file is not plain text: byte %d is the control character %U. Save it as \"CSV UTF-8\" and upload that.", before+i, c)
		}
		i += size
	}
	return nil
}
