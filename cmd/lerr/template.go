package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"lerr/data"
	"lerr/internal/report"
	"lerr/internal/workbook"
)

func templateCommand() *cobra.Command {
	c := &cobra.Command{Use: "template PERIOD", Short: "Write an empty workbook to fill in for a period"}
	out := c.Flags().String("out", "", "`FILE` to write, which must not exist; PERIOD.xlsx by default")
	c.RunE = func(c *cobra.Command, args []string) error {
		period, err := report.ParsePeriod(args[0])
		if err != nil {
			return usageError{err}
		}
		shipped, err := data.Load()
		if err != nil {
			return err
		}
		var b bytes.Buffer
		forms := []workbook.Form{{Section: report.Criminal}, {Section: report.Emergencies}, {Section: report.Civil}}
		if err := workbook.Template(&b, period, forms, shipped.Site); err != nil {
			return err
		}
		if *out == "" {
			*out = period.String() + ".xlsx"
		}
		file, err := os.OpenFile(*out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return fmt.Errorf("--out: %w", err)
		}
		_, err = file.Write(b.Bytes())
		if err = errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: fill it in, then run: lerr check %s\n", *out, *out)
		return err
	}
	return c
}
