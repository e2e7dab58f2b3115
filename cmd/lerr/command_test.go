package main

// These tests are in package main, which exports nothing.

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// runTest runs `lerr test`, a command with two flags, and returns their values, the exit code and the output.
func runTest(t *testing.T, args ...string) (code int, address string, count int, stdout, stderr string) {
	t.Helper()
	c := &cobra.Command{Use: "test", RunE: func(*cobra.Command, []string) error { return nil }}
	c.Flags().StringVar(&address, "staff-addr", "by default", "an address")
	c.Flags().IntVar(&count, "count", 1, "a count")
	var out, errs strings.Builder
	code = runCommand(t.Context(), newRoot(c), append([]string{"test"}, args...), &out, &errs)
	return code, address, count, out.String(), errs.String()
}

func TestRunCommand_PrefersFlagsToTheEnvironmentToDefaults(t *testing.T) {
	for _, tt := range []struct {
		name        string
		args        []string
		environment map[string]string
		address     string
		count       int
	}{
		{"neither is given", nil, nil, "by default", 1},
		{"the environment", nil, map[string]string{"LERR_STAFF_ADDR": "from the environment", "LERR_COUNT": "2"}, "from the environment", 2},
		{"flags", []string{"--staff-addr", "from a flag", "--count=3"}, nil, "from a flag", 3},
		{"both", []string{"--staff-addr", "from a flag"}, map[string]string{"LERR_STAFF_ADDR": "from the environment", "LERR_COUNT": "2"}, "from a flag", 2},
		{"an empty flag", []string{"--staff-addr="}, map[string]string{"LERR_STAFF_ADDR": "from the environment"}, "", 1},
		{"a flag that repeats the default", []string{"--count", "1"}, map[string]string{"LERR_COUNT": "2"}, "by default", 1},
		{"a flag beside a wrong variable", []string{"--count", "3"}, map[string]string{"LERR_COUNT": "many"}, "by default", 3},
		{"another program's variables", nil, map[string]string{"STAFF_ADDR": "no", "COUNT": "2", "lerr_count": "2"}, "by default", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range tt.environment {
				t.Setenv(name, value)
			}
			code, address, count, _, stderr := runTest(t, tt.args...)
			if code != exitOK {
				t.Fatalf("exit code %d: %s", code, stderr)
			}
			if address != tt.address || count != tt.count {
				t.Errorf("got %q and %d, want %q and %d", address, count, tt.address, tt.count)
			}
		})
	}
}

func TestRunCommand_ReportsWrongFlags(t *testing.T) {
	for _, tt := range []struct {
		name     string
		args     []string
		variable string
		want     string
	}{
		{"an unknown flag", []string{"--colour", "red"}, "", "--colour"},
		{"an unknown flag similar to a known one", []string{"--staf-addr", "red"}, "", "\n\t--staff-addr\n"},
		{"a flag with one dash", []string{"-count", "2"}, "", "\n\t--count\n"},
		{"a flag with a wrong value", []string{"--count", "many"}, "", `"many" for "--count"`},
		{"a flag without its value", []string{"--count"}, "", "--count"},
		{"an argument after the flags", []string{"--count", "2", "now"}, "", `unexpected argument "now"`},
		{"a wrong variable", nil, "many", `LERR_COUNT is "many"`},
		{"an empty variable that must be a number", nil, " ", `LERR_COUNT is " "`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.variable != "" {
				t.Setenv("LERR_COUNT", tt.variable)
			}
			code, _, _, _, stderr := runTest(t, tt.args...)
			if code != exitUsage {
				t.Fatalf("exit code: got %d, want %d", code, exitUsage)
			}
			if !strings.Contains(stderr, tt.want) {
				t.Errorf("got %q, want it to contain %q", stderr, tt.want)
			}
		})
	}
}

func TestRunCommand_HelpNamesEachVariable(t *testing.T) {
	code, _, _, stdout, _ := runTest(t, "--help")
	if code != exitOK {
		t.Errorf("exit code: got %d, want %d", code, exitOK)
	}
	for _, want := range []string{"--staff-addr", "(LERR_STAFF_ADDR)", "--count", "(LERR_COUNT)", "by default"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("got %q, want it to contain %q", stdout, want)
		}
	}
}

func TestHelp_NamesTheVariableOfEveryFlag(t *testing.T) {
	for _, args := range [][]string{
		{"init"}, {"backup"}, {"restore"}, {"serve"}, {"check"}, {"publish"}, {"withdraw"}, {"export"}, {"user", "add"}, {"user", "list"}, {"user", "disable"}, {"verify"}, {"template"},
	} {
		_, stdout, _ := ran(t, append([]string{"help"}, args...)...)
		flags := 0
		for line := range strings.Lines(stdout) {
			name, found := strings.CutPrefix(strings.TrimSpace(line), "--")
			if !found {
				continue
			}
			flags++
			name = strings.Fields(strings.NewReplacer("[", " ").Replace(name))[0]
			if !strings.Contains(line, "("+variable(name)+")") {
				t.Errorf("%v: %q does not name %s", args, line, variable(name))
			}
		}
		if flags == 0 {
			t.Errorf("%v: no flags in %q", args, stdout)
		}
	}
}

