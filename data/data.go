// Package data is the report that the program ships with, as files: figures, places, notes, FAQ
// and site profile. Another organization replaces the files and leaves the code.
//
// It owns reading those files strictly; what they must add up to is in data_test.go. It may import
// internal/report, and internal/chart for the outlines of the map. Start reading at Load.
package data

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"lerr/internal/chart"
	"lerr/internal/report"
)

//go:embed *.csv site
var files embed.FS

// Shipped is the whole of the shipped report.
type Shipped struct {
	Site       report.Site
	Regions    []report.Region
	Countries  []report.Country
	Editions   []report.Edition            // oldest first
	Dates      map[report.Period]time.Time // when each edition counts as published, UTC
	KnownNotes []report.KnownNote          // on odd rows of the source's workbooks, those to come included
	World      chart.World                 // the outlines of the world map
}

// Load reads the shipped files. Any fault in them is an error that names the file and the line.
func Load() (*Shipped, error) {
	s := &Shipped{}
	var err error
	if s.Site, err = loadSite(); err != nil {
		return nil, err
	}
	if s.Regions, s.Countries, err = loadPlaces(); err != nil {
		return nil, err
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		return nil, fmt.Errorf("countries.csv: %w", err)
	}
	if s.Dates, err = loadDates(); err != nil {
		return nil, err
	}
	if s.Editions, err = loadEditions(places); err != nil {
		return nil, err
	}
	if s.KnownNotes, err = loadRemarks(s.Editions); err != nil {
		return nil, err
	}
	if s.World, err = loadWorld(); err != nil {
		return nil, err
	}
	return s, nil
}

// loadSite reads the site profile and its texts.
func loadSite() (report.Site, error) {
	var site report.Site
	raw, err := files.ReadFile("site/site.json")
	if err != nil {
		return site, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&site); err != nil {
		return site, fmt.Errorf("site/site.json: %w", err)
	}
	intro, err := files.ReadFile("site/faq-intro.md")
	if err != nil {
		return site, err
	}
	site.FAQIntro = strings.TrimSpace(string(intro))
	err = eachText("site/intro", func(_ string, t report.Text) {
		site.Intro = append(site.Intro, t)
	})
	if err != nil {
		return site, err
	}
	err = eachText("site/faq", func(id string, t report.Text) {
		site.FAQ = append(site.FAQ, report.Question{ID: id, Title: t.Title, Body: t.Body})
	})
	if err != nil {
		return site, err
	}
	err = eachRecord("site/definitions.csv", []string{"term", "meaning"}, func(r []string) error {
		site.Definitions = append(site.Definitions, report.Definition{Term: r[0], Meaning: r[1]})
		return nil
	})
	if err != nil {
		return site, err
	}
	return site, loadMethodology(&site)
}

// eachText reads a folder's Markdown files in the order of their names. A name is a number, a
// hyphen and an id; the first line is the title after "# ".
func eachText(dir string, use func(id string, t report.Text)) error {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		raw, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		_, id, numbered := strings.Cut(strings.TrimSuffix(entry.Name(), ".md"), "-")
		title, body, ok := strings.Cut(string(raw), "\n")
		title, titled := strings.CutPrefix(title, "# ")
		if !numbered || !ok || !titled {
			return fmt.Errorf("%s: want a name like 01-id.md and a first line like \"# Title\"", name)
		}
		use(id, report.Text{Title: strings.TrimSpace(title), Body: strings.TrimSpace(body)})
	}
	return nil
}
