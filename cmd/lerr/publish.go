package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

func publishCommand() *cobra.Command {
	c := &cobra.Command{Use: "publish FILE", Short: "Publish a file through the same checks, without a second person"}
	var where location
	where.addFlags(c.Flags(), "", "database `FILE` to publish into")
	at := c.Flags().String("at", "", "`TIME` at which it becomes public, such as 2020-04-30T09:00:00Z; now by default")
	note := c.Flags().String("note", "", "public note on a correction: what it corrects")
	reason := c.Flags().String("reason", "", "why it becomes public at another time than announced; the audit log keeps it")
	explain := c.Flags().String("explain", "", "CSV `FILE` of explanations, one for each difference: section,country_code,column,stated,computed,text")
	accept := c.Flags().StringArray("accept", nil, "`CODE` of warnings to accept; several with commas, or by repeating the flag")
	base := c.Flags().String("base-url", "", "public `URL` of the site, as serve has it; the files contain it")
	unit := c.Flags().StringArray("unit", nil, "what the outcomes of a section count, where the file does not say it: `SECTION=requests` or accounts")
	name := c.Flags().StringArray("name", nil, "name of a country from this period on: `CODE=NAME`, such as TR=Türkiye")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if err := checkURL("--base-url", *base); err != nil {
			return err
		}
		names := map[string]string{}
		for _, text := range *name {
			code, called, ok := strings.Cut(text, "=")
			if names[code] = called; !ok {
				return usageError{fmt.Errorf("--name is %q; give a code and a name, such as TR=Türkiye", text)}
			}
		}
		units := map[report.Section]report.Unit{}
		for _, text := range *unit {
			section, counted, _ := strings.Cut(text, "=")
			if units[report.Section(section)], err = report.ParseUnit(counted); err != nil {
				return usageError{fmt.Errorf("--unit is %q; give civil=requests or civil=accounts", text)}
			}
		}
		var release time.Time
		if *at != "" {
			if release, err = time.Parse(time.RFC3339, *at); err != nil {
				return usageError{fmt.Errorf("--at is %q; give a time with its offset, such as 2020-04-30T09:00:00Z", *at)}
			}
		}
		content, err := readFile(args[0])
		if err != nil {
			return err
		}
		explanations, written, err := readExplanations(*explain)
		if err != nil {
			return err
		}
		return withDatabaseOf(c.Context(), where, *base, func(db database) error {
			draft, err := db.service.PublishFile(c.Context(), publish.DirectPublication{
				Actor: shellActor(), Name: filepath.Base(args[0]), File: content, At: release, Reason: *reason, Note: *note, Accept: splitCodes(*accept),
				Units: units, Names: names, Explanations: explanations,
			})
			if refusal, ok := errors.AsType[*publish.Refusal](err); ok && strings.HasSuffix(refusal.Text, publish.SayWhyOff) {
				return usageError{fmt.Errorf("%w\nsay it by --reason 'TEXT', or publish at the announced time by --at TIME", err)}
			}
			if err != nil {
				return err
			}
			if err := printPublished(c.OutOrStdout(), draft); err != nil {
				return err
			}
			if err := printReplaced(c.OutOrStdout(), "--explain", written); err != nil {
				return err
			}
			if *note == "" || draft.Note != "" {
				return printReplaced(c.OutOrStdout(), "--note", *note)
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), "  --note is not published: only a correction and a publication after a withdrawal have a public note")
			return err
		})
	}
	return c
}

// readExplanations reads the file of --explain, and returns what is written in it, too. An empty name gives
// none.
func readExplanations(name string) (explanations []publish.Explanation, written string, err error) {
	if name == "" {
		return nil, "", nil
	}
	content, err := readFile(name)
	if err != nil {
		return nil, "", err
	}
	if explanations, err = publish.ReadExplanations(bytes.NewReader(content)); err != nil {
		return nil, "", usageError{fmt.Errorf("--explain %s: %w", name, err)}
	}
	return explanations, string(content), nil
}

// printReplaced says whether soft line breaks in a public text from a flag became spaces.
func printReplaced(w io.Writer, flag, text string) error {
	if _, changed := report.CleanText(text); !changed {
		return nil
	}
	_, err := fmt.Fprintf(w, "  %s: %s\n", flag, report.SoftBreaksReplaced)
	return err
}

// splitCodes splits the values of --accept at commas and white space.
func splitCodes(values []string) []string {
	return strings.FieldsFunc(strings.Join(values, ","), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

// printPublished prints the period that was published or scheduled.
func printPublished(w io.Writer, d publish.Draft) error {
	if d.State == publish.DraftScheduled {
		fmt.Fprintf(w, "%s is scheduled for %s: `lerr serve` publishes it then\n", d.Edition.Period, d.ReleaseAt.Format(time.RFC3339))
	} else {
		fmt.Fprintf(w, "%s is public now\n", d.Edition.Period)
	}
	fmt.Fprintf(w, "  stored as direct: without a second person\n")
	if d.Corrects > 0 {
		fmt.Fprintf(w, "  it corrects revision %d\n", d.Corrects)
	}
	if n := len(d.Acceptances); n > 0 {
		fmt.Fprintf(w, "  %s accepted\n", views.Plural(n, "warning", "warnings"))
	}
	_, err := fmt.Fprintf(w, "  fingerprint of the figures (SHA-256): %s\n", d.Edition.Digest())
	return err
}

func withdrawCommand() *cobra.Command {
	c := &cobra.Command{Use: "withdraw PERIOD", Short: "Withdraw a published period and show a notice in its place"}
	var where location
	where.addFlags(c.Flags(), "", "database `FILE` to withdraw from")
	note := c.Flags().String("note", "These figures were withdrawn by their publisher.", "public notice in the period's place")
	c.RunE = func(c *cobra.Command, args []string) error {
		period, err := report.ParsePeriod(args[0])
		if err != nil {
			return usageError{err}
		}
		return withDatabase(c.Context(), where, func(db database) error {
			if err := db.service.Withdraw(c.Context(), shellActor(), period, *note); err != nil {
				return err
			}
			notice, _ := report.CleanText(*note)
			fmt.Fprintf(c.OutOrStdout(), "%s is withdrawn: readers now see this notice instead of its figures\n  %s\n", period, notice)
			if err := printReplaced(c.OutOrStdout(), "--note", *note); err != nil {
				return err
			}
			return printAlerts(c.Context(), c.OutOrStdout(), db.service)
		})
	}
	return c
}

// printAlerts prints what has happened to drafts that their people must know.
func printAlerts(ctx context.Context, w io.Writer, service *publish.Service) error {
	drafts, err := service.Drafts(ctx)
	for _, d := range drafts {
		if d.Alert != "" && !d.IsOver() && err == nil {
			_, err = fmt.Fprintf(w, "draft of %s, %s: %s\n", d.Edition.Period, d.State, d.Alert)
		}
	}
	return err
}

func verifyCommand() *cobra.Command {
	c := &cobra.Command{Use: "verify", Short: "Verify that the whole database is as lerr wrote it"}
	var where location
	where.addFlags(c.Flags(), "", "database `FILE` to verify")
	c.RunE = func(c *cobra.Command, _ []string) error {
		ctx := c.Context()
		return toRead(ctx, where, func(db database) error {
			found, err := verify(ctx, db.DB)
			if err != nil {
				return where.explained(err)
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), found)
			return err
		})
	}
	return c
}
