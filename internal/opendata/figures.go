package opendata

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// figures are the six counts, and the four outcomes as shares of their sum, in percent and not rounded.
// N is *int in rows that can have no figures.
type figures[N int | *int] struct {
	Requests        N        `json:"requests"`
	Accounts        N        `json:"accounts"`
	Content         N        `json:"content"`
	NonContent      N        `json:"non_content"`
	NoData          N        `json:"no_data"`
	Rejected        N        `json:"rejected"`
	ContentShare    *percent `json:"content_share"`
	NonContentShare *percent `json:"non_content_share"`
	NoDataShare     *percent `json:"no_data_share"`
	RejectedShare   *percent `json:"rejected_share"`
}

// figuresOf returns the figures of counts; number converts each count.
func figuresOf[N int | *int](c report.Counts, number func(int) N) figures[N] {
	f := figures[N]{
		Requests: number(c.Requests), Accounts: number(c.Accounts), Content: number(c.Content),
		NonContent: number(c.NonContent), NoData: number(c.NoData), Rejected: number(c.Rejected),
	}
	for i, share := range []**percent{&f.ContentShare, &f.NonContentShare, &f.NoDataShare, &f.RejectedShare} {
		if rate := c.Rate(i); rate.Known {
			*share = new(percent(float64(100*rate.Part) / float64(rate.Whole)))
		}
	}
	return f
}

func plain(n int) int { return n }

func nullable(n int) *int { return &n }

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

// unitOf returns what the i-th count of a section counts.
func unitOf(s report.Section, i int) unit {
	if i == 1 || i >= 2 && s.CountsAccounts() {
		return "accounts"
	}
	return "requests"
}
