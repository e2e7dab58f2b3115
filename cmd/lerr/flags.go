package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// parseFlags reads a command's flags. Each that is not given takes its value from the environment
// variable of its name: --staff-addr from LERR_STAFF_ADDR. Arguments after the flags are refused.
func parseFlags(flags *flag.FlagSet, args []string, stderr io.Writer) error {
	flags.SetOutput(stderr)
	flags.VisitAll(func(f *flag.Flag) { f.Usage += " (" + variable(f.Name) + ")" })
	if err := flags.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return errHelp
		}
		return fmt.Errorf("%w", errUsage) // flag has said what is wrong
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q: %w", flags.Arg(0), errUsage)
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var failed error
	flags.VisitAll(func(f *flag.Flag) {
		value, ok := os.LookupEnv(variable(f.Name))
		if !ok || given[f.Name] {
			return
		}
		if err := f.Value.Set(value); err != nil {
			failed = fmt.Errorf("%s is %q: %v: %w", variable(f.Name), value, err, errUsage)
		}
	})
	return failed
}

// variable is the name of the environment variable of a flag.
func variable(name string) string {
	return "LERR_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
