// Package sitetest is the test kit: a running public site or staff console on a real database file,
// seeded with the shipped report, with a clock of its own.
//
// Only tests may import it. Start reading at New and NewConsole.
package sitetest

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lerr/data"
	"lerr/handlers"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
	"lerr/internal/translog"
	"lerr/views"
)

// Now is the time on every test's clock.
var Now = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// Shipped is the report that the program ships with.
func Shipped(t testing.TB) *data.Shipped {
	t.Helper()
	shipped, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	return shipped
}

// Store is an empty, sealed database in a file of its own. At the end of the test it must be proved to be as the
// program left it.
func Store(t testing.TB) *store.DB {
	t.Helper()
	return OpenCopy(t, dbtest.Copy(t, "empty", func(path string) error {
		_, err := SealAt(path)
		return err
	}))
}

// Seeded is Store with the shipped report in it, published at Now.
func Seeded(t testing.TB) *store.DB {
	t.Helper()
	return OpenCopy(t, SeededPath(t))
}

// SeededPath returns the path of a database with the shipped report in it, published at Now. Its key is beside it.
func SeededPath(t testing.TB) string {
	t.Helper()
	return dbtest.Copy(t, "seeded", func(path string) error {
		shipped, err := data.Load()
		if err != nil {
			return err
		}
		return SeedAt(path, Seed(shipped), Now)
	})
}

// SeedAt makes a database at a path, as SealAt does, and publishes a report into it.
func SeedAt(path string, shipped publish.Shipped, now time.Time) error {
	ctx := context.Background()
	seal, err := SealAt(path)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, path, seal)
	if err != nil {
		return err
	}
	_, err = publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return now }}).Seed(ctx, shipped)
	return errors.Join(err, db.Close())
}

