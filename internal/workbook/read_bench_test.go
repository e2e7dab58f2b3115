package workbook_test

import (
	"os"
	"testing"

	"lerr/data"
	"lerr/internal/report"
	"lerr/internal/workbook"
)

// BenchmarkRead reads a workbook of the publisher.
func BenchmarkRead(b *testing.B) {
	raw, err := os.ReadFile("testdata/2019-H2.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	shipped, err := data.Load()
	if err != nil {
		b.Fatal(err)
	}
	places, err := report.NewPlaces(shipped.Regions, shipped.Countries)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := workbook.Read(b.Context(), "2019-H2.xlsx", raw, places); len(problems.Only(report.SeverityError)) > 0 {
			b.Fatal(problems)
		}
	}
}
