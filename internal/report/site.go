package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Site is what a report says beside its figures: whose it is, its texts, links and license.
// Another organization replaces it by changing data.
type Site struct {
	Language     string       `json:"language"`     // of all texts, as in BCP 47: "en"
	Title        string       `json:"title"`        // of the report
	Organization string       `json:"organization"` // that received the requests
	Publisher    string       `json:"publisher"`    // of this copy
	Recreation   string       `json:"recreation"`   // the note that this copy is a recreation; may be empty
	Description  string       `json:"description"`  // for search engines and data catalogs
	Contact      string       `json:"contact"`
	Source       string       `json:"source"` // where the figures were first published
	License      License      `json:"license"`
	FollowTitle  string       `json:"follow_title"`
	Follow       []Link       `json:"follow"`
	Intro        []Text       `json:"-"` // the sections before the figures
	FAQIntro     string       `json:"-"` // Markdown
	FAQ          []Question   `json:"-"`
	Definitions  []Definition `json:"-"`
	Methodology  []Chapter    `json:"-"`
	Signs        []Sign       `json:"-"`
	Assessment   []Element    `json:"-"`
}

// License is what the files may be used under.
type License struct {
	Name    string `json:"name"`
	Short   string `json:"short"`
	Address string `json:"address"`
}

// Link is a named address on another site.
type Link struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Text is a titled piece of Markdown.
type Text struct {
	Title string
	Body  string
}

// Definition says what a term of the report means.
type Definition struct {
	Term    string
	Meaning string
}

// Question is a frequently asked question with its answer, in Markdown. An answer can quote a
// period's figures by fields in braces: {period}, {enterprise_requests} (a Figure's name), or
// {criminal.requests.US} (section, column, country code), so that no figure stands in prose.
type Question struct {
	ID    string // its address on the page, as in #encryption-keys
	Title string
	Body  string
}

// field is a quoted figure in an answer.
var field = regexp.MustCompile(`\{([a-z_]+(?:\.[a-z_]+\.[A-Z]{2})?)\}`)

// Quotes lists the fields that the answer quotes, without {period}.
func (q Question) Quotes() []string {
	var names []string
	for _, m := range field.FindAllStringSubmatch(q.Body, -1) {
		if m[1] != "period" && !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// Answer is the answer's Markdown with its fields filled from the edition, each number written by
// format. A field that the edition does not report is ErrNotFound.
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

// reports says whether the edition has everything that fields name. It is cheap, since it is asked of
// many editions.
func (e *Edition) reports(names []string) bool {
	for _, name := range names {
		if _, ok := e.SingleFigure(name); ok {
			continue
		}
		if !strings.Contains(name, ".") {
			return false
		}
		if _, err := e.quoted(name); err != nil {
			return false
		}
	}
	return true
}

// quoted finds the figure that a field names.
func (e *Edition) quoted(name string) (int, error) {
	parts := strings.Split(name, ".")
	if len(parts) == 3 {
		columns := Columns()
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
