package workbook_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// tabs holds the names of the sections' sheets.
var tabs = map[report.Section]string{
	report.Combined: "Combined", report.Criminal: "Criminal", report.Emergencies: "Emergencies",
	report.Civil: "Civil", report.Skype: "Skype",
}

// headers repeats the headers of tables: with others, files that were downloaded before could not be
// read.
var headers = []string{
	"Country code", "Country", "Region", "Requests (number)", "Accounts (number)",
	"Content (number)", "Content share (of outcomes)",
	"Non-content (number)", "Non-content share (of outcomes)",
	"No data (number)", "No data share (of outcomes)",
	"Rejected (number)", "Rejected share (of outcomes)",
}

func TestWrite_ReadsBackAsTheEdition(t *testing.T) {
	t.Parallel()
	for _, in := range shipped(t) {
		e := in.Revision.Edition
		t.Run(e.Period.String(), func(t *testing.T) {
			f := opened(t, download(t, in))
			markers := noteMarkers(t, f, in)
			for _, table := range e.Tables {
				checkSection(t, f, in, table, markers)
			}
		})
	}
}

// checkSection compares every cell of a section's table with the edition.
func checkSection(t *testing.T, f *excelize.File, in workbook.Input, table report.Table, markers map[string]string) {
	t.Helper()
	sheet := tabs[table.Section]
	rows, top := tableCells(t, f, sheet)
	want := slices.Clone(headers)
	noted := slices.ContainsFunc(table.Rows, func(r report.Row) bool { return r.Note != "" })
	if noted {
		want = append(want, "Notes")
	}
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Fatalf("%s: header (-want +got):\n%s", sheet, diff)
	}
	if got, want := len(rows), 1+len(table.Rows)+1; got != want {
		t.Fatalf("%s: table has %d rows, want %d", sheet, got, want)
	}
	named := func(r []string) string { return report.NameKey(r[1]) }
	if !slices.IsSortedFunc(rows[1:len(rows)-1], func(a, b []string) int { return strings.Compare(named(a), named(b)) }) {
		t.Errorf("%s: countries are not sorted by name", sheet)
	}
	var sum report.Counts
	for i, got := range rows[1:] {
		code, name, region, marker := "[z]", "Total", "[z]", "[z]"
		counts := sum
		if i < len(table.Rows) {
			row, ok := table.Row(got[0])
			country, known := in.Places.Country(got[0])
			if !ok || !known {
				t.Fatalf("%s: row %v is of no country in the edition", sheet, got)
			}
			code, name, region = row.Country, country.Name, in.Places.RegionOf(country).Name
			counts, sum = row.Counts, sum.Add(row.Counts)
			if row.Note != "" {
				marker = markers[sheet+" "+name]
			}
		}
		want := append([]string{code, name, region}, figureTexts(counts)...)
		for i := 6; i < 13; i += 2 { // a workbook stores fifteen digits
			if share, err := strconv.ParseFloat(got[i], 64); err == nil {
				got[i] = digits(share)
			}
		}
		if noted {
			want = append(want, marker)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s row %d (-want +got):\n%s", sheet, top+1+i, diff)
		}
		checkShares(t, counts, got)
	}
}

// figureTexts returns the ten figures of a row as they are stored.
func figureTexts(c report.Counts) []string {
	texts := []string{strconv.Itoa(c.Requests), strconv.Itoa(c.Accounts)}
	for _, n := range c.Outcomes() {
		s := "[z]"
		if c.OutcomeSum() > 0 {
			s = digits(float64(n) / float64(c.OutcomeSum()))
		}
		texts = append(texts, strconv.Itoa(n), s)
	}
	return texts
}

// digits returns a share to twelve digits, of the fifteen that a workbook stores.
func digits(share float64) string { return strconv.FormatFloat(share, 'g', 12, 64) }

// checkShares checks the stored shares without the arithmetic of package report.
func checkShares(t *testing.T, c report.Counts, row []string) {
	t.Helper()
	if c.OutcomeSum() == 0 {
		return
	}
	sum := 0.0
	for i, n := range c.Outcomes() {
		got, err := strconv.ParseFloat(row[6+2*i], 64)
		if err != nil {
			t.Fatal(err)
		}
		if exact := float64(n) / float64(c.OutcomeSum()); math.Abs(got-exact) > 1e-12 {
			t.Errorf("%s: share %d is %v, want %v", row[1], i, got, exact)
		}
		sum += got
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("%s: shares add up to %v, want 1", row[1], sum)
	}
}

