package opendata

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// figures are the six counts, nil where one is not given, and the four outcomes as shares of their sum,
// in percent and not rounded.
type figures struct {
	Requests        *int     `json:"requests"`
	Accounts        *int     `json:"accounts"`
	Content         *int     `json:"content"`
	NonContent      *int     `json:"non_content"`
	NoData          *int     `json:"no_data"`
	Rejected        *int     `json:"rejected"`
	ContentShare    *percent `json:"content_share"`
	NonContentShare *percent `json:"non_content_share"`
	NoDataShare     *percent `json:"no_data_share"`
	RejectedShare   *percent `json:"rejected_share"`
}

// figuresOf returns the figures of counts.
func figuresOf(c report.Counts) (f figures) {
	counts := c.Figures()
	for i, n := range []**int{&f.Requests, &f.Accounts, &f.Content, &f.NonContent, &f.NoData, &f.Rejected} {
		if c.Has(i) {
			*n = &counts[i]
		}
	}
	for i, share := range []**percent{&f.ContentShare, &f.NonContentShare, &f.NoDataShare, &f.RejectedShare} {
		if rate := c.Rate(i); rate.Known {
			*share = new(percent(float64(100*rate.Part) / float64(rate.Whole)))
		}
	}
	return f
}

// countCells returns the six counts as cells, empty where one is not given.
func countCells(c report.Counts) (cells []string) {
	for i, n := range c.Figures() {
		cells = append(cells, countCell(n, c.Status(i)))
	}
	return cells
}

// percent is a share, not rounded: 33.333333333333336 for one of three.
type percent float64

// checkCounts fails with ErrInvalid for a negative count.
func checkCounts(c report.Counts) error {
	if all := c.Figures(); slices.Min(all[:]) < 0 {
		return fmt.Errorf("a count is negative: %w", report.ErrInvalid)
	}
	return nil
}

// note is a public note. Without a section it is on the whole period, without a country on the
// whole section.
type note struct {
	Section     *string      `json:"section"`
	CountryCode *countryCode `json:"country_code"`
	Text        string       `json:"text"`
}

func sectionNote(s report.Section, text string) note {
	return note{Section: new(string(s)), Text: text}
}

func rowNote(s report.Section, country, text string) note {
	return note{Section: new(string(s)), CountryCode: new(countryCode(country)), Text: text}
}

// unitOf returns what the i-th count counts, if the outcomes count u.
func unitOf(u report.Unit, i int) unit {
	switch i {
	case 0:
		return unit(report.UnitRequests)
	case 1:
		return unit(report.UnitAccounts)
	}
	return unit(u)
}
