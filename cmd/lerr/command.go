package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newRoot returns the command lerr with its subcommands.
func newRoot(commands ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           "lerr",
		Short:         "Publish a law enforcement requests report",
		Long:          "lerr publishes a law enforcement requests report.\n\nEach flag can also be set by the environment variable that its help names.",
		SilenceErrors: true, // runCommand prints them
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(suggestFlag)
	root.AddCommand(commands...)
	prepare(root)
	return root
}

// prepare adds to a command and those below it the check of their arguments, and to each flag's help
// the name of its environment variable.
func prepare(c *cobra.Command) {
	nameVariable := func(f *pflag.Flag) { f.Usage += " (" + variable(f.Name) + ")" }
	c.Flags().VisitAll(nameVariable)
	c.PersistentFlags().VisitAll(nameVariable)
	if !c.HasSubCommands() {
		c.Args = checkArguments
	}
	for _, sub := range c.Commands() {
		prepare(sub)
	}
}

// runCommand runs the command that args name and returns its exit code.
func runCommand(ctx context.Context, root *cobra.Command, args []string, stdout, stderr io.Writer) int {
	root.SetArgs(append([]string{}, args...)) // cobra reads os.Args instead of nil
	root.SetOut(stdout)
	root.SetErr(stderr)
	parsed := false
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		err := setFromEnvironment(c.Flags())
		parsed = err == nil
		return err
	}
	c, err := root.ExecuteContextC(ctx)
	if err != nil && !parsed {
		err = usageError{fmt.Errorf("%s\nRun '%s --help' for usage", strings.TrimSpace(err.Error()), c.CommandPath())}
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", c.CommandPath(), err)
	}
	return exitCode(err)
}

// requireSubcommand is the RunE of a command that only has subcommands.
func requireSubcommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError{fmt.Errorf("missing command\nRun '%s --help' for usage", c.CommandPath())}
	}
	return usageError{fmt.Errorf("unknown command %q for %q%s", args[0], c.CommandPath(), nearest(c, args[0]))}
}

// checkArguments compares a command's arguments with those that its Use line names. An argument in
// brackets is optional.
func checkArguments(c *cobra.Command, args []string) error {
	names := strings.Fields(c.Use)[1:]
	if len(args) > len(names) {
		return fmt.Errorf("unexpected argument %q", args[len(names)])
	}
	if len(args) < len(names) && !strings.HasPrefix(names[len(args)], "[") {
		return fmt.Errorf("missing argument %s", names[len(args)])
	}
	return nil
}

// suggestFlag adds the nearest flags of a command to the error about an unknown one.
func suggestFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	flags := &cobra.Command{} // cobra finds the nearest among commands only, so each flag is added as one
	c.Flags().VisitAll(func(f *pflag.Flag) {
		flags.AddCommand(&cobra.Command{Use: "--" + f.Name, Run: func(*cobra.Command, []string) {}})
	})
	name := unknown.GetSpecifiedShortnames() // of "-db", which is not "--db"
	if name == "" {
		name = unknown.GetSpecifiedName()
	}
	return fmt.Errorf("%w%s", err, nearest(flags, "--"+name))
}

// nearest returns a text with the subcommands of c whose names are similar to name, or nothing.
func nearest(c *cobra.Command, name string) string {
	c.SuggestionsMinimumDistance = 2
	similar := c.SuggestionsFor(name)
	if len(similar) == 0 {
		return ""
	}
	return "\n\nDid you mean this?\n\t" + strings.Join(similar, "\n\t") + "\n"
}

// setFromEnvironment sets each flag that was not given from its environment variable.
func setFromEnvironment(flags *pflag.FlagSet) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		value, ok := os.LookupEnv(variable(f.Name))
		if !ok || f.Changed || f.Name == "help" {
			return
		}
		if bad := f.Value.Set(value); bad != nil {
			err = fmt.Errorf("%s is %q: %w", variable(f.Name), value, bad)
		}
	})
	return err
}

// variable returns the name of a flag's environment variable: LERR_STAFF_ADDR for staff-addr.
func variable(flag string) string {
	return "LERR_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