// noteMarkers checks the list of notes and returns the marks of the notes by their subject, such as
// "Civil Brazil".
func noteMarkers(t *testing.T, f *excelize.File, in workbook.Input) map[string]string {
	t.Helper()
	want := map[string]string{}
	note := func(about, text string) {
		if text != "" {
			want[about] = text
		}
	}
	note("All sections All countries", in.Revision.Edition.Note)
	for _, table := range in.Revision.Edition.Tables {
		note(tabs[table.Section]+" All countries", table.Note)
		for _, r := range table.Rows {
			country, _ := in.Places.Country(r.Country)
			note(tabs[table.Section]+" "+country.Name, r.Note)
		}
	}
	got, markers := map[string]string{}, map[string]string{}
	if slices.Contains(f.GetSheetList(), "Note list") {
		rows, _ := tableCells(t, f, "Note list")
		if diff := cmp.Diff([]string{"Note", "Section", "Country", "Text"}, rows[0]); diff != "" {
			t.Error(diff)
		}
		for i, r := range rows[1:] {
			if want := "[note " + strconv.Itoa(i+1) + "]"; r[0] != want {
				t.Errorf("note %d is marked %s, want %s", i+1, r[0], want)
			}
			got[r[1]+" "+r[2]], markers[r[1]+" "+r[2]] = r[3], r[0]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	return markers
}

func TestWrite_HoldsTheControlTotals(t *testing.T) {
	f := opened(t, download(t, edition(t, "2019-H1")))
	rows, _ := tableCells(t, f, "Criminal")
	got := rows[len(rows)-1]
	want := []string{"[z]", "Total", "[z]", "24175", "43727", "1301", "0.0538159255429162", "12909", "0.533981385729059", "3496", "0.144612202688728", "6469", "0.267590486039296"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("total of 2019-H1 criminal (-want +got):\n%s", diff)
	}
}

func TestWrite_StoresNumbersAsNumbers(t *testing.T) {
	f := opened(t, download(t, edition(t, "2019-H1")))
	rows, top := tableCells(t, f, "Criminal")
	for i := range rows[1:] {
		for column := 1; column <= len(headers); column++ {
			cell, err := excelize.CoordinatesToCellName(column, top+1+i)
			if err != nil {
				t.Fatal(err)
			}
			kind, err := f.GetCellType("Criminal", cell)
			if err != nil {
				t.Fatal(err)
			}
			want := excelize.CellTypeUnset // a cell without a type is a number
			if column <= 3 {
				want = excelize.CellTypeSharedString
			}
			if kind != want {
				t.Errorf("%s is of type %v, want %v", cell, kind, want)
			}
		}
	}
	last := top + len(rows) - 1
	for column, want := range map[string]string{"D": "24,175", "I": "53.4%", "K": "14.5%"} {
		got, err := f.GetCellValue("Criminal", column+strconv.Itoa(last))
		if err != nil || got != want {
			t.Errorf("%s%d shows %q (%v), want %q", column, last, got, err, want)
		}
	}
}

func TestWrite_SaysOnTheSheetWhatReadersWouldGetWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ period, sheet, title, says string }{
		{"2013-H1", "Combined", "Combined: law enforcement requests, 2013 (Jan-Jun)", "stand in this one table"},
		{"2013-H1", "Skype", "Skype: law enforcement requests that concern Skype, 2013 (Jan-Jun)", "must not be added"},
		{"2017-H1", "Civil", "Civil: civil legal requests, 2017 (Jan-Jun)", "count accounts, not requests"},
		{"2017-H2", "Criminal", "Criminal: law enforcement requests, 2017 (Jul-Dec)", "No civil legal requests were published"},
		{"2019-H1", "Emergencies", "Emergencies: emergency requests, 2019 (Jan-Jun)", "must not be added"},
		{"2019-H1", "Other figures", "Other figures: single figures beside the tables, 2019 (Jan-Jun)", "must not be added"},
		{"2019-H1", "Notes", "Notes: how to read these figures, 2019 (Jan-Jun)", "[z] means not applicable"},
		{"2019-H1", "Notes", "Notes: how to read these figures, 2019 (Jan-Jun)", "0 is a figure as published. A country that a sheet does not list has no row"},
	} {
		f := opened(t, download(t, edition(t, test.period)))
		rows := cells(t, f, test.sheet)
		if got := rows[0][0]; got != test.title {
			t.Errorf("%s %s: A1 is %q, want %q", test.period, test.sheet, got, test.title)
		}
		if got := rows[1][0]; !strings.HasPrefix(got, "This sheet holds one table") {
			t.Errorf("%s %s: A2 is %q, want what the sheet holds", test.period, test.sheet, got)
		}
		var lines strings.Builder
		for _, row := range rows[1:] {
			if len(row) > 1 && row[1] != "" {
				break // the table begins
			}
			lines.WriteString(row[0] + "\n")
		}
		if !strings.Contains(lines.String(), test.says) {
			t.Errorf("%s %s: the lines do not say %q:\n%s", test.period, test.sheet, test.says, lines.String())
		}
	}
}
