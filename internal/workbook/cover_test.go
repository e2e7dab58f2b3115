package workbook_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

func TestWrite_CoverSaysWhatTheFileIs(t *testing.T) {
	in := edition(t, "2019-H1")
	in.Revision.Number = 2
	in.Revision.Note = "One row was corrected."
	f := opened(t, written(t, in))
	if got, want := cells(t, f, "Cover")[0][0], "Law Enforcement Requests Report, 2019 (Jan-Jun)"; got != want {
		t.Errorf("A1 is %q, want %q", got, want)
	}
	rows, _ := tableCells(t, f, "Cover")
	want := [][]string{
		{"About this file", "Text"},
		{"Period", "2019 (Jan-Jun)"},
		{"First day", "1 January 2019"},
		{"Last day", "30 June 2019"},
		{"Organization", "Microsoft"},
		{"Publisher of this copy", in.Site.Publisher},
		{"Source of the figures", in.Site.Source},
		{"Recreation", in.Site.Recreation},
		{"License", "Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/"},
		{"Contact", in.Site.Contact},
		{"Revision", "2"},
		{"What this revision changed", "One row was corrected."},
		{"Digest of the figures (SHA-256)", in.Revision.Edition.Digest()},
		{"How to cite", "Microsoft: Law Enforcement Requests Report, 2019 (Jan-Jun), republished by lerr, an independent recreation, revision 2, https://report.example/2019-H1, CC BY 4.0"},
		{"Page of this edition", "https://report.example/2019-H1"},
		{`Sheet "Notes"`, "What the terms mean, and the marks that stand in cells"},
		{`Sheet "Note list"`, "The notes on this half-year's figures"},
		{`Sheet "Criminal"`, "Law enforcement requests other than emergencies, by country"},
		{`Sheet "Emergencies"`, "Emergency requests, by country"},
		{`Sheet "Civil"`, "Civil legal requests, by country; their outcomes count accounts"},
		{`Sheet "Other figures"`, "Single figures that this half-year reports beside its tables"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("cover (-want +got):\n%s", diff)
	}
}

func TestWrite_CoverDescribesTheSheetsOfLaterHalfYears(t *testing.T) {
	in := edition(t, "2019-H1")
	in.Revision.Edition = in.Revision.Edition.Clone()
	for i := range in.Revision.Edition.Tables {
		if table := &in.Revision.Edition.Tables[i]; table.Section == report.Civil {
			table.Unit, table.Stated = report.UnitRequests, report.Counts{Requests: 1, NotGiven: report.ColumnsOf(1, 2, 3, 4, 5)}
		}
	}
	rows, _ := tableCells(t, opened(t, written(t, in)), "Cover")
	for _, want := range [][]string{
		{`Sheet "Civil"`, "Civil legal requests, by country; their outcomes count requests"},
		{`Sheet "Stated totals"`, "Totals that the source states and that differ from the sums of its rows"},
	} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, want) }) {
			t.Errorf("the cover has no row %q: %q", want, rows)
		}
	}
}

func TestWrite_CoverLeavesOutWhatIsNotGiven(t *testing.T) {
	in := edition(t, "2013-H2")
	in.Address, in.Site.Recreation, in.Site.License = "", "", report.License{}
	rows, _ := tableCells(t, opened(t, written(t, in)), "Cover")
	for _, row := range rows {
		if slices.Contains([]string{"Recreation", "License", "Page of this edition", "What this revision changed"}, row[0]) {
			t.Errorf("the cover has a row %q", row)
		}
	}
}

func TestWrite_SheetsFollowTheEdition(t *testing.T) {
	t.Parallel()
	for period, want := range map[string][]string{
		"2013-H1": {"Cover", "Notes", "Note list", "Combined", "Skype"},
		"2014-H1": {"Cover", "Notes", "Combined"},
		"2017-H2": {"Cover", "Notes", "Note list", "Criminal", "Emergencies"},
		"2019-H1": {"Cover", "Notes", "Note list", "Criminal", "Emergencies", "Civil", "Other figures"},
	} {
		f := opened(t, download(t, edition(t, period)))
		if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
			t.Errorf("sheets of %s (-want +got):\n%s", period, diff)
		}
	}
}

func TestWrite_NotesExplainTheTerms(t *testing.T) {
	in := edition(t, "2014-H1")
	rows, _ := tableCells(t, opened(t, written(t, in)), "Notes")
	want := [][]string{{"Term", "Meaning"}}
	for _, d := range in.Site.Definitions {
		want = append(want, []string{d.Term, d.Meaning})
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("definitions (-want +got):\n%s", diff)
	}
}

func TestWrite_HoldsEveryFigure(t *testing.T) {
	in := edition(t, "2019-H1")
	rows, _ := tableCells(t, opened(t, download(t, in)), "Other figures")
	got := map[string]string{}
	for _, row := range rows[1:] {
		if row[1] == "[z]" {
			t.Errorf("%s: nothing says what it counts", row[0])
		}
		got[row[0]] = row[2]
	}
	want := map[string]string{
		"consumer_warrants": "126", "enterprise_disclosures": "1", "enterprise_requests": "74",
		"enterprise_not_provided": "32", "enterprise_provided": "42", "enterprise_content": "22",
		"enterprise_non_content": "20", "enterprise_content_us": "15", "us_enterprise_demands": "43",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if got, want := len(want), len(report.SingleFigureNames()); got != want {
		t.Errorf("this test knows %d figures, report %d", got, want)
	}
}

func TestWrite_WorksForAReportWithoutTerms(t *testing.T) {
	in := edition(t, "2014-H1")
	in.Site = report.Site{Title: "Another report"}
	f := opened(t, written(t, in))
	tables, err := f.GetTables("Notes")
	if err != nil || len(tables) != 0 {
		t.Errorf("notes have %d tables (%v), want none", len(tables), err)
	}
}
