package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Site holds the texts, links and licence of a report. Another organization replaces it by changing
// data.
type Site struct {
	Language         string                 `json:"language"`          // of all texts, in BCP 47: "en"
	Title            string                 `json:"title"`             // of the report
	Organization     string                 `json:"organization"`      // recipient of the requests
	Publisher        string                 `json:"publisher"`         // of this copy
	Recreation       string                 `json:"recreation"`        // note that this copy is a recreation; may be empty
	RecreationSource string                 `json:"recreation_source"` // words of Recreation that lead to OwnReport
	Description      string                 `json:"description"`       // for search engines and data catalogs
	Contact          string                 `json:"contact"`
	Source           string                 `json:"source"` // address of the first publication of the figures
	License          License                `json:"license"`
	FollowTitle      string                 `json:"follow_title"`
	Follow           []ExternalLink         `json:"follow"`
	OwnReport        string                 `json:"-"` // address of the organization's own report; may be empty
	Publications     map[Period]Publication `json:"-"` // where the organization published a half-year, as far as known
	OtherNames       OtherNames             `json:"-"` // of places, for readers who look for one
	Intro            []Text                 `json:"-"` // sections before the figures
	FAQIntro         string                 `json:"-"` // Markdown
	FAQ              []Question             `json:"-"`
	Definitions      []Definition           `json:"-"`
	Methodology      []Chapter              `json:"-"`
	Signs            []Sign                 `json:"-"`
	Assessment       []Element              `json:"-"`
}

// License is the licence of the published files.
type License struct {
	Name    string `json:"name"`
	Short   string `json:"short"`
	Address string `json:"address"`
}

// ExternalLink is a named address on another site.
type ExternalLink struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Publication is the organization's own announcement of a half-year.
type Publication struct {
	Address string
	Date    time.Time // a day, UTC
}

// Text is a titled piece of Markdown.
type Text struct {
	Title string
	Body  string
}

// Definition explains a term of the report.
type Definition struct {
	Term    string
	Meaning string
}

// Question is a frequently asked question with its answer in Markdown. An answer quotes a period's
// figures by fields in braces: {period}, {enterprise_requests} (the name of a SingleFigure), or
// {criminal.requests.US} (section, column, country code). The text itself thus holds no figures.
type Question struct {
	ID    string // fragment on the page, as in #encryption-keys
	Title string
	Body  string
}

// field matches a quoted figure in an answer.
var field = regexp.MustCompile(`\{([a-z_]+(?:\.[a-z_]+\.[A-Z]{2})?)\}`)

// Quotes returns the fields of the answer other than {period}.
func (q Question) Quotes() []string {
	var names []string
	for _, m := range field.FindAllStringSubmatch(q.Body, -1) {
		if m[1] != "period" && !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// Answer returns the answer's Markdown with its fields filled from e. format writes each number. It
// fails with ErrNotFound if e does not report a field.
func (q Question) Answer(e *Edition, format func(int) string) (string, error) {
	var missing error
	text := field.ReplaceAllStringFunc(q.Body, func(s string) string {
		name := strings.Trim(s, "{}")
		if name == "period" {
			return e.Period.Label()
		}
		n, err := e.quoted(name)
		if err != nil {
			missing = fmt.Errorf("answer %s: %w", q.ID, err)
		}
		return format(n)
	})
	return text, missing
}

// quoted returns the figure that a field names.
func (e *Edition) quoted(name string) (int, error) {
	parts := strings.Split(name, ".")
	if len(parts) == 3 {
		table, ok := e.Table(Section(parts[0]))
		row, found := table.Row(parts[2])
		i := slices.Index(columns[:], parts[1])
		if ok && found && i >= 0 {
			return row.Counts.Figures()[i], nil
		}
	} else if n, ok := e.SingleFigure(name); ok {
		return n, nil
	}
	return 0, fmt.Errorf("field {%s} in %s: %w", name, e.Period, ErrNotFound)
}
