package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed lists, for each package of ours, which others of ours it may import. Nothing points back.
// The row of handlers matters most: the public site cannot show a draft, since nothing that it may
// import declares one.
var allowed = map[string][]string{
	"internal/report":    nil,
	"internal/chart":     nil,
	"internal/digest":    nil,
	"internal/sharecard": nil,
	"static":             nil,
	"internal/urls":      {"internal/report"},
	"internal/dcz":       nil,
	"internal/pagecache": {"internal/report", "internal/dcz"},
	"internal/audit":     {"internal/report"},
	"internal/translog":  {"internal/report"},
	"internal/staff":     {"internal/report", "internal/audit"},
	"internal/notify":    nil,
	"internal/xlsx":      nil,
	"internal/workbook":  {"internal/report", "internal/xlsx"},
	"internal/opendata":  {"internal/report", "internal/urls", "internal/translog"},
	"data":               {"internal/report", "internal/chart"},
	"internal/publish":   {"internal/report", "internal/workbook", "internal/audit", "internal/translog", "internal/notify"},
	"internal/store": {
		"internal/report", "internal/audit", "internal/publish", "internal/staff", "internal/translog", "internal/notify",
	},
	"internal/export": {"internal/pagecache"},
	"views":           {"internal/report", "internal/urls", "internal/chart", "internal/sharecard", "static"},
	"views/console": {
		"views", "internal/report", "internal/urls", "internal/audit", "internal/publish", "internal/staff", "internal/notify", "static",
	},
	"handlers/web": {"internal/report", "internal/digest", "internal/pagecache", "views", "static"},
	"handlers": {
		"handlers/web", "internal/report", "internal/urls", "internal/digest", "internal/pagecache", "internal/opendata", "internal/workbook",
		"internal/translog", "views", "static",
	},
	"handlers/console": {
		"handlers/web", "internal/report", "internal/urls", "internal/audit", "internal/publish", "internal/staff", "internal/notify", "views", "views/console", "static",
	},
	"cmd/packages": nil,
	"cmd/bench":    {"internal/report", "internal/audit", "internal/publish", "internal/store"},
	"cmd/lerr": {
		"internal/report", "internal/chart", "internal/sharecard", "internal/urls", "internal/audit", "internal/staff", "static", "internal/workbook",
		"internal/opendata", "internal/translog", "data", "internal/publish", "internal/store", "internal/notify", "internal/pagecache", "internal/export", "views",
		"views/console", "handlers", "handlers/web", "handlers/console",
	},
}

// owners lists the packages that may import each third-party module.
var owners = map[string][]string{
	"github.com/xuri/excelize/v2":         {"internal/xlsx"},
	"modernc.org/sqlite":                  {"internal/store"},
	"github.com/jackc/pgx/v5":             {"internal/store"},
	"github.com/labstack/echo/v4":         {"handlers", "handlers/web", "handlers/console"},
	"github.com/yuin/goldmark":            {"views"},
	"github.com/andybalholm/brotli":       {"internal/pagecache"},
	"github.com/klauspost/compress":       {"internal/pagecache", "internal/dcz"},
	"github.com/tdewolff/minify/v2":       {"internal/pagecache"},
	"github.com/prometheus/client_golang": {"handlers/web"},
	"github.com/a-h/templ":                {"views", "views/console", "handlers/web", "handlers/console"},
	"golang.org/x/image":                  {"internal/sharecard"},
	"golang.org/x/mod":                    {"internal/translog"},
	"github.com/google/jsonschema-go":     {"internal/opendata"},
	"github.com/wneessen/go-mail":         {"internal/notify"},
	"github.com/spf13/cobra":              {"cmd/lerr"},
	"github.com/spf13/pflag":              {"cmd/lerr"},
}

// kit is the test kit. It may import anything; only tests may import it.
const kit = "internal/sitetest"

// listed is a package in the output of go list. Imports does not include those of tests.
type listed struct {
	ImportPath string
	Imports    []string
}

// packages returns the imports of every package of the module, by its path in the module.
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
			t.Errorf("%s is not in the table of allowed imports", name)
		}
		for _, path := range imports {
			other, ours := strings.CutPrefix(path, "lerr/")
			if ours && !isKit(name) && !slices.Contains(may, other) {
				t.Errorf("%s imports %s, which is not allowed", name, other)
			}
		}
	}
	for _, name := range []string{"internal/report", "handlers", "cmd/lerr", kit} {
		if _, ok := found[name]; !ok {
			t.Errorf("go list did not find %s", name)
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
				if !slices.Contains(may, name) && !isKit(name) {
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

// The public site cannot show a draft: no package that it imports, directly or further down, can reach one.
func TestImports_KeepDraftsFromThePublicSite(t *testing.T) {
	reached := map[string]string{"handlers": "handlers"} // each package with the path of imports to it
	found := packages(t)
	for queue := []string{"handlers"}; len(queue) > 0; queue = queue[1:] {
		for _, path := range found[queue[0]] {
			other, ours := strings.CutPrefix(path, "lerr/")
			if _, known := reached[other]; ours && !known {
				reached[other] = reached[queue[0]] + " → " + other
				queue = append(queue, other)
			}
		}
	}
	for _, forbidden := range []string{"internal/publish", "internal/staff", "internal/store"} {
		if way, ok := reached[forbidden]; ok {
			t.Errorf("the public site imports %s: %s", forbidden, way)
		}
	}
	for name, way := range reached {
		for _, file := range goFiles(t, name) {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == "Draft" {
					t.Errorf("%s declares a Draft, which the public site imports: %s", file, way)
				}
				return true
			})
		}
	}
	if len(reached) < 8 {
		t.Errorf("the public site reaches only %v", reached)
	}
}

// goFiles returns the files of a package of ours without its tests.
func goFiles(t *testing.T, name string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", name, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has the files %v, %v", name, files, err)
	}
	return slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
}

func TestImports_LeaveTheReportToTheStandardLibrary(t *testing.T) {
	for _, path := range packages(t)["internal/report"] {
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			t.Errorf("internal/report imports %s", path)
		}
	}
}
