package workbook_test

import (
	"flag"
	"fmt"
	"html"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/workbook"
	"lerr/internal/xlsx"
)

// rowsXML returns rows of a sheet in XML. "|" separates cells.
func rowsXML(rows ...string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, text := range strings.Split(row, "|") {
			name := xlsx.CellName(j+1, i+1)
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, name, text)
			} else if text != "" {
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, name, html.EscapeString(text))
			}
		}
		b.WriteString("</row>")
	}
	return b.String()
}

// FuzzRead fails on a panic, on figures without a table, and on a file without a table or an error. The content of a workbook is mutated in two
// forms: as a file, and as the rows of its only sheet, because almost every mutation of a ZIP file only
// breaks a checksum.
func FuzzRead(f *testing.F) {
	for _, rows := range [][]string{
		{"2019-H1", "Country|Requests|Accounts|Content||Non-content||No data||Rejected|", "|||%|#|%|#|%|#|%|#", "France|10|20|0.1|1|20%|2|0.3|3|0.4|4", "TOTAL|10|20||1||2||3||4"},
		{"Emergency Requests, 2019 (Jul-Dec)", flatHead, france, "", "Total|10|20|1|2|3|4", "Note: x"},
		{"Cover, 2019-H1", "About this file|Text", "Period|2019 (Jan-Jun)"},
		{"2019-H1", "Note|Section|Country|Text", "[note 1]|Civil|France|TBC"},
		{"2019-H1", "Name|What it counts|Value (number)", "consumer_warrants|x|1,260"},
		{"Civil, 2019-H1", "[note 1] As published.", "Country code|" + flatHead + "|Content share|Notes", "FR|" + france + "|0.2|[note 1]", "[z]|Total|9|20|1|2|3|4"},
	} {
		f.Add("rows.xlsx", []byte(rowsXML(rows...)))
	}
	for _, name := range []string{"2019-H2.xlsx", "2016-H2.xlsx", "2019-H2.csv"} {
		raw, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, raw)
	}
	f.Add("small.xlsx", with(f))
	f.Add("lines.csv", []byte(csvHead+csvFrance))
	f.Add("sheet.csv", []byte("Criminal 2019-H1;;\n"+strings.ReplaceAll(flatHead+"\n"+france, "|", ";")))
	s, err := loadShipped()
	if err != nil {
		f.Fatal(err)
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		f.Fatal(err)
	}
	// By default the fuzzer spends up to a minute shortening each input that reaches new code, in which
	// it counts no runs: it tries to leave out every byte and every stretch of bytes.
	if err := flag.Set("test.fuzzminimizetime", "100x"); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		if path.Ext(name) == ".xlsx" && strings.HasPrefix(string(raw), "<row") {
			raw = with(t, rows(string(raw)))
		}
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
