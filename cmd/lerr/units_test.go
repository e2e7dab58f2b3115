package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// unit returns the settings of a unit of systemd, each with its values.
func unit(t *testing.T, name string) map[string][]string {
	t.Helper()
	settings := map[string][]string{}
	for line := range strings.Lines(read(t, filepath.Join("deploy", name))) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(key, "#") {
			settings[key] = append(settings[key], strings.Fields(value)...)
		}
	}
	return settings
}

// servedVariables returns the variables of the flags of serve.
func servedVariables() (names []string) {
	serveCommand().Flags().VisitAll(func(f *pflag.Flag) { names = append(names, variable(f.Name)) })
	return names
}

func TestUnits_FitTheProgram(t *testing.T) {
	service := unit(t, "lerr.service")
	command := service["ExecStart"]
	if len(command) < 2 || command[0] != "/usr/bin/lerr" || command[1] != "serve" {
		t.Fatalf("ExecStart is %q", command)
	}
	if err := serveCommand().ParseFlags(command[2:]); err != nil {
		t.Errorf("ExecStart: %v", err)
	}
	for _, assignment := range service["Environment"] {
		if name, _, _ := strings.Cut(assignment, "="); !slices.Contains(servedVariables(), name) {
			t.Errorf("Environment sets %s, which is no flag of serve", name)
		}
	}
	if !slices.Contains(service["Environment"], "LERR_DB=/var/lib/"+service["StateDirectory"][0]+"/lerr.db") {
		t.Errorf("the database is not in the state directory: %q, %q", service["Environment"], service["StateDirectory"])
	}
	var names []string
	for _, socket := range service["Sockets"] {
		s := unit(t, socket)
		names = append(names, s["FileDescriptorName"]...)
		if !slices.Contains(service["Requires"], socket) || socket != "lerr.socket" && !slices.Contains(s["Service"], "lerr.service") {
			t.Errorf("%s and lerr.service do not name each other", socket)
		}
		if len(s["ListenStream"]) != 1 {
			t.Errorf("%s listens at %q, want one address", socket, s["ListenStream"])
		}
	}
	if !slices.Equal(names, socketOrder) {
		t.Errorf("the sockets are named %q, want %q", names, socketOrder)
	}
	for _, code := range []string{"2", "3", "4"} { // exitUsage, exitForeign, exitDamaged
		if !slices.Contains(service["RestartPreventExitStatus"], code) {
			t.Errorf("it restarts after exit code %s", code)
		}
	}
}

// The file of defaults has a line for each flag, but those of the addresses, which the sockets have.
func TestDefaults_NameEachFlag(t *testing.T) {
	var named []string
	for _, m := range regexp.MustCompile(`(?m)^#?(LERR_\w+)=`).FindAllStringSubmatch(read(t, "deploy/lerr.default"), -1) {
		named = append(named, m[1])
	}
	want := slices.DeleteFunc(servedVariables(), func(v string) bool { return v == "LERR_ADDR" || v == "LERR_STAFF_ADDR" })
	slices.Sort(named)
	slices.Sort(want)
	if !slices.Equal(named, want) {
		t.Errorf("got %q, want %q", named, want)
	}
}

// maxExposure is the most that systemd may find a process of the unit to be exposed, in tenths of its scale to 10.
const maxExposure = "15"

func TestUnits_PleaseSystemd(t *testing.T) {
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze")
	}
	dir := t.TempDir()
	var paths []string
	for _, name := range []string{"lerr.service", "lerr.socket", "lerr-staff.socket"} {
		paths = append(paths, filepath.Join(dir, name))
		put(t, paths[len(paths)-1], strings.ReplaceAll(read(t, filepath.Join("deploy", name)), "/usr/bin/lerr", os.Args[0])) // which is there
	}
	if out, err := exec.Command(tool, append([]string{"verify", "--man=no"}, paths...)...).CombinedOutput(); err != nil || strings.Contains(string(out), dir) {
		t.Errorf("verify: %v\n%s", err, out)
	}
	if help, _ := exec.Command(tool, "--help").CombinedOutput(); !strings.Contains(string(help), "--offline") {
		t.Skip("systemd-analyze is from before 250")
	}
	if out, err := exec.Command(tool, "security", "--offline=true", "--threshold="+maxExposure, paths[0]).CombinedOutput(); err != nil {
		t.Errorf("security: %v\n%s", err, out)
	}
}
