package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestReadme_NamesEveryFlagAndPackage(t *testing.T) {
	readme := read(t, "../../README.md")
	serveCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(readme, "`--"+f.Name) || !strings.Contains(readme, "`"+variable(f.Name)+"`") {
			t.Errorf("README does not name the flag --%s with its variable %s", f.Name, variable(f.Name))
		}
	})
	packages, err := filepath.Glob("../../internal/*")
	if err != nil || len(packages) == 0 {
		t.Fatalf("no packages: %v", err)
	}
	for _, dir := range packages {
		if !strings.Contains(readme, "internal/"+filepath.Base(dir)+"/") {
			t.Errorf("README does not name internal/%s", filepath.Base(dir))
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
