package views

import (
	"cmp"
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// RevisionsPage says what was corrected, and lists all revisions.
type RevisionsPage struct {
	Page
	Corrected   string            // sentence on corrections
	Corrections []Correction      // last one first
	History     []report.Revision // newest period first
}

// Correction is a correction or a withdrawal.
type Correction struct {
	Date   string
	Link   Link   // to the revision
	Text   string // what changed, or why it was withdrawn
	Before Link   // to the revision before; empty if it cannot be seen
}

// Link is a named address on this site.
type Link struct{ Name, URL string }

// ChoiceLink is a link that selects one of several alternatives.
type ChoiceLink struct {
	Link
	Chosen bool
}

// NewRevisionsPage returns the list of revisions.
func NewRevisionsPage(f Frame, a *report.Archive) RevisionsPage {
	p := newPage(f, urls.Revisions, "Revisions", "What was published and when, what was corrected since, and the fingerprint of each period’s figures.")
	p.Data = urls.Revisions
	p.Bundle = bundleExplore
	p.at("", report.Selection{Period: a.NewestPublished()})
	m := RevisionsPage{Page: p, Corrected: correctedText(a), History: a.History()}
	for _, r := range a.Corrections() {
		m.Corrections = append(m.Corrections, newCorrection(a, r))
	}
	return m
}

func newCorrection(a *report.Archive, r report.Revision) Correction {
	period := r.Edition.Period
	link := func(number int) Link {
		return Link{fmt.Sprintf("%s, revision %d", period.Label(), number), urls.Revision(period, number, report.Place{})}
	}
	c := Correction{Date: Date(r.ChangedAt()), Link: link(r.Number), Text: publishedNote(r)}
	if r.State == report.Withdrawn {
		c.Text = "Withdrawn. " + r.WithdrawalNotice
		return c
	}
	if before, err := a.RevisionNumber(period, r.Number-1); err == nil {
		c.Before = link(before.Number)
	}
	return c
}

// publishedNote says what a revision was published for, whether its period had been withdrawn, and whether
// nobody else looked at it before.
func publishedNote(r report.Revision) string {
	note := cmp.Or(r.Note, "First publication")
	if r.Planned {
		note = "Planned update: " + note
	}
	if r.Again {
		note = "Published again after a withdrawal: " + note
	}
	if r.Direct {
		note += " (published directly, without a second person)"
	}
	return note
}

// revisionNote describes the changes of a revision, and whether it was superseded or withdrawn.
func revisionNote(r report.Revision) string {
	note := publishedNote(r)
	switch r.State {
	case report.Withdrawn:
		return "Withdrawn on " + Date(r.WithdrawnAt) + ": " + r.WithdrawalNotice
	case report.Superseded:
		return note + " (superseded)"
	}
	return note
}

// correctedText says whether anything that was published has been corrected or withdrawn.
func correctedText(a *report.Archive) string {
	list := a.Corrections()
	if len(list) == 0 {
		return "Nothing has been corrected so far."
	}
	return Capital(correctedCount(a)) + fmt.Sprintf(" so far, the last on %s.", Date(list[0].ChangedAt()))
}

// correctedCount counts corrections and withdrawals: "none corrected", "2 corrections and 1 withdrawal".
func correctedCount(a *report.Archive) string {
	list := a.Corrections()
	if len(list) == 0 {
		return "none corrected"
	}
	withdrawn, again := 0, 0
	for _, r := range list {
		switch {
		case r.State == report.Withdrawn:
			withdrawn++
		case r.Again:
			again++
		}
	}
	var parts []string
	if n := len(list) - withdrawn - again; n > 0 {
		parts = append(parts, Plural(n, "correction", "corrections"))
	}
	if again > 0 {
		parts = append(parts, Plural(again, "publication after a withdrawal", "publications after a withdrawal"))
	}
	if withdrawn > 0 {
		parts = append(parts, Plural(withdrawn, "withdrawal", "withdrawals"))
	}
	return Sentence(parts)
}
