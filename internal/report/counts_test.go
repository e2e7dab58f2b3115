package report_test

import (
	"testing"

	"lerr/internal/report"
)

// Two rows of different figures, so that no figure can be taken for another.
var (
	first  = report.Counts{Requests: 1, Accounts: 20, Content: 300, NonContent: 4000, NoData: 50000, Rejected: 600000}
	second = report.Counts{Requests: 7, Accounts: 11, Content: 13, NonContent: 17, NoData: 19, Rejected: 23}
)

func TestPlus_AddsFigureByFigure(t *testing.T) {
	want := report.Counts{Requests: 8, Accounts: 31, Content: 313, NonContent: 4017, NoData: 50019, Rejected: 600023}
	if got := first.Add(second); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := first.Add(report.Counts{}); got != first {
		t.Errorf("plus nothing: got %+v, want %+v", got, first)
	}
}

func TestOutcomes_AreInTheirFixedOrder(t *testing.T) {
	if got, want := first.Outcomes(), [4]int{300, 4000, 50000, 600000}; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := first.OutcomeSum(), 654300; got != want {
		t.Errorf("Ended: got %d, want %d", got, want)
	}
}

func TestExpected_IsRequestsButAccountsInCivil(t *testing.T) {
	for section, want := range map[report.Section]int{
		report.Combined: 1, report.Criminal: 1, report.Emergencies: 1, report.Skype: 1, report.Civil: 20,
	} {
		if got := first.Expected(report.Table{Section: section}.CountUnit()); got != want {
			t.Errorf("%s: got %d, want %d", section, got, want)
		}
	}
}

func TestFigures_AreInTheOrderOfColumns(t *testing.T) {
	if got, want := first.Figures(), [6]int{1, 20, 300, 4000, 50000, 600000}; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := report.CountsOf(first.Figures()); got != first {
		t.Errorf("CountsOf: got %+v, want %+v", got, first)
	}
	want := [6]string{"requests", "accounts", "content", "non_content", "no_data", "rejected"}
	if got := report.Columns(); got != want {
		t.Errorf("Columns: got %v, want %v", got, want)
	}
}
