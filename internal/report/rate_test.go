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

// An outcome has the same share as a rate and in the bar of all four.
func TestCountsRate_AgreesWithShares(t *testing.T) {
	for _, c := range []report.Counts{
		{Requests: 3, Content: 1, NonContent: 1, NoData: 1},
		{Requests: 24175, Content: 1300, NonContent: 12911, NoData: 3510, Rejected: 6454},
		{},
	} {
		shares := c.Shares()
		for i := range 4 {
			got := c.Rate(i)
			if got.Permille != shares.All()[i] || got.Part != c.Outcomes()[i] || got.Whole != c.OutcomeSum() || got.Known != shares.Known {
				t.Errorf("%+v, outcome %d: got %+v", c, i, got)
			}
		}
	}
}
