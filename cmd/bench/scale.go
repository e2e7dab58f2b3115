package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"lerr/data"
	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
)

// size is how large a report is.
type size struct{ periods, places int }

// measureScale measures what grows with a report: its start, a publication, a page.
func measureScale(ctx context.Context, dir, lerr string) error {
	fmt.Println("| periods × places | start | publish | commit to wire | page made | page, Brotli | database | resident |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, s := range []size{{13, 90}, {13, 250}, {130, 90}, {130, 250}, {1300, 90}, {1300, 250}} {
		if err := measureSize(ctx, dir, lerr, s); err != nil {
			return fmt.Errorf("%d periods × %d places: %w", s.periods, s.places, err)
		}
	}
	return nil
}

func measureSize(ctx context.Context, dir, lerr string, s size) (err error) {
	fmt.Fprintf(os.Stderr, "%d periods × %d places\n", s.periods, s.places)
	db := filepath.Join(dir, fmt.Sprintf("%d-%d.db", s.periods, s.places))
	next, err := fill(ctx, db, s)
	if err != nil {
		return err
	}
	p, started, err := startLerr(ctx, lerr, db, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()

	file := filepath.Join(dir, "next.csv")
	if err := os.WriteFile(file, csvOf(next), 0o644); err != nil {
		return err
	}
	wire := make(chan time.Time, 1)
	go func() { wire <- waitFor(ctx, p.url+"/"+next.Period.String()) }()
	began := time.Now()
	out, err := exec.CommandContext(ctx, lerr, append([]string{"publish", file, "--db", db}, accepted()...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("publish: %w: %s", err, out)
	}
	published := time.Now()
	toWire := max((<-wire).Sub(published), 0)

	// Pages that nobody asked for yet, each made by its request, when those made ahead are made.
	time.Sleep(5 * time.Second)
	var made, weights []float64
	for i := range 60 {
		path := fmt.Sprintf("/%s/%s", next.Period.Previous(), strings.ToLower(code(i)))
		t := time.Now()
		n, err := fetch(p.url+path, "br")
		if err != nil {
			return err
		}
		made, weights = append(made, float64(time.Since(t).Microseconds())/1000), append(weights, float64(n))
	}
	held, err := p.resident()
	if err != nil {
		return err
	}
	info, err := os.Stat(db)
	if err != nil {
		return err
	}
	fmt.Printf("| %d × %d | %.2f s | %.2f s | %d ms | %.1f ms | %.1f KB | %.1f MB | %.0f MB |\n", s.periods, s.places,
		started.Seconds(), published.Sub(began).Seconds(), toWire.Milliseconds(), median(made), median(weights)/1000,
		float64(info.Size())/1e6, float64(held)/1e6)
	return nil
}

// accepted are the warnings that made-up figures give rise to.
func accepted() []string {
	var args []string
	for _, w := range []string{"deviation", "figure-missing", "outcomes"} {
		args = append(args, "--accept", w)
	}
	return args
}

// waitFor waits until a page is there, and is the moment at which it was.
func waitFor(ctx context.Context, address string) time.Time {
	for ctx.Err() == nil {
		if w, err := http.Get(address); err == nil {
			_, _ = io.Copy(io.Discard, w.Body)
			w.Body.Close()
			if w.StatusCode == http.StatusOK {
				return time.Now()
			}
		}
		time.Sleep(time.Millisecond)
	}
	return time.Now()
}

func fetch(address, coding string) (int64, error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Accept-Encoding", coding)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: answered %d", address, w.StatusCode)
	}
	return io.Copy(io.Discard, w.Body)
}

// code is the code of the nth country: AA, AB, AC …
func code(n int) string { return string(rune('A'+n/26)) + string(rune('A'+n%26)) }

// fill writes a report of made-up figures, and is the edition that follows it.
func fill(ctx context.Context, path string, s size) (report.Edition, error) {
	shipped, err := data.Load()
	if err != nil {
		return report.Edition{}, err
	}
	p := publish.Publication{Regions: shipped.Regions}
	for i := range s.places {
		region := shipped.Regions[i%len(shipped.Regions)]
		p.Countries = append(p.Countries, report.Country{Code: code(i), Name: "Country " + code(i), Region: region.Slug})
	}
	period := report.Period{Year: 2013, Half: 1}
	for range s.periods {
		e := edition(period, s)
		e.Sort()
		p.Revisions = append(p.Revisions, report.Revision{Edition: e, Number: 1, PublishedAt: time.Unix(1_600_000_000, 0), Digest: e.Digest()})
		period = period.Next()
	}
	next := edition(period, s)
	p.Events = []audit.Event{{At: time.Now(), Actor: "bench", Action: "seed", Text: "made up"}}
	db, err := store.Open(ctx, path)
	if err != nil {
		return next, err
	}
	return next, errors.Join(db.Publish(ctx, p), db.Close())
}

// edition is a period with a row for each country.
func edition(p report.Period, s size) report.Edition {
	t := report.Table{Section: report.Criminal}
	for i := range s.places {
		n := 20 + (i*i)%3000
		c := report.Counts{Requests: n, Accounts: 2 * n, Content: n / 10, NonContent: n / 2, NoData: n / 5}
		c.Rejected = n - c.Content - c.NonContent - c.NoData
		t.Rows = append(t.Rows, report.Row{Country: code(i), Counts: c})
	}
	return report.Edition{Period: p, Tables: []report.Table{t}}
}

// csvOf is an edition as the file that staff upload.
func csvOf(e report.Edition) []byte {
	var b bytes.Buffer
	b.WriteString("period,section,country,requests,accounts,content,non_content,no_data,rejected\n")
	for _, t := range e.Tables {
		for _, r := range t.Rows {
			c := r.Counts
			fmt.Fprintf(&b, "%s,%s,Country %s,%d,%d,%d,%d,%d,%d\n", e.Period, t.Section, r.Country, c.Requests, c.Accounts, c.Content, c.NonContent, c.NoData, c.Rejected)
		}
	}
	return b.Bytes()
}
