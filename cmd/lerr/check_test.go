package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const testdata = "../../internal/workbook/testdata"

// execute runs a command of the program and returns its exit code and output.
func execute(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

// edited writes a copy of a workbook with one text of a part replaced, and returns its path.
func edited(t *testing.T, name, part, old, new string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(testdata, name))
	if err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	found := false
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part && bytes.Contains(text, []byte(old)) {
			found = true
			text = bytes.Replace(text, []byte(old), []byte(new), 1)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Fatalf("%s has no %q in %s", name, old, part)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCheck_PrintsTotalsAndNoErrors(t *testing.T) {
	code, out, errs := execute(t, "check", filepath.Join(testdata, "2014-H1.xlsx"))
	if code != exitOK || errs != "" {
		t.Errorf("got exit %d, %q", code, errs)
	}
	for _, want := range []string{"2014 (Jan-Jun)", "requests 34494, accounts 58562", "0 errors"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
}

func TestCheck_PrintsJSON(t *testing.T) {
	code, out, _ := execute(t, "check", filepath.Join(testdata, "2019-H2.xlsx"), "--json")
	if code != exitOK {
		t.Errorf("got exit %d, want %d", code, exitOK)
	}
	var got struct {
		Period   string
		Sections map[string]map[string]int
		Problems []struct{ Severity, Code, Sheet, Cell, Text string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	criminal := got.Sections["criminal"]
	if got.Period != "2019-H2" || criminal["requests"] != 21781 || criminal["accounts"] != 41137 || criminal["non_content"] != 12823 {
		t.Errorf("got %s, %v", got.Period, criminal)
	}
	found := false
	for _, p := range got.Problems {
		if p.Severity == "error" {
			t.Errorf("unexpected error: %+v", p)
		}
		// One civil row does not add up in the source and has a note.
		found = found || p.Severity == "notice" && p.Code == "outcomes-do-not-add-up" && p.Sheet == "Civil Legal Requests" && p.Cell == "E12"
	}
	if !found {
		t.Errorf("the row that does not add up is not reported: %+v", got.Problems)
	}
}

// What does not add up in the publisher's workbooks has a note, so that each of them passes.
func TestCheck_PassesEveryWorkbookOfThePublisher(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testdata, "*.xlsx"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if code, out, _ := execute(t, "check", file); code != exitOK {
			t.Errorf("%s: exit %d, %s", file, code, out)
		}
	}
}

// One fault in a good workbook makes the check name the cell, and fail if it is no question to a person.
func TestCheck_NamesTheCell(t *testing.T) {
	for _, c := range []struct {
		name, part, old, new string
		code                 int
		want                 []string
	}{
		{"a total changed", "xl/worksheets/sheet2.xml", `<v>34494</v>`, `<v>34493</v>`, exitOK, []string{"warning: All Microsoft Services C6"}},
		{"a country misspelt", "xl/sharedStrings.xml", "Argentina", "Argentinia", exitFailed, []string{"All Microsoft Services A7", "Argentina"}},
		{"a sheet cut off in its XML", "xl/worksheets/sheet2.xml", `<row r="40"`, `<row r="40`, exitFailed, []string{"sheet2.xml"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, _ := execute(t, "check", edited(t, "2014-H1.xlsx", c.part, c.old, c.new))
			if code != c.code {
				t.Errorf("got exit %d, want %d: %s", code, c.code, out)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in %s", want, out)
				}
			}
		})
	}
}

func TestCheck_ReportsWhenItCannotRun(t *testing.T) {
	for name, args := range map[string][]string{
		"no file":                      {"check"},
		"two files":                    {"check", "a.xlsx", "b.xlsx"},
		"a file not there":             {"check", filepath.Join(t.TempDir(), "none.xlsx")},
		"an unknown flag":              {"check", "--fast", "a.xlsx"},
		"a database that is not there": {"check", filepath.Join(testdata, "2014-H1.xlsx"), "--db", filepath.Join(t.TempDir(), "none.db")},
	} {
		if code, out, errs := execute(t, args...); code != exitUsage || errs == "" {
			t.Errorf("%s: got exit %d, %q, %q, want %d and a reason", name, code, out, errs, exitUsage)
		}
	}
}

func TestTemplate_IsAWorkbookToFillIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "next.xlsx")
	if code, _, errs := execute(t, "template", "2019-H2", "--out", path); code != exitOK {
		t.Fatalf("got exit %d, %s", code, errs)
	}
	code, out, _ := execute(t, "check", path)
	if code != exitFailed || !strings.Contains(out, "2019 (Jul-Dec)") || !strings.Contains(out, "no rows") {
		t.Errorf("an empty template passes: exit %d, %s", code, out)
	}
	if code, _, errs := execute(t, "template", "2019-H2", "--out", path); code == exitOK || errs == "" {
		t.Error("an existing file was overwritten")
	}
}

// A changed outcome is found at its own cell, by its percentage.
func TestCheck_NamesTheOutcomeThatWasChanged(t *testing.T) {
	path := edited(t, "2014-H1.xlsx", "xl/worksheets/sheet2.xml", `<v>358</v>`, `<v>385</v>`)
	code, out, _ := execute(t, "check", path)
	if code != exitFailed || !strings.Contains(out, "error: All Microsoft Services H7: Argentina: the four outcomes add up to") {
		t.Errorf("got exit %d, %s", code, out)
	}
}
