package workbook_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// changed returns the download of 2019-H1 after a change of some cells, each as "sheet!cell".
func changed(t *testing.T, cells map[string]any) []byte {
	t.Helper()
	f := opened(t, download(t, edition(t, "2019-H1")))
	for place, value := range cells {
		sheet, cell, _ := strings.Cut(place, "!")
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The only note of 2019-H1 is on Brazil's row of the civil sheet: Note list row 4, Civil row 7.
func TestRead_FindsMistakesInOwnDownloads(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells map[string]any
		want  []string
	}{
		{"nothing", nil, nil},
		{"a note on nothing", map[string]any{"Note list!C4": "Australia"}, []string{"error note-unplaced Civil B7", "error note-unplaced Note list A4"}},
		{"a note on no country", map[string]any{"Note list!C4": "Brasil"}, []string{"error note-unplaced Note list A4", "error note-unplaced Civil B7"}},
		{"a note on no section", map[string]any{"Note list!B4": "Secret"}, []string{"error note-unplaced Note list A4", "error note-unplaced Civil B7"}},
		{"two notes on one row", map[string]any{"Note list!A5": "[note 2]", "Note list!B5": "Civil", "Note list!C5": "Brazil", "Note list!D5": "Another"},
			[]string{"error note-unplaced Note list A5"}},
		{"a note typed into the row", map[string]any{"Civil!N8": "As published."}, nil},
		{"a mark without a note", map[string]any{"Civil!N8": "[note 7]"}, []string{"error note-unplaced Civil B8"}},
		{"a note above the table only", map[string]any{"Civil!A4": "[note 7] As published."}, nil},
		{"a figure of another name", map[string]any{"Other figures!A6": "warrants"}, []string{"error unknown-figure Other figures A6"}},
		{"a figure twice", map[string]any{"Other figures!A7": "consumer_warrants"}, []string{"error unknown-figure Other figures A7"}},
		{"a figure that is none", map[string]any{"Other figures!C6": "none"}, []string{"error not-a-count Other figures C6"}},
		{"a figure as text", map[string]any{"Other figures!C6": "1,260"}, []string{"warning number-as-text Other figures C6"}},
		{"another period on the cover", map[string]any{"Cover!A1": "Law Enforcement Requests Report, 2018 (Jul-Dec)"}, []string{"error periods-differ Cover A1"}},
		{"another period over the figures", map[string]any{"Other figures!A1": "Other figures, 2018 (Jul-Dec)"}, []string{"error periods-differ Other figures A1"}},
		{"a count changed", map[string]any{"Criminal!F11": 621}, []string{"warning total-differs Criminal F60", "warning share-differs Criminal G11"}},
		{"a placeholder among the terms", map[string]any{"Notes!B6": "TK"}, []string{"error placeholder Notes B6"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read(t, "own.xlsx", changed(t, test.cells), test.want...)
		})
	}
}

func TestRead_TakesNotesWhereverTheyStand(t *testing.T) {
	r := read(t, "own.xlsx", changed(t, map[string]any{"Civil!N8": "Typed here.", "Civil!A4": "[note 7] On the section."}))
	table, _ := r.Edition.Table(report.Civil)
	row, _ := table.Row("FR")
	if row.Note != "Typed here." || table.Note != "On the section." {
		t.Errorf("notes are %q and %q", row.Note, table.Note)
	}
}

func TestRead_TellsOfANoteThatReadsOtherwise(t *testing.T) {
	in := edition(t, "2017-H1")
	f := opened(t, download(t, in))
	for i, row := range cells(t, f, "Civil") {
		if strings.HasPrefix(row[0], "[note ") {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue("Civil", cell, row[0]+" Or not."); err != nil {
				t.Fatal(err)
			}
			b, err := f.WriteToBuffer()
			if err != nil {
				t.Fatal(err)
			}
			read(t, "own.xlsx", b.Bytes(), "error note-unplaced Civil "+cell)
			return
		}
	}
	t.Error("no note stands above the table")
}

func TestRead_KnowsACodeFromAPlaceholder(t *testing.T) {
	in := edition(t, "2014-H1")
	regions, countries := in.Places.Regions(), in.Places.Countries()
	known, err := report.NewPlaces(regions, append(countries, report.Country{Code: "TK", Name: "Tokelau", Region: regions[0].Slug}))
	if err != nil {
		t.Fatal(err)
	}
	in.Places = known
	tables(&in, report.Table{Section: report.Combined, Rows: []report.Row{{Country: "TK", Counts: report.Counts{Requests: 1, Accounts: 1, Rejected: 1}}}})
	r, problems := workbook.Read(t.Context(), "own.xlsx", written(t, in), known)
	if len(problems) > 0 || r.Edition.Digest() != in.Revision.Edition.Digest() {
		t.Errorf("problems are %v, edition is %+v", problems, r.Edition)
	}
}
