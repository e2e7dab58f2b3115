package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// noShare lists the texts that say that there is no percentage.
var noShare = []string{"", notApplicable, "n/a", "na", "-", "\u2013", "\u2014"}

// compareShares compares the percentages of a row with its counts. If exactly one does not fit, it
// returns the column of that outcome for ReadRow.Suspect.
func (t *tableReader) compareShares(rec record, read ReadRow) (suspect int) {
	misfits := 0
	figures := read.Counts.Figures()
	for i := 2; i < 6; i++ {
		column := roleShare + role(i)
		c := rec.cells[column]
		if c == nil {
			continue
		}
		cell := t.grid.at(c.Column, rec.Number)
		value, decimals, ok := parseShare(c)
		switch {
		case c.Kind == xlsx.Fault:
			t.report(faultyShare, cell, label(read.Name), column.name(), c.Text)
		case c.Formula && c.Text == "":
			t.groups.add(uncalculatedShares, cell, "%s", cell)
		case t.placeholderIn(c.Text) != "": // reported for the whole sheet
		case c.Kind == xlsx.Text && slices.Contains(noShare, strings.ToLower(strings.TrimSpace(c.Text))):
		case !ok:
			t.groups.add(shareDiffers, cell, "%s says %.40q, which is none", cell, c.Text)
		case read.Complete && read.Counts.HasOutcomes() && !shareFits(value, decimals, read.Counts, t.sheet.Section, figures[i]):
			suspect = 1 + i
			misfits++
			whole := read.Counts.Expected(t.sheet.Section.UsualUnit())
			t.groups.add(shareDiffers, cell, "%s (%s) says %.40s, but %d of %d is %s", cell, label(read.Name), c.Text, figures[i], whole, percent(figures[i], whole))
		}
	}
	if misfits != 1 {
		return 0
	}
	return suspect
}

// percent returns a share for a problem's text.
func percent(n, whole int) string {
	if whole == 0 {
		return "none"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(whole))
}

// parseShare reads a percentage, such as 0.534, 53.4 or "53.4%", and the number of decimals of its
// fraction. ok is false for anything else.
func parseShare(c *xlsx.Cell) (value float64, decimals int, ok bool) {
	if c.Kind != xlsx.Number && c.Kind != xlsx.Text {
		return 0, 0, false
	}
	text, isPercent := strings.CutSuffix(strings.TrimSpace(c.Text), "%")
	text = strings.Replace(strings.TrimSpace(text), ",", ".", 1) // some languages write a comma
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !xlsx.IsNumber(text) {
		return 0, 0, false
	}
	_, fraction, _ := strings.Cut(strconv.FormatFloat(value, 'f', -1, 64), ".")
	decimals = len(fraction)
	if isPercent {
		value, decimals = value/100, decimals+2
	}
	return value, decimals, true
}

// shareFits reports whether a percentage, apart from rounding, is the share of an outcome in what the
// outcomes should add up to, or in what they do add up to.
func shareFits(value float64, decimals int, c report.Counts, s report.Section, outcome int) bool {
	wholes := []int{c.Expected(s.UsualUnit()), c.OutcomeSum()}
	if s.UnitVaries() {
		wholes = append(wholes, c.Requests, c.Accounts)
	}
	for _, whole := range wholes {
		exact := 0.0
		if whole > 0 {
			exact = float64(outcome) / float64(whole)
		}
		// Shares that were rounded so that they add up to 100 % differ by up to one unit of their last
		// decimal. Assume at least two decimals, since 0.5 can be a rounded 50 %.
		unit := func(decimals int) float64 { return max(math.Pow10(-max(decimals, 2)), 1e-9) * 1.0001 }
		if math.Abs(value-exact) <= unit(decimals) || math.Abs(value/100-exact) <= unit(decimals+2) {
			return true
		}
	}
	return false
}
