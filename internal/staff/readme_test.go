package staff_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// chapters holds the number of requirements of each section of OWASP ASVS 5.0 that the sheet covers.
var chapters = map[string]int{
	"5.1": 1, "5.2": 6, "5.3": 3, "5.4": 3,
	"6.1": 3, "6.2": 12, "6.3": 8, "6.4": 6, "6.5": 8, "6.6": 4, "6.7": 2, "6.8": 4,
	"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2,
	"8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2,
	"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 4,
}

var (
	sheetLine = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| ([123]) \| (yes|partly|no|n/a) \| (.+) \|$`)
	testName  = regexp.MustCompile("`([a-z]+)\\.(Test\\w+)`")
)

// A line of the checklist that names a test which is gone would be a promise that nobody keeps.
func TestReadme_NamesTests(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, m := range sheetLine.FindAllStringSubmatch(string(text), -1) {
		lines[m[1]]++
	}
	all := 0
	for section, n := range chapters {
		for i := range n {
			if name := fmt.Sprintf("%s.%d", section, i+1); lines[name] != 1 {
				t.Errorf("requirement %s has %d lines, want 1", name, lines[name])
			}
		}
		all += n
	}
	if len(lines) != all {
		t.Errorf("the sheet has %d requirements, want %d", len(lines), all)
	}
	names := testName.FindAllStringSubmatch(string(text), -1)
	for _, m := range names {
		if !declared(t, m[1], m[2]) {
			t.Errorf("no test is named %s.%s", m[1], m[2])
		}
	}
	if len(names) < 40 {
		t.Errorf("found %d names of tests, want those of the sheet", len(names))
	}
}

// declared reports whether a package, by the last part of its path, has a test of a name.
func declared(t *testing.T, name, test string) bool {
	t.Helper()
	for _, pattern := range []string{"../../" + name, "../../*/" + name} {
		files, err := filepath.Glob(filepath.Join(pattern, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "\nfunc "+test+"(t *testing.T) {") {
				return true
			}
		}
	}
	return false
}
