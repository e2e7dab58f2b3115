package export_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/export"
	"lerr/internal/pagecache"
)

// watched is a site that notes what is asked of it.
type watched struct {
	pages map[string]string // what each is made of
	whole string
	list  string

	mu    sync.Mutex
	asked []string // for what pages are made of
	built []string
	again []string // with another list
}

func (w *watched) note(list *[]string, address string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, address)
	slices.Sort(*list)
}

// text returns the bytes of a page, with the list in brackets.
func (w *watched) text(address string) string {
	return w.pages[address] + " [" + w.list + "] " + strings.Repeat("and so on ", 30)
}

// write exports the site, and forgets before what was asked of it.
func (w *watched) write(t *testing.T, dir, program string) export.Outcome {
	t.Helper()
	w.asked, w.built, w.again = nil, nil, nil
	s := export.Site{
		Whole: func(string) string { return w.whole },
		Inputs: func(address string) (pagecache.Inputs, error) {
			w.note(&w.asked, address)
			return pagecache.Inputs{
				Digest: w.pages[address], List: w.list,
				Build: func() (*pagecache.Page, error) {
					w.note(&w.built, address)
					return build(address, w.text(address))
				},
				Relist: func(earlier []byte) (*pagecache.Page, error) {
					w.note(&w.again, address)
					before, rest, _ := bytes.Cut(earlier, []byte("["))
					_, after, ok := bytes.Cut(rest, []byte("]"))
					if !ok {
						return nil, errors.New("no list")
					}
					return build(address, string(before)+"["+w.list+"]"+string(after))
				},
			}, nil
		},
	}
	for address := range w.pages {
		s.Addresses = append(s.Addresses, address)
	}
	outcome, err := s.Write(t.Context(), dir, export.Options{Program: program})
	if err != nil {
		t.Fatal(err)
	}
	for address := range w.pages {
		if b, err := os.ReadFile(filepath.Join(dir, export.Name(address, "text/csv"))); err != nil || string(b) != w.text(address) {
			t.Errorf("%s is %.40q, %v, want %.40q", address, b, err, w.text(address))
		}
	}
	return outcome
}

