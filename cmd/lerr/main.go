// Command lerr publishes a law enforcement requests report.
//
// It joins the parts of the program and decides nothing. Start reading at commands, then serve.go.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones for release times, also on machines without them
)

// command is one verb of the program.
type command struct {
	name, about string
	run         func(ctx context.Context, args []string, stdout, stderr io.Writer) error
}

// commands lists the verbs, in the order in which the help shows them.
func commands() []command {
	return []command{
		{"serve", "serve the report, seeding an empty database first", serve},
		{"check", "check a workbook or CSV file, and print its totals and problems", check},
		{"publish", "publish a file through the same checks, for whoever has the machine", publishFile},
		{"withdraw", "take a period from the public, with a notice in its place", withdrawPeriod},
		{"export", "write the whole public site as files, for any web server or CDN", exportSite},
		{"user", "invite, list and disable staff: user add|list|disable", manageUsers},
		{"verify", "prove every revision and the audit log", verify},
		{"template", "write an empty workbook to fill in for a period", writeTemplate},
		{"version", "print the version", printVersion},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs a command and is the exit code of its outcome.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		printHelp(stdout)
		return exitOK
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		err := c.run(ctx, args[1:], stdout, stderr)
		if err != nil && !errors.Is(err, errHelp) {
			fmt.Fprintf(stderr, "lerr %s: %v\n", c.name, err)
		}
		return exitCode(err)
	}
	fmt.Fprintf(stderr, "lerr: there is no command %q; `lerr help` lists them\n", args[0])
	return exitUsage
}

func printHelp(w io.Writer) {
	fmt.Fprint(w, "lerr publishes a law enforcement requests report.\n\nUsage: lerr COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.about)
	}
	fmt.Fprint(w, "\n`lerr COMMAND --help` lists a command's flags and their environment variables.\n")
}