// ran runs the program in an empty folder with a context that has ended, so that it cannot serve.
func ran(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs strings.Builder
	code = run(ctx, args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestRun_NeedsNoDatabaseForHelpAndErrors(t *testing.T) {
	for _, tt := range []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"no command", nil, exitOK, "lerr [command]", ""},
		{"help", []string{"help"}, exitOK, "lerr [command]", ""},
		{"help as a flag", []string{"--help"}, exitOK, "lerr [command]", ""},
		{"help as a short flag", []string{"-h"}, exitOK, "lerr [command]", ""},
		{"version", []string{"version"}, exitOK, "lerr dev\n", ""},
		{"an unknown command", []string{"publsh"}, exitUsage, "", `lerr: unknown command "publsh"`},
		{"an unknown command similar to a known one", []string{"publsh", "--db", "lerr.db"}, exitUsage, "", "\n\tpublish\n"},
		{"an unknown command below another", []string{"user", "lst", "--roles", "editor"}, exitUsage, "", "\n\tlist\n"},
		{"a command's help", []string{"serve", "--help"}, exitOK, "(LERR_BASE_URL)", ""},
		{"a command's help by a short flag", []string{"serve", "-h"}, exitOK, "(LERR_BASE_URL)", ""},
		{"a command's help by the help command", []string{"help", "serve"}, exitOK, "(LERR_BASE_URL)", ""},
		{"the help of a command below another", []string{"help", "user", "add"}, exitOK, "(LERR_ROLES)", ""},
		{"completion", []string{"completion", "bash"}, exitOK, "__start_lerr", ""},
		{"a command's unknown flag", []string{"serve", "--port", "80"}, exitUsage, "", "unknown flag: --port"},
		{"a command's flag, misspelt", []string{"serve", "--base-ur", "80"}, exitUsage, "", "\n\t--base-url\n"},
		{"an unexpected argument", []string{"serve", "lerr.db"}, exitUsage, "", `lerr serve: unexpected argument "lerr.db"`},
		{"a base address without a scheme", []string{"serve", "--base-url", "example.org"}, exitUsage, "", `--base-url is "example.org"`},
		{"a base address of another scheme", []string{"serve", "--base-url", "ftp://example.org"}, exitUsage, "", `--base-url is "ftp://example.org"`},
		{"a base address without a host", []string{"serve", "--base-url", "https://"}, exitUsage, "", `--base-url is "https://"`},
		{"a base address that is none", []string{"serve", "--base-url", "https://%"}, exitUsage, "", `--base-url is "https://%"`},
		{"a base address with a path, exported", []string{"export", "--base-url", "https://example.org/report", "site"}, exitUsage, "", `--base-url is "https://example.org/report"`},
		{"a base address with a path", []string{"serve", "--base-url", "https://example.org/report"}, exitUsage, "", `--base-url is "https://example.org/report"`},
		{"a base address with a slash", []string{"serve", "--base-url", "https://example.org/"}, exitUsage, "", `--base-url is "https://example.org/"`},
		{"a base address with a query", []string{"export", "--base-url", "https://example.org?a=b", "site"}, exitUsage, "", `--base-url is "https://example.org?a=b"`},
		{"a base address with a query's mark", []string{"serve", "--base-url", "https://example.org?"}, exitUsage, "", `--base-url is "https://example.org?"`},
		{"a base address with a fragment", []string{"serve", "--base-url", "https://example.org#a"}, exitUsage, "", `--base-url is "https://example.org#a"`},
		{"a base address with a name", []string{"serve", "--base-url", "https://me@example.org"}, exitUsage, "", "scheme and host alone"},
		{"a console's address with a path", []string{"serve", "--staff-url", "https://example.org/staff"}, exitUsage, "", "scheme and host alone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := ran(t, tt.args...)
			if code != tt.code {
				t.Errorf("exit code: got %d, want %d", code, tt.code)
			}
			checkOutput(t, "stdout", stdout, tt.stdout)
			checkOutput(t, "stderr", stderr, tt.stderr)
			if left, err := os.ReadDir("."); err != nil || len(left) != 0 {
				t.Errorf("files: got %v, %v, want none", left, err)
			}
		})
	}
}

// checkOutput fails unless got contains want, or is empty if want is.
func checkOutput(t *testing.T, where, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) || (want == "" && got != "") {
		t.Errorf("%s: got %q, want %q", where, got, want)
	}
}

func TestHelp_ListsEachCommand(t *testing.T) {
	_, stdout, _ := ran(t, "help")
	for _, name := range []string{"init", "backup", "restore", "serve", "check", "publish", "withdraw", "export", "user", "verify", "template", "version", "completion"} {
		if !strings.Contains(stdout, "\n  "+name+" ") {
			t.Errorf("%s: not in %q", name, stdout)
		}
	}
}
