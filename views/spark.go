package views

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// Spark is a strip of small bars: what a list is sorted by, of one country in every half-year. Each strip has its own
// scale, from zero to its tallest bar.
type Spark struct {
	Width  int
	Bars   string // path of the bars, without that of the chosen half-year
	Chosen string // path of the chosen half-year's bar; may be empty
	Base   string // path of the base line, which half-years without a figure lack
	Most   string // figure of the tallest bar, the first of equal ones; empty if no half-year has one
	MostIn string // its half-year
}

// Units of a strip's paths.
const (
	sparkHeight = 28 // of the tallest bar
	sparkBar    = 10 // width of a bar
	sparkStep   = 12 // from one bar to the next
	sparkBreak  = 9  // space of the series break
)

// newSpark returns the strip of a country's series for what an order sorts by.
func newSpark(s report.Series, order report.Order, chosen report.Period) Spark {
	most := amount{}
	var spark Spark
	for _, p := range s.Points {
		if v := pointAmount(order, p); v.some && (v.size > most.size || spark.Most == "") {
			most, spark.Most, spark.MostIn = v, v.text, p.Period.Label()
		}
	}
	var bars, base strings.Builder
	x := 0
	for i, p := range s.Points {
		if i > 0 && report.SeriesBreak(s.Points[i-1].Period, p.Period) {
			x += sparkBreak
		}
		v := pointAmount(order, p)
		if v.known {
			fmt.Fprintf(&base, "M%d %dh%d", x, sparkHeight, sparkStep)
		}
		if v.some {
			bar := fmt.Sprintf("M%d %dv-%dh%dv%dz", x, sparkHeight, barHeight(v.size, most.size), sparkBar, barHeight(v.size, most.size))
			if p.Period == chosen {
				spark.Chosen = bar
			} else {
				bars.WriteString(bar)
			}
		}
		x += sparkStep
	}
	spark.Width, spark.Bars, spark.Base = x, bars.String(), base.String()
	return spark
}

// barHeight returns the height of a bar, which can be seen even if its part of the tallest is less than a unit.
func barHeight(size, most int) int { return max(1, size*sparkHeight/max(most, 1)) }
