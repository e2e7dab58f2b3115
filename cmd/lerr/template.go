package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"lerr/data"
	"lerr/internal/report"
	"lerr/internal/workbook"
)

// writeTemplate writes an empty workbook to fill in for a period.
func writeTemplate(_ context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr template PERIOD", flag.ContinueOnError)
	out := flags.String("out", "", "file to write, which must not exist; PERIOD.xlsx when not given")
	periods, err := parseArguments(flags, args, stderr, "PERIOD")
	if err != nil {
		return err
	}
	period, err := report.ParsePeriod(periods[0])
	if err != nil {
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	shipped, err := data.Load()
	if err != nil {
		return fmt.Errorf("shipped report: %w", err)
	}
	var b bytes.Buffer
	sections := []report.Section{report.Criminal, report.Emergencies, report.Civil}
	if err := workbook.Template(&b, period, sections, shipped.Site); err != nil {
		return err
	}
	if *out == "" {
		*out = period.String() + ".xlsx"
	}
	file, err := os.OpenFile(*out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	if _, err = file.Write(b.Bytes()); err == nil {
		err = file.Close()
	}
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	_, err = fmt.Fprintf(stdout, "%s: fill it in, then run: lerr check %s\n", *out, *out)
	return err
}
