package console

import (
	"fmt"
	"slices"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// PeriodPage is the page of a period that is or was public: its revisions, and what can be done with it.
type PeriodPage struct {
	ConsolePage
	Period    report.Period
	State     string
	Notice    string // the withdrawal's; empty unless it is withdrawn
	Revisions []RevisionRow
	Drafts    []publish.Draft // that are being prepared for it
	Address   string          // of the public page; a path if the site's own address is unknown
	Linked    bool            // the address is absolute

	Withdrawn, CanEdit, CanWithdraw bool
}

// RevisionRow is one revision in a period's history.
type RevisionRow struct {
	Number           int
	State, Published string
	Note             string
	By               string // who approved it
	Draft            string // ID of the draft that became it; empty if there is none
	Digest           string
}

// NewPeriodPage returns the view model of a period that is or was public, without permissions.
func NewPeriodPage(p ConsolePage, a *report.Archive, period report.Period, drafts []publish.Draft) PeriodPage {
	m := PeriodPage{ConsolePage: p, Period: period, State: "Public"}
	if gone, ok := a.Withdrawn(period); ok {
		m.Withdrawn, m.Notice = true, gone.WithdrawalNotice
		m.State = "Withdrawn on " + views.Date(gone.WithdrawnAt)
	}
	for _, r := range a.History() {
		if r.Edition.Period != period {
			continue
		}
		row := RevisionRow{Number: r.Number, Published: Clock(r.PublishedAt), Note: r.Note, Digest: r.Digest, By: "from the command line, without a second person"}
		row.State = map[report.RevisionState]string{report.Published: "public", report.Superseded: "superseded", report.Withdrawn: "withdrawn"}[r.State]
		if !r.Direct {
			row.By = ""
		}
		if d, ok := becameRevision(drafts, r); ok {
			row.Draft = d.ID
			if d.ApprovedBy != "" {
				row.By = "approved by " + d.ApprovedBy
			}
		}
		m.Revisions = append(m.Revisions, row)
	}
	for _, d := range drafts {
		if d.Edition.Period == period && !d.IsOver() {
			m.Drafts = append(m.Drafts, d)
		}
	}
	return m
}

// becameRevision returns the draft that became a revision. Drafts are ordered newest first.
func becameRevision(drafts []publish.Draft, r report.Revision) (publish.Draft, bool) {
	i := slices.IndexFunc(drafts, func(d publish.Draft) bool {
		return d.State == publish.DraftPublished && d.Edition.Period == r.Edition.Period && max(d.Base, d.Corrects)+1 == r.Number && d.Edition.Digest() == r.Digest
	})
	if i < 0 {
		return publish.Draft{}, false
	}
	return drafts[i], true
}

// anchor returns the ID of the revision's row.
func (r RevisionRow) anchor() string { return fmt.Sprintf("r%d", r.Number) }
