package workbook_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/workbook"
)

// places returns the places of the shipped report.
func places(t *testing.T) *report.Places {
	t.Helper()
	return shipped(t)[0].Places
}

// file returns a file of testdata: the publisher's layouts, 2013 to 2019.
func file(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// read reads a file whose problems must be exactly these, each as "severity code sheet cell".
func read(t *testing.T, name string, raw []byte, want ...string) *workbook.Reading {
	t.Helper()
	return readSaying(t, name, raw, "", want...)
}

// readSaying is like read, but the first problem must also contain says.
func readSaying(t *testing.T, name string, raw []byte, says string, want ...string) *workbook.Reading {
	t.Helper()
	r, problems := workbook.Read(t.Context(), name, raw, places(t))
	if diff := cmp.Diff(want, summary(problems)); diff != "" {
		t.Errorf("%s: problems (-want +got):\n%s\n%v", name, diff, problems)
	}
	for _, p := range problems {
		if strings.Contains(p.Text, "%!") {
			t.Errorf("text %q has the wrong arguments", p.Text)
		}
	}
	if len(problems) > 0 && !strings.Contains(problems[0].Text, says) {
		t.Errorf("text is %q, want it to say %q", problems[0].Text, says)
	}
	return r
}

// summary returns each problem as "severity code sheet cell", without empty parts.
func summary(problems report.Problems) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, strings.Join(strings.Fields(strings.Join([]string{string(p.Severity), p.Code, p.Sheet, p.Cell}, " ")), " "))
	}
	return lines
}

// figures returns an edition without its notes and single figures, which the publisher's workbooks and
// CSV files do not hold.
func figures(e report.Edition) report.Edition {
	bare := report.Edition{Period: e.Period}
	for _, t := range e.Tables {
		table := report.Table{Section: t.Section}
		for _, r := range t.Rows {
			table.Rows = append(table.Rows, report.Row{Country: r.Country, Counts: r.Counts})
		}
		bare.Tables = append(bare.Tables, table)
	}
	return bare
}

