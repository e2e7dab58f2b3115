package publish

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// explanationHeader is the first line of a file of explanations.
var explanationHeader = []string{"section", "country_code", "column", "stated", "computed", "text"}

// ReadExplanations reads a CSV file of explanations. Its columns are section, country_code, column,
// stated, computed and text. The code and the column are empty for a section that is gone.
func ReadExplanations(r io.Reader) ([]Explanation, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	var all []Explanation
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := in.FieldPos(0)
		if line == 1 && slices.Equal(record, explanationHeader) {
			continue
		}
		if line == 1 || len(record) != len(explanationHeader) {
			return nil, fmt.Errorf("line %d is %q; the columns are %s: %w", line, record, strings.Join(explanationHeader, ","), report.ErrInvalid)
		}
		x, err := parseExplanation(record)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		all = append(all, x)
	}
}

func parseExplanation(record []string) (x Explanation, err error) {
	if x.Section, err = report.ParseSection(record[0]); err != nil {
		return x, err
	}
	x.Country = record[1]
	columns := report.Columns()
	if record[2] != "" {
		if x.Column = 1 + slices.Index(columns[:], record[2]); x.Column == 0 {
			return x, fmt.Errorf("column is %q, want one of %s: %w", record[2], strings.Join(columns[:], ", "), report.ErrInvalid)
		}
	}
	for i, to := range []*int{&x.Stated, &x.Computed} {
		if x.Column == 0 && record[3+i] == "" {
			continue
		}
		if *to, err = strconv.Atoi(record[3+i]); err != nil {
			return x, fmt.Errorf("%s is %q, want a number: %w", explanationHeader[3+i], record[3+i], report.ErrInvalid)
		}
	}
	if x.Text, err = publicText(report.NoteText, record[5]); err != nil {
		return x, err
	}
	if !x.Holds() {
		return x, fmt.Errorf("the text must name both numbers, %d and %d: %w", x.Stated, x.Computed, report.ErrInvalid)
	}
	return x, nil
}
