package views

import (
	"strings"

	"lerr/internal/report"
)

// amount holds the figure that a list is sorted by, of one country in one half-year: a count, or a rate in tenths of a
// percent.
type amount struct {
	size  int
	text  string
	some  bool // whether it is more than nothing, even if a rate is rounded to 0
	known bool // whether there is a figure: a half-year without a row has none, one can be not given, and fewer than ten requests have no rate
}

// amountOf returns what an order sorts by. Names are listed with their requests.
func amountOf(order report.Order, c report.Counts) amount {
	if order == report.ByContentRate {
		rate := c.Rate(0)
		return amount{int(rate.Permille), LoneShare(rate), rate.Part > 0 && !rate.IsFew(), !rate.IsFew()}
	}
	column := max(order.Column(), 0)
	n := c.Figures()[column]
	return amount{n, figureText(c, column), n > 0, c.Has(column)}
}

// pointAmount returns what an order sorts by of one half-year of a series.
func pointAmount(order report.Order, p report.Point) amount {
	if !p.HasRow() {
		return amount{}
	}
	return amountOf(order, p.Counts)
}

// inProse returns the text as it stands in a sentence.
func (a amount) inProse() string {
	return strings.NewReplacer("<", "less than ", ">", "more than ").Replace(a.text)
}
