package main

import (
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lerr/internal/export"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
)

const exportedBase = "https://report.example.org"

// exportTo runs lerr export with a list of what changed, and returns what it printed and the list.
func exportTo(t *testing.T, dir, db string, args ...string) (out string, changed []string) {
	t.Helper()
	list := filepath.Join(t.TempDir(), "changed.txt")
	args = append([]string{"export", dir, "--db", db, "--base-url", exportedBase, "--only-changed", list}, args...)
	code, out, errs := execute(t, args...)
	if code != exitOK {
		t.Fatalf("got exit %d, %s, %s", code, out, errs)
	}
	return out, strings.Fields(read(t, list))
}

// fewCountries returns the last two editions with the rows of few countries.
func fewCountries(t *testing.T) publish.Shipped {
	t.Helper()
	shipped := excerpt(t)
	shipped.Countries = shipped.Countries[:3]
	for i := range shipped.Editions {
		for j := range shipped.Editions[i].Tables {
			rows := &shipped.Editions[i].Tables[j].Rows
			*rows = slices.DeleteFunc(*rows, func(r report.Row) bool {
				return !slices.ContainsFunc(shipped.Countries, func(c report.Country) bool { return c.Code == r.Country })
			})
		}
	}
	return shipped
}

// checkAsServed expects each address of a database's site in an export as the site sends it, and nothing else.
func checkAsServed(t *testing.T, dir, db string) {
	t.Helper()
	err := toRead(t.Context(), location{db: db}, func(db database) error {
		archive, signed, err := db.service.Public(t.Context())
		if err != nil {
			return err
		}
		site, err := newSite(t.Context(), db.shipped, exportedBase, archive, signed, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		names := map[string]bool{"_lerr.json": true, "_nginx.conf": true, "404.html": true, "404.html.br": true, "404.html.gz": true}
		for _, address := range site.Addresses() {
			for coding, ending := range map[string]string{"identity": "", "br": ".br", "gzip": ".gz"} {
				w, r := httptest.NewRecorder(), httptest.NewRequest("GET", address, nil)
				r.Header.Set("Accept-Encoding", coding)
				site.ServeHTTP(w, r)
				if w.Code != 200 {
					t.Errorf("%s: the site answers %d", address, w.Code)
				}
				if coding != "identity" && w.Header().Get("Content-Encoding") == "" {
					continue
				}
				name := export.Name(address, w.Header().Get("Content-Type")) + ending
				names[name] = true
				if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != w.Body.String() {
					t.Errorf("%s has %d bytes, %v; the site sends %d", name, len(b), err, w.Body.Len())
				}
			}
		}
		return fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !names[name] {
				t.Errorf("%s is in the export, and the site has no such address", name)
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExport_MakesOnlyWhatChanged(t *testing.T) {
	dbtest.SameOnBoth(t, "pages of what was read")
	shipped, dir := fewCountries(t), filepath.Join(t.TempDir(), "site")
	both := seededWith(t, shipped)
	exportTo(t, dir, both)
	workbook := filepath.Join(t.TempDir(), "2019-H1.xlsx")
	if err := os.WriteFile(workbook, []byte(read(t, filepath.Join(dir, "download/2019-H1.xlsx"))), 0o600); err != nil {
		t.Fatal(err)
	}
	shipped.Editions = shipped.Editions[:1]
	db := seededWith(t, shipped)
	// The other database's site is no earlier state of this one: whatever differs changes all the same.
	if _, changed := exportTo(t, dir, db); !slices.Contains(changed, exportedBase+"/2019-H1") || !slices.Contains(changed, exportedBase+"/") {
		t.Errorf("the list of what changed is %q", changed)
	}
	checkAsServed(t, dir, db)

	t.Run("nothing", func(t *testing.T) {
		before, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		out, changed := exportTo(t, dir, db)
		after, err := os.Stat(dir)
		if err != nil || !os.SameFile(before, after) || len(changed) != 0 || !strings.Contains(out, " 0 files written") || !strings.Contains(out, " 0 removed") {
			t.Errorf("got %s, %q, %v, want the directory left alone", out, changed, err)
		}
	})
	t.Run("files changed by hand", func(t *testing.T) {
		page, data, picture := filepath.Join(dir, "2018-H2/index.html.br"), filepath.Join(dir, "data.json"), filepath.Join(dir, "share/trends.png")
		info, err := os.Stat(page)
		if err != nil {
			t.Fatal(err)
		}
		text := []byte(read(t, page))
		text[len(text)/2] ^= 1 // the size and the time stay
		elsewhere := filepath.Join(t.TempDir(), "elsewhere.png")
		for _, err := range []error{
			os.WriteFile(page, text, 0o644), os.Chtimes(page, info.ModTime(), info.ModTime()), os.Remove(data), os.Rename(picture, elsewhere), os.Symlink(elsewhere, picture),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		_, changed := exportTo(t, dir, db)
		if want := []string{exportedBase + "/2018-H2", exportedBase + "/data.json", exportedBase + "/share/trends.png"}; !slices.Equal(changed, want) {
			t.Errorf("got %q, want %q", changed, want)
		}
		checkAsServed(t, dir, db)
	})
	t.Run("a new half-year", func(t *testing.T) {
		args := []string{"publish", workbook, "--db", db}
		for _, code := range accepted {
			args = append(args, "--accept", code)
		}
		code, _, errs := execute(t, args...)
		if code != exitOK {
			t.Fatal(errs)
		}
		out, changed := exportTo(t, dir, db)
		for address, want := range map[string]bool{"/": true, "/2019-H1": true, "/2018-H2": true, "/2018-H2/r1": true, "/data.json": true, "/download/2018-H2.xlsx": false, "/share/2018-H2/global.png": false, "/404.html": false} {
			if slices.Contains(changed, exportedBase+address) != want {
				t.Errorf("%s changed: want %v", address, want)
			}
		}
		if strings.Contains(out, " 0 unchanged") {
			t.Errorf("got %s, want files that are unchanged", out)
		}
		checkAsServed(t, dir, db)
	})
	t.Run("a withdrawal", func(t *testing.T) {
		if code, _, errs := execute(t, "withdraw", "2018-H2", "--db", db, "--note", "To be checked."); code != exitOK {
			t.Fatal(errs)
		}
		if _, changed := exportTo(t, dir, db); !slices.Contains(changed, exportedBase+"/2018-H2") || !slices.Contains(changed, exportedBase+"/2018-H2/r1.json") {
			t.Errorf("the list lacks what was withdrawn: %q", changed)
		}
		checkAsServed(t, dir, db)
	})
}

func TestExport_RefusesAListThatCannotBe(t *testing.T) {
	db := seededWith(t, smallest(t))
	dir := filepath.Join(t.TempDir(), "site")
	exportTo(t, dir, db)
	if err := os.Symlink(dir, dir+"-link"); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{
		filepath.Join(dir, "changed.txt"), filepath.Join(dir, "2019-H1", "changed.txt"), filepath.Join(dir+"-link", "changed.txt"), dir, t.TempDir(),
		filepath.Join(t.TempDir(), "missing", "changed.txt"),
	} {
		code, out, errs := execute(t, "export", dir, "--db", db, "--only-changed", list) // without an address, which changes every page
		if code == exitOK || out != "" || !strings.Contains(errs, list) {
			t.Errorf("%s: got exit %d, %s, %s, want a message that names it", list, code, out, errs)
		}
		if b := read(t, filepath.Join(dir, "index.html")); !strings.Contains(b, exportedBase) {
			t.Errorf("%s: the export was written all the same", list)
		}
	}
}
