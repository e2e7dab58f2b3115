package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// exportRuns is the number of times that the exports are measured, each time with a new database and a new directory.
const exportRuns = 3

// nextWorkbook is the half-year after the last that is shipped, with invented figures, and the warnings that it causes.
const nextWorkbook = "internal/workbook/testdata/2019-H2.xlsx"

var nextAccepted = []string{"country-gone", "country-new", "large-change", "large-change-of-total", "largest-movers", "figure-missing"}

// exports are the exports that are measured, in the order in which each run makes them.
var exports = []string{"all", "nothing changed", "one more half-year"}

// exported holds what was measured of one kind of export: seconds, those of all processors, and parts of a whole export.
type exported struct{ wall, processor, part []float64 }

// measureExport prints a table of exports side by side.
func measureExport(ctx context.Context, dir, lerr string) error {
	found := make([]exported, len(exports))
	for n := range exportRuns {
		if err := measureExportRun(ctx, filepath.Join(dir, fmt.Sprintf("export-%d", n)), lerr, found); err != nil {
			return err
		}
	}
	fmt.Println("| export | seconds | processor seconds | of all, by processor |\n| --- | ---: | ---: | ---: |")
	for i, name := range exports {
		fmt.Printf("| %s | %s | %s | %s |\n", name, ranged("%.1f", found[i].wall), ranged("%.1f", found[i].processor), ranged("%.2f", found[i].part))
	}
	return nil
}

// measureExportRun measures one export of each kind into site, with a database beside it.
func measureExportRun(ctx context.Context, site, lerr string, found []exported) error {
	db := site + ".db"
	if out, err := exec.CommandContext(ctx, lerr, "init", "--db", db).CombinedOutput(); err != nil {
		return fmt.Errorf("init: %w: %s", err, out)
	}
	whole := 0.0
	for i, name := range exports {
		if i == len(exports)-1 {
			args := []string{"publish", nextWorkbook, "--db", db}
			for _, code := range nextAccepted {
				args = append(args, "--accept", code)
			}
			if out, err := exec.CommandContext(ctx, lerr, args...).CombinedOutput(); err != nil {
				return fmt.Errorf("publish: %w: %s", err, out)
			}
		}
		command := exec.CommandContext(ctx, lerr, "export", site, "--db", db, "--base-url", "https://report.example.org")
		began := time.Now()
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("export, %s: %w: %s", name, err, out)
		}
		wall, processor := time.Since(began).Seconds(), (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
		if i == 0 {
			whole = processor
		}
		f := &found[i]
		f.wall, f.processor, f.part = append(f.wall, wall), append(f.processor, processor), append(f.part, processor/whole)
	}
	return nil
}