func TestRead_ReadsEveryLayoutOfThePublisher(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		period   string
		problems []string
		tabs     []string
	}{
		{"2013-H1", nil, []string{"MSFT", "Skype"}},
		{"2014-H1", nil, []string{"All Microsoft Services"}},
		{"2016-H2", []string{"warning formulas TOTAL C6:L62"}, []string{"TOTAL"}},
		{"2017-H1", []string{"warning formulas Total - Criminal C6:L66", "warning formulas Total - Emergencies C6:L28"},
			[]string{"Total - Criminal", "Total - Emergencies", "Civil Legal Requests"}},
		{"2018-H1", nil, []string{"Criminal", "Emergencies", "Civil Legal Requests"}},
		{"2019-H1", nil, []string{"Criminal", "Emergencies", "Civil Legal Requests"}},
	} {
		t.Run(test.period, func(t *testing.T) {
			got := read(t, test.period+".xlsx", file(t, test.period+".xlsx"), test.problems...)
			if diff := cmp.Diff(figures(edition(t, test.period).Revision.Edition), got.Edition); diff != "" {
				t.Errorf("edition (-want +got):\n%s", diff)
			}
			var tabs []string
			for _, s := range got.Sheets {
				tabs = append(tabs, s.Name)
				if s.Period.String() != test.period || s.Total == nil || !strings.Contains(s.Title, "equest") {
					t.Errorf("sheet %s: title %q, period %s, total %v", s.Name, s.Title, s.Period, s.Total)
				}
			}
			if diff := cmp.Diff(test.tabs, tabs); diff != "" {
				t.Errorf("sheets (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRead_ReadsTheNextHalfYear(t *testing.T) {
	book := read(t, "2019-H2.xlsx", file(t, "2019-H2.xlsx"))
	lines := read(t, "2019-H2.csv", file(t, "2019-H2.csv"))
	if diff := cmp.Diff(book.Edition, lines.Edition); diff != "" {
		t.Errorf("the workbook and the CSV file differ (-workbook +csv):\n%s", diff)
	}
	sum := book.Edition.Headline().Sum()
	if sum.Requests != 21781 || sum.Accounts != 41137 || book.Edition.Period.String() != "2019-H2" {
		t.Errorf("%s has %d requests and %d accounts, want 21781 and 41137", book.Edition.Period, sum.Requests, sum.Accounts)
	}
	if total := book.Sheets[0].Total; total == nil || total.Counts != sum {
		t.Errorf("stated total is %+v, want %+v", total, sum)
	}
}

func TestRead_ReadsOwnDownloadsBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for _, in := range shipped(t) {
		e := in.Revision.Edition
		got := read(t, e.Period.String()+".xlsx", download(t, in))
		if got.Edition.Digest() != e.Digest() {
			t.Errorf("%s reads back otherwise (-want +got):\n%s", e.Period, cmp.Diff(e, got.Edition))
		}
	}
}

func TestRead_KeepsNotesToTheLetter(t *testing.T) {
	in := edition(t, "2019-H1")
	e := &in.Revision.Edition
	e.Tables = slices.Clone(e.Tables)
	e.Note = "On the whole\nhalf-year: [note 2] & <this> "
	for i := range e.Tables {
		e.Tables[i].Rows = slices.Clone(e.Tables[i].Rows)
		e.Tables[i].Note = "=1+1 on " + string(e.Tables[i].Section)
		e.Tables[i].Rows[0].Note = " @row, of July - December 2018\t"
		e.Tables[i].Rows[3].Note = "the same"
	}
	got := read(t, "notes.xlsx", written(t, in))
	if diff := cmp.Diff(*e, got.Edition); diff != "" {
		t.Errorf("edition (-want +got):\n%s", diff)
	}
}

func TestRead_ReadsOwnDownloadsWithoutTerms(t *testing.T) {
	in := edition(t, "2014-H1")
	in.Site = report.Site{Title: "Another report"}
	if got := read(t, "plain.xlsx", written(t, in)); got.Edition.Digest() != in.Revision.Edition.Digest() {
		t.Error("the edition reads back otherwise")
	}
}

func TestRead_ReadsOwnCSV(t *testing.T) {
	for _, in := range shipped(t) {
		e := in.Revision.Edition
		file, err := opendata.CSV(in.Places, e)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, e.Period.String()+".CSV", file)
		want := figures(e)
		for i := range want.Tables {
			want.Tables[i].Unit = e.Tables[i].Unit
		}
		if diff := cmp.Diff(want, got.Edition); diff != "" {
			t.Errorf("%s (-want +got):\n%s", e.Period, diff)
		}
	}
}

// locate returns the cell of a figure: column 0 is the country's name, 1 to 6 are report.Columns. An empty
// country is the stated total.
func locate(r *workbook.Reading, section report.Section, country string, column int) (sheet, cell string) {
	for _, s := range r.Sheets {
		rows := s.Rows
		if country == "" {
			rows = nil
			if s.Total != nil {
				rows = []workbook.ReadRow{*s.Total}
			}
		}
		for _, row := range rows {
			if s.Section == section && row.Country == country {
				return s.Name, row.Cells[column]
			}
		}
	}
	return "", ""
}

func TestReading_LocatesEachFigure(t *testing.T) {
	book := read(t, "2019-H2.xlsx", file(t, "2019-H2.xlsx"))
	lines := read(t, "2019-H2.csv", file(t, "2019-H2.csv"))
	for _, test := range []struct {
		reading     *workbook.Reading
		section     report.Section
		country     string
		column      int
		sheet, cell string
	}{
		{book, report.Criminal, "AR", 0, "Criminal", "B8"},
		{book, report.Criminal, "AR", 1, "Criminal", "D8"},
		{book, report.Criminal, "AR", 2, "Criminal", "E8"},
		{book, report.Criminal, "AR", 3, "Criminal", "G8"},
		{book, report.Criminal, "AR", 6, "Criminal", "M8"},
		{book, report.Civil, "GB", 4, "Civil Legal Requests", "I11"},
		{book, report.Emergencies, "", 1, "Emergencies", "D7"},
		{book, report.Criminal, "QQ", 1, "", ""},
		{book, report.Combined, "AR", 1, "", ""},
		{lines, report.Civil, "BR", 3, "", "line 3"},
		{lines, report.Civil, "", 1, "", ""},
	} {
		sheet, cell := locate(test.reading, test.section, test.country, test.column)
		if sheet != test.sheet || cell != test.cell {
			t.Errorf("%s %q %d stands in %q %q, want %q %q", test.section, test.country, test.column, sheet, cell, test.sheet, test.cell)
		}
	}
}

// TestReading_CellsHoldTheFigures compares every located cell with another reader.
func TestReading_CellsHoldTheFigures(t *testing.T) {
	raw := file(t, "2017-H1.xlsx")
	f := opened(t, raw)
	for _, s := range read(t, "2017-H1.xlsx", raw, "warning formulas Total - Criminal C6:L66", "warning formulas Total - Emergencies C6:L28").Sheets {
		grid := cells(t, f, s.Name)
		for _, row := range append(s.Rows, *s.Total) {
			want := []string{row.Name}
			for _, n := range row.Counts.Figures() {
				want = append(want, strconv.Itoa(n))
			}
			for i, cell := range row.Cells {
				column, line := 0, 0
				for _, c := range cell {
					if c >= 'A' {
						column = int(c - 'A')
					} else {
						line = line*10 + int(c-'0')
					}
				}
				if got := grid[line-1][column]; got != want[i] {
					t.Errorf("%s %s holds %q, want %q", s.Name, cell, got, want[i])
				}
			}
		}
	}
}

func TestReading_NamesTheOneSuspectOutcome(t *testing.T) {
	raw := edited(t, set("I8", 380))
	r := read(t, "edited.xlsx", raw, "warning total-differs Criminal I7", "warning share-differs Criminal H8")
	if got := r.Sheets[0].Rows[0]; got.Country != "AR" || got.Suspect != 4 || r.Sheets[0].Rows[1].Suspect != 0 {
		t.Errorf("Argentina's suspect outcome is %d, Australia's %d, want 4 and 0", got.Suspect, r.Sheets[0].Rows[1].Suspect)
	}
	raw = edited(t, both(set("H8", 0.5), set("J8", 0.5)))
	if got := read(t, "edited.xlsx", raw, "warning share-differs Criminal H8").Sheets[0].Rows[0].Suspect; got != 0 {
		t.Errorf("of two outcomes %d is the suspect one, want none", got)
	}
}

func TestRead_LeavesOutWhatItCouldNotRead(t *testing.T) {
	raw := edited(t, both(set("E9", "many"), set("B10", "Austrai")))
	r := read(t, "edited.xlsx", raw, "error not-a-count Criminal E9", "error unknown-country Criminal B10")
	table := r.Edition.Headline()
	for _, code := range []string{"AU", "AT"} {
		if row, ok := table.Row(code); ok {
			t.Errorf("the edition holds %+v", row)
		}
	}
	if len(r.Sheets[0].Rows) != 53 || len(table.Rows) != 51 {
		t.Errorf("%d rows were found and %d read, want 53 and 51", len(r.Sheets[0].Rows), len(table.Rows))
	}
	if _, cell := locate(r, report.Criminal, "AU", 2); cell != "E9" {
		t.Errorf("Australia's accounts stand in %q, want E9", cell)
	}
}

func TestRead_TakesNoPeriodWhereTitlesDiffer(t *testing.T) {
	raw := edited(t, set("B1", "Law Enforcement Requests (Criminal) January - June 2019"))
	if got := read(t, "edited.xlsx", raw, "error periods-differ Criminal B1").Edition.Period; !got.IsZero() {
		t.Errorf("period is %s, want none", got)
	}
}

func TestRead_StopsWhenItsCallerDoes(t *testing.T) {
	for _, name := range []string{"2019-H2.xlsx", "2019-H2.csv"} {
		ctx := stopped(t)
		r, problems := workbook.Read(ctx, name, file(t, name), places(t))
		if got := summary(problems); !slices.Equal(got, []string{"error stopped"}) || len(r.Sheets) > 0 {
			t.Errorf("%s: problems are %q, want that reading was stopped", name, got)
		}
	}
}

// stopped returns a canceled context.
func stopped(t *testing.T) context.Context {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	return ctx
}
