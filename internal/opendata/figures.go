package opendata

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// figures are the six counts, and the four outcomes as shares of their sum, in percent. N is *int in
// rows that can have no figures.
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
	if shares := c.Shares(); shares.Known {
		p := shares.All()
		f.ContentShare, f.NonContentShare = new(percent(p[0])), new(percent(p[1]))
		f.NoDataShare, f.RejectedShare = new(percent(p[2])), new(percent(p[3]))
	}
	return f
}

func plain(n int) int { return n }

func nullable(n int) *int { return &n }

// percent is a share, written with one decimal: 53.4.
type percent report.Permille

// MarshalJSON writes the decimal also if it is 0, so that all shares look alike.
func (p percent) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%d", p/10, p%10), nil
}

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
