package main

// These tests are inside the package: a program exports nothing.

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
)

// flagSet is a command's flags, one of each kind.
func flagSet() (flags *flag.FlagSet, address *string, count *int) {
	flags = flag.NewFlagSet("lerr test", flag.ContinueOnError)
	address = flags.String("staff-addr", "by default", "an address")
	count = flags.Int("count", 1, "a count")
	return flags, address, count
}

func TestParseFlags_PrefersFlagsToTheEnvironmentToDefaults(t *testing.T) {
	for _, tt := range []struct {
		name        string
		args        []string
		environment map[string]string
		address     string
		count       int
	}{
		{"neither is given", nil, nil, "by default", 1},
		{"the environment", nil, map[string]string{"LERR_STAFF_ADDR": "from the environment", "LERR_COUNT": "2"}, "from the environment", 2},
		{"flags", []string{"--staff-addr", "from a flag", "-count=3"}, nil, "from a flag", 3},
		{"both", []string{"--staff-addr", "from a flag"}, map[string]string{"LERR_STAFF_ADDR": "from the environment", "LERR_COUNT": "2"}, "from a flag", 2},
		{"an empty flag", []string{"--staff-addr="}, map[string]string{"LERR_STAFF_ADDR": "from the environment"}, "", 1},
		{"a flag that says the default", []string{"--count", "1"}, map[string]string{"LERR_COUNT": "2"}, "by default", 1},
		{"a flag beside a bad variable", []string{"--count", "3"}, map[string]string{"LERR_COUNT": "many"}, "by default", 3},
		{"another program's variables", nil, map[string]string{"STAFF_ADDR": "no", "COUNT": "2", "lerr_count": "2"}, "by default", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range tt.environment {
				t.Setenv(name, value)
			}
			flags, address, count := flagSet()
			if err := parseFlags(flags, tt.args, io.Discard); err != nil {
				t.Fatal(err)
			}
			if *address != tt.address || *count != tt.count {
				t.Errorf("got %q and %d, want %q and %d", *address, *count, tt.address, tt.count)
			}
		})
	}
}

func TestParseFlags_SaysWhatIsOff(t *testing.T) {
	for _, tt := range []struct {
		name     string
		args     []string
		variable string
		want     string
	}{
		{"a flag that there is none of", []string{"--colour", "red"}, "", "-colour"},
		{"a flag with a bad value", []string{"--count", "many"}, "", `"many" for flag -count`},
		{"a flag without its value", []string{"--count"}, "", "-count"},
		{"an argument after the flags", []string{"--count", "2", "now"}, "", `unexpected argument "now"`},
		{"a bad variable", nil, "many", `LERR_COUNT is "many"`},
		{"an empty variable that must be a number", nil, " ", `LERR_COUNT is " "`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.variable != "" {
				t.Setenv("LERR_COUNT", tt.variable)
			}
			flags, _, _ := flagSet()
			var stderr strings.Builder
			err := parseFlags(flags, tt.args, &stderr)
			if !errors.Is(err, errUsage) || exitCode(err) != exitUsage {
				t.Fatalf("got error %v, want errUsage", err)
			}
			if said := stderr.String() + err.Error(); !strings.Contains(said, tt.want) {
				t.Errorf("got %q, want it to say %q", said, tt.want)
			}
		})
	}
}

func TestParseFlags_HelpsWithEachVariable(t *testing.T) {
	flags, _, _ := flagSet()
	var stderr strings.Builder
	if err := parseFlags(flags, []string{"--help"}, &stderr); !errors.Is(err, errHelp) || exitCode(err) != exitOK {
		t.Errorf("got error %v, want errHelp", err)
	}
	for _, want := range []string{"-staff-addr", "(LERR_STAFF_ADDR)", "-count", "(LERR_COUNT)", "by default"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("got %q, want it to say %q", stderr.String(), want)
		}
	}
}

// ran runs the program in a folder of its own. It has been told to stop already, so that it cannot
// begin to serve.
func ran(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs strings.Builder
	code = run(ctx, args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestRun_AnswersWithoutADatabase(t *testing.T) {
	for _, tt := range []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"no command", nil, exitOK, "Usage: lerr COMMAND", ""},
		{"help", []string{"help"}, exitOK, "Usage: lerr COMMAND", ""},
		{"help as a flag", []string{"--help"}, exitOK, "Usage: lerr COMMAND", ""},
		{"help as a short flag", []string{"-h"}, exitOK, "Usage: lerr COMMAND", ""},
		{"version", []string{"version"}, exitOK, "lerr dev\n", ""},
		{"a command that there is none of", []string{"publsh"}, exitUsage, "", `lerr: there is no command "publsh"`},
		{"a command's help", []string{"serve", "--help"}, exitOK, "", "(LERR_BASE_URL)"},
		{"a command's unknown flag", []string{"serve", "--port", "80"}, exitUsage, "", "flag provided but not defined: -port"},
		{"an unexpected argument", []string{"serve", "lerr.db"}, exitUsage, "", `lerr serve: unexpected argument "lerr.db"`},
		{"a base address without a scheme", []string{"serve", "--base-url", "example.org"}, exitUsage, "", `--base-url is "example.org"`},
		{"a base address of another scheme", []string{"serve", "--base-url", "ftp://example.org"}, exitUsage, "", `--base-url is "ftp://example.org"`},
		{"a base address without a host", []string{"serve", "--base-url", "https://"}, exitUsage, "", `--base-url is "https://"`},
		{"a base address that is none", []string{"serve", "--base-url", "https://%"}, exitUsage, "", `--base-url is "https://%"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := ran(t, tt.args...)
			if code != tt.code {
				t.Errorf("exit code: got %d, want %d", code, tt.code)
			}
			checkSaid(t, "stdout", stdout, tt.stdout)
			checkSaid(t, "stderr", stderr, tt.stderr)
			if left, err := os.ReadDir("."); err != nil || len(left) != 0 {
				t.Errorf("files: got %v, %v, want none", left, err)
			}
		})
	}
}

// checkSaid wants a text said, or nothing at all.
func checkSaid(t *testing.T, where, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) || (want == "" && got != "") {
		t.Errorf("%s: got %q, want %q", where, got, want)
	}
}

func TestHelp_ListsEachCommand(t *testing.T) {
	_, stdout, _ := ran(t, "help")
	for _, c := range commands() {
		if !strings.Contains(stdout, c.name) || !strings.Contains(stdout, c.about) {
			t.Errorf("%s: not in %q", c.name, stdout)
		}
	}
}
