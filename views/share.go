package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/sharecard"
)

// NewShareCard returns the content of a selection's picture for shared links. It fails with
// report.ErrNotFound if the period is not published.
func NewShareCard(f Frame, a *report.Archive, s report.Selection) (sharecard.Card, error) {
	revision, err := a.Revision(s.Period)
	if err != nil {
		return sharecard.Card{}, err
	}
	table := revision.Edition.Headline()
	total, rows := table.Total(s.Place, a.Places())
	card := sharecard.Card{
		Organization: f.Site.Organization, Title: f.Site.Title, Place: s.Place.Name(), Period: s.Period.Label(),
		Note: shareNote(f.Site, revision),
	}
	if rows == 0 {
		card.Absent = "No law enforcement request"
		return card, nil
	}
	card.Figures = []sharecard.Figure{
		{Value: Number(total.Requests), Label: noun(total.Requests, "request", "requests")},
		{Value: Number(total.Accounts), Label: noun(total.Accounts, "account or user", "accounts/users") + " specified in " + noun(total.Requests, "it", "them")},
	}
	for i, rate := range total.Rates() {
		if !rate.Known {
			continue
		}
		part := sharecard.Part{Name: OutcomeLabels[i].Full, Share: ShortShare(rate), Size: rate.Part}
		if rate.IsFew() || rate.Part == 0 {
			part.Share = Number(rate.Part)
		}
		card.Parts = append(card.Parts, part)
	}
	return card, nil
}

// shareNote names the copy and the revision.
func shareNote(site *report.Site, r report.Revision) string {
	note := fmt.Sprintf("Revision %d, %s", r.Number, Date(r.PublishedAt))
	if site.Recreation != "" {
		note = fmt.Sprintf("Independent recreation from published figures, not run by %s. %s.", site.Organization, note)
	}
	return note
}
