package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// AddSpelling lets workbooks write a country's name in a further way. A spelling that is empty, or
// that names another country, is report.ErrInvalid.
func (d *Desk) AddSpelling(ctx context.Context, actor, code, spelling string) error {
	spelling = strings.TrimSpace(spelling)
	regions, countries, err := d.store.Places(ctx)
	if err != nil {
		return fmt.Errorf("add a spelling: %w", err)
	}
	i := slices.IndexFunc(countries, func(c report.Country) bool { return c.Code == code })
	if i < 0 || report.NameKey(spelling) == "" {
		return fmt.Errorf("add a spelling: give a spelling and a country that is listed: %w", report.ErrInvalid)
	}
	countries[i].Spellings = append(countries[i].Spellings, spelling)
	if _, err := report.NewPlaces(regions, countries); err != nil {
		return fmt.Errorf("add a spelling: %w", err)
	}
	return d.store.Publish(ctx, Publication{
		Spellings: []Spelling{{Country: code, Spelling: spelling}},
		Events:    []audit.Event{{At: d.now().UTC(), Actor: actor, Action: "add spelling", Text: fmt.Sprintf("%q for %s", spelling, code)}},
	})
}

// AddCountry adds a country to those that can have figures. One that cannot stand beside the others
// is report.ErrInvalid.
func (d *Desk) AddCountry(ctx context.Context, actor string, c report.Country) error {
	regions, countries, err := d.store.Places(ctx)
	if err != nil {
		return fmt.Errorf("add a country: %w", err)
	}
	if _, err := report.NewPlaces(regions, append(countries, c)); err != nil {
		return fmt.Errorf("add a country: %w", err)
	}
	return d.store.Publish(ctx, Publication{
		Countries: []report.Country{c},
		Events:    []audit.Event{{At: d.now().UTC(), Actor: actor, Action: "add country", Text: fmt.Sprintf("%s, %s, in %s", c.Code, c.Name, c.Region)}},
	})
}
