package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
)

// size is the size of a report.
type size struct{ periods, places int }

// scaleRuns is the number of times that each size is measured on each engine, in turn.
const scaleRuns = 3

// scaled holds what was measured of a large report: seconds and megabytes.
type scaled struct{ start, publish, resident []float64 }

// measureScale prints a table of what grows with a report, on SQLite and, if there is an address of a PostgreSQL
// database in which schemas may be made, on that.
func measureScale(ctx context.Context, dir, lerr, postgres string) error {
	fmt.Println("| periods × places | database | start, s | publish, s | resident, MB |\n| --- | --- | ---: | ---: | ---: |")
	engines := []string{"SQLite"}
	if postgres != "" {
		engines = append(engines, "PostgreSQL")
	}
	for _, s := range []size{{13, 90}, {130, 250}, {1300, 250}} {
		found := map[string]*scaled{}
		for n := range scaleRuns {
			for _, engine := range engines {
				path := filepath.Join(dir, fmt.Sprintf("%s-%d-%d-%d.db", engine, s.periods, s.places, n))
				if engine != "SQLite" {
					if err := prepareSchema(ctx, path, postgres, fmt.Sprintf("bench_%d_%d", s.periods, n)); err != nil {
						return err
					}
				}
				if found[engine] == nil {
					found[engine] = &scaled{}
				}
				if err := measureSize(ctx, dir, lerr, path, s, found[engine]); err != nil {
					return fmt.Errorf("%d periods × %d places on %s: %w", s.periods, s.places, engine, err)
				}
			}
		}
		for _, engine := range engines {
			f := found[engine]
			fmt.Printf("| %d × %d | %s | %s | %s | %s |\n", s.periods, s.places, engine, ranged("%.2f", f.start), ranged("%.2f", f.publish), ranged("%.0f", f.resident))
		}
	}
	return nil
}

// ranged formats a median with its range.
func ranged(format string, numbers []float64) string {
	return fmt.Sprintf(format+" ("+format+"–"+format+")", median(numbers), slices.Min(numbers), slices.Max(numbers))
}

// prepareSchema makes an empty schema, and at path a file with its address.
func prepareSchema(ctx context.Context, path, postgres, schema string) error {
	statement := fmt.Sprintf("DROP SCHEMA IF EXISTS %[1]s CASCADE; CREATE SCHEMA %[1]s", schema)
	if out, err := exec.CommandContext(ctx, "psql", "--quiet", "--dbname", postgres, "--command", statement).CombinedOutput(); err != nil {
		return fmt.Errorf("psql: %w: %s", err, out)
	}
	separator := "?"
	if strings.Contains(postgres, "?") {
		separator = "&"
	}
	return os.WriteFile(path, []byte(postgres+separator+"search_path="+schema), 0o600)
}

// accepted are the warnings that invented figures cause.
const accepted = "deviation,figure-missing,outcomes,large-change,largest-movers"

// measureSize measures a start with a report, and the publication of its next period from a file, without the rehearsal
// of its pages, which asks the database nothing.
func measureSize(ctx context.Context, dir, lerr, path string, s size, found *scaled) error {
	next, err := fill(ctx, path, s)
	if err != nil {
		return err
	}
	published, err := publishNext(ctx, path, next)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if out, err := exec.CommandContext(ctx, lerr, "init", "--db", path).CombinedOutput(); err != nil { // seals it
		return fmt.Errorf("init: %w: %s", err, out)
	}
	p, err := start(ctx, dir, "/", serveCommand(lerr, path))
	if err != nil {
		return err
	}
	defer p.stop()
	memory, err := p.resident()
	if err != nil {
		return err
	}
	found.start = append(found.start, p.ready.Seconds())
	found.publish = append(found.publish, published.Seconds())
	found.resident = append(found.resident, memory)
	return nil
}

// publishNext publishes an edition as a program that runs does, and returns how long that took.
func publishNext(ctx context.Context, path string, next report.Edition) (took time.Duration, err error) {
	db, err := store.Open(ctx, path, nil)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	if _, err := service.Archive(ctx); err != nil {
		return 0, err
	}
	began := time.Now()
	_, err = service.PublishFile(ctx, publish.DirectPublication{Actor: "bench", Name: "next.csv", File: formatCSV(next), Accept: strings.Split(accepted, ",")})
	return time.Since(began), err
}

// code returns the code of the nth country: AA, AB, AC …
func code(n int) string { return string(rune('A'+n/26)) + string(rune('A'+n%26)) }

// fill writes a report of invented figures to a new database and returns the edition that follows it.
func fill(ctx context.Context, path string, s size) (next report.Edition, err error) {
	p := publish.Publication{
		Regions: []report.Region{{Slug: "europe", Name: "Europe"}},
		Events:  []audit.Event{{At: time.Now(), Actor: "bench", Action: "seed", Text: "invented"}},
	}
	for i := range s.places {
		p.Countries = append(p.Countries, report.Country{Code: code(i), Name: "Country " + code(i), Region: "europe"})
	}
	period := report.Period{Year: 2013, Half: 1}
	for range s.periods {
		e := edition(period, s.places)
		p.Revisions = append(p.Revisions, report.Revision{Edition: e, Number: 1, PublishedAt: time.Unix(1_600_000_000, 0), Digest: e.Digest()})
		period = period.Next()
	}
	err = store.Create(ctx, path, nil, func(db *store.DB) error { return db.Publish(ctx, p) })
	return edition(period, s.places), err
}

// edition returns a period with a row for each country.
func edition(p report.Period, countries int) report.Edition {
	t := report.Table{Section: report.Criminal}
	for i := range countries {
		n := 20_000 + (i*i)%30_000
		n += n * ((7919*i + 6151*(2*p.Year+p.Half)) % 9973) / 40000            // no half-year repeats another
		other := int(uint32(7919*i+6151*(2*p.Year+p.Half)) * 2654435761 >> 22) // up to 1023, another one for each row
		c := report.Counts{Requests: n, Accounts: 2*n + other, Content: n/10 + other, NonContent: n/2 - other, NoData: n/5 + other/2}
		c.Rejected = n - c.Content - c.NonContent - c.NoData
		t.Rows = append(t.Rows, report.Row{Country: code(i), Counts: c})
	}
	return report.Edition{Period: p, Tables: []report.Table{t}}
}

// formatCSV returns an edition as the file that staff upload.
func formatCSV(e report.Edition) []byte {
	var b bytes.Buffer
	b.WriteString("period,section,country,requests,accounts,content,non_content,no_data,rejected\n")
	for _, r := range e.Tables[0].Rows {
		c := r.Counts
		fmt.Fprintf(&b, "%s,%s,Country %s,%d,%d,%d,%d,%d,%d\n", e.Period, report.Criminal, r.Country, c.Requests, c.Accounts, c.Content, c.NonContent, c.NoData, c.Rejected)
	}
	return b.Bytes()
}
