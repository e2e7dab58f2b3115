// Package data holds the shipped report as files: figures, places, notes, FAQ and site profile.
// Another organization replaces the files, not the code.
//
// It reads the files strictly; data_test.go checks their totals. Of the program it imports
// internal/report, and internal/chart for the outlines of the map. Start reading at Load.
package data

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"lerr/internal/chart"
	"lerr/internal/report"
)

//go:embed *.csv site
var files embed.FS

// Shipped is the shipped report.
type Shipped struct {
	Site       report.Site
	Regions    []report.Region
	Countries  []report.Country
	Editions   []report.Edition            // oldest first
	Dates      map[report.Period]time.Time // publication times, UTC
	KnownNotes []report.KnownNote          // on inconsistent rows of the source, including future ones
	World      chart.World                 // outlines of the world map
}

// TextsHash returns the SHA-256, in hexadecimal, of all shipped files, by their paths and bytes.
func TextsHash() (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := files.ReadFile(path)
		fmt.Fprintf(hash, "%q %d\n%s", path, len(content), content)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil)), err
}

// Load reads the shipped files. Errors name the file and the line.
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
	if s.KnownNotes, err = loadKnownNotes(s.Editions); err != nil {
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
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&site); err != nil {
		return site, fmt.Errorf("site/site.json: %w", err)
	}
	intro, err := files.ReadFile("site/faq-intro.md")
	site.FAQIntro = strings.TrimSpace(string(intro))
	return site, errors.Join(err,
		eachText("site/intro", func(_ string, t report.Text) {
			site.Intro = append(site.Intro, t)
		}),
		eachText("site/faq", func(id string, t report.Text) {
			site.FAQ = append(site.FAQ, report.Question{ID: id, Title: t.Title, Body: t.Body})
		}),
		eachText("site/methodology", func(id string, t report.Text) {
			site.Methodology = append(site.Methodology, report.Chapter{ID: id, Title: t.Title, Body: t.Body})
		}),
		eachRecord("site/definitions.csv", []string{"term", "meaning"}, func(r []string) error {
			site.Definitions = append(site.Definitions, report.Definition{Term: r[0], Meaning: r[1]})
			return nil
		}),
		eachRecord("site/signs.csv", []string{"sign", "meaning"}, func(r []string) error {
			site.Signs = append(site.Signs, report.Sign{Sign: r[0], Meaning: r[1]})
			return nil
		}),
		loadLinks(&site),
		loadOtherNames(&site),
		loadAssessment(&site))
}

// ownReport is the id of the organization's own report in links.csv.
const ownReport = "report"

// loadLinks reads the addresses of what the organization published itself. An id that is a period names its
// announcement, with its day. The texts may link to no other page of the organization.
func loadLinks(site *report.Site) error {
	site.Publications = map[report.Period]report.Publication{}
	return eachRecord("site/links.csv", []string{"id", "address", "date"}, func(r []string) error {
		if r[0] == ownReport {
			site.OwnReport = r[1]
		}
		if r[2] == "" {
			return nil
		}
		period, err := report.ParsePeriod(r[0])
		if err != nil {
			return err
		}
		day, err := time.Parse(time.DateOnly, r[2])
		site.Publications[period] = report.Publication{Address: r[1], Date: day}
		return err
	})
}

// loadOtherNames reads other-names.csv, the names under which readers look for a place.
func loadOtherNames(site *report.Site) error {
	site.OtherNames = report.OtherNames{}
	return eachRecord("other-names.csv", []string{"place", "names"}, func(r []string) error {
		if site.OtherNames[r[0]] != nil {
			return fmt.Errorf("%s is listed twice", r[0])
		}
		site.OtherNames[r[0]] = strings.Split(r[1], "|")
		return nil
	})
}

// loadAssessment reads the self-assessment of the methodology page.
func loadAssessment(site *report.Site) error {
	verdicts := []report.Verdict{report.VerdictYes, report.VerdictNo, report.VerdictNotReported, report.VerdictByCalendar}
	return eachRecord("site/assessment.csv", []string{"element", "answer", "reason", "address"}, func(r []string) error {
		e := report.Element{Name: r[0], Verdict: report.Verdict(r[1]), Reason: r[2], Address: r[3]}
		if !slices.Contains(verdicts, e.Verdict) {
			return fmt.Errorf("answer is %q, want one of %q", r[1], verdicts)
		}
		site.Assessment = append(site.Assessment, e)
		return nil
	})
}

// eachText passes a folder's Markdown files to use, in the order of their names. A name consists of a
// number, a hyphen and an id; the first line is "# " and the title.
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

// loadWorld reads world.csv, the outlines of the world map. Its coordinates are in hundredths of a
// degree.
func loadWorld() (chart.World, error) {
	var world chart.World
	seen := map[string]bool{}
	err := eachRecord("world.csv", []string{"code", "name", "longitude", "latitude", "outline"}, func(r []string) error {
		o := chart.Outline{Code: r[0], Name: r[1]}
		if o.Code != "" && seen[o.Code] {
			return fmt.Errorf("%s is listed twice", o.Code)
		}
		seen[o.Code] = true
		for i, to := range []*float64{&o.Centre.Longitude, &o.Centre.Latitude} {
			hundredths, err := strconv.Atoi(r[2+i])
			if err != nil {
				return err
			}
			*to = float64(hundredths) / 100
		}
		var err error
		o.Rings, err = chart.ParseRings(r[4])
		world = append(world, o)
		return err
	})
	return world, err
}
