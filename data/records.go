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

// eachRecord reads a CSV file whose header must be exactly the columns, and passes each record on.
// Errors name the file and the line.
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

// loadDates reads editions.csv: the moment from which each edition counts as published here. It
// is data, so that the files made from it are the same bytes wherever they are made.
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

// loadEditions reads requests.csv, figures.csv and notes.csv into editions, oldest first.
func loadEditions(places *report.Places) ([]report.Edition, error) {
	editions := map[report.Period]*report.Edition{}
	edition := func(s string) (*report.Edition, error) {
		period, err := report.ParsePeriod(s)
		if err != nil {
			return nil, err
		}
		if editions[period] == nil {
			editions[period] = &report.Edition{Period: period}
		}
		return editions[period], nil
	}
	columns := report.Columns()
	header := append([]string{"period", "section", "country"}, columns[:]...)
	err := eachRecord("requests.csv", header, func(r []string) error {
		e, err := edition(r[0])
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
		for i := range figures {
			if figures[i], err = strconv.Atoi(r[3+i]); err != nil || figures[i] < 0 {
				return fmt.Errorf("%s is %q, want a count", columns[i], r[3+i])
			}
		}
		table := tableOf(e, section)
		if _, twice := table.Row(country.Code); twice {
			return fmt.Errorf("%s stands twice in %s %s", country.Name, e.Period, section)
		}
		table.Rows = append(table.Rows, report.Row{Country: country.Code, Counts: report.CountsOf(figures)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRecord("figures.csv", []string{"period", "name", "value"}, func(r []string) error {
		e, err := edition(r[0])
		if err != nil {
			return err
		}
		value, err := strconv.Atoi(r[2])
		if err != nil || value < 0 || !slices.Contains(report.SingleFigureNames(), r[1]) {
			return fmt.Errorf("figure %q is %q, want a known name and a count", r[1], r[2])
		}
		e.Figures = append(e.Figures, report.SingleFigure{Name: r[1], Value: value})
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRecord("notes.csv", []string{"period", "section", "country_code", "text"}, func(r []string) error {
		e, err := edition(r[0])
		if err != nil {
			return err
		}
		return placeNote(e, report.Section(r[1]), r[2], r[3])
	})
	if err != nil {
		return nil, err
	}
	var list []report.Edition
	for _, e := range editions {
		e.Sort()
		list = append(list, *e)
	}
	slices.SortFunc(list, func(a, b report.Edition) int { return a.Period.Compare(b.Period) })
	return list, nil
}

// tableOf finds the edition's table of a section, adding an empty one where there is none.
func tableOf(e *report.Edition, s report.Section) *report.Table {
	for i := range e.Tables {
		if e.Tables[i].Section == s {
			return &e.Tables[i]
		}
	}
	e.Tables = append(e.Tables, report.Table{Section: s})
	return &e.Tables[len(e.Tables)-1]
}

// placeNote puts a note on the edition, on one of its tables, or on one of their rows.
func placeNote(e *report.Edition, s report.Section, country, text string) error {
	if s == "" {
		e.Note = text
		return nil
	}
	if _, ok := e.Table(s); !ok {
		return fmt.Errorf("%s has no section %q to note", e.Period, s)
	}
	table := tableOf(e, s)
	if country == "" {
		table.Note = text
		return nil
	}
	for i := range table.Rows {
		if table.Rows[i].Country == country {
			table.Rows[i].Note = text
			return nil
		}
	}
	return fmt.Errorf("%s %s has no row %q to note", e.Period, s, country)
}

// loadRemarks lists what is said of odd rows: in the shipped editions, and in remarks.csv of the
// workbooks that come after them.
func loadRemarks(editions []report.Edition) ([]report.KnownNote, error) {
	var remarks []report.KnownNote
	for _, e := range editions {
		for _, t := range e.Tables {
			for _, r := range t.Rows {
				if r.Note != "" && r.Counts.OutcomeSum() != r.Counts.Expected(t.Section) {
					remarks = append(remarks, report.KnownNote{
						Period: e.Period, Section: t.Section, Country: r.Country, OutcomeSum: r.Counts.OutcomeSum(), Text: r.Note,
					})
				}
			}
		}
	}
	err := eachRecord("known-notes.csv", []string{"period", "section", "country_code", "outcome_sum", "text"}, func(r []string) error {
		period, err := report.ParsePeriod(r[0])
		if err != nil {
			return err
		}
		section, err := report.ParseSection(r[1])
		if err != nil {
			return err
		}
		ended, err := strconv.Atoi(r[3])
		if err != nil {
			return fmt.Errorf("ended is %q, want a count", r[3])
		}
		remarks = append(remarks, report.KnownNote{Period: period, Section: section, Country: r[2], OutcomeSum: ended, Text: r[4]})
		return nil
	})
	return remarks, err
}
