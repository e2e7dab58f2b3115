package publish

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Shipped is a report to seed an empty store with.
type Shipped struct {
	Regions   []report.Region
	Countries []report.Country
	Editions  []report.Edition // oldest first
	Dates     map[report.Period]time.Time
}

// Seed publishes the shipped report into an empty store, in one transaction, and returns the number
// of editions. It does nothing to a store that holds a revision. If any edition has errors, it
// publishes none and returns them as Problems.
func (s *Service) Seed(ctx context.Context, shipped Shipped) (int, error) {
	published, err := s.store.Revisions(ctx, func(report.Revision) bool { return true })
	if err != nil {
		return 0, fmt.Errorf("seed: %w", err)
	}
	if len(published) > 0 {
		return 0, nil
	}
	places, err := report.NewPlaces(shipped.Regions, shipped.Countries)
	if err != nil {
		return 0, fmt.Errorf("seed: %w", err)
	}
	for _, c := range shipped.Countries {
		if fault := countryFault(c, shipped.Regions); fault != "" {
			return 0, fmt.Errorf("seed: country %s: %s: %w", c.Code, fault, report.ErrInvalid)
		}
	}
	publication := Publication{Regions: shipped.Regions, Countries: shipped.Countries}
	var problems report.Problems
	var newest report.Period
	for _, e := range shipped.Editions {
		at, ok := shipped.Dates[e.Period]
		if !ok {
			return 0, fmt.Errorf("seed %s: no date of publication: %w", e.Period, report.ErrInvalid)
		}
		problems = append(problems, Check(e, places, newest, ExplanationsIn(e)...).Only(report.SeverityError)...)
		newest = e.Period
		r := report.Revision{Edition: e, Number: 1, PublishedAt: at, Digest: e.Digest()}
		publication.Revisions = append(publication.Revisions, r)
		publication.Events = append(publication.Events, audit.Event{
			At: s.now().UTC(), Actor: "lerr init", Action: "seed", Period: e.Period,
			Revision: 1, Digest: r.Digest, Text: "Published from the files that the program ships with.",
		})
	}
	if len(problems) > 0 {
		return 0, fmt.Errorf("seed: %w", problems)
	}
	if err := s.store.Publish(ctx, publication); err != nil {
		return 0, fmt.Errorf("seed: %w", err)
	}
	return len(publication.Revisions), nil
}
