package workbook_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

func TestWrite_RefusesWhatItCannotWriteTruly(t *testing.T) {
	row := report.Row{Country: "AU", Counts: report.Counts{Requests: 1, Accounts: 1, Rejected: 1}}
	for name, change := range map[string]func(*workbook.Input){
		"no places": func(in *workbook.Input) { in.Places = nil },
		"unknown country": func(in *workbook.Input) {
			tables(in, report.Table{Section: report.Criminal, Rows: []report.Row{{Country: "QQ"}}})
		},
		"negative count": func(in *workbook.Input) {
			r := row
			r.Counts.NoData = -1
			tables(in, report.Table{Section: report.Criminal, Rows: []report.Row{r}})
		},
		"unknown section": func(in *workbook.Input) { tables(in, report.Table{Section: "other"}) },
		"section twice": func(in *workbook.Input) {
			tables(in, report.Table{Section: report.Civil}, report.Table{Section: report.Civil})
		},
		"unknown figure": func(in *workbook.Input) {
			in.Revision.Edition.Figures = []report.SingleFigure{{Name: "other", Value: 1}}
		},
		"control character": func(in *workbook.Input) { in.Revision.Edition.Note = "a\x00b" },
		"carriage return":   func(in *workbook.Input) { in.Revision.Edition.Note = "a\r\nb" },
		"escape":            func(in *workbook.Input) { in.Revision.Edition.Note = "a_x0041_b" },
		"not UTF-8":         func(in *workbook.Input) { in.Revision.Edition.Note = "a\xffb" },
		"too long":          func(in *workbook.Input) { in.Revision.Edition.Note = strings.Repeat("a", 32768) },
	} {
		t.Run(name, func(t *testing.T) {
			in := edition(t, "2019-H1")
			change(&in)
			var b bytes.Buffer
			err := workbook.Write(&b, in)
			if !errors.Is(err, report.ErrInvalid) || b.Len() > 0 {
				t.Errorf("error is %v with %d bytes written, want ErrInvalid and none", err, b.Len())
			}
			if err != nil && !strings.HasPrefix(err.Error(), "write workbook of 2019-H1: ") {
				t.Errorf("error %q does not say what was attempted", err)
			}
		})
	}
}

// tables gives the input's edition other tables, and leaves the shipped edition as it is.
func tables(in *workbook.Input, tables ...report.Table) { in.Revision.Edition.Tables = tables }

type fullDisk struct{}

var errFull = errors.New("no space left")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWrite_TellsThatItCouldNotSend(t *testing.T) {
	if err := workbook.Write(fullDisk{}, edition(t, "2019-H1")); !errors.Is(err, errFull) {
		t.Errorf("error is %v, want %v", err, errFull)
	}
}

func TestWrite_KeepsTextAsText(t *testing.T) {
	in := edition(t, "2019-H1")
	in.Revision.Edition.Tables = slices.Clone(in.Revision.Edition.Tables)
	for i, note := range []string{"=1+1", "@SUM(A1)", " -2 < 3 & \"x\"\n+4\t"} {
		in.Revision.Edition.Tables[i].Note = note
	}
	f := opened(t, written(t, in))
	rows, top := tableCells(t, f, "Note list")
	for i, want := range []string{"=1+1", "@SUM(A1)", " -2 < 3 & \"x\"\n+4\t"} {
		if got := rows[1+i][3]; got != want {
			t.Errorf("text is %q, want %q", got, want)
		}
		cell, err := excelize.CoordinatesToCellName(4, top+1+i)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula("Note list", cell)
		kind, kindErr := f.GetCellType("Note list", cell)
		if err != nil || kindErr != nil || formula != "" || kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v with formula %q (%v, %v), want text", cell, kind, formula, err, kindErr)
		}
	}
}

func TestWrite_MarksAShareOfNothing(t *testing.T) {
	in := edition(t, "2019-H1")
	tables(&in, report.Table{Section: report.Criminal, Rows: []report.Row{
		{Country: "AU", Counts: report.Counts{Requests: 2, Accounts: 3}},
	}})
	rows, _ := tableCells(t, opened(t, written(t, in)), "Criminal")
	want := "AU Australia Asia-Pacific 2 3 0 [z] 0 [z] 0 [z] 0 [z]"
	if got := strings.Join(rows[1], " "); got != want {
		t.Errorf("row is %q, want %q", got, want)
	}
}

func TestWrite_SumsATableWithoutRows(t *testing.T) {
	in := edition(t, "2019-H1")
	tables(&in, report.Table{Section: report.Criminal})
	rows, _ := tableCells(t, opened(t, written(t, in)), "Criminal")
	want := "[z] Total [z] 0 0 0 [z] 0 [z] 0 [z] 0 [z]"
	if got := strings.Join(rows[len(rows)-1], " "); len(rows) != 2 || got != want {
		t.Errorf("%d rows, the last %q, want 2 and %q", len(rows), got, want)
	}
}
