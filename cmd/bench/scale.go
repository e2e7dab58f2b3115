package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
)

// size is the size of a report.
type size struct{ periods, places int }

// measureScale prints a table of what grows with a report.
func measureScale(ctx context.Context, dir, lerr string) error {
	fmt.Println("| periods × places | start | publish | resident |\n| --- | ---: | ---: | ---: |")
	for _, s := range []size{{13, 90}, {130, 250}, {1300, 250}} {
		if err := measureSize(ctx, dir, lerr, s); err != nil {
			return fmt.Errorf("%d periods × %d places: %w", s.periods, s.places, err)
		}
	}
	return nil
}

func measureSize(ctx context.Context, dir, lerr string, s size) error {
	db, file := filepath.Join(dir, fmt.Sprintf("%d-%d.db", s.periods, s.places)), filepath.Join(dir, "next.csv")
	next, err := fill(ctx, db, s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, formatCSV(next), 0o644); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, lerr, "init", "--db", db).CombinedOutput(); err != nil { // seals it
		return fmt.Errorf("init: %w: %s", err, out)
	}
	p, err := start(ctx, dir, "/", serveCommand(lerr, db))
	if err != nil {
		return err
	}
	defer p.stop()
	began := time.Now()
	out, err := exec.CommandContext(ctx, lerr, "publish", file, "--db", db, "--accept", "deviation,figure-missing,outcomes,large-change,largest-movers").CombinedOutput()
	if err != nil {
		return fmt.Errorf("publish: %w: %s", err, out)
	}
	published := time.Since(began)

	memory, err := p.resident()
	if err != nil {
		return err
	}
	fmt.Printf("| %d × %d | %.2f s | %.2f s | %.0f MB |\n", s.periods, s.places, p.ready.Seconds(), published.Seconds(), memory)
	return nil
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
		n += n * ((7919*i + 6151*(2*p.Year+p.Half)) % 9973) / 40000 // no half-year repeats another
		c := report.Counts{Requests: n, Accounts: 2 * n, Content: n / 10, NonContent: n / 2, NoData: n / 5}
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
