package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// errUnfit says that what a site shows does not fit its transparency log.
var errUnfit = errors.New("what the site shows does not fit its transparency log")

func auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "audit URL", Short: "Compare a site with its transparency log, from outside",
		Long: "audit reads the site at URL as any reader can, computes the fingerprint of every revision from its JSON file, compares the calendar, proves that the log only grew since the last audit, and prints what is new and what does not fit. " +
			"It works on the site of lerr serve and on an export, and needs no database.\n\nExit codes: 0 everything fits, 1 the site cannot be read, 2 flags are off, 4 something does not fit.",
	}
	state := c.Flags().String("state", "", "`FILE` that keeps how the log was when everything last fitted; without it nothing is remembered")
	key := c.Flags().String("key", "", "public `KEY` that the log must have; by default the one in --state, or else the site's own")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := checkAuditFlags(args[0], *key); err != nil {
			return err
		}
		var before translog.AuditState
		if *state != "" {
			var err error
			if before, err = translog.ReadAuditState(*state); err != nil {
				return fmt.Errorf("--state: %w", err)
			}
		}
		findings, err := newAuditor(*key, nil).Audit(c.Context(), args[0], before)
		if err != nil {
			return err
		}
		for _, line := range findings.Lines() {
			fmt.Fprintln(c.OutOrStdout(), printable(line))
		}
		if len(findings.Problems) > 0 {
			return errUnfit
		}
		if *state != "" {
			return findings.State.Write(*state)
		}
		return nil
	}
	return c
}

// newAuditor returns an auditor of sites such as this program's. An empty key is that of the state or the site; a nil
// transport is the usual one.
func newAuditor(key string, transport http.RoundTripper) translog.Auditor {
	return translog.Auditor{
		Key: key, Transport: transport,
		EditionPath:   func(p report.Period, number int) string { return urls.RevisionDownload(p, number, "json") },
		ReadEdition:   opendata.ReadEdition,
		RevisionsPath: urls.RevisionsData("json"), ReadRevisions: opendata.ReadRevisions,
		CalendarPath: urls.CalendarJSON, ReadCalendar: opendata.ReadCalendar,
	}
}

// checkAuditFlags fails with a usageError unless the address is that of a site and the key, if there is one, a public key.
func checkAuditFlags(address, key string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return usageError{fmt.Errorf("URL is %q; give the address of a site, such as https://example.org", address)}
	}
	if key == "" {
		return nil
	}
	if err := translog.CheckVerifier(key); err != nil {
		return usageError{fmt.Errorf("--key: %w", err)}
	}
	return nil
}

// printable returns a line without characters that a terminal might obey: it may be another site's text.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, line)
}
