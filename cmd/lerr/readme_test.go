package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A reader finds every route, flag and package in the README.
func TestReadme_NamesEveryRouteFlagAndPackage(t *testing.T) {
	readme := read(t, "../../README.md")
	for _, m := range regexp.MustCompile(`get\("([^"]+)"`).FindAllStringSubmatch(read(t, "../../handlers/routes.go"), -1) {
		if !strings.Contains(readme, "`"+m[1]+"`") {
			t.Errorf("README does not name the route %s", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`flags\.\w+\("([^"]+)"`).FindAllStringSubmatch(read(t, "serve.go"), -1) {
		if !strings.Contains(readme, "`--"+m[1]) || !strings.Contains(readme, "`"+variable(m[1])+"`") {
			t.Errorf("README does not name the flag --%s with its variable %s", m[1], variable(m[1]))
		}
	}
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
