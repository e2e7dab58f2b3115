package xlsx_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lerr/internal/xlsx"
)

// sheets returns a sheet with a table of one row, whose first cell holds text.
func sheets(text string) []xlsx.Sheet {
	return []xlsx.Sheet{{
		Name: "Sheet", Title: "Title", Lines: []string{"A line"},
		Table: xlsx.Table{Name: "table", Columns: []xlsx.Column{
			{Header: "Name", Width: 10}, {Header: "Count", Width: 10, Format: xlsx.AsCount}, {Header: "Share", Width: 10, Format: xlsx.AsShare},
		}, Rows: [][]any{{text, 1060, 0.534}}},
	}}
}

func TestOpen_ReadsWhatWriteWrites(t *testing.T) {
	var b bytes.Buffer
	if err := xlsx.Write(&b, sheets("=1+1 <&>"), xlsx.Properties{Title: "Title", Time: "2026-11-27T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	got, err := xlsx.Open(t.Context(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	text := func(column int, s string) xlsx.Cell { return xlsx.Cell{Column: column, Kind: xlsx.Text, Text: s} }
	want := []*xlsx.Grid{{Name: "Sheet", Rows: []xlsx.Row{
		{Number: 1, Cells: []xlsx.Cell{text(1, "Title")}},
		{Number: 2, Cells: []xlsx.Cell{text(1, "A line")}},
		{Number: 3, Cells: []xlsx.Cell{text(1, "Name"), text(2, "Count"), text(3, "Share")}},
		{Number: 4, Cells: []xlsx.Cell{text(1, "=1+1 <&>"), {Column: 2, Kind: xlsx.Number, Text: "1060"}, {Column: 3, Kind: xlsx.Number, Text: "0.534"}}},
	}}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(xlsx.Grid{})); diff != "" {
		t.Errorf("grids (-want +got):\n%s", diff)
	}
}

func TestWrite_RefusesTextThatNoCellHolds(t *testing.T) {
	for _, text := range []string{"a\x00b", "a\r\nb", "a_x0041_b", "a\xffb", strings.Repeat("a", 32768)} {
		var b bytes.Buffer
		if err := xlsx.Write(&b, sheets(text), xlsx.Properties{}); !errors.Is(err, xlsx.ErrInvalidText) || b.Len() > 0 {
			t.Errorf("%.10q: error is %v with %d bytes written, want ErrInvalidText and none", text, err, b.Len())
		}
	}
}

func TestOpen_ReturnsTheErrorOfItsContext(t *testing.T) {
	var b bytes.Buffer
	if err := xlsx.Write(&b, sheets("a"), xlsx.Properties{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if grids, err := xlsx.Open(ctx, b.Bytes()); !errors.Is(err, context.Canceled) || grids != nil {
		t.Errorf("got %d grids and the error %v, want none and Canceled", len(grids), err)
	}
}

func TestOpen_RefusesADamagedFile(t *testing.T) {
	var refused *xlsx.Error
	if _, err := xlsx.Open(t.Context(), []byte("PK\x03\x04")); !errors.As(err, &refused) || refused.Reason != xlsx.Damaged {
		t.Errorf("error is %v, want Damaged", err)
	}
}

// FuzzOpen fails on a panic, and on an error that is not an Error. It mutates files; workbook.FuzzRead
// mutates rows too.
func FuzzOpen(f *testing.F) {
	var b bytes.Buffer
	if err := xlsx.Write(&b, sheets("a"), xlsx.Properties{}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		var refused *xlsx.Error
		if _, err := xlsx.Open(t.Context(), raw); err != nil && !errors.As(err, &refused) {
			t.Error(err)
		}
	})
}
