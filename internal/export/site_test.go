package export_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/export"
	"lerr/internal/pagecache"
)

// site returns a small site with these pages.
func site(pages map[string]string) export.Site {
	s := export.Site{Inputs: func(address string) (pagecache.Inputs, error) {
		return pagecache.Inputs{Digest: pages[address], Build: func() (*pagecache.Page, error) { return build(address, pages[address]) }}, nil
	}}
	for address := range pages {
		s.Addresses = append(s.Addresses, address)
	}
	slices.Sort(s.Addresses)
	return s
}

func build(address, text string) (*pagecache.Page, error) {
	if text == "" {
		return nil, fmt.Errorf("%s is broken", address)
	}
	head := pagecache.Head{Type: "text/html; charset=utf-8"}
	if strings.HasSuffix(address, ".csv") {
		head.Type = "text/csv; charset=utf-8"
	}
	return pagecache.NewPage(head, []byte(text))
}

func write(t *testing.T, dir string, pages map[string]string) export.Outcome {
	t.Helper()
	outcome, err := site(pages).Write(t.Context(), dir, export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// files lists the files in a directory and those below it.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, err = filepath.Rel(dir, name)
			all = append(all, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var long = strings.Repeat("a,b,c\n", 100)

func TestWrite_NamesFilesAsWebServersExpectThem(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "site")
	write(t, dir, map[string]string{"/": "<p>home", "/2019-H1": "<p>period", "/2019-H1/au": "<p>place", "/2019-H1.csv": long, "/404.html": "<p>not found"})
	want := []string{
		"2019-H1/au/index.html", "2019-H1/index.html", "2019-H1.csv", "2019-H1.csv.br", "2019-H1.csv.gz", "404.html", "_lerr.json", "index.html",
	}
	if diff := cmp.Diff(want, files(t, dir)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "2019-H1.csv")); string(b) != long || err != nil {
		t.Errorf("got %d bytes, %v, want the file's own", len(b), err)
	}
}

func TestWrite_WritesOnlyWhatChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	pages := map[string]string{"/": "<p>home", "/a": "<p>a", "/b": "<p>b"}
	if diff := cmp.Diff(export.Outcome{Written: 4, Changed: []string{"/", "/a", "/b"}}, write(t, dir, pages)); diff != "" {
		t.Errorf("new: (-want +got)\n%s", diff)
	}
	earlier := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, name := range []string{"index.html", "a/index.html", "b/index.html"} {
		if err := os.Chtimes(filepath.Join(dir, name), earlier, earlier); err != nil {
			t.Fatal(err)
		}
	}
	delete(pages, "/b")
	pages["/a"], pages["/c"] = "<p>another", "<p>c"
	if diff := cmp.Diff(export.Outcome{Written: 3, Kept: 1, Removed: 1, Changed: []string{"/a", "/b", "/c"}}, write(t, dir, pages)); diff != "" {
		t.Errorf("again: (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"_lerr.json", "a/index.html", "c/index.html", "index.html"}, files(t, dir)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for name, want := range map[string]bool{"index.html": true, "a/index.html": false} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.ModTime().Equal(earlier) != want {
			t.Errorf("%s: as old as it was: %v, want %v (%v)", name, !want, want, err)
		}
	}
}

func TestWrite_LeavesEverythingAsItWasAfterAnError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write(t, dir, map[string]string{"/": "<p>home"})
	if _, err := site(map[string]string{"/": "<p>new", "/broken": ""}).Write(t.Context(), dir, export.Options{}); err == nil || !strings.Contains(err.Error(), "/broken") {
		t.Errorf("got %v, want the address that failed", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := site(map[string]string{"/": "<p>new"}).Write(ended, dir, export.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "index.html")); string(b) != "<p>home" {
		t.Errorf("got %q, %v, want what was there", b, err)
	}
	if got := files(t, filepath.Dir(dir)); len(got) != 2 {
		t.Errorf("left behind: %v", got)
	}
}

func TestWrite_RefusesADirectoryOfSomebodyElse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("years of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := site(map[string]string{"/": "<p>home"}).Write(t.Context(), dir, export.Options{}); !errors.Is(err, export.ErrNotOurs) || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v, want %v and the directory", err, export.ErrNotOurs)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("got %v, want the directory as it was", got)
	}
}

func TestWrite_RemovesWhatAKilledExportLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[site") // a pattern would misread it
	if err := os.MkdirAll(dir+".lerr-new-123/2019-H1", 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"/": "<p>home"})
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v, want the site alone", entries, err)
	}
}

// others are files as people and hosts put them beside an export.
var others = map[string]string{"CNAME": "example.org", ".nojekyll": "", ".git/HEAD": "ref", ".git/objects/ab/cd": "blob", "2019-H1/ours.txt": "beside a page"}

