package workbook_test

import (
	"os"
	"path/filepath"
	"testing"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// FuzzRead wants no panic, and no figures without a table.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"2019-H2.xlsx", "2016-H2.xlsx", "2019-H2.csv"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, raw)
	}
	f.Add("small.xlsx", with(f))
	f.Add("lines.csv", []byte(csvHead+csvFrance))
	s, err := loadShipped()
	if err != nil {
		f.Fatal(err)
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		r, problems := workbook.Read(t.Context(), name, raw, places)
		if r == nil || len(r.Sheets) == 0 && len(problems.Only(report.SeverityError)) == 0 {
			t.Errorf("no table was found, and no error: %v", problems)
		}
		rows := 0
		for _, sheet := range r.Sheets {
			rows += len(sheet.Rows)
		}
		for _, table := range r.Edition.Tables {
			rows -= len(table.Rows)
		}
		if rows < 0 {
			t.Error("the edition has more rows than the file")
		}
	})
}
