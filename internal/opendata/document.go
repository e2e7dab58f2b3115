package opendata

import (
	"fmt"

	"lerr/internal/report"
)

// document is one revision as its JSON file holds it. The order of fields is the file's.
type document struct {
	Period       string         `json:"period"`
	Label        string         `json:"label"`
	FirstDay     string         `json:"first_day"`
	LastDay      string         `json:"last_day"`
	Title        string         `json:"title"`
	Language     string         `json:"language"`
	Organization string         `json:"organization"`
	Publisher    string         `json:"publisher"`
	Recreation   string         `json:"recreation,omitempty"`
	Source       string         `json:"source"`
	Contact      string         `json:"contact"`
	License      license        `json:"license"`
	Citation     string         `json:"citation"`
	Address      string         `json:"address,omitempty"`
	Revision     int            `json:"revision"`
	RevisionNote string         `json:"revision_note,omitempty"`
	PublishedAt  string         `json:"published_at"`
	Digest       string         `json:"digest"`
	Places       places         `json:"places"`
	Sections     []section      `json:"sections"`
	Figures      map[string]int `json:"figures"`
	Notes        []note         `json:"notes"`
}

type license struct {
	Name    string `json:"name"`
	Short   string `json:"short"`
	Address string `json:"address"`
}

type places struct {
	Regions   []region  `json:"regions"`
	Countries []country `json:"countries"`
}

type region struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type country struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Region string `json:"region"`
}

type section struct {
	Section       string  `json:"section"`
	Name          string  `json:"name"`
	OutcomesCount string  `json:"outcomes_count"` // what the four outcomes count
	Note          *string `json:"note"`
	Totals        figures `json:"totals"`
	Rows          []row   `json:"rows"`
}

type row struct {
	CountryCode string `json:"country_code"`
	Country     string `json:"country"`
	Region      string `json:"region"`
	figures
	Note *string `json:"note"`
}

// figures are the six counts, and the four outcomes as shares of their sum, in percent.
type figures struct {
	Requests        int      `json:"requests"`
	Accounts        int      `json:"accounts"`
	Content         int      `json:"content"`
	NonContent      int      `json:"non_content"`
	NoData          int      `json:"no_data"`
	Rejected        int      `json:"rejected"`
	ContentShare    *percent `json:"content_share"`
	NonContentShare *percent `json:"non_content_share"`
	NoDataShare     *percent `json:"no_data_share"`
	RejectedShare   *percent `json:"rejected_share"`
}

// note is a public note. Without a section it is on the whole half-year, without a country on the
// whole section.
type note struct {
	Section     *string `json:"section"`
	CountryCode *string `json:"country_code"`
	Text        string  `json:"text"`
}

// percent is a share that is written with one decimal: 53.4.
type percent report.Permille

// MarshalJSON writes the decimal also where it is 0, so that every share reads alike.
func (p percent) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%d", p/10, p%10), nil
}

func figuresOf(c report.Counts) figures {
	f := figures{
		Requests: c.Requests, Accounts: c.Accounts, Content: c.Content,
		NonContent: c.NonContent, NoData: c.NoData, Rejected: c.Rejected,
	}
	if shares := c.Shares(); shares.Known {
		all := shares.All()
		to := [4]**percent{&f.ContentShare, &f.NonContentShare, &f.NoDataShare, &f.RejectedShare}
		for i := range all {
			p := percent(all[i])
			*to[i] = &p
		}
	}
	return f
}

// optional is null for no text.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