// putOthers adds others, a symbolic link and an empty directory to an export.
func putOthers(t *testing.T, dir string) {
	t.Helper()
	for name, text := range others {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o640)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Mkdir(filepath.Join(dir, ".git/refs"), 0o700), os.Symlink("/somewhere/else", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
}

func checkOthers(t *testing.T, dir string) {
	t.Helper()
	for name, want := range others {
		info, err := os.Stat(filepath.Join(dir, name))
		if b, _ := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != want || info.Mode() != 0o640 {
			t.Errorf("%s: got %q, %v, want it as it was", name, b, err)
		}
	}
	if to, err := os.Readlink(filepath.Join(dir, "link")); to != "/somewhere/else" {
		t.Errorf("the symbolic link: got %q, %v", to, err)
	}
	if info, err := os.Stat(filepath.Join(dir, ".git/refs")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the empty directory: got %v, %v", info, err)
	}
}

func TestWrite_RemovesOnlyWhatAnEarlierExportWrote(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	pages := map[string]string{"/": "<p>home", "/2019-H1": "<p>period", "/2018-H2": "<p>gone soon"}
	write(t, dir, pages)
	putOthers(t, dir)
	delete(pages, "/2019-H1")
	delete(pages, "/2018-H2")
	if got := write(t, dir, pages); got.Removed != 2 {
		t.Errorf("got %+v, want 2 removed", got)
	}
	checkOthers(t, dir)
	write(t, dir, pages)
	checkOthers(t, dir)
	for _, gone := range []string{"2019-H1/index.html", "2018-H2"} {
		if _, err := os.Stat(filepath.Join(dir, gone)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v, want it removed", gone, err)
		}
	}
}

func TestWrite_RefusesToOverwriteWhatIsNotItsOwn(t *testing.T) {
	for _, name := range []string{"a.csv", "b/index.html", "b", "a.csv/inside.txt"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			write(t, dir, map[string]string{"/": "<p>home"})
			file := filepath.Join(dir, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte("mine"), 0o600)); err != nil {
				t.Fatal(err)
			}
			_, err := site(map[string]string{"/": "<p>new", "/a.csv": long, "/b": "<p>b"}).Write(t.Context(), dir, export.Options{})
			if !errors.Is(err, export.ErrInTheWay) {
				t.Errorf("got %v, want %v", err, export.ErrInTheWay)
			}
			if b, err := os.ReadFile(file); string(b) != "mine" {
				t.Errorf("got %q, %v, want the file as it was", b, err)
			}
			if b, err := os.ReadFile(filepath.Join(dir, "index.html")); string(b) != "<p>home" {
				t.Errorf("got %q, %v, want the site as it was", b, err)
			}
		})
	}
}

func TestWrite_RefusesAnExportWithoutAList(t *testing.T) {
	for _, marker := range []string{"{\"writtenBy\": \"lerr export\"}\n", "", "{", "[]"} {
		dir := filepath.Join(t.TempDir(), "site")
		write(t, dir, map[string]string{"/": "<p>home"})
		if err := os.WriteFile(filepath.Join(dir, "_lerr.json"), []byte(marker), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := site(map[string]string{"/": "<p>new"}).Write(t.Context(), dir, export.Options{}); !errors.Is(err, export.ErrNoManifest) {
			t.Errorf("%q: got %v, want %v", marker, err, export.ErrNoManifest)
		}
	}
}

// Where directories cannot be exchanged, a kill between the two renames leaves the old one under another name.
func TestWrite_GivesADirectoryItsNameBackAfterAKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write(t, dir, map[string]string{"/": "<p>home"})
	putOthers(t, dir)
	if err := errors.Join(os.Rename(dir, dir+".lerr-new-1.old"), os.Mkdir(dir+".lerr-new-1", 0o755)); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"/": "<p>home"})
	checkOthers(t, dir)
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v, want the site alone", entries, err)
	}
}

func TestWrite_FollowsALink(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "current")
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "target"), 0o755), os.Symlink("target", link)); err != nil {
		t.Fatal(err)
	}
	write(t, link, map[string]string{"/": "<p>home"})
	if to, err := os.Readlink(link); to != "target" || err != nil {
		t.Errorf("the link is %q, %v, want it as it was", to, err)
	}
	if got := files(t, filepath.Join(dir, "target")); len(got) != 2 {
		t.Errorf("got %v, want the site behind the link", got)
	}
}

// While a site is exchanged repeatedly, each read finds the old or the new one.
func TestWrite_IsNeverSeenHalfDone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write(t, dir, map[string]string{"/": "<p>0"})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 30 {
			write(t, dir, map[string]string{"/": fmt.Sprintf("<p>%d", i), "/a": "<p>a"})
		}
	}()
	for {
		if b, err := os.ReadFile(filepath.Join(dir, "index.html")); err != nil || !strings.HasPrefix(string(b), "<p>") {
			t.Fatalf("got %q, %v, want a page", b, err)
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

// The headers of files that differ from the usual ones are in nginx's maps, quoted.
func TestWrite_WritesHeadersForNginx(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s := site(map[string]string{"/": "<p>home", "/a.csv": long})
	s.Usual = map[string]string{"Cache-Control": "no-cache"}
	inputs := s.Inputs
	s.Inputs = func(address string) (pagecache.Inputs, error) {
		in, err := inputs(address)
		if address == "/a.csv" {
			in.Build = func() (*pagecache.Page, error) {
				return pagecache.NewPage(pagecache.Head{Type: "text/csv", CacheControl: "no-store", FileName: "a.csv"}, []byte(long))
			}
		}
		return in, err
	}
	if _, err := s.Write(t.Context(), dir, export.Options{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "_nginx.conf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"map $uri $lerr_cache {\n  default \"no-cache\";\n  /a.csv \"no-store\";\n}\n", `/a.csv "attachment; filename=\"a.csv\"";`, "/download/$file;",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the configuration has no %q:\n%s", want, b)
		}
	}
}
