package workbook_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// Workbooks of real people: each is read, or has one message that says what to do.
func TestRead_TakesWorkbooksAsPeopleMakeThem(t *testing.T) {
	t.Parallel()
	bare := strings.Replace(france, "France", "Total", 1)
	for _, test := range []struct {
		name    string
		rows    []string
		want    []string
		section report.Section
	}{
		{"nothing names the section", []string{"Requests, July - December 2019", flatHead, france, bare}, []string{"notice section-assumed Sheet1"}, report.Criminal},
		{"nothing names the section, before 2017", []string{"Requests, July - December 2014", flatHead, france, bare}, nil, report.Combined},
		{"a title on two lines", []string{"Law Enforcement Requests (Criminal)", "July - December 2019", flatHead, france, bare}, nil, report.Criminal},
		{"a title on two lines with one between", []string{"Law Enforcement Requests (Criminal)", "Our organization", "July - December 2019", flatHead, france, bare}, nil, report.Criminal},
		{"marks on names", []string{"Criminal, 2019-H2", flatHead, strings.Replace(france, "France", "France [1]", 1), strings.Replace(norway, "Norway", "Norway (a)", 1), allOf},
			[]string{"warning mark-on-name Sheet1 A3", "warning mark-on-name Sheet1 A4"}, report.Criminal},
		{"a calculation above", []string{"Content|Non-content|No data|Rejected", "0.05|0.6|0.15|0.2", "", "Criminal, 2019-H2", flatHead, france, bare}, nil, report.Criminal},
		{"a table without rows", []string{"Criminal, 2019-H2", flatHead, france, bare, "", "Requests, 2019-H2", flatHead, "Total|0|0|0|0|0|0"},
			[]string{"warning ignored-sheet Sheet1"}, report.Criminal},
		{"a total that does not state all", []string{"Criminal, 2019-H2", flatHead, france, "Total|10||1|2|3|4"}, []string{"warning total-incomplete Sheet1 A4"}, report.Criminal},
		{"an empty cell", []string{"Criminal, 2019-H2", flatHead, "France|10||1|2|3|4", norway, "Total|11|2|2|2|3|4"}, nil, report.Criminal},
		{"an empty cell that a total counts", []string{"Criminal, 2019-H2", flatHead, "France|10||1|2|3|4", norway, allOf}, []string{"warning total-differs Sheet1 C5"}, report.Criminal},
		{"a country that ISO 3166 knows", []string{"Criminal, 2019-H2", flatHead, strings.Replace(france, "France", "Türkiye", 1), strings.Replace(norway, "Norway", "Czechia", 1), allOf}, nil, report.Criminal},
		{"requests without a country", []string{"Criminal, 2019-H2", flatHead, strings.Replace(france, "France", "To Be Determined", 1), norway, allOf}, nil, report.Criminal},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := read(t, "real.xlsx", laidOut(t, test.rows...), test.want...)
			headline := r.Edition.Headline()
			if len(headline.Rows) == 0 || headline.Section != test.section || r.Edition.Period.Half != 2 || len(r.Edition.Tables) != 1 {
				t.Errorf("edition is %+v", r.Edition)
			}
		})
	}
}

func TestRead_TellsAnEmptyCellFromZero(t *testing.T) {
	t.Parallel()
	r := read(t, "real.xlsx", laidOut(t, "Criminal, 2019-H2", flatHead, "France|10||0|2|3|5", "Norway|Not given|2|1|0|0|0", "Total|10|2|1|2|3|5"))
	for code, want := range map[string][6]report.Status{
		"FR": {report.StatusNumber, report.StatusNotGiven, report.StatusZero, report.StatusNumber, report.StatusNumber, report.StatusNumber},
		"NO": {report.StatusNotGiven, report.StatusNumber, report.StatusNumber, report.StatusZero, report.StatusZero, report.StatusZero},
	} {
		row, ok := r.Edition.Headline().Row(code)
		for i, status := range want {
			if !ok || row.Counts.Status(i) != status {
				t.Errorf("%s, %s is %s, want %s", code, report.Columns()[i], row.Counts.Status(i), status)
			}
		}
	}
}

func TestRead_SuggestsOnlyWhatIsNear(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Oman": "It is the country with the code OM", "Kosovo": "It is the country with the code XK", "Germny": "Germany", "Ommen": "No known name is like it",
	} {
		_, problems := workbook.Read(t.Context(), "real.xlsx", laidOut(t, "Criminal, 2019-H2", flatHead, strings.Replace(france, "France", name, 1)), places(t))
		if text := problems[0].Text; !strings.Contains(text, want) || strings.Contains(text, "Romania") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestRead_IgnoresSheetsWithoutFiguresAndCustomXML(t *testing.T) {
	t.Parallel()
	f := opened(t, laidOut(t, "Criminal, 2019-H2", flatHead, france, strings.Replace(france, "France", "Total", 1)))
	if _, err := f.NewSheet("Sheet2"); err != nil {
		t.Fatal(err)
	}
	for i, heading := range []string{"Content", "Non-content", "No data", "Rejected"} {
		for row, value := range []any{heading, 0.25} {
			cell, err := excelize.CoordinatesToCellName(i+1, row+1)
			if err == nil {
				err = f.SetCellValue("Sheet2", cell, value)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	f.Pkg.Store("customXml/item1.xml", []byte("<a/>"))
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "customXml/item1.xml") {
		t.Fatal("the workbook has no custom XML")
	}
	r := read(t, "real.xlsx", b.Bytes(), "warning ignored-sheet Sheet2")
	if got := r.Edition.Headline().Sum().Requests; got != 10 {
		t.Errorf("%d requests, want 10", got)
	}
}

func TestRead_ReadsLinesThatEndWithACarriageReturn(t *testing.T) {
	t.Parallel()
	r := read(t, "old.csv", []byte(strings.ReplaceAll(csvHead+csvFrance+csvNorway, "\n", "\r")))
	if got := r.Edition.Headline().Sum().Requests; got != 11 {
		t.Errorf("%d requests, want 11", got)
	}
}

func TestRead_TakesTheUnitOfOutcomesFromItsColumn(t *testing.T) {
	t.Parallel()
	const head = "period,section,country,requests,accounts,content,non_content,no_data,rejected,outcomes_count\n"
	line := "2019-H2,criminal,France,1,1,1,0,0,0,requests\n2019-H2,civil,France,2,2,2,0,0,0,requests\n"
	r := read(t, "unit.csv", []byte(head+line))
	if table, _ := r.Edition.Table(report.Civil); table.CountUnit() != report.UnitRequests {
		t.Errorf("civil outcomes count %s", table.CountUnit())
	}
	read(t, "unit.csv", []byte(head+line+"2019-H2,civil,Norway,2,2,2,0,0,0,accounts\n"), "error unit-unclear line 4")
	read(t, "unit.csv", []byte(head+strings.ReplaceAll(line, "0,requests", "0,people")), "error unit-unclear line 2", "error unit-unclear line 3")
}
