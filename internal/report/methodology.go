package report

import (
	"fmt"
	"strings"
	"time"
)

// Chapter is a part of the page on how the figures are made. Its body is Markdown, with fields that
// Archive.Describe fills.
type Chapter struct {
	ID    string // its address on the page, as in #sections
	Title string
	Body  string
}

// Sign is what can stand in a cell, and what it means.
type Sign struct{ Sign, Meaning string }

// Verdict is how a report answers an element of an assessment.
type Verdict string

// The verdicts.
const (
	// VerdictYes means that the report has what is asked for.
	VerdictYes Verdict = "yes"
	// VerdictNo means that it has not.
	VerdictNo Verdict = "no"
	// VerdictNotReported means that the figures of the source do not tell.
	VerdictNotReported Verdict = "not reported"
	// VerdictByCalendar is VerdictYes or VerdictNo as the dates of the newest period say: see Archive.Timely.
	VerdictByCalendar Verdict = "calendar"
)

// Element is one thing that an assessment asks of a report, and how the report answers it.
type Element struct {
	Name    string
	Verdict Verdict
	Reason  string // with fields that Archive.Describe fills
	Address string // where it can be seen
}

// Timely is VerdictYes when the newest period was published here less than twelve months after it ended, and
// VerdictNo when it was not, or when nothing is published.
func (a *Archive) Timely() Verdict {
	if len(a.published) > 0 && a.newestSince().Before(a.NewestPublished().Last().AddDate(1, 0, 0)) {
		return VerdictYes
	}
	return VerdictNo
}

// newestSince is when the newest period was first published, of what is public.
func (a *Archive) newestSince() time.Time {
	var since time.Time
	for _, r := range a.all {
		if r.Edition.Period == a.NewestPublished() && r.State != Withdrawn {
			since = r.PublishedAt // the lowest number comes last
		}
	}
	return since
}

// Describe fills the fields of a text on the whole report: {periods}, {places} and {regions} are
// their numbers; {first_period} and {newest_period} are labels; {newest_last} is the newest period's last
// day and {newest_published} the day on which it was first published. Another field is ErrInvalid;
// with nothing published, those of a period are ErrNotFound.
func (a *Archive) Describe(text string, number func(int) string, date func(time.Time) string) (string, error) {
	var failed error
	filled := field.ReplaceAllStringFunc(text, func(s string) string {
		value, err := a.described(strings.Trim(s, "{}"), number, date)
		if err != nil && failed == nil {
			failed = err
		}
		return value
	})
	return filled, failed
}

func (a *Archive) described(name string, number func(int) string, date func(time.Time) string) (string, error) {
	switch name {
	case "periods":
		return number(len(a.published)), nil
	case "places":
		return number(len(a.places.countries)), nil
	case "regions":
		return number(len(a.places.regions)), nil
	case "first_period", "newest_period", "newest_last", "newest_published":
	default:
		return "", fmt.Errorf("field {%s}: %w", name, ErrInvalid)
	}
	if len(a.published) == 0 {
		return "", fmt.Errorf("field {%s}: nothing is published: %w", name, ErrNotFound)
	}
	newest := a.published[0]
	switch name {
	case "first_period":
		return a.published[len(a.published)-1].Edition.Period.Label(), nil
	case "newest_period":
		return newest.Edition.Period.Label(), nil
	case "newest_last":
		return date(newest.Edition.Period.Last()), nil
	}
	return date(a.newestSince()), nil
}
