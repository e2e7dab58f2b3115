package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// part is one file inside a workbook.
type part struct{ name, content string }

func parts(t *testing.T, raw []byte) []part {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var all []part
	for _, f := range archive.File {
		if got := f.Modified.UTC().Format("2006-01-02 15:04:05"); got != "1980-01-01 00:00:00" {
			t.Errorf("%s is dated %s", f.Name, got)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, part{f.Name, string(content)})
	}
	return all
}

func TestWrite_UsesPlainSheetsOnly(t *testing.T) {
	t.Parallel()
	forbidden := []string{
		"<autoFilter", "<f>", "<f ", "<mergeCell", "<pane", `hidden="`, "<headerFooter", "<drawing",
		"<definedName", "<hyperlink", "<conditionalFormatting", "<dataValidation", "<fill><patternFill patternType=\"solid\"",
	}
	known := regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(sharedStrings|styles|workbook)\.xml|` +
		`xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/(tables/table|worksheets/sheet)\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels)$`)
	for _, in := range shipped(t) {
		for _, p := range parts(t, download(t, in)) {
			if !known.MatchString(p.name) {
				t.Errorf("%s holds %s", in.Revision.Edition.Period, p.name)
			}
			for _, text := range forbidden {
				if p.name != "xl/sharedStrings.xml" && strings.Contains(p.content, text) {
					t.Errorf("%s: %s holds %s", in.Revision.Edition.Period, p.name, text)
				}
			}
		}
	}
}

func TestWrite_GivesEachSheetOneNamedTable(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"Cover": "cover", "Notes": "definitions", "Note list": "note_list", "Other figures": "other_figures",
		"Combined": "combined", "Criminal": "criminal", "Emergencies": "emergencies", "Civil": "civil", "Skype": "skype",
	}
	for _, in := range shipped(t) {
		f := opened(t, download(t, in))
		for _, sheet := range f.GetSheetList() {
			tables, err := f.GetTables(sheet)
			if err != nil || len(tables) != 1 || tables[0].Name != want[sheet] {
				t.Errorf("%s %s: tables are %+v (%v), want only %q", in.Revision.Edition.Period, sheet, tables, err, want[sheet])
				continue
			}
			rows, top := tableCells(t, f, sheet)
			if dimension, err := f.GetSheetDimension(sheet); err != nil || "A"+fmt.Sprint(top)+dimension[2:] != tables[0].Range {
				t.Errorf("%s %s: goes to %s (%v), the table is %s", in.Revision.Edition.Period, sheet, dimension, err, tables[0].Range)
			}
			checkNoBlanks(t, sheet, rows)
			for _, row := range cells(t, f, sheet)[:top-1] {
				if len(row) != 1 || row[0] == "" {
					t.Errorf("%s: line above the table is %q, want one cell", sheet, row)
				}
			}
		}
	}
}

// checkNoBlanks fails unless every cell holds something and all headers differ.
func checkNoBlanks(t *testing.T, sheet string, rows [][]string) {
	t.Helper()
	for _, row := range rows {
		if len(row) != len(rows[0]) || slices.Contains(row, "") {
			t.Errorf("%s: row %q has a blank cell", sheet, row)
		}
	}
	header := slices.Sorted(slices.Values(rows[0]))
	if len(slices.Compact(header)) != len(rows[0]) {
		t.Errorf("%s: a header stands twice in %q", sheet, rows[0])
	}
}

func TestWrite_OpensOnTheCover(t *testing.T) {
	f := opened(t, download(t, edition(t, "2019-H1")))
	if got := f.GetActiveSheetIndex(); got != 0 || f.GetSheetName(0) != "Cover" {
		t.Errorf("opens on sheet %d, want Cover", got)
	}
	panes, err := f.GetPanes("Cover")
	if err != nil {
		t.Fatal(err)
	}
	want := excelize.Panes{Selection: []excelize.Selection{{SQRef: "A1", ActiveCell: "A1"}}}
	if diff := cmp.Diff(want, panes); diff != "" {
		t.Errorf("cursor (-want +got):\n%s", diff)
	}
}

func TestWrite_SetsTheProperties(t *testing.T) {
	in := edition(t, "2019-H1")
	got, err := opened(t, download(t, in)).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	want := &excelize.DocProperties{
		Title: "Law Enforcement Requests Report, 2019 (Jan-Jun)", Subject: "Legal demands for customer data, by country: 2019 (Jan-Jun)",
		Creator: in.Site.Publisher, LastModifiedBy: in.Site.Publisher, Language: "en",
		Description: in.Site.Description + " " + in.Site.Recreation,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
}

func TestWrite_GivesTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, in := range shipped(t) {
		first := written(t, in)
		if !bytes.Equal(first, download(t, in)) {
			t.Fatalf("%s: the same input gave other bytes", in.Revision.Edition.Period)
		}
		later := in
		later.Revision.PublishedAt = in.Revision.PublishedAt.AddDate(1, 2, 3)
		if !bytes.Equal(first, written(t, later)) {
			t.Fatalf("%s: the file says when it was published", in.Revision.Edition.Period)
		}
		var names []string
		for _, p := range parts(t, first) {
			names = append(names, p.name)
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s: parts are not in order: %q", in.Revision.Edition.Period, names)
		}
	}
}

func TestWrite_MakesRoomForWrappedText(t *testing.T) {
	for _, meaning := range []string{strings.Repeat("word ", 100), strings.Repeat("x", 500), strings.Repeat("a\n", 4) + "a"} {
		in := edition(t, "2019-H1")
		in.Site.Definitions = []report.Definition{{Term: "Term", Meaning: meaning}} // in a column of 100 characters
		f := opened(t, written(t, in))
		_, top := tableCells(t, f, "Notes")
		if got, err := f.GetRowHeight("Notes", top+1); err != nil || got < 75 {
			t.Errorf("the row of %.10q is %v points high (%v), want five lines", meaning, got, err)
		}
	}
}

// exceljs 4.4 refuses a file whose metadata has an element that it does not know by its prefix.
// `make readers` opens files in it.
func TestWrite_NamesTheMetadataAsExceljsKnowsIt(t *testing.T) {
	known := []string{
		"cp:coreProperties", "dc:creator", "dc:title", "dc:subject", "dc:description", "dc:language", "cp:lastModifiedBy",
	}
	for _, p := range parts(t, download(t, edition(t, "2019-H1"))) {
		if p.name != "docProps/core.xml" {
			continue
		}
		var got []string
		for _, m := range regexp.MustCompile(`<([\w:]+)`).FindAllStringSubmatch(p.content, -1) {
			got = append(got, m[1])
		}
		sameText := cmpopts.SortSlices(func(a, b string) bool { return a < b })
		if diff := cmp.Diff(known, got, sameText); diff != "" {
			t.Errorf("elements (-want +got):\n%s\n%s", diff, p.content)
		}
		return
	}
	t.Error("the workbook has no metadata")
}

// Sorting, filtering and the sum of a column leave out a totals row, but not a last row of a table.
func TestWrite_KeepsTheTotalOutOfTheRows(t *testing.T) {
	t.Parallel()
	for _, in := range shipped(t) {
		checked := 0
		for _, p := range parts(t, download(t, in)) {
			if !strings.HasPrefix(p.name, "xl/tables/") {
				continue
			}
			var table struct {
				Name           string `xml:"name,attr"`
				HeaderRowCount int    `xml:"headerRowCount,attr"`
				TotalsRowCount int    `xml:"totalsRowCount,attr"`
				Columns        []struct {
					Name  string `xml:"name,attr"`
					Label string `xml:"totalsRowLabel,attr"`
				} `xml:"tableColumns>tableColumn"`
			}
			if err := xml.Unmarshal([]byte(p.content), &table); err != nil {
				t.Fatal(err)
			}
			want := 0
			if slices.Contains([]string{"combined", "criminal", "emergencies", "civil", "skype"}, table.Name) {
				want = 1
				checked++
			}
			if table.TotalsRowCount != want || table.HeaderRowCount != 1 {
				t.Errorf("%s %s: %d header rows and %d totals rows, want 1 and %d", in.Revision.Edition.Period, table.Name, table.HeaderRowCount, table.TotalsRowCount, want)
			}
			for _, c := range table.Columns {
				label := ""
				switch {
				case want == 0:
				case c.Name == "Country":
					label = "Total"
				case c.Name == "Country code", c.Name == "Region", c.Name == "Notes":
					label = "[z]"
				}
				if c.Label != label {
					t.Errorf("%s %s: the total of %s is labelled %q, want %q", in.Revision.Edition.Period, table.Name, c.Name, c.Label, label)
				}
			}
		}
		if want := len(in.Revision.Edition.Tables); checked != want {
			t.Errorf("%s: %d tables have a totals row, want %d", in.Revision.Edition.Period, checked, want)
		}
	}
}

func TestTemplate_ReadsWhatIsFilledIn(t *testing.T) {
	in := edition(t, "2019-H1")
	period := in.Revision.Edition.Period.Next()
	var b bytes.Buffer
	if err := workbook.Template(&b, period, []workbook.Form{{Section: report.Criminal}}, in.Site); err != nil {
		t.Fatal(err)
	}
	f := opened(t, b.Bytes())
	tables, err := f.GetTables("Criminal")
	if err != nil || len(tables) != 1 || tables[0].Range != "A5:G7" {
		t.Fatalf("tables are %+v (%v), want one with a blank row and a total", tables, err)
	}
	for cell, row := range map[string][]any{"A6": {"Australia", 10, 12, 1, 2, 3, 4}, "A7": {"Total", 10, 12, 1, 2, 3, 4}} {
		if err := f.SetSheetRow("Criminal", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	filled, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, "filled.xlsx", filled.Bytes())
	want := report.Counts{Requests: 10, Accounts: 12, Content: 1, NonContent: 2, NoData: 3, Rejected: 4}
	table, _ := r.Edition.Table(report.Criminal)
	if row, ok := table.Row("AU"); !ok || row.Counts != want || len(table.Rows) != 1 || r.Edition.Period != period {
		t.Errorf("read %+v", r.Edition)
	}
}
