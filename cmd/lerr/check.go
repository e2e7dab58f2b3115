package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
	"lerr/views"
)

// errProblems says that a check found errors; they have been printed.
var errProblems = errors.New("the file has errors")

// checked is what a check prints as JSON.
type checked struct {
	Period   string                    `json:"period"`
	Sections map[string]map[string]int `json:"sections"`
	Problems report.Problems           `json:"problems"`
}

// check prints the totals and the problems of a file: of the file alone, or against what is
// published.
func check(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr check FILE", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print JSON")
	path := flags.String("db", "", "database to check the file against; none checks the file alone")
	files, err := parseArguments(flags, args, stderr, "FILE")
	if err != nil {
		return err
	}
	content, err := readFile(files[0])
	if err != nil {
		return err
	}
	name := filepath.Base(files[0])
	var draft publish.Draft
	if *path == "" {
		draft, err = checkAlone(ctx, name, content)
	} else {
		err = withDesk(ctx, *path, func(_ *store.DB, desk *publish.Service) error {
			draft, err = checkAgainst(ctx, desk, name, content)
			return err
		})
	}
	if err != nil {
		return unrun(err)
	}
	if *asJSON {
		err = printJSON(stdout, draft)
	} else {
		err = printChecked(stdout, draft)
	}
	if err == nil && len(draft.Findings.Only(report.SeverityError)) > 0 {
		err = errProblems
	}
	return err
}

// checkAlone checks a file by the rules that need nothing else. All findings are in the draft's.
func checkAlone(ctx context.Context, name string, content []byte) (publish.Draft, error) {
	shipped, err := data.Load()
	if err != nil {
		return publish.Draft{}, fmt.Errorf("shipped report: %w", err)
	}
	places, err := report.NewPlaces(shipped.Regions, shipped.Countries)
	if err != nil {
		return publish.Draft{}, fmt.Errorf("shipped report: %w", err)
	}
	return publish.CheckFile(ctx, places, shipped.Remarks, name, content), nil
}

// checkAgainst checks a file against what is published. Answers are not part of a file, and so not
// of its check.
func checkAgainst(ctx context.Context, desk *publish.Service, name string, content []byte) (publish.Draft, error) {
	archive, err := desk.Archive(ctx)
	if err != nil {
		return publish.Draft{}, err
	}
	draft, err := desk.Read(ctx, name, content, report.Period{})
	if err != nil {
		return draft, err
	}
	draft.Findings = publish.ExamineFile(draft, archive)
	return draft, nil
}

func printJSON(w io.Writer, d publish.Draft) error {
	c := checked{Sections: map[string]map[string]int{}, Problems: report.Problems{}}
	for _, p := range d.Findings {
		p.Sheet, p.Cell = p.Place()
		c.Problems = append(c.Problems, p)
	}
	if !d.Edition.Period.IsZero() {
		c.Period = d.Edition.Period.String()
	}
	for _, t := range d.Edition.Tables {
		sums := map[string]int{}
		for i, n := range t.Sum().Figures() {
			sums[report.Columns()[i]] = n
		}
		c.Sections[string(t.Section)] = sums
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(c)
}

func printChecked(w io.Writer, d publish.Draft) error {
	period := "no period"
	if !d.Edition.Period.IsZero() {
		period = d.Edition.Period.Label()
	}
	fmt.Fprintf(w, "%s: %s\n", d.File.Name, period)
	for _, t := range d.Edition.Tables {
		s := t.Sum()
		fmt.Fprintf(w, "  %-12s %3d rows  requests %d, accounts %d, content %d, non-content %d, no data %d, rejected %d\n",
			t.Section, len(t.Rows), s.Requests, s.Accounts, s.Content, s.NonContent, s.NoData, s.Rejected)
	}
	for _, p := range d.Findings {
		fmt.Fprintln(w, p)
	}
	var counts []string
	for _, severity := range []report.Severity{report.SeverityError, report.SeverityWarning, report.SeverityNotice} {
		counts = append(counts, views.Plural(len(d.Findings.Only(severity)), string(severity), string(severity)+"s"))
	}
	_, err := fmt.Fprintln(w, strings.Join(counts, ", "))
	return err
}

// maxFile is the largest file that is read, in bytes; workbook refuses what is larger.
const maxFile = 11 << 20

// readFile reads a file of staff. One that cannot be read is a fault of the call, not of the figures.
func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, errUsage)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFile))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, errUsage)
	}
	return content, nil
}

// unrun marks an error of a check that could not be run, so that it is told from one that found
// errors by its exit code.
func unrun(err error) error { return fmt.Errorf("%w: %w", err, errUsage) }
