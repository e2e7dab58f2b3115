package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// AddSpelling adds another way in which workbooks may write a country's name. It refuses an empty
// spelling, or one that another country has, with report.ErrInvalid.
func (s *Service) AddSpelling(ctx context.Context, actor, code, spelling string) error {
	spelling = strings.TrimSpace(spelling)
	regions, countries, err := s.store.Places(ctx)
	if err != nil {
		return fmt.Errorf("add a spelling: %w", err)
	}
	i := slices.IndexFunc(countries, func(c report.Country) bool { return c.Code == code })
	if i < 0 || report.NameKey(spelling) == "" {
		return &Refusal{report.ErrInvalid, "Give a spelling, and choose a country from the list."}
	}
	if fault := nameFault(spelling, code, regions); fault != "" {
		return &Refusal{report.ErrInvalid, fault}
	}
	countries[i].Spellings = append(countries[i].Spellings, spelling)
	if _, err := report.NewPlaces(regions, countries); err != nil {
		return &Refusal{report.ErrInvalid, fmt.Sprintf("%q is the name of another country.", spelling)}
	}
	return s.store.Publish(ctx, Publication{
		Spellings: []Spelling{{Country: code, Spelling: spelling}},
		Events:    []audit.Event{{At: s.now().UTC(), Actor: actor, Action: "add spelling", Text: fmt.Sprintf("%q for %s", spelling, code)}},
	})
}

// AddCountry adds a country. It refuses one that conflicts with the others with report.ErrInvalid.
func (s *Service) AddCountry(ctx context.Context, actor string, c report.Country) error {
	regions, countries, err := s.store.Places(ctx)
	if err != nil {
		return fmt.Errorf("add a country: %w", err)
	}
	if fault := countryFault(c, regions); fault != "" {
		return &Refusal{report.ErrInvalid, fault}
	}
	if _, err := report.NewPlaces(regions, append(countries, c)); err != nil {
		return &Refusal{report.ErrInvalid, "Give a code of two letters and a name, neither of which is in the list yet, and choose a region."}
	}
	return s.store.Publish(ctx, Publication{
		Countries: []report.Country{c},
		Events:    []audit.Event{{At: s.now().UTC(), Actor: actor, Action: "add country", Text: fmt.Sprintf("%s, %s, in %s", c.Code, c.Name, c.Region)}},
	})
}
