package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"lerr/internal/report"
)

// eachRecord passes each record of a CSV file to use. The header must equal columns. Errors name the
// file and the line.
func eachRecord(name string, columns []string, use func(record []string) error) error {
	file, err := files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	reader := csv.NewReader(file)
	header, err := reader.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if !slices.Equal(header, columns) {
		return fmt.Errorf("%s: header is %v, want %v", name, header, columns)
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = use(record)
		}
		if err != nil {
			line, _ := reader.FieldPos(0)
			return fmt.Errorf("%s line %d: %w", name, line, err)
		}
	}
}

// loadPlaces reads regions.csv and countries.csv.
func loadPlaces() (regions []report.Region, countries []report.Country, err error) {
	err = eachRecord("regions.csv", []string{"slug", "name"}, func(r []string) error {
		regions = append(regions, report.Region{Slug: r[0], Name: r[1]})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	err = eachRecord("countries.csv", []string{"code", "name", "region", "also_written"}, func(r []string) error {
		c := report.Country{Code: r[0], Name: r[1], Region: r[2]}
		if r[3] != "" {
			c.Spellings = strings.Split(r[3], "|")
		}
		countries = append(countries, c)
		return nil
	})
	return regions, countries, err
}

// loadDates reads editions.csv, the publication time of each edition. The times are data, so that the
// files made from them have the same bytes everywhere.
func loadDates() (map[report.Period]time.Time, error) {
	dates := map[report.Period]time.Time{}
	err := eachRecord("editions.csv", []string{"period", "published_at"}, func(r []string) error {
		period, err := report.ParsePeriod(r[0])
		if err != nil {
			return err
		}
		at, err := time.Parse(time.RFC3339, r[1])
		if err != nil {
			return err
		}
		dates[period] = at.UTC()
		return nil
	})
	return dates, err
}

// editionSet holds the editions while their files are read.
type editionSet map[report.Period]*report.Edition

// get returns the edition of a period, which it adds if missing.
func (s editionSet) get(period string) (*report.Edition, error) {
	p, err := report.ParsePeriod(period)
	if err != nil {
		return nil, err
	}
	if s[p] == nil {
		s[p] = &report.Edition{Period: p}
	}
	return s[p], nil
}

// loadEditions reads requests.csv, figures.csv and notes.csv. It returns the editions oldest first.
func loadEditions(places *report.Places) ([]report.Edition, error) {
	editions := editionSet{}
	columns := report.Columns()
	header := append([]string{"period", "section", "country"}, columns[:]...)
	err := eachRecord("requests.csv", header, func(r []string) error { return editions.addRow(places, r) })
	if err != nil {
		return nil, err
	}
	err = eachRecord("figures.csv", []string{"period", "name", "value"}, func(r []string) error {
		e, err := editions.get(r[0])
		if err != nil {
			return err
		}
		value, err := parseCount(r[1], r[2])
		if !slices.Contains(report.SingleFigureNames(), r[1]) {
			err = fmt.Errorf("figure %q is unknown", r[1])
		}
		e.Figures = append(e.Figures, report.SingleFigure{Name: r[1], Value: value})
		return err
	})
	if err != nil {
		return nil, err
	}
	err = eachRecord("notes.csv", []string{"period", "section", "country_code", "text"}, func(r []string) error {
		e, err := editions.get(r[0])
		if err != nil {
			return err
		}
		note := e.NoteOn(report.Section(r[1]), r[2])
		if note == nil {
			return fmt.Errorf("%s has no row %q of section %q to note", e.Period, r[2], r[1])
		}
		*note = r[3]
		return nil
	})
	var list []report.Edition
	for _, e := range editions {
		e.Sort()
		list = append(list, *e)
	}
	slices.SortFunc(list, func(a, b report.Edition) int { return a.Period.Compare(b.Period) })
	return list, err
}

// addRow adds a record of requests.csv.
func (s editionSet) addRow(places *report.Places, r []string) error {
	e, err := s.get(r[0])
	if err != nil {
		return err
	}
	section, err := report.ParseSection(r[1])
	if err != nil {
		return err
	}
	country, ok := places.CountryNamed(r[2])
	if !ok {
		return fmt.Errorf("country %q is not in countries.csv", r[2])
	}
	var figures [6]int
	for i, column := range report.Columns() {
		if figures[i], err = parseCount(column, r[3+i]); err != nil {
			return err
		}
	}
	table := tableOf(e, section)
	if _, ok := table.Row(country.Code); ok {
		return fmt.Errorf("%s is listed twice in %s %s", country.Name, e.Period, section)
	}
	table.Rows = append(table.Rows, report.Row{Country: country.Code, Counts: report.CountsOf(figures)})
	return nil
}

// parseCount parses a number that is not negative.
func parseCount(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s is %q, want a count", name, value)
	}
	return n, nil
}

// tableOf returns the edition's table of a section, which it adds if missing.
func tableOf(e *report.Edition, s report.Section) *report.Table {
	for i := range e.Tables {
		if e.Tables[i].Section == s {
			return &e.Tables[i]
		}
	}
	table := report.Table{Section: s}
	if s.UnitVaries() {
		table.Unit = s.UsualUnit() // up to 2019; some rows that say otherwise have a note
	}
	e.Tables = append(e.Tables, table)
	return &e.Tables[len(e.Tables)-1]
}

// loadKnownNotes returns what is known to be odd in the source: the notes of the shipped editions on rows
// that do not add up and on sections that are gone, and those of known-notes.csv on later workbooks.
func loadKnownNotes(editions []report.Edition) ([]report.KnownNote, error) {
	var notes []report.KnownNote
	for i, e := range editions {
		for _, s := range report.Sections() {
			if i == 0 || e.Note == "" {
				continue
			}
			_, had := editions[i-1].Table(s)
			if _, has := e.Table(s); had && !has {
				notes = append(notes, report.KnownNote{Period: e.Period, Section: s, Text: e.Note})
			}
		}
		for section, r := range e.Inconsistent() {
			if r.Note != "" {
				notes = append(notes, report.KnownNote{Period: e.Period, Section: section, Country: r.Country, OutcomeSum: r.Counts.OutcomeSum(), Text: r.Note})
			}
		}
	}
	err := eachRecord("known-notes.csv", []string{"period", "section", "country_code", "outcome_sum", "text"}, func(r []string) error {
		period, err1 := report.ParsePeriod(r[0])
		section, err2 := report.ParseSection(r[1])
		sum, err3 := parseCount("outcome_sum", r[3])
		notes = append(notes, report.KnownNote{Period: period, Section: section, Country: r[2], OutcomeSum: sum, Text: r[4]})
		return errors.Join(err1, err2, err3)
	})
	return notes, err
}
