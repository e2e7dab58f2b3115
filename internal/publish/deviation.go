package publish

import (
	"cmp"
	"math"
	"slices"

	"lerr/internal/report"
)

// deviation is the way in which one figure of a row differs from its series.
type deviation struct {
	column int           // 1 to 6, as in report.Problem
	score  float64       // in standard deviations of what is usual
	usual  float64       // the last period's requests; accounts for each request; an outcome's share
	same   report.Period // the period that had as many accounts, or zero
	rank   int           // by requests, if it is the rank that differs
	ranks  [2]int        // the lowest and the highest one before
}

// largestFirst orders deviations by their scores.
func largestFirst(a, b deviation) int { return cmp.Compare(b.score, a.score) }

// spread holds the typical standard deviations of a series between two periods: those of a single
// country's, or of a total's.
type spread struct{ requests, accounts, share float64 }

var (
	rowSpread   = spread{requests: .18, accounts: .15, share: .05}
	totalSpread = spread{requests: .12, accounts: .08, share: .025}
)

// Counts vary more than by chance alone, since one case can cause several requests.
const clustering = 2

// minSame is the smallest number of accounts of which it is odd that an earlier period has the same.
const minSame = 30

// pastRow holds a row's figures in an earlier period.
type pastRow struct {
	period report.Period
	counts report.Counts
}

// usualMix holds what is usual in a section, for rows with little history of their own.
type usualMix struct {
	accounts float64    // for each request
	shares   [4]float64 // of the outcomes
}

// mixOf returns the mix of the sum of up to three editions' tables, or of the table itself without any.
func mixOf(t report.Table, earlier []report.Table) usualMix {
	var sum report.Counts
	for _, old := range earlier[:min(3, len(earlier))] {
		sum = sum.Add(old.Sum())
	}
	if sum.OutcomeSum() == 0 {
		sum = t.Sum()
	}
	m := usualMix{accounts: math.Exp(logRatio(sum.Accounts, sum.Requests))}
	for i, n := range sum.Outcomes() {
		m.shares[i] = float64(n) / float64(max(sum.OutcomeSum(), 1))
	}
	return m
}

// deviations returns how a row's figures differ from its past, newest first: its requests from the
// last period's, its accounts for each request and the shares of its outcomes from what is usual for
// it. The largest is first. A row without a past is compared with what is usual in its section. Counts that
// are not given, now or then, are compared with nothing.
func deviations(now report.Counts, past []pastRow, mix usualMix, s spread) []deviation {
	hasRequests := func(c report.Counts) bool { return c.IsWhole(0) }
	hasBoth := func(c report.Counts) bool { return c.IsWhole(0) && c.IsWhole(1) }
	var all []deviation
	if then := pastWith(past, hasRequests); len(then) > 0 && hasRequests(now) {
		all = append(all, requestsDeviation(now, then, s.requests))
	}
	if hasBoth(now) && now.Requests+now.Accounts > 0 {
		all = append(all, accountsDeviation(now, pastWith(past, hasBoth), mix.accounts, s.accounts))
	}
	if now.HasOutcomes() && now.OutcomeSum() > 0 {
		then := pastWith(past, report.Counts.HasOutcomes)
		for i := range mix.shares {
			all = append(all, shareDeviation(now, then, i, mix.shares[i], s.share))
		}
	}
	for _, p := range past {
		if now.Accounts >= minSame && p.counts.Accounts == now.Accounts {
			all = append(all, deviation{column: 2, score: 2.5, same: p.period})
			break
		}
	}
	slices.SortStableFunc(all, largestFirst)
	return all
}

// pastWith returns the earlier rows whose counts have what is compared.
func pastWith(past []pastRow, has func(report.Counts) bool) []pastRow {
	return slices.DeleteFunc(slices.Clone(past), func(p pastRow) bool { return !has(p.counts) })
}

func requestsDeviation(now report.Counts, past []pastRow, typical float64) deviation {
	noise := func(n int) float64 { return clustering / (float64(n) + .5) }
	var squares []float64
	for i := range past[:len(past)-1] {
		a, b := past[i].counts.Requests, past[i+1].counts.Requests
		if a+b >= minCompared {
			d := logRatio(a, b)
			squares = append(squares, max(d*d-noise(a)-noise(b), 0))
		}
	}
	n, before := now.Requests, past[0].counts.Requests
	deviates := math.Sqrt(noise(n) + noise(before) + variance(squares, typical*typical))
	return deviation{column: 1, score: math.Abs(logRatio(n, before)) / deviates, usual: float64(before)}
}

func accountsDeviation(now report.Counts, past []pastRow, mix, typical float64) deviation {
	var values []weighted
	var squares []float64
	decay := 1.
	for _, p := range past {
		if p.counts.Requests > 0 {
			values = append(values, weighted{logRatio(p.counts.Accounts, p.counts.Requests), decay * min(float64(p.counts.Requests), 30)})
			decay *= .8
		}
	}
	usual, weight := mean(weighted{math.Log(mix), 5}, values, typical)
	for _, p := range past {
		if p.counts.Requests >= 5 {
			d := logRatio(p.counts.Accounts, p.counts.Requests) - usual
			squares = append(squares, max(d*d-1/(float64(p.counts.Requests)+.5), 0))
		}
	}
	deviates := math.Sqrt(1/(float64(max(now.Requests, 1))+.5) + 1/weight + variance(squares, typical*typical))
	score := math.Abs(logRatio(now.Accounts, now.Requests)-usual) / deviates
	return deviation{column: 2, score: score, usual: math.Exp(usual)}
}

// shareDeviation compares the share of the i-th outcome. mix is the section's share of it.
func shareDeviation(now report.Counts, past []pastRow, i int, mix, typical float64) deviation {
	share := func(c report.Counts) float64 { return float64(c.Outcomes()[i]) / float64(c.OutcomeSum()) }
	var values []weighted
	decay := 1.
	for _, p := range past {
		if n := p.counts.OutcomeSum(); n > 0 {
			values = append(values, weighted{share(p.counts), decay * min(float64(n), 60)})
			decay *= .7
		}
	}
	usual, weight := mean(weighted{mix, 4}, values, typical)
	chance := max(usual*(1-usual), .002) // no outcome is impossible
	var squares []float64
	for _, p := range past {
		if n := p.counts.OutcomeSum(); n >= 8 {
			d := share(p.counts) - usual
			squares = append(squares, max(d*d-chance/float64(n), 0))
		}
	}
	n := float64(now.OutcomeSum())
	deviates := math.Sqrt((chance+.02)*(1.3/n+1/weight) + variance(squares, 4*typical*typical*chance+.0002))
	return deviation{column: 3 + i, score: math.Abs(share(now)-usual) / deviates, usual: usual}
}
