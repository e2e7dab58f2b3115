package report_test

import (
	"testing"

	"lerr/internal/report"
)

func TestExplain_GivesTheNoteToExactlyThatRow(t *testing.T) {
	period := report.Period{Year: 2019, Half: 2}
	odd := report.CountsOf([6]int{72, 268, 0, 30, 54, 185})
	remarks := []report.KnownNote{{Period: period, Section: report.Civil, Country: "US", OutcomeSum: 269, Text: "As published."}}
	for _, tt := range []struct {
		name, note, want string
		period           report.Period
		country          string
		counts           report.Counts
	}{
		{"the row itself", "", "As published.", period, "US", odd},
		{"a row that has a note", "Another.", "Another.", period, "US", odd},
		{"another country", "", "", period, "GB", odd},
		{"another period", "", "", period.Next(), "US", odd},
		{"other figures", "", "", period, "US", report.CountsOf([6]int{72, 268, 0, 30, 54, 186})},
		{"a row that adds up", "", "", period, "US", report.CountsOf([6]int{72, 269, 0, 30, 54, 185})},
	} {
		e := report.Edition{Period: tt.period, Tables: []report.Table{{
			Section: report.Civil, Rows: []report.Row{{Country: tt.country, Counts: tt.counts, Note: tt.note}},
		}}}
		e.ApplyKnownNotes(remarks)
		if got := e.Tables[0].Rows[0].Note; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
