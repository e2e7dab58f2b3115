package workbook_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
)

// laidOut returns a workbook of one sheet with these rows; "" is an empty cell, and "|" separates cells.
func laidOut(t *testing.T, rows ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close() // it holds no temporary files
	for i, row := range rows {
		for j, text := range strings.Split(row, "|") {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue("Sheet1", cell, valueOf(text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// valueOf returns a number if the text is one.
func valueOf(text string) any {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	if text == "" {
		return nil
	}
	return text
}

// flatHead is a row of headings; the others are rows below it.
const (
	flatHead = "Country|Requests|Accounts|Content|Non-content|No data|Rejected"
	france   = "France|10|20|1|2|3|4"
	norway   = "Norway|1|2|1|0|0|0"
	allOf    = "Total|11|22|2|2|3|4"
)

// prose returns a text with the words of a heading that is too long for one.
func prose(about string) string { return about + strings.Repeat(" are counted as they come in", 6) }

func TestRead_FindsTablesByTheirHeadings(t *testing.T) {
	t.Parallel()
	countsOf := map[string]report.Counts{
		"FR": {Requests: 10, Accounts: 20, Content: 1, NonContent: 2, NoData: 3, Rejected: 4},
		"NO": {Requests: 1, Accounts: 2, Content: 1},
	}
	for _, test := range []struct {
		name string
		rows []string
		want []string
	}{
		{"total at the end", []string{"Requests, 2015 (Jan-Jun)", flatHead, france, norway, allOf}, nil},
		{"total after an empty row", []string{"Requests, 2015 (Jan-Jun)", flatHead, france, norway, "", allOf}, nil},
		{"total at both ends", []string{"2015-H1", flatHead, allOf, france, norway, "", allOf}, nil},
		{"empty rows after headings and total", []string{"2015-H1", flatHead, "", allOf, "", france, norway}, nil},
		{"prose in columns", []string{"2015-H1", prose("Requests") + "|" + prose("Accounts") + "|" + prose("Content"), flatHead, allOf, france, norway}, nil},
		{"marks and spaces in names", []string{"2015-H1", flatHead, "France*†|10|20|1|2|3|4", "  Norway  (1)|1|2|1|0|0|0"},
			[]string{"warning mark-on-name Sheet1 A4", "notice no-total Sheet1"}},
		{"other spellings", []string{"2015-H1", flatHead, "FRANCE *|10|20|1|2|3|4", " norway†|1|2|1|0|0|0", allOf}, nil},
		{"remarks below", []string{"2015-H1", flatHead, allOf, france, norway, "* As published.", "", "Note: 3 of these", "France again"}, nil},
		{"a remark at once below", []string{"2015-H1", flatHead, allOf, france, norway, "Source: legal team"}, nil},
		{"scratch beside", []string{"2015-H1", flatHead, allOf, france + "||France|99", norway}, []string{"warning ignored-cells Sheet1 I4"}},
		{"other columns and order", []string{"2015-H1", "|Rejected|No customer data|Only non-content|Content disclosed|Users specified|Total requests||Country or territory",
			"|4|3|2|2|22|11||TOTAL", "|4|3|2|1|20|10||France", "|0|0|0|1|2|1||Norway"}, nil},
		{"number before percent", []string{"2015-H1", "Country|Requests|Accounts|Content||Non-content||No data||Rejected|", "|||#|%|#|%|#|%|#|%",
			"France|10|20|1|0.1|2|0.2|3|0.3|4|0.4", "Norway|1|2|1|1|0|0|0|0|0|0"}, []string{"notice no-total Sheet1"}},
		{"headings in both rows", []string{"2015-H1", "|||Content||Non-content||No data||Rejected|", "Country|Requests|Accounts|%|#|%|#|%|#|%|#",
			"France|10|20|0.1|1|0.2|2|0.3|3|0.4|4", "Norway|1|2|1|1|0|0|0|0|0|0", "Total|11|22||2||2||3||4"}, nil},
		{"headings of merged cells filled", []string{"2015-H1", "Country|Requests|Accounts|Content|Content|Non-content|Non-content|No data|No data|Rejected|Rejected", "|||%|#|%|#|%|#|%|#",
			"France|10|20|10%|1|20%|2|30%|3|40%|4", "Norway|1|2|100%|1|0|0|0|0|0|0", "Total|11|22||2||2||3||4"}, nil},
		{"one outcome without a percentage", []string{"2015-H1", "Country|Requests|Accounts|Content||Non-content||No data||Rejected", "|||%|#|%|#|%|#",
			"France|10|20|0.1|1|0.2|2|0.3|3|4", "Norway|1|2|1|1|0|0|0|0|0", "Total|11|22||2||2||3|4"}, nil},
		{"codes beside names", []string{"2015-H1", "Country code|" + flatHead, "FR|" + france, "no|" + norway, "|" + allOf}, nil},
		{"codes alone", []string{"2015-H1", strings.Replace(flatHead, "Country", "Code", 1), strings.Replace(france, "France", "FR", 1), strings.Replace(norway, "Norway", "NO", 1), allOf}, nil},
		{"a code of another country", []string{"2015-H1", "Code|" + flatHead, "FR|" + france, "SE|" + norway}, []string{"error country-code-differs Sheet1 B4", "notice no-total Sheet1"}},
		{"a code of none", []string{"2015-H1", "Code|" + flatHead, "FR|" + france, "QQ|" + norway}, []string{"error unknown-country Sheet1 B4", "notice no-total Sheet1"}},
		{"two tables on a sheet", []string{"2015-H1", flatHead, allOf, france, norway, "As published.", "", "Emergency requests, 2015-H1", flatHead, "Total|1|2|1|0|0|0", norway}, nil},
		{"rows between two tables", []string{"2015-H1", flatHead, allOf, france, norway, "", "Spain|1|1|1|0|0|0", "Emergency requests, 2015-H1", flatHead, "Total|1|2|1|0|0|0", norway},
			[]string{"error rows-outside-table Sheet1 A7"}},
		{"a second total that differs", []string{"2015-H1", flatHead, allOf, france, norway, "", "Total|11|22|2|2|3|5"}, []string{"warning total-differs Sheet1 G7"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := read(t, "laid-out.xlsx", laidOut(t, test.rows...), test.want...)
			want := report.Table{Section: report.Combined}
			for _, code := range []string{"FR", "NO"} {
				if _, ok := r.Edition.Headline().Row(code); ok || len(test.want) == 0 {
					want.Rows = append(want.Rows, report.Row{Country: code, Counts: countsOf[code]})
				}
			}
			got := r.Edition.Headline()
			got.Stated = report.Counts{}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("table (-want +got):\n%s", diff)
			}
			if r.Edition.Period.String() != "2015-H1" {
				t.Errorf("period is %s", r.Edition.Period)
			}
		})
	}
}

func TestRead_UnderstandsTitles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		title, period string
		section       report.Section
	}{
		{"Law Enforcement Requests, all Microsoft services including Skype, January - June 2013", "2013-H1", report.Combined},
		{"Law Enforcement Requests, Skype, January - June 2013", "2013-H1", report.Skype},
		{"Law Enforcement Requests (Criminal) July - December 2019", "2019-H2", report.Criminal},
		{"Criminal requests, without emergencies, July-December 2019", "2019-H2", report.Criminal},
		{"Emergency Requests January \u2013 June 2017", "2017-H1", report.Emergencies},
		{"Civil Legal Request Disclosures, Jan\u2013Jun 2018", "2018-H1", report.Civil},
		{"2014 (Jan-Jun)", "2014-H1", report.Combined},
		{"H2 2015", "2015-H2", report.Combined},
		{"2015-H2", "2015-H2", report.Combined},
		{"1 July 2015 to 31 December 2015", "2015-H2", report.Combined},
		{"July 1 - December 31, 2015", "2015-H2", report.Combined},
		{"Report 2015: July to December 2015", "2015-H2", report.Combined},
		{"Requests of law enforcement", "0000-H0", report.Combined},
		{"Requests of 2015", "0000-H0", report.Combined},
	} {
		r := read(t, "title.xlsx", laidOut(t, "Our organization", test.title, flatHead, france, strings.Replace(france, "France", "Total", 1)))
		if len(r.Sheets) != 1 {
			t.Fatalf("%s: %d tables", test.title, len(r.Sheets))
		}
		s := r.Sheets[0]
		if s.Section != test.section || s.Period.String() != test.period || r.Edition.Period != s.Period {
			t.Errorf("%q is of %s, %s, want %s, %s", test.title, s.Section, s.Period, test.section, test.period)
		}
	}
}

func TestRead_DoesNotGuessAtTitles(t *testing.T) {
	t.Parallel()
	for _, title := range []string{
		"January - June", "January - December 2019", "June - December 2019", "January 2018 - June 2019",
		"Published 2020: July - December 2019", "2019-H1 and 2019-H2",
	} {
		r := read(t, "title.xlsx", laidOut(t, title, flatHead, france, strings.Replace(france, "France", "Total", 1)), "error period-unclear Sheet1 A1")
		if !r.Edition.Period.IsZero() {
			t.Errorf("%q is of %s, want none", title, r.Edition.Period)
		}
	}
}
