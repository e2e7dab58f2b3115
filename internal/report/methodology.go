package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Chapter is a part of the methodology page. Its body is Markdown with the fields that
// Archive.Describe fills.
type Chapter struct {
	ID    string // fragment on the page, as in #sections
	Title string
	Body  string
}

// Sign is an entry that a cell can show, and its meaning.
type Sign struct{ Sign, Meaning string }

// Verdict is an answer to an element of an assessment.
type Verdict string

// The verdicts.
const (
	// VerdictYes means that the report satisfies the element.
	VerdictYes Verdict = "yes"
	// VerdictNo means that it does not.
	VerdictNo Verdict = "no"
	// VerdictNotReported means that the source's figures do not say.
	VerdictNotReported Verdict = "not reported"
	// VerdictByCalendar is replaced by the result of Archive.Timely.
	VerdictByCalendar Verdict = "calendar"
)

// Element is a question of an assessment with the report's answer.
type Element struct {
	Name    string
	Verdict Verdict
	Reason  string // with the fields that Archive.Describe fills
	Address string // of the evidence
}

// Timely returns VerdictYes if the newest period was published here less than twelve months after
// its last day, and VerdictNo otherwise.
func (a *Archive) Timely() Verdict {
	if len(a.published) > 0 && a.newestSince().Before(a.NewestPublished().Last().AddDate(1, 0, 0)) {
		return VerdictYes
	}
	return VerdictNo
}

// newestSince returns the first publication time of the newest period, ignoring withdrawn
// revisions.
func (a *Archive) newestSince() time.Time {
	var since time.Time
	for _, r := range a.all {
		if r.Edition.Period == a.NewestPublished() && r.State != Withdrawn {
			since = r.PublishedAt // History has the lowest number last
		}
	}
	return since
}

// Describe fills the fields of a text about the whole report. {periods}, {places} and {regions} are
// counts. {first_period} and {newest_period} are labels. {newest_last} is the last day of the
// newest period, {newest_published} the day of its first publication. It fails with ErrInvalid for
// an unknown field, and with ErrNotFound for a field that needs a published period if there is
// none.
func (a *Archive) Describe(text string, number func(int) string, date func(time.Time) string) (string, error) {
	values := map[string]string{
		"periods": number(len(a.published)),
		"places":  number(len(a.places.countries)),
		"regions": number(len(a.places.regions)),
	}
	ofPeriods := []string{"first_period", "newest_period", "newest_last", "newest_published"}
	if n := len(a.published); n > 0 {
		newest := a.NewestPublished()
		values["first_period"], values["newest_period"] = a.published[n-1].Edition.Period.Label(), newest.Label()
		values["newest_last"], values["newest_published"] = date(newest.Last()), date(a.newestSince())
	}
	var failed error
	filled := field.ReplaceAllStringFunc(text, func(s string) string {
		name := strings.Trim(s, "{}")
		value, ok := values[name]
		switch {
		case ok || failed != nil:
		case slices.Contains(ofPeriods, name):
			failed = fmt.Errorf("field %s: nothing is published: %w", s, ErrNotFound)
		default:
			failed = fmt.Errorf("field %s: %w", s, ErrInvalid)
		}
		return value
	})
	return filled, failed
}
