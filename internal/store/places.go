package store

import (
	"context"

	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectRegions = `SELECT slug, name FROM regions ORDER BY position`

	selectCountries = `SELECT c.code, c.name, c.region, coalesce(s.spelling, '')
		FROM countries c LEFT JOIN spellings s ON s.country_code = c.code ORDER BY c.code, s.position`

	insertRegion   = `INSERT INTO regions (slug, name, position) VALUES ($1, $2, $3)`
	insertCountry  = `INSERT INTO countries (code, name, region) VALUES ($1, $2, $3)`
	appendSpelling = `INSERT INTO spellings (country_code, position, spelling)
		VALUES ($1, (SELECT coalesce(max(position), -1) + 1 FROM spellings WHERE country_code = $1), $2)`

	insertSpelling = `INSERT INTO spellings (country_code, position, spelling) VALUES ($1, $2, $3)`
)

// Places returns the regions in their order, and the countries by code.
func (db *DB) Places(ctx context.Context) (regions []report.Region, countries []report.Country, err error) {
	regions, err = list(ctx, db.reader, func(r *report.Region) []any { return []any{&r.Slug, &r.Name} }, selectRegions)
	if err != nil {
		return nil, nil, err
	}
	type spelled struct {
		report.Country
		spelling string
	}
	rows, err := list(ctx, db.reader, func(s *spelled) []any {
		return []any{&s.Code, &s.Name, &s.Region, &s.spelling}
	}, selectCountries)
	for _, s := range rows {
		if n := len(countries); n == 0 || countries[n-1].Code != s.Code {
			countries = append(countries, s.Country)
		}
		if s.spelling != "" {
			last := &countries[len(countries)-1]
			last.Spellings = append(last.Spellings, s.spelling)
		}
	}
	return regions, countries, err
}

func (tx *transaction) addPlaces(regions []report.Region, countries []report.Country, spellings []publish.Spelling) {
	for i, r := range regions {
		tx.exec(insertRegion, r.Slug, r.Name, i)
	}
	for _, c := range countries {
		tx.exec(insertCountry, c.Code, c.Name, c.Region)
		for i, s := range c.Spellings {
			tx.exec(insertSpelling, c.Code, i, s)
		}
	}
	for _, s := range spellings {
		tx.exec(appendSpelling, s.Country, s.Spelling)
	}
}
