package store

import (
	"context"
	"database/sql"

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
	err = query(ctx, db.reader, selectRegions, func(rows *sql.Rows) error {
		var r report.Region
		err := rows.Scan(&r.Slug, &r.Name)
		regions = append(regions, r)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	err = query(ctx, db.reader, selectCountries, func(rows *sql.Rows) error {
		var c report.Country
		var spelling string
		if err := rows.Scan(&c.Code, &c.Name, &c.Region, &spelling); err != nil {
			return err
		}
		if n := len(countries); n == 0 || countries[n-1].Code != c.Code {
			countries = append(countries, c)
		}
		if spelling != "" {
			last := &countries[len(countries)-1]
			last.Spellings = append(last.Spellings, spelling)
		}
		return nil
	})
	return regions, countries, err
}

func addPlaces(ctx context.Context, tx *sql.Tx, regions []report.Region, countries []report.Country, spellings []publish.Spelling) error {
	for i, r := range regions {
		if _, err := tx.ExecContext(ctx, insertRegion, r.Slug, r.Name, i); err != nil {
			return err
		}
	}
	for _, c := range countries {
		if _, err := tx.ExecContext(ctx, insertCountry, c.Code, c.Name, c.Region); err != nil {
			return err
		}
		for i, s := range c.Spellings {
			if _, err := tx.ExecContext(ctx, insertSpelling, c.Code, i, s); err != nil {
				return err
			}
		}
	}
	for _, s := range spellings {
		if _, err := tx.ExecContext(ctx, appendSpelling, s.Country, s.Spelling); err != nil {
			return err
		}
	}
	return nil
}

// query runs a statement and calls scan for each row.
func query(ctx context.Context, from interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, statement string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := from.QueryContext(ctx, statement, args...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return translate(err)
		}
	}
	return translate(rows.Err())
}
