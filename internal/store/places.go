package store

import (
	"context"
	"fmt"
	"reflect"

	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectRegions = `SELECT slug, name FROM regions ORDER BY position`

	selectCountries = `SELECT c.code, c.name, c.region, coalesce(s.spelling, '')
		FROM countries c LEFT JOIN spellings s ON s.country_code = c.code WHERE c.removed = 0 ORDER BY c.code, s.position`

	insertRegion  = `INSERT INTO regions (slug, name, position) VALUES ($1, $2, $3)`
	insertCountry = `INSERT INTO countries (code, name, region) VALUES ($1, $2, $3)`
	selectUses    = `SELECT count(*) FROM counts c JOIN revisions r ON r.period = c.period AND r.number = c.number
		WHERE c.country_code = $1 AND r.state <> 'withdrawn'`
	removeCountry = `UPDATE countries SET removed = 1 WHERE code = $1`

	upsertCountry = `INSERT INTO countries (code, name, region) VALUES ($1, $2, $3)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, region = excluded.region, removed = 0`

	deleteSpellings = `DELETE FROM spellings WHERE country_code = $1`

	insertSpelling = `INSERT INTO spellings (country_code, position, spelling) VALUES ($1, $2, $3)`
)

// Places returns the regions in their order, and the countries by code.
func (db *DB) Places(ctx context.Context) (regions []report.Region, countries []report.Country, err error) {
	regions, err = list(ctx, db.reader, regionFields, selectRegions)
	if err != nil {
		return nil, nil, err
	}
	rows, err := list(ctx, db.reader, spelledFields, selectCountries)
	return regions, withSpellings(rows), err
}

func regionFields(r *report.Region) []any { return []any{&r.Slug, &r.Name} }

// spelled is a row of a country with one of its spellings.
type spelled struct {
	report.Country
	spelling string
}

func spelledFields(s *spelled) []any { return []any{&s.Code, &s.Name, &s.Region, &s.spelling} }

func withSpellings(rows []spelled) (countries []report.Country) {
	for _, s := range rows {
		if n := len(countries); n == 0 || countries[n-1].Code != s.Code {
			countries = append(countries, s.Country)
		}
		if s.spelling != "" {
			last := &countries[len(countries)-1]
			last.Spellings = append(last.Spellings, s.spelling)
		}
	}
	return countries
}

func (tx *transaction) addPlaces(regions []report.Region, countries []report.Country) {
	for i, r := range regions {
		tx.touch(regionRecord, r.Slug)
		tx.exec(insertRegion, r.Slug, r.Name, i)
	}
	for _, c := range countries {
		tx.touch(countryRecord, c.Code)
		tx.exec(insertCountry, c.Code, c.Name, c.Region)
		tx.addSpellings(c)
	}
}

func (tx *transaction) addSpellings(c report.Country) {
	for i, s := range c.Spellings {
		tx.exec(insertSpelling, c.Code, i, s)
	}
}

// changePlaces changes countries. It fails with report.ErrConflict if one is not as it was, or is removed
// and has a row that readers can see.
func (tx *transaction) changePlaces(edits []publish.PlaceEdit) {
	if len(edits) == 0 {
		return
	}
	stored := map[string]report.Country{}
	for _, c := range withSpellings(query(tx, spelledFields, selectCountries)) {
		stored[c.Code] = c
	}
	for _, edit := range edits {
		code := edit.Code()
		if !reflect.DeepEqual(stored[code], edit.Before) {
			tx.fail(fmt.Errorf("country %s has changed: %w", code, report.ErrConflict))
		}
		tx.touch(countryRecord, code)
		tx.exec(deleteSpellings, code)
		if edit.After.Code == "" {
			if n := tx.count(selectUses, code); n > 0 {
				tx.fail(fmt.Errorf("country %s has %d rows: %w", code, n, report.ErrConflict))
			}
			tx.exec(removeCountry, code)
			continue
		}
		tx.exec(upsertCountry, code, edit.After.Name, edit.After.Region)
		tx.addSpellings(edit.After)
	}
}

// checkPlaces fails with report.ErrConflict if the places, as the publication leaves them, are no list, such
// as one with a name of two countries, or one with which the publication does not hold.
func (tx *transaction) checkPlaces(p publish.Publication) {
	if len(p.Places) == 0 && p.Holds == nil {
		return
	}
	regions := query(tx, regionFields, selectRegions)
	places, err := report.NewPlaces(regions, withSpellings(query(tx, spelledFields, selectCountries)))
	switch {
	case tx.err != nil:
	case err != nil:
		tx.fail(fmt.Errorf("%v: %w", err, report.ErrConflict))
	case p.Holds != nil:
		tx.fail(p.Holds(places))
	}
}
