package workbook_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lerr/internal/workbook"
)

// What says that figures are not final is a warning, wherever it stands; comments on cells are listed.
func TestRead_WarnsOfWhatIsNotFinal(t *testing.T) {
	comment := func(cell, text string) func(*excelize.File) error {
		return func(f *excelize.File) error {
			return f.AddComment("Criminal", excelize.Comment{Cell: cell, Author: "A", Paragraph: []excelize.RichTextRun{{Text: text}}})
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*excelize.File) error
		want   string // a warning's text holds it; empty for no warning
		listed string // the same of the notice on comments
	}{
		{"a tab", func(f *excelize.File) error { return f.SetSheetName("Criminal", "DRAFT v3") }, `the tab "DRAFT v3"`, ""},
		{"a line above the table", set("A2", "NOT FINAL"), `A2 "NOT FINAL"`, ""},
		{"a cell beside it", set("P9", "do not publish before Karl agrees"), `P9 "do not publish`, ""},
		{"a comment", comment("D25", "WRONG, should be 2,740"), `the comment on D25`, `D25 "WRONG`},
		{"a harmless comment", comment("D25", "From the ticket system"), "", `D25 "From the ticket`},
		{"a harmless line", set("A2", "Redrafted in May: finally complete"), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := workbook.Read(t.Context(), "next.xlsx", edited(t, tt.change), places(t))
			warned, listed := "", ""
			for _, p := range problems {
				switch p.Code {
				case "not-final":
					warned += p.Text
				case "comments":
					listed += p.Text
				}
			}
			if (warned == "") != (tt.want == "") || !strings.Contains(warned, tt.want) {
				t.Errorf("got the warning %q, want %q", warned, tt.want)
			}
			if (listed == "") != (tt.listed == "") || !strings.Contains(listed, tt.listed) {
				t.Errorf("got the notice %q, want %q", listed, tt.listed)
			}
		})
	}
}
