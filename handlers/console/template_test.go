package console_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
	"lerr/internal/workbook"
)

// filledIn returns a workbook with ones in all cells of its countries.
func filledIn(t *testing.T, content string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range f.GetSheetList() {
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 {
			t.Fatalf("%s: got %d tables, %v", sheet, len(tables), err)
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) == 1 && i > 4 { // below the title, its lines and the heading
				if err := f.SetSheetRow(sheet, fmt.Sprint("B", i+1), &[]any{1, 1, 1, 1, 1, 1}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The workbook that the upload page offers has the last period's countries, and every name in it is one that the
// console reads.
func TestStaffUpload_OffersAWorkbookToFillIn(t *testing.T) {
	c := sitetest.NewConsole(t)
	eva := c.As(staff.Editor)
	link, _ := eva.Doc("/upload").Find("main a[download]").Attr("href")
	a := eva.Get(link)
	if a.Status != 200 || link != "/upload/template/2019-H2" || a.Header.Get("Content-Disposition") != `attachment; filename="2019-H2.xlsx"` {
		t.Fatalf("%s: got %d, %s", link, a.Status, a.Header.Get("Content-Disposition"))
	}
	archive, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last, err := archive.Revision(report.Period{Year: 2019, Half: 1})
	if err != nil {
		t.Fatal(err)
	}
	reading, problems := workbook.Read(t.Context(), "2019-H2.xlsx", filledIn(t, a.Body), archive.Places())
	for _, p := range problems {
		if strings.Contains(p.Code, "country") {
			t.Errorf("%s %s: %s", p.Sheet, p.Cell, p.Text)
		}
	}
	if got := reading.Edition.Period; got != last.Edition.Period.Next() {
		t.Errorf("it is for %s", got)
	}
	for _, want := range last.Edition.Tables {
		table, _ := reading.Edition.Table(want.Section)
		if len(table.Rows) != len(want.Rows) {
			t.Errorf("%s: got %d rows, want %d", want.Section, len(table.Rows), len(want.Rows))
		}
		for _, r := range want.Rows {
			if _, ok := table.Row(r.Country); !ok {
				t.Errorf("%s: no row of %s", want.Section, r.Country)
			}
		}
	}
	if got := eva.Get("/upload/template/2013-H1").Status; got != 404 {
		t.Errorf("before the first period: got %d", got)
	}
}

func TestStaffAccounts_InvitationsCanBeToldApart(t *testing.T) {
	c := sitetest.NewConsole(t)
	anna := c.SetUp("anna")
	for _, note := range []string{"Carla Diaz,  Legal", "Dan", ""} {
		a := anna.Post("/accounts/invite", "roles", "editor", "note", note)
		if a.Status != 200 || note == "Dan" && !strings.Contains(sitetest.Text(a.Doc(t).Find("main")), "a new editor: Dan") {
			t.Errorf("%q: got %d", note, a.Status)
		}
	}
	if events := c.Events(); !slices.ContainsFunc(events, func(e audit.Event) bool { return e.Action == "invite" && e.Text == "Carla Diaz, Legal editor" }) {
		t.Error("the audit log does not say for whom an invitation is")
	}
	rows := map[string]int{}
	for _, name := range anna.Doc("/accounts").Find("section tbody th").EachIter() {
		rows[sitetest.Text(name)]++
	}
	for _, want := range []string{"a new editor: Carla Diaz, Legal", "a new editor: Dan", "a new editor"} {
		if rows[want] != 1 {
			t.Errorf("got the links %v, want one of %q", rows, want)
		}
	}
	long := strings.Repeat("x", 81)
	a := anna.Post("/accounts/invite", "roles", "editor", "note", long)
	wantProblem(t, "a long note", a, 422, "note", "at most 80 characters")
	if got, _ := a.Doc(t).Find("#note").Attr("value"); got != long || a.Doc(t).Find("input[value=editor][checked]").Length() != 1 {
		t.Error("what was typed and ticked is gone")
	}
}
