package workbook_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"lerr/data"
	"lerr/internal/report"
	"lerr/internal/workbook"
)

var loadShipped = sync.OnceValues(data.Load)

// loadInputs returns the inputs of the shipped report's workbooks, shared by all tests. A test that
// changes one clones the slices that it changes.
var loadInputs = sync.OnceValues(func() ([]workbook.Input, error) {
	s, err := loadShipped()
	if err != nil {
		return nil, err
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		return nil, err
	}
	var inputs []workbook.Input
	for _, e := range s.Editions {
		inputs = append(inputs, workbook.Input{
			Revision: report.Revision{
				Edition: e, Number: 1, PublishedAt: s.Dates[e.Period], Digest: e.Digest(),
			},
			Places: places, Site: s.Site, Address: "https://report.example/" + e.Period.String(),
		})
	}
	return inputs, nil
})

// shipped returns the inputs of the shipped report's workbooks, one for each edition.
func shipped(t *testing.T) []workbook.Input {
	t.Helper()
	inputs, err := loadInputs()
	if err != nil {
		t.Fatal(err)
	}
	if len(inputs) != 13 {
		t.Fatalf("have %d editions, want 13", len(inputs))
	}
	return slices.Clone(inputs)
}

// downloads holds the workbooks of the shipped editions, shared by all tests.
var downloads sync.Map

// download returns the workbook of an unchanged input of shipped.
func download(t *testing.T, in workbook.Input) []byte {
	t.Helper()
	period := in.Revision.Edition.Period
	if raw, ok := downloads.Load(period); ok {
		return raw.([]byte)
	}
	raw := written(t, in)
	downloads.Store(period, raw)
	return raw
}

// edition returns the input of one shipped period.
func edition(t *testing.T, period string) workbook.Input {
	t.Helper()
	for _, in := range shipped(t) {
		if in.Revision.Edition.Period.String() == period {
			return in
		}
	}
	t.Fatalf("no edition %s", period)
	return workbook.Input{}
}

// written returns the bytes of a workbook.
func written(t *testing.T, in workbook.Input) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened opens a workbook with excelize alone.
func opened(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// cells returns the cells of a sheet as they are stored, without number formats.
func cells(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// tableCells returns the cells of a sheet's only table, and the number of its header row.
func tableCells(t *testing.T, f *excelize.File, sheet string) (rows [][]string, top int) {
	t.Helper()
	tables, err := f.GetTables(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 1 {
		t.Fatalf("sheet %s has %d tables, want 1", sheet, len(tables))
	}
	first, last, _ := bytes.Cut([]byte(tables[0].Range), []byte(":"))
	left, top, err := excelize.CellNameToCoordinates(string(first))
	if err != nil {
		t.Fatal(err)
	}
	right, bottom, err := excelize.CellNameToCoordinates(string(last))
	if err != nil {
		t.Fatal(err)
	}
	all := cells(t, f, sheet)
	if left != 1 || bottom != len(all) || right != len(all[top-1]) {
		t.Fatalf("sheet %s: table %s does not begin in column A, or has cells beside or below it", sheet, tables[0].Range)
	}
	return all[top-1:], top
}
