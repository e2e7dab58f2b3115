package workbook_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/workbook"
)

const (
	csvHead   = "period,section,country,requests,accounts,content,non_content,no_data,rejected\n"
	csvFrance = "2019-H2,criminal,France,10,20,1,2,3,4\n"
	csvNorway = "2019-H2,criminal,Norway,1,2,1,0,0,0\n"
)

func TestRead_FindsEachMistakeInLines(t *testing.T) {
	for _, test := range []struct {
		name, content string
		want          []string
		says          string
	}{
		{"nothing wrong", csvHead + csvFrance + csvNorway, nil, ""},
		{"a mark before the text", "\xEF\xBB\xBF" + csvHead + csvFrance + csvNorway, nil, ""},
		{"ends of Windows lines", strings.ReplaceAll(csvHead+csvFrance+csvNorway, "\n", "\r\n"), nil, ""},
		{"empty lines", csvHead + "\n" + csvFrance + ",,,,,,,,\n" + csvNorway + "\n", nil, ""},
		{"semicolons", strings.ReplaceAll(csvHead+csvFrance+csvNorway, ",", ";"), []string{"notice separator line 1"}, "semicolons"},
		{"tabs", strings.ReplaceAll(csvHead+csvFrance+csvNorway, ",", "\t"), []string{"notice separator line 1"}, "tabs"},
		{"a quoted field", csvHead + strings.Replace(csvFrance, "France", "\"France\"", 1) + csvNorway, nil, ""},
		{"no periods", strings.ReplaceAll(strings.Replace(csvHead, "period,", "", 1)+csvFrance+csvNorway, "2019-H2,", ""), nil, ""},
		{"a total", csvHead + csvFrance + csvNorway + "2019-H2,criminal,Total,11,22,2,2,3,5\n", []string{"warning total-differs line 4"}, "stated as 5, but the rows add up to 4"},
		{"an unknown country", csvHead + csvFrance + strings.Replace(csvNorway, "Norway", "Norwey", 1), []string{"error unknown-country line 3"}, "The nearest known names: Norway"},
		{"a country twice", csvHead + csvFrance + csvNorway + csvFrance, []string{"error duplicate-country line 4"}, "at line 2"},
		{"a fraction", csvHead + csvFrance + strings.Replace(csvNorway, ",1,2,", ",1.5,2,", 1), []string{"error fractional-count line 3"}, "Norway, requests"},
		{"no count", csvHead + csvFrance + strings.Replace(csvNorway, ",1,2,", ",,2,", 1), nil, ""},
		{"thousands set apart", csvHead + csvFrance + strings.Replace(csvNorway, ",1,2,", ",1,\"1,002\",", 1), []string{"warning number-as-text line 3"}, `"1,002", read as 1002`},
		{"a placeholder", csvHead + csvFrance + strings.Replace(csvNorway, ",1,2,", ",1,TBC,", 1), []string{"error placeholder line 3"}, ""},
		{"a field too many", csvHead + csvFrance + strings.Replace(csvNorway, "\n", ",\n", 1), []string{"error unequal-fields line 3"}, "has 10 fields, the first line has 9"},
		{"a field too few", csvHead + csvFrance + strings.Replace(csvNorway, ",1,2,", ",1,", 1), []string{"error unequal-fields line 3"}, "has 8 fields"},
		{"an unknown section", csvHead + csvFrance + strings.Replace(csvNorway, "criminal", "secret", 1), []string{"error section-unclear line 3"}, `"secret"`},
		{"an unknown period", csvHead + csvFrance + strings.Replace(csvNorway, "2019-H2", "2019", 1), []string{"error period-unclear line 3"}, `"2019"`},
		{"two periods", csvHead + csvFrance + strings.Replace(csvNorway, "2019-H2", "2019-H1", 1), []string{"error periods-differ line 3"}, "line 2 of 2019-H2"},
		{"a column that is not known", strings.Replace(csvHead, "\n", ",pending\n", 1) + strings.Replace(csvFrance+csvNorway, "\n", ",7\n", 2), []string{"warning unknown-column line 1"}, `"pending"`},
		{"no column of a count", strings.Replace(csvHead, "no_data", "other", 1) + csvFrance, []string{"error missing-column line 1", "warning unknown-column line 1"}, "no data"},
		{"no column of sections", strings.Replace(csvHead, "section", "kind", 1) + csvFrance, []string{"error missing-column line 1"}, "headed section"},
		{"no lines", csvHead, []string{"error no-table"}, ""},
		{"another table", "name,value\na,1\n", []string{"error no-table"}, ""},
		{"empty lines only", "\n\n", []string{"error no-table"}, ""},
		{"Latin-1", csvHead + strings.Replace(csvFrance, "France", "C\xf4te d'Ivoire", 1), []string{"error not-utf-8"}, "byte 96 is 0xf4"},
		{"Latin-1 after a mark", "\xEF\xBB\xBF" + csvHead + strings.Replace(csvFrance, "France", "C\xf4te d'Ivoire", 1), []string{"error not-utf-8"}, "byte 99 is 0xf4"},
		{"UTF-16", "\xFF\xFEp\x00e\x00", []string{"error not-utf-8"}, "byte 0 is 0xff"},
		{"a control character", csvHead + csvFrance + "\x00", []string{"error not-utf-8"}, "U+0000"},
		{"a quote left open", csvHead + csvFrance + strings.Replace(csvNorway, "Norway", "\"Norway", 1), []string{"error damaged line 3"}, "quotes in this line"},
		{"a quote inside", csvHead + strings.Replace(csvFrance, "France", "Fra\"nce", 1), []string{"error damaged line 2"}, "quotes in this line"},
		{"a long field", csvHead + strings.Replace(csvFrance, "France", strings.Repeat("a", 5000), 1), []string{"error over-limits line 2"}, "4 kB"},
		{"many lines", csvHead + strings.Repeat(csvFrance, 20001), []string{"error over-limits line 20001"}, "20000 lines"},
		{"many fields", strings.Repeat("a,", 101), []string{"error over-limits line 1"}, "100 fields"},
		{"a line of fields only", strings.Repeat(",", 9<<20), []string{"error over-limits"}, "fields"},
	} {
		t.Run(test.name, func(t *testing.T) {
			readSaying(t, "lines.csv", []byte(test.content), test.says, test.want...)
		})
	}
}

