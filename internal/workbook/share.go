package workbook

import (
	"math"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// shareOf reads a percentage: 0.534, 53.4 or "53.4%", with how many decimals of the fraction it is
// written. It is false where the cell says that there is none, or says something else.
func shareOf(c *cell) (value float64, decimals int, ok bool) {
	if c == nil || c.holds != holdsNumber && c.holds != holdsText {
		return 0, 0, false
	}
	text, isPercent := strings.CutSuffix(strings.TrimSpace(c.text), "%")
	text = strings.Replace(strings.TrimSpace(text), ",", ".", 1) // as some languages write it
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !number.MatchString(text) {
		return 0, 0, false
	}
	_, fraction, _ := strings.Cut(strconv.FormatFloat(value, 'f', -1, 64), ".")
	decimals = len(fraction)
	if isPercent {
		value, decimals = value/100, decimals+2
	}
	return value, decimals, true
}

// shareFits reports whether a percentage is what its outcome is of the row, beyond rounding: of what
// the outcomes should add up to, or of what they do.
func shareFits(value float64, decimals int, c report.Counts, s report.Section, outcome int) bool {
	for _, whole := range []int{c.Expected(s), c.OutcomeSum()} {
		exact := 0.0
		if whole > 0 {
			exact = float64(outcome) / float64(whole)
		}
		// Shares that were rounded so that they add up to 100 % are up to one unit of their last
		// decimal away. Two decimals at least, since 0.5 can be a rounded 50 %.
		unit := func(decimals int) float64 { return max(math.Pow10(-max(decimals, 2)), 1e-9) * 1.0001 }
		if math.Abs(value-exact) <= unit(decimals) || math.Abs(value/100-exact) <= unit(decimals+2) {
			return true
		}
	}
	return false
}
