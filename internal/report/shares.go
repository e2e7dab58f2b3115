package report

import "slices"

// Permille is a share in tenths of a percent: 534 is 53.4 %.
type Permille int

// Shares are the four outcomes as parts of their sum, which is exactly 1000 (100.0 %).
type Shares struct {
	Content, NonContent, NoData, Rejected Permille
	// Known is false when there was nothing to divide by; the shares then read "n/a", not 0 %.
	Known bool
}

// Shares divides each outcome by the sum of the four and rounds to tenths of a percent by the
// largest remainder, so that what readers add up is 100.0 %. Equal remainders go to the earlier
// outcome. The divisor is the outcomes' own sum, which in a few source rows is not the number of
// requests; those rows carry a note.
func (c Counts) Shares() Shares {
	p, known := apportion(c.Outcomes())
	return Shares{Content: p[0], NonContent: p[1], NoData: p[2], Rejected: p[3], Known: known}
}

// All are the shares in the order of Counts.Outcomes.
func (s Shares) All() [4]Permille {
	return [4]Permille{s.Content, s.NonContent, s.NoData, s.Rejected}
}

// apportion shares out 1000 parts over the counts by the largest remainder. It reports false when
// the counts are all zero.
func apportion(counts [4]int) (parts [4]Permille, known bool) {
	sum, left := 0, 1000
	for _, n := range counts {
		sum += n
	}
	if sum <= 0 {
		return parts, false
	}
	order := []int{0, 1, 2, 3}
	for i, n := range counts {
		parts[i] = Permille(n * 1000 / sum)
		left -= int(parts[i])
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return counts[b]*1000%sum - counts[a]*1000%sum
	})
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts, true
}