func TestRead_ReadsASheetSavedAsCSV(t *testing.T) {
	r := read(t, "sheet.csv", []byte("Emergency Requests July - December 2019,,,,,,,,,,\n,,,,,,,,,,\n"+
		"Country/Region,Requests,Accounts,Content,,Non-content,,No data,,Rejected,\n,,,%,#,%,#,%,#,%,#\n"+
		"TOTAL,\"1,001\",22,10%,2,10%,2,10%,3,70%,994\nFrance,1000,20,0%,1,0%,2,0%,3,99%,994\nNorway,1,2,100%,1,0%,0,0%,0,0%,0\n,,,,,,,,,,\nAs published.,,,,,,,,,,\n"),
		"warning share-differs line 5", "warning number-as-text line 5")
	table, ok := r.Edition.Table(report.Emergencies)
	if !ok || len(table.Rows) != 2 || r.Edition.Period.String() != "2019-H2" || r.Sheets[0].Total.Counts.Requests != 1001 {
		t.Errorf("edition is %+v, want emergencies of two countries in 2019-H2", r.Edition)
	}
}

// TestRead_RefusesTheWholeArchive: the download of all half-years is not an edition.
func TestRead_RefusesTheWholeArchive(t *testing.T) {
	var editions []report.Edition
	for _, in := range shipped(t) {
		editions = append(editions, in.Revision.Edition)
	}
	file, err := opendata.CSV(places(t), editions...)
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, "all.csv", file, "error periods-differ line 93")
	if diff := cmp.Diff(&workbook.Reading{}, r); diff != "" {
		t.Errorf("reading (-want +got):\n%s", diff)
	}
}