func TestWrite_MakesAgainOnlyWhatIsMadeOfSomethingElse(t *testing.T) {
	w := &watched{pages: map[string]string{"/a.csv": "a", "/b.csv": "b", "/c.csv": "c"}, whole: "1", list: "2018"}
	all := []string{"/a.csv", "/b.csv", "/c.csv"}
	dir := filepath.Join(t.TempDir(), "site")
	edit := func(name string, change func(text string) string) {
		file := filepath.Join(dir, name)
		text, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, []byte(change(string(text))), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	program := "one"
	for _, tt := range []struct {
		name                          string
		change                        func()
		asked, built, again, changing []string
	}{
		{"the first time", func() {}, all, all, nil, all},
		{"nothing", func() {}, nil, nil, nil, nil},
		{"what is of no page", func() { w.whole = "2" }, all, nil, nil, nil},
		{"a page", func() { w.whole, w.pages["/b.csv"] = "3", "B" }, all, []string{"/b.csv"}, nil, []string{"/b.csv"}},
		{"the list", func() { w.whole, w.list = "4", "2018, 2019" }, all, nil, all, all},
		{"the list and a page", func() { w.whole, w.list, w.pages["/c.csv"] = "5", "2019", "C" }, all, []string{"/c.csv"}, []string{"/a.csv", "/b.csv"}, all},
		{"the program", func() { program = "two" }, all, all, nil, nil},
		{"to no known program", func() { program = "" }, all, all, nil, nil},
		{"from no known program", func() {}, all, all, nil, nil},
		{"to a program", func() { program = "one" }, all, all, nil, nil},
		{"a byte of a file", func() { edit("a.csv", func(s string) string { return "A" + s[1:] }) }, []string{"/a.csv"}, []string{"/a.csv"}, nil, []string{"/a.csv"}},
		{"a byte of a compressed file", func() { edit("b.csv.br", func(s string) string { return s[:20] + "?" + s[21:] }) }, []string{"/b.csv"}, nil, []string{"/b.csv"}, []string{"/b.csv"}},
		{"a file's length", func() { edit("c.csv.gz", func(s string) string { return s + " " }) }, []string{"/c.csv"}, nil, []string{"/c.csv"}, []string{"/c.csv"}},
		{"the list, and a byte of a file", func() {
			w.whole, w.list = "6", "2020"
			edit("a.csv", func(s string) string { return "A" + s[1:] })
		}, all, []string{"/a.csv"}, []string{"/b.csv", "/c.csv"}, all},
		{"a page less", func() { delete(w.pages, "/c.csv"); w.whole = "7" }, []string{"/a.csv", "/b.csv"}, nil, nil, []string{"/c.csv"}},
		{"a page less of the same whole", func() { delete(w.pages, "/b.csv") }, nil, nil, nil, []string{"/b.csv"}},
		{"a page more of the same whole", func() { w.pages["/c.csv"] = "c" }, []string{"/c.csv"}, []string{"/c.csv"}, nil, []string{"/c.csv"}},
		{"the manifest, to one of an early version", func() {
			edit("_lerr.json", func(string) string {
				return `{"writtenBy": "lerr export", "files": ["_lerr.json", "a.csv", "a.csv.br", "a.csv.gz", "c.csv", "c.csv.br", "c.csv.gz", "gone/index.html"]}`
			})
		}, []string{"/a.csv", "/c.csv"}, []string{"/a.csv", "/c.csv"}, nil, []string{"/gone"}},
		{"the manifest, so that what is known of pages is damaged", func() {
			edit("_lerr.json", func(s string) string { return strings.Replace(s, `".br":`, `".zz":`, 1) })
		}, []string{"/a.csv", "/c.csv"}, []string{"/a.csv", "/c.csv"}, nil, nil},
		{"the manifest, so that it names a file of somebody else, and its sum", func() {
			edit("_lerr.json", func(s string) string { return summed(strings.Replace(s, `"name":"a.csv"`, `"name":"../a.csv"`, 1)) })
		}, []string{"/a.csv"}, []string{"/a.csv"}, nil, nil},
	} {
		tt.change()
		outcome := w.write(t, dir, program)
		got, want := [][]string{w.asked, w.built, w.again, outcome.Changed}, [][]string{tt.asked, tt.built, tt.again, tt.changing}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: asked, built, with another list, changed (-want +got)\n%s", tt.name, diff)
		}
	}
}

// summed returns a manifest with the right sum.
func summed(manifest string) string {
	program := regexp.MustCompile(`"program":"(.*?)"`).FindStringSubmatch(manifest)[1]
	pages := regexp.MustCompile(`"pages":(\[.*\])`).FindStringSubmatch(manifest)[1]
	sum := sha256.Sum256([]byte(program + "\n\n" + pages))
	return regexp.MustCompile(`"sha256":"[0-9a-f]{64}"`).ReplaceAllString(manifest, `"sha256":"`+hex.EncodeToString(sum[:])+`"`)
}

// The list of what changed is known before the directory is exchanged, and an error of whoever gets it leaves it as it is.
func TestWrite_TellsWhatChangesBeforeItDoes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write(t, dir, map[string]string{"/": "<p>home"})
	failed := errors.New("the disk is full")
	_, err := site(map[string]string{"/": "<p>new", "/b": "<p>b"}).Write(t.Context(), dir, export.Options{Ready: func(o export.Outcome) error {
		if diff := cmp.Diff([]string{"/", "/b"}, o.Changed); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		return failed
	}})
	if b, _ := os.ReadFile(filepath.Join(dir, "index.html")); !errors.Is(err, failed) || string(b) != "<p>home" {
		t.Errorf("got %v and %q, want the error and the directory as it was", err, b)
	}
}
