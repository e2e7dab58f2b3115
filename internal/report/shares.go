package report

import "slices"

// Permille is a share in tenths of a percent: 534 is 53.4%.
type Permille int

// Shares holds the four outcomes as parts of their sum. They add up to exactly 1000.
type Shares struct {
	Content, NonContent, NoData, Rejected Permille
	// Known is false if all outcomes are zero. The shares are then shown as "n/a" instead of 0%.
	Known bool
}

// Shares divides each outcome by the sum of the four, rounded to tenths of a percent by the largest
// remainder, so that the shares add up to 100.0%. Equal remainders favour the earlier outcome. In a
// few rows of the source, which carry a note, the sum differs from the number of requests.
func (c Counts) Shares() Shares {
	p, known := apportion(c.Outcomes())
	return Shares{Content: p[0], NonContent: p[1], NoData: p[2], Rejected: p[3], Known: known}
}

// All returns the shares in the order of Counts.Outcomes.
func (s Shares) All() [4]Permille {
	return [4]Permille{s.Content, s.NonContent, s.NoData, s.Rejected}
}

// apportion divides 1000 parts among the counts by the largest remainder. It returns false if all
// counts are zero.
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
