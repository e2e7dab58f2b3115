package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lerr/internal/workbook"
)

// edited returns the workbook 2019-H2.xlsx after a change that a person could make.
func edited(t *testing.T, change func(f *excelize.File) error) []byte {
	t.Helper()
	f := opened(t, file(t, "2019-H2.xlsx"))
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rewritten returns a file in which a text of a part's XML is replaced. The part must hold it once.
func rewritten(t *testing.T, raw []byte, name, old, new string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range in.File {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name == name {
			if n := bytes.Count(content, []byte(old)); n != 1 {
				t.Fatalf("%s holds %q %d times, want once", name, old, n)
			}
			content = bytes.Replace(content, []byte(old), []byte(new), 1)
		}
		w, err := out.Create(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// set changes one cell of the sheet Criminal.
func set(cell string, value any) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.SetCellValue("Criminal", cell, value) }
}

// both makes several changes.
func both(changes ...func(*excelize.File) error) func(*excelize.File) error {
	return func(f *excelize.File) error {
		for _, change := range changes {
			if err := change(f); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestRead_FindsEachMistake(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(f *excelize.File) error
		want   []string
		says   string // part of the first problem's text
	}{
		{"a count changed", set("E9", 1061), []string{"warning total-differs Criminal E7"},
			"TOTAL, accounts: the total is stated as 41137, but the rows add up to 41138."},
		{"an outcome changed", set("I8", 380), []string{"warning total-differs Criminal I7", "warning share-differs Criminal H8"},
			"stated as 12823, but the rows add up to 12824"},
		{"a total retyped", set("D7", 21871), []string{"warning total-differs Criminal D7"},
			"stated as 21871, but the rows add up to 21781"},
		{"a total left out", set("D7", nil), []string{"warning total-incomplete Criminal B7"}, "states no total of requests"},
		{"a country misspelt", set("B9", "Austrailia"), []string{"error unknown-country Criminal B9"},
			`"Austrailia" is not known as a country. The nearest known names: Australia, Austria. Correct the name, or add the country or this spelling of it.`},
		{"a country that the report has not had", set("B9", "Kosovo"), []string{"error unknown-country Criminal B9"},
			`"Kosovo" is not known as a country. It is the country with the code XK, which the report has not had yet: add it, with its region.`},
		{"a region among the countries", set("B9", "Europe"), []string{"error unknown-country Criminal B9"},
			"Europe (a region, whose sum is not read)"},
		{"a country like none", set("B9", "Qqqqqqqq"), []string{"error unknown-country Criminal B9"}, "No known name is like it."},
		{"a number for a country", set("B9", 61), []string{"error unknown-country Criminal B9"}, `"61" is not known`},
		{"no country", set("B9", nil), []string{"error missing-name Criminal B9"}, "names no country"},
		{"spaces for a country", set("B9", "  "), []string{"error missing-name Criminal B9"}, "names no country"},
		{"an invisible character in a known name", set("B9", "Australia\u200b"), []string{"warning hidden-characters Criminal B9"},
			`(U+200B). It was read as Australia`},
		{"an invisible character in an unknown name", set("B9", "Aus\u200btralia"), []string{"error hidden-characters Criminal B9"},
			"The nearest known names: Australia"},
		{"a Cyrillic letter", set("B9", "\u0410ustralia"), []string{"error hidden-characters Criminal B9"},
			"letters of different scripts that look alike. Type the name again. The nearest known names: Australia"},
		{"a country twice by two names", set("B9", "USA"), []string{"error duplicate-country Criminal B60"}, "United States has a row already, at B9."},
		{"a negative count", set("E9", -5), []string{"error negative-count Criminal E9"},
			"Australia, accounts: found -5, want a whole number of 0 or more. Correct it."},
		{"a fraction", set("E9", 12.5), []string{"error fractional-count Criminal E9"}, "found 12.5"},
		{"a huge number", set("E9", 1e12), []string{"error not-a-count Criminal E9"}, "more than any count"},
		{"text for a count", set("E9", "many"), []string{"error not-a-count Criminal E9"}, `found "many"`},
		{"a dash for a count", set("E9", "-"), []string{"error not-a-count Criminal E9"}, "and 0 if there was none"},
		{"a truth value for a count", set("E9", true), []string{"error not-a-count Criminal E9"}, "found a truth value"},
		{"a date for a count", dated("E9"), []string{"error not-a-count Criminal E9"}, "found a date (43467)"},
		{"negative text", set("E9", "(1,060)"), []string{"error negative-count Criminal E9"}, ""},
		{"an ambiguous point", set("E9", "1.060"), []string{"error fractional-count Criminal E9"}, "without a point between thousands"},
		{"no count", set("E9", nil), []string{"warning total-differs Criminal E7"}, "the rows add up to 40077"},
		{"spaces for a count", set("E9", " "), []string{"warning total-differs Criminal E7"}, ""},
		{"a row without figures", emptied("D9", "E9", "G9", "I9", "K9", "M9"),
			[]string{"error missing-count Criminal B9"}, "Australia has no figures."},
		{"a heading among the rows", both(emptied("D9", "E9", "G9", "I9", "K9", "M9"), set("B9", "Europe")),
			[]string{"error unknown-country Criminal B9"}, "Europe (a region"},
		{"a total that was not calculated", formula("D7", "SUM(D8:D60)"),
			[]string{"error uncalculated-formula Criminal D7", "warning formulas Criminal D7"}, "TOTAL, requests: found a formula without a stored value"},
		{"a total without figures", both(emptied("D7", "E7", "G7", "I7", "K7", "M7")), []string{"notice no-total Criminal"}, ""},
		{"a formula that was not calculated", formula("E9", "E8+1"),
			[]string{"error uncalculated-formula Criminal E9", "warning formulas Criminal E9"}, "let it calculate"},
		{"a percentage that was not calculated", formula("H9", "I9/D9"),
			[]string{"error uncalculated-formula Criminal H9", "warning formulas Criminal H9"}, "Percentages are formulas without a stored value: H9."},
		{"a placeholder for a count", set("E9", "TK"), []string{"error placeholder Criminal E9"}, `Found the placeholder "TK"`},
		{"a placeholder for a name", set("B9", "tbc"), []string{"error placeholder Criminal B9"}, ""},
		{"a placeholder in a title", set("B1", "Law Enforcement Requests (Criminal) July - December 20XX"),
			[]string{"error placeholder Criminal B1", "error period-unclear Criminal B1"}, ""},
		{"a placeholder below the table", set("B64", "Note: lorem ipsum."), []string{"error placeholder Criminal B64"}, ""},
		{"a placeholder beside the table", set("Q3", "[TBD: ask legal]"), []string{"error placeholder Criminal Q3"}, ""},
		{"a placeholder on a tab", func(f *excelize.File) error { return f.SetSheetName("Emergencies", "Emergencies TBD") },
			[]string{"error placeholder Emergencies TBD"}, ""},
		{"a number as text", set("E9", "1,060"), []string{"warning number-as-text Criminal E9"}, `E9 "1,060", read as 1060`},
		{"numbers as text", both(set("E9", "1 060"), set("D9", "898*"), set("G9", "0 ")),
			[]string{"warning number-as-text Criminal D9"}, `Numbers are stored as text: D9 "898*", read as 898; E9 "1 060", read as 1060; G9 "0 ", read as 0.`},
		{"a percentage that does not fit", set("H9", 0.62), []string{"warning share-differs Criminal H9"},
			"H9 (Australia) says 0.62, but 644 of 898 is 71.7%"},
		{"text for a percentage", set("H9", "most"), []string{"warning share-differs Criminal H9"}, ""},
		{"percentages that are rounded", both(set("H9", 0.717), set("J9", "14.5%"), set("L9", 14), set("F9", "n/a")), nil, ""},
		{"a sum of rows below", both(set("B63", "Brazil"), set("D63", 5)), []string{"error rows-outside-table Criminal B63"}, "This row holds figures outside of the table"},
		{"a row above the headings", both(set("B4", "Norway"), set("D4", 5)), []string{"error rows-outside-table Criminal B4"}, "above its headings"},
		{"an empty row inside", removedRow(20), []string{"error rows-outside-table Criminal B21", "warning total-differs Criminal D7", "warning total-differs Criminal E7", "warning total-differs Criminal G7",
			"warning total-differs Criminal I7", "warning total-differs Criminal K7", "warning total-differs Criminal M7"}, "These 40 rows, to B60, hold figures outside"},
		{"another title's half-year", set("B1", "Law Enforcement Requests (Criminal) January - June 2019"),
			[]string{"error periods-differ Criminal B1"}, "names 2019 (Jan-Jun), but that of the sheet Emergencies (B1) names 2019 (Jul-Dec)"},
		{"a title of two half-years", set("B1", "Criminal, July - December 2019 and January - June 2020"), []string{"error period-unclear Criminal B1"}, ""},
		{"a title of a quarter", set("B1", "Criminal, July - September 2019"), []string{"error period-unclear Criminal B1"}, "other months than those of one half-year"},
		{"a section twice", set("B1", "Emergency Requests July - December 2019"), []string{"warning tab-differs Criminal B1", "error section-repeated Emergencies B1"},
			`is of the section emergencies, but the tab is named "Criminal"`},
		{"a title of two sections", set("B1", "Criminal and Civil, July - December 2019"), []string{"error section-unclear Criminal B1"}, "names the sections criminal and civil"},
		{"a heading lost", set("E5", nil), []string{"error missing-column Criminal B5", "warning ignored-cells Criminal E7"}, "with a heading for the accounts"},
		{"a heading twice", set("E5", "Total Number of Law Enforcement Requests"),
			[]string{"error repeated-column Criminal E5", "error missing-column Criminal B5", "warning ignored-cells Criminal E7"}, "hold the requests: D and E"},
		{"a column that is not known", both(set("N5", "Pending"), set("N9", 4)), []string{"warning unknown-column Criminal N5"}, `The column "Pending"`},
		{"numbers beside the table", both(set("P8", 4), set("P9", "checked")), []string{"warning ignored-cells Criminal P8"}, `P8 "4"; P9 "checked"`},
		{"a number below the table", set("P64", 4), []string{"warning ignored-cells Criminal P64"}, ""},
		{"a scratch sheet", scratch, []string{"warning ignored-sheet Scratch"}, "was not read"},
		{"a sheet of text", withSheet("Contact the team on 3 January 2020", "Sources: 14 systems"), []string{"notice ignored-sheet Text"}, "holds no figures"},
		{"a hidden sheet of text", both(withSheet("Sources"), hidden("Text")), []string{"notice ignored-sheet Text"}, "holds no figures"},
		{"a sheet of a date", withSheet(time.Date(2020, time.January, 3, 0, 0, 0, 0, time.UTC)), []string{"notice ignored-sheet Text"}, ""},
		{"a sheet of one number", withSheet("France", 12), []string{"warning ignored-sheet Text"}, "was not read"},
		{"a sheet of a number as text", withSheet("France", " 1,454"), []string{"warning ignored-sheet Text"}, ""},
		{"a sheet of a share as text", withSheet("France", "14.5 %"), []string{"warning ignored-sheet Text"}, ""},
		{"a sheet of text that is not final", withSheet("DRAFT"), []string{"warning not-final Text B3", "notice ignored-sheet Text"}, ""},
		{"a hidden sheet", both(scratch, hideScratch), []string{"warning hidden-sheet Scratch"}, "was not read"},
		{"a hidden sheet of figures", hidden("Emergencies"), []string{"warning hidden-sheet Emergencies"}, "read all the same"},
		{"hidden rows", both(hiddenRow(12), hiddenRow(14)), []string{"warning hidden-rows Criminal B12"}, "Rows are hidden and were read all the same: 12; 14."},
		{"a hidden column", func(f *excelize.File) error { return f.SetColVisible("Criminal", "E:F", false) },
			[]string{"warning hidden-columns Criminal E5"}, "same: E; F."},
		{"a narrow column", func(f *excelize.File) error { return f.SetColWidth("Criminal", "K", "K", 0) },
			[]string{"warning hidden-columns Criminal K6"}, ""},
		{"merged cells", func(f *excelize.File) error { return f.MergeCell("Criminal", "B9", "C9") }, []string{"warning merged-cells Criminal B9:C9"}, ""},
		{"merged headings", func(f *excelize.File) error { return f.MergeCell("Criminal", "F5", "G5") }, nil, ""},
		{"a total lost", func(f *excelize.File) error { return f.RemoveRow("Criminal", 7) }, []string{"notice no-total Criminal"}, ""},
		{"a civil total below the sum", func(f *excelize.File) error { return f.SetCellValue("Civil Legal Requests", "D7", 137) },
			[]string{"warning total-differs Civil Legal Requests D7"}, "published, side by side"},
		{"a civil total below one of its rows", func(f *excelize.File) error { return f.SetCellValue("Civil Legal Requests", "D12", 172) },
			[]string{"warning total-differs Civil Legal Requests D7"}, "stated as 138, but the rows add up to 238"},
		{"a civil total above the sum", func(f *excelize.File) error { return f.SetCellValue("Civil Legal Requests", "D7", 139) },
			[]string{"warning total-differs Civil Legal Requests D7"}, ""},
		{"a civil total of accounts below the sum", func(f *excelize.File) error { return f.SetCellValue("Civil Legal Requests", "E7", 364) },
			[]string{"warning total-differs Civil Legal Requests E7", "warning share-differs Civil Legal Requests F7"}, ""},
		{"no table", func(f *excelize.File) error {
			for _, sheet := range f.GetSheetList()[1:] {
				if err := f.DeleteSheet(sheet); err != nil {
					return err
				}
			}
			return both(set("D5", "a"), set("E5", "b"), set("F5", "c"), set("H5", "d"), set("J5", "e"), set("L5", "f"))(f)
		}, []string{"warning ignored-sheet Criminal", "error no-table"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			readSaying(t, "edited.xlsx", edited(t, test.change), test.says, test.want...)
		})
	}
}

// Criminal is xl/worksheets/sheet2.xml in the file; row 9 is Australia's, row 60 the last.
func TestRead_FindsEachMistakeInTheXML(t *testing.T) {
	const e9 = `<c r="E9" s="2"><v>1060</v></c>`
	for _, test := range []struct {
		name, old, new, want, says string
	}{
		{"a sheet cut off in a row", `<c r="F60" s="1">`, `<!--`, "error damaged Criminal E60", "The part xl/worksheets/sheet2.xml is cut off or damaged"},
		{"a row lost", `<row r="9">`, `<row r="9"/></sheetData><x>`, "error damaged Criminal M8", "Figures may be missing"},
		{"nearly a whole number", e9, `<c r="E9"><v>12.000000000000002</v></c>`, "error fractional-count Criminal E9", "found 12.000000000000002"},
		{"an error where a count belongs", e9, `<c r="E9" t="e"><f>A1</f><v>#REF!</v></c>`, "error error-cell Criminal E9", "found the error #REF!"},
		{"a formula of text", e9, `<c r="E9" t="str"><f>A1</f><v></v></c>`, "error uncalculated-formula Criminal E9", "formula without a stored value"},
		{"an ISO date", e9, `<c r="E9" t="d"><v>2019-01-02</v></c>`, "error not-a-count Criminal E9", "found a date"},
		{"a row of no height", `<row r="9">`, `<row r="9" ht="0">`, "warning hidden-rows Criminal B9", "same: 9."},
	} {
		t.Run(test.name, func(t *testing.T) {
			raw := rewritten(t, file(t, "2019-H2.xlsx"), "xl/worksheets/sheet2.xml", test.old, test.new)
			_, problems := workbook.Read(t.Context(), "edited.xlsx", raw, places(t))
			if len(problems) == 0 || summary(problems)[0] != test.want || !strings.Contains(problems[0].Text, test.says) {
				t.Errorf("problems are %v, want first %s that says %q", problems, test.want, test.says)
			}
		})
	}
}

func TestRead_TellsOfErrorsInCells(t *testing.T) {
	raw := file(t, "2019-H2.xlsx")
	for want, cell := range map[string]string{
		"error error-cell Criminal H9":   `<c r="H9" t="e"><v>#DIV/0!</v></c>`,
		"error error-cell Criminal B9":   `<c r="B9" t="e"><v>#NAME?</v></c>`,
		"warning error-cell Criminal P9": `<c r="P9" t="e"><v>#REF!</v></c>`,
	} {
		old := regexp.MustCompile(`<c r="` + strings.Fields(want)[3] + `".*?</c>`).FindString(content(t, raw, "xl/worksheets/sheet2.xml"))
		new := cell
		if old == "" { // beside the table
			old, new = `</row><row r="10">`, cell+`</row><row r="10">`
		}
		read(t, "edited.xlsx", rewritten(t, raw, "xl/worksheets/sheet2.xml", old, new), want)
	}
}

// content returns the XML of a part.
func content(t *testing.T, raw []byte, name string) string {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := in.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func emptied(cells ...string) func(*excelize.File) error {
	return func(f *excelize.File) error {
		for _, cell := range cells {
			if err := f.SetCellValue("Criminal", cell, nil); err != nil {
				return err
			}
		}
		return nil
	}
}

func formula(cell, text string) func(*excelize.File) error {
	return both(set(cell, nil), func(f *excelize.File) error { return f.SetCellFormula("Criminal", cell, text) })
}

func dated(cell string) func(*excelize.File) error {
	return both(set(cell, 43467), func(f *excelize.File) error {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		return f.SetCellStyle("Criminal", cell, cell, style)
	})
}

func removedRow(row int) func(*excelize.File) error {
	return func(f *excelize.File) error {
		for column := 1; column <= 14; column++ {
			cell, err := excelize.CoordinatesToCellName(column, row)
			if err != nil {
				return err
			}
			if err := f.SetCellValue("Criminal", cell, nil); err != nil {
				return err
			}
		}
		return nil
	}
}

func scratch(f *excelize.File) error {
	if _, err := f.NewSheet("Scratch"); err != nil {
		return err
	}
	return f.SetSheetRow("Scratch", "B3", &[]any{"Country", "Requests", 5, "to check"})
}

// withSheet adds a sheet with a row of values.
func withSheet(values ...any) func(*excelize.File) error {
	return func(f *excelize.File) error {
		if _, err := f.NewSheet("Text"); err != nil {
			return err
		}
		return f.SetSheetRow("Text", "B3", &values)
	}
}

func hideScratch(f *excelize.File) error { return hidden("Scratch")(f) }

func hidden(sheet string) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.SetSheetVisible(sheet, false) }
}

func hiddenRow(row int) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.SetRowVisible("Criminal", row, false) }
}
