package main

import (
	"errors"
	"fmt"
	"log/slog"

	"lerr/internal/export"
	"lerr/internal/store"

	"github.com/spf13/cobra"
)

func exportCommand() *cobra.Command {
	c := &cobra.Command{Use: "export DIR", Short: "Write the whole public site as files for any web server or CDN"}
	var where location
	where.addFlags(c.Flags(), "lerr.db", "database `FILE` to export from")
	base := c.Flags().String("base-url", "", "public `URL` of the files, such as https://example.org, for canonical links")
	changed := c.Flags().String("only-changed", "", "`FILE` that is written with the addresses that this export changed or removed, one a line, for the purge of a CDN")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := checkURL("--base-url", *base); err != nil {
			return err
		}
		return toRead(c.Context(), where, func(db database) error {
			archive, signed, err := db.service.Public(c.Context())
			if err != nil {
				return err
			}
			if signed == nil {
				fmt.Fprintf(c.ErrOrStderr(), "without the log key the files have no transparency log; --log-key-file names it, and by default it is %s\n", where.logKeyFile())
			}
			log := slog.New(slog.NewTextHandler(c.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
			site, err := newSite(c.Context(), db.shipped, *base, archive, signed, log)
			if err != nil {
				return err
			}
			if signed != nil { // so that the log knows the files, which contain the address
				if err := logProgram(c.Context(), db.service, site); err != nil && !errors.Is(err, store.ErrReadOnly) {
					return err
				}
				if archive, signed, err = db.service.Public(c.Context()); err != nil {
					return err
				}
				if site, err = newSite(c.Context(), db.shipped, *base, archive, signed, log); err != nil {
					return err
				}
			}
			program, err := programDigest()
			if err != nil {
				return err
			}
			published, err := site.Published()
			if err != nil {
				return err
			}
			outcome, err := writeExport(c, export.Site(published), args[0], program, *changed, *base)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d files written, %d unchanged, %d removed\n",
				args[0], outcome.Written, outcome.Kept, outcome.Removed)
			return err
		})
	}
	return c
}

// writeExport writes a site to dir and, if changed names a file, the list of addresses that changed.
func writeExport(c *cobra.Command, site export.Site, dir, program, changed, base string) (export.Outcome, error) {
	progress := newProgress(c.ErrOrStderr())
	defer progress.end()
	o := export.Options{Program: program, Progress: progress.show}
	if changed == "" {
		return site.Write(c.Context(), dir, o)
	}
	list, err := openChangedList(changed, dir, base)
	if err != nil {
		return export.Outcome{}, err
	}
	o.Ready = func(outcome export.Outcome) error { return list.prepare(outcome.Changed) }
	outcome, err := site.Write(c.Context(), dir, o)
	if err != nil {
		list.abandon()
		return outcome, err
	}
	return outcome, list.finish()
}
