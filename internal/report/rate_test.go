package report_test

import (
	"testing"

	"lerr/internal/report"
)

func TestRateOf(t *testing.T) {
	for _, tt := range []struct {
		part, whole int
		want        report.Permille
		known, few  bool
	}{
		{0, 0, 0, false, true},
		{0, 9, 0, true, true},
		{1, 4, 250, true, true},
		{9, 9, 1000, true, true},
		{5, 10, 500, true, false},
		{1, 3, 333, true, true},
		{2, 3, 667, true, true},
		{1, 2000, 1, true, false}, // 0.05 % is rounded up
		{1307, 24175, 54, true, false},
	} {
		got := report.RateOf(tt.part, tt.whole)
		if got.Permille != tt.want || got.Known != tt.known || got.IsFew() != tt.few {
			t.Errorf("%d of %d: got %+v, few %v", tt.part, tt.whole, got, got.IsFew())
		}
	}
}

// TestRates_AreRoundedEachByItself has the parts of one whole in different company: a part's share depends on
// nothing but itself and the whole.
func TestRates_AreRoundedEachByItself(t *testing.T) {
	for _, tt := range []struct {
		name     string
		outcomes [4]int
		want     [4]report.Permille
	}{
		{"nothing", [4]int{}, [4]report.Permille{}},
		{"one outcome is all", [4]int{0, 7, 0, 0}, [4]report.Permille{0, 1000, 0, 0}},
		{"shares that come out even", [4]int{1, 2, 3, 4}, [4]report.Permille{100, 200, 300, 400}},
		{"three equal outcomes add up to 99.9", [4]int{4, 4, 4, 0}, [4]report.Permille{333, 333, 333, 0}},
		{"these add up to 100.1", [4]int{1, 3, 1, 1}, [4]report.Permille{167, 500, 167, 167}},
		{"2019 (Jan-Jun), Global", [4]int{1301, 12909, 3496, 6469}, [4]report.Permille{54, 534, 145, 268}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := tt.outcomes
			c := report.Counts{Requests: 99, Content: n[0], NonContent: n[1], NoData: n[2], Rejected: n[3]}
			for i, got := range c.Rates() {
				if got.Permille != tt.want[i] || got.Part != n[i] || got.Whole != c.OutcomeSum() || got.Known != (c.OutcomeSum() > 0) || got != c.Rate(i) {
					t.Errorf("outcome %d: got %+v, want %d", i, got, tt.want[i])
				}
			}
		})
	}
}

func TestRate_ExactIsTheQuotient(t *testing.T) {
	for rate, want := range map[report.Rate]float64{
		report.RateOf(1, 3): 1. / 3, report.RateOf(0, 5): 0, report.RateOf(5, 5): 1, report.RateOf(0, 0): 0,
	} {
		if got := rate.Exact(); got != want {
			t.Errorf("%+v: got %v, want %v", rate, got, want)
		}
	}
}
