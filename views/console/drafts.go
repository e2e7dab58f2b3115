package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// DraftsPage is the console's first page: drafts, scheduled releases and published periods.
type DraftsPage struct {
	ConsolePage
	Next      report.Period // the period to publish next
	Due       string        // what is due, in a sentence
	CanEdit   bool
	Scheduled []ScheduledRow
	Drafts    []DraftRow
	Over      []DraftRow
	Published []report.Revision // the newest of each period that is or was public
}

// DraftRow is a draft in a list.
type DraftRow struct {
	publish.Draft
	Turn       string // whose turn it is
	Mine       bool   // it is the reader's
	Became     int    // the revision that it became; 0 if none
	Restorable bool   // by the reader, now
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

// NewDraftsPage returns the first page's view model, without permissions.
func NewDraftsPage(p ConsolePage, a *report.Archive, drafts []publish.Draft, actor publish.Actor, now time.Time, readiness func(publish.Draft) []ReadinessRow) DraftsPage {
	m := DraftsPage{ConsolePage: p, Next: a.NewestEver().Next(), CanEdit: actor.Editor}
	m.Due = dueText(m.Next, now)
	for _, d := range drafts {
		row := newDraftRow(a, d, actor, now)
		switch {
		case d.State == publish.DraftScheduled:
			m.Scheduled = append(m.Scheduled, ScheduledRow{d, NewMoment(d.ReleaseAt, now, d.Zone), readiness(d)})
		case d.IsOver():
			m.Over = append(m.Over, row)
		default:
			m.Drafts = append(m.Drafts, row)
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

// prepares reports whether a period is being prepared, or scheduled.
func (m DraftsPage) prepares(p report.Period) bool {
	return slices.ContainsFunc(m.Drafts, func(d DraftRow) bool { return d.Edition.Period == p }) ||
		slices.ContainsFunc(m.Scheduled, func(s ScheduledRow) bool { return s.Draft.Edition.Period == p })
}

// newDraftRow returns a draft as lists show it to a person.
func newDraftRow(a *report.Archive, d publish.Draft, actor publish.Actor, now time.Time) DraftRow {
	row := DraftRow{Draft: d, Restorable: actor.Editor && d.Restorable(now)}
	switch d.State {
	case publish.DraftOpen:
		row.Turn, row.Mine = "an editor prepares it", actor.Editor
		if d.Returned != nil {
			row.Turn = returnedText(d.Returned)
		}
	case publish.DraftSubmitted:
		row.Turn = "an approver who changed nothing in it reads the review"
		if row.Mine = publish.May(d, actor, publish.ActionApprove) == nil; row.Mine {
			row.Turn = "you read the review"
		}
	case publish.DraftApproved:
		row.Turn, row.Mine = "an approver releases it", actor.Approver
	case publish.DraftPublished:
		for _, r := range a.History() {
			if got, ok := becameRevision([]publish.Draft{d}, r); ok && got.ID == d.ID {
				row.Became = r.Number
			}
		}
	}
	return row
}

// target returns the address to which a list's link to the draft leads: where its next act is.
func (r DraftRow) target() string {
	switch {
	case r.State == publish.DraftSubmitted:
		return urls.DraftForm(r.ID, StepReview)
	case r.State == publish.DraftApproved:
		return urls.DraftForm(r.ID, StepRelease)
	}
	return urls.Draft(r.ID)
}

// about returns what tells drafts of the same period apart: the file's name, and who began it.
func (r DraftRow) about() string {
	if r.File.Name == "" {
		return "by " + r.UploadedBy
	}
	return r.File.Name + ", by " + r.UploadedBy
}

// dueText says whether a period's report is due: when the half-year is over.
func dueText(p report.Period, now time.Time) string {
	if last := p.Last(); now.Before(last.AddDate(0, 0, 1)) {
		return p.Label() + " is next. It ends on " + views.Date(last) + "."
	}
	return p.Label() + " is due: it ended on " + views.Date(p.Last()) + "."
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

// draftStateWord returns a state in the middle of a sentence.
func draftStateWord(s publish.DraftState) string { return strings.ToLower(draftState(s)) }

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
