package console

import (
	"cmp"
	"fmt"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// DraftsPage is the console's first page: drafts, scheduled releases and published periods.
type DraftsPage struct {
	ConsolePage
	Next        string // label of the period to publish next
	CanEdit     bool
	CanWithdraw bool
	Scheduled   []ScheduledRow
	Drafts      []publish.Draft
	Over        []publish.Draft
	Published   []report.Revision // the newest of each period that is or was public
}

// ScheduledRow is a scheduled draft.
type ScheduledRow struct {
	Draft     publish.Draft
	Release   Moment
	Readiness []ReadinessRow
}

// ReadinessRow is one condition of a release.
type ReadinessRow struct {
	Ready bool
	Text  string
}

// Moment is a time in the zone in which it was given, and in UTC.
type Moment struct {
	ISO       string
	Local     string // "24 November 2026, 14:00 Europe/Berlin"
	UTC       string
	Countdown string // "in 2 h 5 min"; empty for a time that has passed
}

// NewMoment formats a time, with the time left from now.
func NewMoment(at, now time.Time, zone string) Moment {
	location, err := time.LoadLocation(zone)
	if err != nil {
		location, zone = time.UTC, "UTC"
	}
	m := Moment{
		ISO:   at.UTC().Format(time.RFC3339),
		Local: at.In(location).Format("2 January 2006, 15:04") + " " + zone,
		UTC:   Clock(at),
	}
	if left := at.Sub(now).Round(time.Second); left > 0 {
		days := int(left / (24 * time.Hour))
		left -= time.Duration(days) * 24 * time.Hour
		m.Countdown = fmt.Sprintf("%d h %d min", int(left.Hours()), int(left.Minutes())%60)
		if days > 0 {
			m.Countdown = fmt.Sprintf("%d d %s", days, m.Countdown)
		}
	}
	return m
}

// NewDraftsPage returns the first page's view model, without permissions.
func NewDraftsPage(p ConsolePage, a *report.Archive, drafts []publish.Draft, now time.Time, readiness func(publish.Draft) []ReadinessRow) DraftsPage {
	m := DraftsPage{ConsolePage: p, Next: a.NewestEver().Next().Label()}
	for _, d := range drafts {
		switch {
		case d.State == publish.DraftScheduled:
			m.Scheduled = append(m.Scheduled, ScheduledRow{d, NewMoment(d.ReleaseAt, now, d.Zone), readiness(d)})
		case d.IsOver():
			m.Over = append(m.Over, d)
		default:
			m.Drafts = append(m.Drafts, d)
		}
	}
	seen := map[report.Period]bool{}
	for _, r := range a.History() {
		if !seen[r.Edition.Period] {
			m.Published = append(m.Published, r)
		}
		seen[r.Edition.Period] = true
	}
	return m
}

func revisionState(r report.Revision) string {
	if r.State == report.Withdrawn {
		return "withdrawn " + views.Date(r.WithdrawnAt)
	}
	return fmt.Sprintf("revision %d, %s", r.Number, views.Date(r.PublishedAt))
}

func draftTitle(d publish.Draft) string {
	if d.Corrects > 0 {
		return fmt.Sprintf("%s, correction of revision %d", d.Edition.Period.Label(), d.Corrects)
	}
	if d.Again() {
		return fmt.Sprintf("%s, published again after revision %d", d.Edition.Period.Label(), d.Base)
	}
	if d.Edition.Period.IsZero() {
		return "Unknown period: " + d.File.Name
	}
	return d.Edition.Period.Label()
}

func draftState(s publish.DraftState) string {
	return map[publish.DraftState]string{
		publish.DraftOpen:      "Being prepared",
		publish.DraftSubmitted: "Waiting for a second person",
		publish.DraftApproved:  "Approved",
		publish.DraftScheduled: "Scheduled",
		publish.DraftPublished: "Published",
		publish.DraftDiscarded: "Discarded",
	}[s]
}

// UploadPage is the form for a new workbook.
type UploadPage struct {
	ConsolePage
	Periods []report.Period
	Chosen  string
}

// NewUploadPage offers the next period, which is chosen unless another is given, two later ones, so
// that a wrong choice gets an explanation, and withdrawn ones, which can be published again.
func NewUploadPage(p ConsolePage, a *report.Archive, chosen string) UploadPage {
	next := a.NewestEver().Next()
	m := UploadPage{p, []report.Period{next, next.Next(), next.Next().Next()}, cmp.Or(chosen, next.String())}
	for _, r := range a.History() {
		if gone, ok := a.Withdrawn(r.Edition.Period); ok && gone.Number == r.Number {
			m.Periods = append(m.Periods, r.Edition.Period)
		}
	}
	return m
}
