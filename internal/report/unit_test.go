package report_test

import (
	"testing"

	"lerr/internal/report"
)

func TestInferUnits_IsSureOrDoesNotGuess(t *testing.T) {
	row := func(requests, accounts, outcomes int) report.Row {
		return report.Row{Country: "FR", Counts: report.Counts{Requests: requests, Accounts: accounts, Rejected: outcomes}}
	}
	noted := row(5, 9, 5)
	noted.Note = "As published."
	for name, test := range map[string]struct {
		rows []report.Row
		want report.Unit
	}{
		"all fit accounts":           {[]report.Row{row(3, 3, 3), row(5, 9, 9)}, report.UnitAccounts},
		"all fit requests":           {[]report.Row{row(3, 3, 3), row(5, 9, 5)}, report.UnitRequests},
		"one fits neither":           {[]report.Row{row(5, 9, 9), row(5, 9, 7)}, report.UnitAccounts},
		"a row with a note":          {[]report.Row{row(5, 9, 9), noted}, report.UnitAccounts},
		"each fits both":             {[]report.Row{row(3, 3, 3)}, ""},
		"none fits":                  {[]report.Row{row(5, 9, 7)}, ""},
		"one fits the one, one both": {[]report.Row{row(5, 9, 9), row(5, 9, 5)}, ""},
		"no row":                     {nil, ""},
	} {
		e := report.Edition{Tables: []report.Table{{Section: report.Civil, Rows: test.rows}, {Section: report.Criminal, Rows: []report.Row{row(5, 9, 9)}}}}
		e.InferUnits()
		if e.Tables[0].Unit != test.want || e.Tables[1].Unit != "" {
			t.Errorf("%s: got %q and %q, want %q and none", name, e.Tables[0].Unit, e.Tables[1].Unit, test.want)
		}
		e.Tables[0].Unit = report.UnitRequests
		if e.InferUnits(); e.Tables[0].Unit != report.UnitRequests {
			t.Errorf("%s: the stated unit is lost", name)
		}
	}
}
