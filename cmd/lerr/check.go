package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// errProblems is returned by a check that has found and printed errors.
var errProblems = errors.New("the file has errors")

func checkCommand() *cobra.Command {
	c := &cobra.Command{Use: "check FILE", Short: "Check a workbook or CSV file and print its totals and problems"}
	asJSON := c.Flags().Bool("json", false, "print JSON")
	var where location
	where.addFlags(c.Flags(), "", "database `FILE` whose published figures it is compared with; without it only the file is checked")
	c.RunE = func(c *cobra.Command, args []string) error {
		content, err := readFile(args[0])
		if err != nil {
			return err
		}
		draft, err := check(c.Context(), where, filepath.Base(args[0]), content)
		if err != nil {
			return usageError{err} // a check that could not run differs from one that found errors
		}
		write := printChecked
		if *asJSON {
			write = printJSON
		}
		if err := write(c.OutOrStdout(), draft); err != nil {
			return err
		}
		if len(draft.Findings.Only(report.SeverityError)) > 0 {
			return errProblems
		}
		return nil
	}
	return c
}

// check returns a file as a draft with its problems. With a database it also compares the file with what
// is published there. The answers of the FAQ are not checked, as no file holds them.
func check(ctx context.Context, where location, name string, content []byte) (draft publish.Draft, err error) {
	if where.db == "" {
		shipped, err := data.Load()
		if err != nil {
			return draft, err
		}
		places, err := report.NewPlaces(shipped.Regions, shipped.Countries)
		if err != nil {
			return draft, fmt.Errorf("shipped report: %w", err)
		}
		return publish.CheckFile(ctx, places, shipped.KnownNotes, name, content), nil
	}
	err = toRead(ctx, where, func(db database) error {
		archive, err := db.service.Archive(ctx)
		if err != nil {
			return err
		}
		if draft, err = db.service.Read(ctx, name, content, report.Period{}); err != nil {
			return err
		}
		draft.Findings = db.service.ExamineFile(draft, archive)
		return nil
	})
	return draft, err
}

// checked is the JSON form of a check.
type checked struct {
	Period   string                    `json:"period"`
	Sections map[string]map[string]int `json:"sections"`
	Problems report.Problems           `json:"problems"`
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

// maxFile is the number of bytes read of a file; workbook refuses larger ones.
const maxFile = 11 << 20

// readFile returns the content of a file. A file that cannot be read is a usage error.
func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, usageError{err}
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFile))
	if err != nil {
		return nil, usageError{err}
	}
	return content, nil
}
