package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed lists, for each package of ours, which others of ours it may import. Nothing points back.
// handlers makes the downloads, so it may import workbook and opendata.
var allowed = map[string][]string{
	"internal/report":   nil,
	"internal/chart":    nil,
	"internal/poster":   nil,
	"internal/staff":    nil,
	"static":            nil,
	"internal/xlsx":     nil,
	"internal/workbook": {"internal/report", "internal/xlsx"},
	"internal/opendata": {"internal/report"},
	"data":              {"internal/report", "internal/chart"},
	"internal/publish":  {"internal/report", "internal/workbook"},
	"internal/store":    {"internal/report", "internal/staff"},
	"internal/press":    {"internal/report"},
	"internal/export":   {"internal/press"},
	"views":             {"internal/report", "internal/chart", "internal/poster", "static"},
	"handlers": {
		"internal/report", "internal/publish", "internal/staff", "internal/press", "internal/opendata",
		"internal/workbook", "internal/export", "views", "static",
	},
	"cmd/bench": {"internal/report", "data", "internal/publish", "internal/store", "views"},
	"cmd/lerr": {
		"internal/report", "internal/chart", "internal/poster", "internal/staff", "static", "internal/workbook", "internal/opendata",
		"data", "internal/publish", "internal/store", "internal/press", "internal/export", "views", "handlers",
	},
}

// owners lists, for each module of others that the program is built on, who may import it.
var owners = map[string][]string{
	"github.com/xuri/excelize/v2":         {"internal/xlsx"},
	"modernc.org/sqlite":                  {"internal/store"},
	"github.com/labstack/echo/v4":         {"handlers", "cmd/bench"},
	"github.com/yuin/goldmark":            {"views"},
	"github.com/andybalholm/brotli":       {"internal/press"},
	"github.com/klauspost/compress":       {"internal/press"},
	"github.com/tdewolff/minify/v2":       {"internal/press"},
	"github.com/prometheus/client_golang": {"handlers"},
	"github.com/a-h/templ":                {"views", "handlers"},
	"golang.org/x/image":                  {"internal/poster"},
}

// kit is the test kit. It may import anything; only tests may import it.
const kit = "internal/sitetest"

// listed is a package as go list tells it; Imports are those of its code without its tests.
type listed struct {
	ImportPath string
	Imports    []string
}

// packages lists every package of the module, by its path inside it.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-tags", "browser", "-json=ImportPath,Imports", "lerr/...")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	all := map[string][]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(p.ImportPath, "lerr/")] = p.Imports
	}
}

// isKit reports whether a package is the test kit or a part of it.
func isKit(name string) bool { return name == kit || strings.HasPrefix(name, kit+"/") }

func TestImports_NeverPointBack(t *testing.T) {
	found := packages(t)
	for name, imports := range found {
		may, ok := allowed[name]
		if !ok && !isKit(name) {
			t.Errorf("%s is not in the table: say here what it may import", name)
		}
		for _, path := range imports {
			other, ours := strings.CutPrefix(path, "lerr/")
			if ours && !isKit(name) && !slices.Contains(may, other) {
				t.Errorf("%s imports %s, which it may not", name, other)
			}
		}
	}
	for _, name := range []string{"internal/report", "handlers", "cmd/lerr", kit} {
		if _, ok := found[name]; !ok {
			t.Errorf("go list has not found %s", name)
		}
	}
}

func TestImports_LeaveTheTestKitToTests(t *testing.T) {
	for name, imports := range packages(t) {
		for _, path := range imports {
			if isKit(strings.TrimPrefix(path, "lerr/")) && !isKit(name) {
				t.Errorf("%s imports %s outside its tests", name, path)
			}
		}
	}
}

func TestImports_KeepEachLibraryInOnePlace(t *testing.T) {
	used := map[string]bool{}
	for name, imports := range packages(t) {
		for _, path := range imports {
			for module, may := range owners {
				if path != module && !strings.HasPrefix(path, module+"/") {
					continue
				}
				used[module] = true
				if !slices.Contains(may, name) {
					t.Errorf("%s imports %s, which belongs to %s", name, path, strings.Join(may, " and "))
				}
			}
		}
	}
	for module := range owners {
		if !used[module] {
			t.Errorf("nothing imports %s; take it off the list", module)
		}
	}
}

func TestImports_LeaveTheReportToTheStandardLibrary(t *testing.T) {
	for _, path := range packages(t)["internal/report"] {
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			t.Errorf("internal/report imports %s", path)
		}
	}
}
