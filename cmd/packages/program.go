package main

import (
	"debug/buildinfo"
	"debug/elf"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"time"
)

// program holds the build information of a binary.
type program struct {
	arch    string    // which Go, Debian and containers call the same
	at      time.Time // of its commit: every file of a package has this time
	goes    string    // version of Go
	modules []*debug.Module
}

// architectures lists those whose name is the same everywhere.
var architectures = []string{"amd64", "arm64", "riscv64", "s390x"}

// inspect reads a binary. It fails unless the binary is a program for Linux that needs no library, since an image has none.
func inspect(binary string) (program, error) {
	file, err := elf.Open(binary)
	if err != nil {
		return program{}, fmt.Errorf("%s is no program for Linux: %w; make one by\n  make build", binary, err)
	}
	defer file.Close()
	if slices.ContainsFunc(file.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		return program{}, fmt.Errorf("%s needs libraries, which the image does not have; make one without by\n  make build", binary)
	}
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return program{}, fmt.Errorf("%s: %w", binary, err)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	p := program{arch: settings["GOARCH"], goes: info.GoVersion, modules: info.Deps}
	if info.Path != "lerr/cmd/lerr" || settings["GOOS"] != "linux" || !slices.Contains(architectures, p.arch) {
		return program{}, fmt.Errorf("%s is %s for %s/%s; packages are made of lerr/cmd/lerr for linux and one of %v", binary, info.Path, settings["GOOS"], p.arch, architectures)
	}
	p.at, err = sourceDate(settings["vcs.time"])
	return p, err
}

// sourceDate returns the time of SOURCE_DATE_EPOCH, or that of the commit if it is not set.
func sourceDate(commit string) (time.Time, error) {
	if seconds := os.Getenv("SOURCE_DATE_EPOCH"); seconds != "" {
		n, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q; give seconds since 1970", seconds)
		}
		return time.Unix(n, 0).UTC(), nil
	}
	at, err := time.Parse(time.RFC3339, commit)
	if err != nil {
		return time.Time{}, fmt.Errorf("the program does not know the time of its commit; build it in a clone, or set SOURCE_DATE_EPOCH to seconds since 1970")
	}
	return at.UTC(), nil
}
