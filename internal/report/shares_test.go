package report_test

import (
	"math/rand"
	"testing"

	"lerr/internal/report"
)

// outcomes are counts of which only the outcomes are given.
func outcomes(n [4]int) report.Counts {
	return report.Counts{Content: n[0], NonContent: n[1], NoData: n[2], Rejected: n[3]}
}

func TestShares_GiveTheLargestRemaindersTheRest(t *testing.T) {
	for _, tt := range []struct {
		name   string
		counts [4]int
		want   [4]report.Permille
	}{
		{"one outcome is all", [4]int{0, 7, 0, 0}, [4]report.Permille{0, 1000, 0, 0}},
		{"parts that come out even need no rounding", [4]int{1, 2, 3, 4}, [4]report.Permille{100, 200, 300, 400}},
		{"four equal parts", [4]int{5, 5, 5, 5}, [4]report.Permille{250, 250, 250, 250}},
		{"of three equal remainders the earliest wins", [4]int{1, 1, 1, 0}, [4]report.Permille{334, 333, 333, 0}},
		{"and it need not be the first outcome", [4]int{0, 1, 1, 1}, [4]report.Permille{0, 334, 333, 333}},
		// 166.67, 500, 166.67, 166.67: two are left and three want them.
		{"two of three equal remainders win", [4]int{1, 3, 1, 1}, [4]report.Permille{167, 500, 167, 166}},
		// 142.86, 285.71, 571.43: two are left.
		{"the rest goes by remainder, not by size", [4]int{1, 2, 4, 0}, [4]report.Permille{143, 286, 571, 0}},
		// 53.82, 533.98, 144.61, 267.59: three are left and four would be rounded up.
		{"2019 (Jan-Jun), Global", [4]int{1301, 12909, 3496, 6469}, [4]report.Permille{54, 534, 145, 267}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shares := outcomes(tt.counts).Shares()
			if got := shares.All(); got != tt.want || !shares.Known {
				t.Errorf("got %v (known: %v), want %v", got, shares.Known, tt.want)
			}
		})
	}
}

func TestShares_AreUnknownOfNothing(t *testing.T) {
	for name, counts := range map[string]report.Counts{
		"no request at all":         {},
		"requests that have no end": {Requests: 12, Accounts: 30},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := counts.Shares(), (report.Shares{}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestShares_AreThoseOfTheirOutcomes(t *testing.T) {
	got := outcomes([4]int{1, 2, 3, 4}).Shares()
	want := report.Shares{Content: 100, NonContent: 200, NoData: 300, Rejected: 400, Known: true}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestShares_AlwaysAddUpToOneHundredPercent(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for range 10_000 {
		var counts [4]int
		for i := range counts {
			counts[i] = random.Intn(1 << random.Intn(20))
		}
		checkShares(t, counts)
	}
}

// checkShares wants shares that add up, that are off by less than a tenth of a percent, and that
// are in the order of their counts.
func checkShares(t *testing.T, counts [4]int) {
	t.Helper()
	c := outcomes(counts)
	shares := c.Shares()
	if c.OutcomeSum() == 0 {
		if shares.Known {
			t.Errorf("%v: got known shares of nothing", counts)
		}
		return
	}
	all, sum := shares.All(), 0
	for i, part := range all {
		sum += int(part)
		if off := int(part)*c.OutcomeSum() - counts[i]*1000; off <= -c.OutcomeSum() || off >= c.OutcomeSum() {
			t.Errorf("%v: share %d is %d, not its count's neighbour", counts, i, part)
		}
		for j := range i {
			if (counts[j] >= counts[i] && all[j] < part) || (counts[j] < counts[i] && all[j] > part) {
				t.Errorf("%v: shares %v are in another order", counts, all)
			}
		}
	}
	if sum != 1000 || !shares.Known {
		t.Errorf("%v: shares %v add up to %d, want 1000", counts, all, sum)
	}
}