// OpenCopy opens a database that has its key beside it until the test ends. Then it must be proved to be as the program
// left it.
func OpenCopy(t testing.TB, path string) *store.DB {
	t.Helper()
	seal, err := SealAt(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), path, seal)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Verify(context.Background()); err != nil && !errors.Is(err, store.ErrEmpty) {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Seal returns a new log key, with a head file that does not exist yet.
func Seal(t testing.TB) *store.Seal {
	t.Helper()
	key, err := translog.NewKey("example.org/lerr")
	if err != nil {
		t.Fatal(err)
	}
	return &store.Seal{Key: key, HeadFile: filepath.Join(t.TempDir(), "head")}
}

// SealAt returns the seal of the database at path, whose key it keeps beside it. It makes key and database if there
// are none.
func SealAt(path string) (*store.Seal, error) {
	keyFile := path + ".log-key"
	text, err := os.ReadFile(keyFile)
	if errors.Is(err, fs.ErrNotExist) {
		key, err := translog.NewKey("example.org/lerr")
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(keyFile, key.Marshal(), 0o600); err != nil {
			return nil, err
		}
		seal := &store.Seal{Key: key, HeadFile: keyFile + ".head"}
		return seal, store.Create(context.Background(), path, seal, nil)
	}
	if err != nil {
		return nil, err
	}
	key, err := translog.ParseKey(text)
	return &store.Seal{Key: key, HeadFile: keyFile + ".head"}, err
}

// Seed returns the part of the shipped report that a service seeds.
func Seed(s *data.Shipped) publish.Shipped {
	return publish.Shipped{Regions: s.Regions, Countries: s.Countries, Editions: s.Editions, Dates: s.Dates}
}

// Archive is the shipped report, published into a database and loaded from it. Nobody can change it,
// so all tests of a package share one.
func Archive(t testing.TB) *report.Archive {
	t.Helper()
	shared.loading.Do(func() {
		var err error
		service := publish.NewService(publish.ServiceOptions{Store: Seeded(t), Now: func() time.Time { return Now }})
		if shared.archive, shared.signed, err = service.Public(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	if shared.archive == nil {
		t.Fatal("an earlier test could not load the shared archive")
	}
	return shared.archive
}

// shared holds the archive and the site that the tests of a package have in common.
var shared struct {
	loading, opening sync.Once
	archive          *report.Archive
	signed           *translog.Signed
	public           *handlers.Site
}

// Site is a running public site.
type Site struct {
	t       testing.TB
	URL     string
	Archive *report.Archive
	Public  *handlers.Site
	Log     *strings.Builder // what the site has logged; nil where tests share a site, and beside a Console
}

// New starts a public site of the shipped report, stopped when the test ends. set may change its
// options. Without any, all tests of a package share the pages that were built for one of them: they must
// neither swap its archive nor read its log. With any, each page is made when it is asked for.
func New(t testing.TB, set ...func(*handlers.Options)) *Site {
	t.Helper()
	if len(set) == 0 {
		shared.opening.Do(func() { shared.public = public(t, signed(options(t))) })
		if shared.public == nil {
			t.Fatal("an earlier test could not open the shared site")
		}
		return listen(t, Archive(t), shared.public)
	}
	log, o := &strings.Builder{}, signed(options(t))
	o.NoPrerender = true
	o.Log = slog.New(slog.NewJSONHandler(log, nil))
	for _, f := range set {
		f(&o)
	}
	s := listen(t, o.Archive, public(t, o))
	s.Log = log
	return s
}

// Own makes New open a site that no other test shares.
func Own(*handlers.Options) {}

// Ahead makes New open a site that makes its newest pages ahead, as the program does. It is no other test's.
func Ahead(o *handlers.Options) { o.NoPrerender = false }

// At makes New open a site that knows its own address.
func At(base string) func(*handlers.Options) {
	return func(o *handlers.Options) { o.Frame.BaseURL = base }
}

// Showing makes New open a site of another archive, without a transparency log.
func Showing(a *report.Archive) func(*handlers.Options) {
	return func(o *handlers.Options) { o.Archive, o.Signed, o.NoPrerender = a, nil, true }
}

// signed adds the transparency log to the options of the shipped report's site.
func signed(o handlers.Options) handlers.Options {
	o.Signed = shared.signed
	return o
}

// options returns those of the shipped report's site, without a log of either kind.
func options(t testing.TB) handlers.Options {
	t.Helper()
	shipped := Shipped(t)
	return handlers.Options{
		Frame:   views.Frame{Site: &shipped.Site, World: shipped.World, Version: "test"},
		Archive: Archive(t), Log: slog.New(slog.DiscardHandler), Database: figuresFile(shipped.Site),
	}
}

func public(t testing.TB, o handlers.Options) *handlers.Site {
	t.Helper()
	site, err := handlers.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// listen starts a server with a public site, stopped when the test ends.
func listen(t testing.TB, a *report.Archive, public *handlers.Site) *Site {
	server := httptest.NewServer(public)
	t.Cleanup(server.Close)
	return &Site{t: t, URL: server.URL, Archive: a, Public: public}
}

// figuresFile makes the database files that sites offer.
func figuresFile(site report.Site) func(*report.Archive) ([]byte, error) {
	return func(a *report.Archive) ([]byte, error) { return store.Published(context.Background(), a, site) }
}

// Answer is a site's response.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Doc is the answer's page, parsed.
func (a Answer) Doc(t testing.TB) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// client follows no redirect and unpacks nothing, so that tests see what is sent.
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true},
}

// Do sends a request with headers given as name, value, name, value …
func (s *Site) Do(method, path string, headers ...string) Answer {
	s.t.Helper()
	return send(s.t, method, s.URL+path, "", headers)
}

// send sends a request. Later headers replace earlier ones; an empty value removes them, net/http's User-Agent too.
func send(t testing.TB, method, url, body string, headers []string) Answer {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" && headers[i] != "User-Agent" {
			r.Header.Del(headers[i])
		}
	}
	w, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	content, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{Status: w.StatusCode, Header: w.Header, Body: string(content)}
}

// Get asks for a page.
func (s *Site) Get(path string, headers ...string) Answer {
	s.t.Helper()
	return s.Do(http.MethodGet, path, headers...)
}

// Doc asks for a page that must be there, and parses it.
func (s *Site) Doc(path string) *goquery.Document {
	s.t.Helper()
	a := s.Get(path)
	if a.Status != http.StatusOK {
		s.t.Fatalf("GET %s: got %d, want 200", path, a.Status)
	}
	return a.Doc(s.t)
}

// Text returns the text of a selection, its white space folded.
func Text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
