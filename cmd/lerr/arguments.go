package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// parseArguments reads a command's flags, which may stand before, between and after its arguments,
// and returns the arguments. There must be as many as names names; they are what the error says. A
// name in brackets, as in "[NAME]", need not be given.
func parseArguments(flags *flag.FlagSet, args []string, stderr io.Writer, names ...string) ([]string, error) {
	var arguments, rest []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if len(arg) < 2 || arg[0] != '-' {
			arguments = append(arguments, arg)
			continue
		}
		rest = append(rest, arg)
		name := strings.TrimLeft(arg, "-")
		f := flags.Lookup(name)
		if f == nil { // has its value behind =, or is unknown and told so below
			continue
		}
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
			continue
		}
		if i+1 < len(args) {
			i++
			rest = append(rest, args[i])
		}
	}
	if err := parseFlags(flags, rest, stderr); err != nil {
		return nil, err
	}
	least := 0
	for _, name := range names {
		if !strings.HasPrefix(name, "[") {
			least++
		}
	}
	switch {
	case len(names) == 0 && len(arguments) > 0:
		return nil, fmt.Errorf("unexpected argument %q: %w", arguments[0], errUsage)
	case len(arguments) < least, len(arguments) > len(names):
		return nil, fmt.Errorf("want %s, got %d: %w", strings.Join(names, " and "), len(arguments), errUsage)
	}
	return arguments, nil
}

// list is a flag that can stand several times, and can hold several values between commas.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

// Set adds values.
func (l *list) Set(s string) error {
	for value := range strings.SplitSeq(s, ",") {
		if value = strings.TrimSpace(value); value != "" {
			*l = append(*l, value)
		}
	}
	return nil
}
