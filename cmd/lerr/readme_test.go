package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
	packages, err := os.ReadDir("../../internal")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range packages {
		if dir.IsDir() && !strings.Contains(readme, "internal/"+dir.Name()+"/") {
			t.Errorf("README does not name internal/%s", dir.Name())
		}
	}
}

// A reader gets through it in a few minutes; what is longer has a README in the folder that it is about.
func TestReadme_IsShort(t *testing.T) {
	if got := strings.Count(read(t, "../../README.md"), "\n"); got > 130 {
		t.Errorf("README has %d lines, want at most 130", got)
	}
}

// repoPath finds paths of this repository in code, links and the tree of a README: whole ones, and names of
// files, which are in the folder of the README.
var repoPath = regexp.MustCompile("(?m)(?:`|\\]\\(|^)((?:cmd|handlers|views|static|data|internal)/[A-Za-z0-9_./-]*|[a-z][a-z_]*(?:/[a-z_]+)?\\.(?:go|templ|csv|md|mjs|json|conf)\\b)")

func TestReadmes_NameOnlyWhatIsThere(t *testing.T) {
	named := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "README.md" {
			return err
		}
		for _, m := range repoPath.FindAllStringSubmatch(read(t, path), -1) {
			named[m[1]] = true
			_, err := os.Stat(filepath.Join("../..", filepath.FromSlash(m[1])))
			_, beside := os.Stat(filepath.Join(filepath.Dir(path), filepath.FromSlash(m[1])))
			if err != nil && beside != nil {
				t.Errorf("%s names %s, which is not there", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(named) < 30 {
		t.Errorf("found %d paths, want those of the tree and the tour at least", len(named))
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
