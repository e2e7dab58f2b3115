package handlers_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lerr/data"
	"lerr/handlers"
	"lerr/internal/export"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

// moment is everything that a site shows at one time.
type moment struct {
	shipped   *data.Shipped // of which places and profile are shown
	revisions []report.Revision
	announced []report.Announcement
	now       time.Time
	base      string
	version   string // of the program
	entries   []translog.Entry
	key       *translog.Key
	cosigned  string
}

// newMoment returns a moment with the last two half-years but one, and a log that will grow.
func newMoment(t *testing.T) *moment {
	t.Helper()
	shared := sitetest.New(t)
	key, err := translog.NewKey("example.org/lerr")
	if err != nil {
		t.Fatal(err)
	}
	m := &moment{shipped: sitetest.Shipped(t), now: sitetest.Now, base: "https://report.example.org", version: "1", key: key}
	for _, e := range shared.Public.Signed().Log.Entries() {
		if e.Kind == translog.Places || e.Period == (report.Period{Year: 2018, Half: 2}) {
			m.entries = append(m.entries, e)
		}
	}
	for _, r := range shared.Archive.Revisions()[1:3] {
		r.Edition = r.Edition.Clone()
		m.revisions = append(m.revisions, r)
	}
	return m
}

func (m *moment) site(t *testing.T) *handlers.Site {
	t.Helper()
	places, err := report.NewPlaces(m.shipped.Regions, m.shipped.Countries)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.revisions {
		m.revisions[i].Digest = m.revisions[i].Edition.Digest()
	}
	archive, err := report.NewArchive(places, m.revisions)
	if err != nil {
		t.Fatal(err)
	}
	log, err := translog.New(nil)
	if err == nil {
		log, err = log.Append(m.entries...)
	}
	if err != nil {
		t.Fatal(err)
	}
	signed, err := translog.NewSigned(log, m.key.Verifier(), log.Checkpoint(m.key))
	if err != nil {
		t.Fatal(err)
	}
	if m.cosigned != "" {
		signed = signed.Cosigned(m.cosigned)
	}
	return sitetest.New(t, func(o *handlers.Options) {
		o.Archive, o.Signed, o.NoPrerender, o.CacheBytes = archive.WithAnnouncements(m.announced, m.now), signed, true, 1<<30
		o.Frame.Site, o.Frame.World, o.Frame.BaseURL, o.Frame.Version = &m.shipped.Site, m.shipped.World, m.base, m.version
	}).Public
}

// write exports what the site shows, of places some. It returns how many pages it built, and of how many pages.
func (m *moment) write(t *testing.T, site *handlers.Site, dir string) (outcome export.Outcome, built, pages int) {
	t.Helper()
	published, err := site.Published()
	if err != nil {
		t.Fatal(err)
	}
	tree := export.Site(published)
	tree.Addresses = slices.DeleteFunc(tree.Addresses, elsewhereOrPicture)
	var builds atomic.Int64
	inputs := tree.Inputs
	tree.Inputs = func(address string) (pagecache.Inputs, error) {
		in, err := inputs(address)
		build := in.Build
		in.Build = func() (*pagecache.Page, error) {
			builds.Add(1)
			return build()
		}
		return in, err
	}
	outcome, err = tree.Write(t.Context(), dir, export.Options{Program: m.version})
	if err != nil {
		t.Fatal(err)
	}
	return outcome, int(builds.Load()), len(tree.Addresses)
}

var (
	ofPlace = regexp.MustCompile(`/(?:r[0-9]+/)?([a-z]{2}|europe|americas|asia-pacific|north-america|south-america|middle-east-and-africa)(?:/r[0-9]+|\.[a-z.-]+)?$`)
	// someOfMany matches one picture, one of the program's own files, and one list of countries in each half-year beside
	// the first.
	someOfMany = regexp.MustCompile(`^/share/2018-H2/ie\.png$|^/static/icon|^/....-H./countries/rejected$|^/countries/ie`)
)

func elsewhereOrPicture(address string) bool {
	if testing.Short() && (strings.HasPrefix(address, "/share/") || strings.HasPrefix(address, "/static/") || strings.Contains(address, "/countries/")) {
		return !someOfMany.MatchString(address)
	}
	m := ofPlace.FindStringSubmatch(address)
	return m != nil && !slices.Contains(sitetest.Sample([]string{"ie", "us", "europe", "de", "asia-pacific"}, 1), m[1]) && !strings.HasPrefix(address, "/download/")
}

// checkIncrement exports over an earlier export, and expects what the site serves and, if compressed forms and headers
// are to be compared, too, what an export to a new directory writes. It returns the part of the pages that was built.
func (m *moment) checkIncrement(t *testing.T, dir string, fully bool) float64 {
	t.Helper()
	site := m.site(t) // which makes what the export took from earlier, so that this is compared
	_, built, pages := m.write(t, site, dir)
	got := filesIn(t, dir)
	if fully {
		m.checkFresh(t, site, got)
	}
	served := 0
	for _, address := range site.Addresses() {
		if elsewhereOrPicture(address) {
			continue
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if body := got[export.Name(address, w.Header().Get("Content-Type"))]; w.Code != 200 || !bytes.Equal(w.Body.Bytes(), body) {
			t.Errorf("%s: the site answers %d with %d bytes, the export has %d", address, w.Code, w.Body.Len(), len(body))
		}
		served++
	}
	if served < 100 {
		t.Errorf("only %d addresses were compared", served)
	}
	return float64(built) / float64(pages)
}

// checkFresh expects the files of an export to be those that an export to a new directory writes.
func (m *moment) checkFresh(t *testing.T, site *handlers.Site, got map[string][]byte) {
	t.Helper()
	fresh := filepath.Join(t.TempDir(), "site")
	m.write(t, site, fresh)
	want := filesIn(t, fresh)
	for name, body := range want {
		if !bytes.Equal(got[name], body) {
			t.Errorf("%s is not what an export of everything writes, but %d bytes", name, len(got[name]))
		}
	}
	for name := range got {
		if want[name] == nil {
			t.Errorf("%s is there, and an export of everything has no such file", name)
		}
	}
}

// filesIn returns the bytes of all files below a directory.
func filesIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name], err = os.ReadFile(filepath.Join(dir, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// replace stores another edition as a further revision of its period.
func (m *moment) replace(i int, note string, change func(*report.Edition)) {
	r := m.revisions[i]
	m.revisions[i].State = report.Superseded
	r.Edition = r.Edition.Clone()
	change(&r.Edition)
	r.Number, r.Note, r.PublishedAt = r.Number+1, note, r.PublishedAt.Add(time.Hour)
	m.revisions = append(m.revisions, r)
}

func (m *moment) announce(c ...report.AnnouncementChange) {
	m.announced = []report.Announcement{{Period: report.Period{Year: 2019, Half: 2}, Changes: c}}
}

// Whatever changes, an export over an earlier one writes what an export of everything does, and what the site serves.
func TestExport_OverAnEarlierOneIsAsIfNew(t *testing.T) {
	t.Parallel()
	m, dir := newMoment(t), filepath.Join(t.TempDir(), "site")
	all := sitetest.New(t)
	m.write(t, m.site(t), dir)
	in := time.FixedZone("", 0)
	confirmed := report.AnnouncementChange{At: m.now.Add(-time.Hour), Release: m.now.Add(48 * time.Hour).In(in), Zone: "Europe/Berlin"}
	for n, tt := range []struct {
		name   string
		change func()
		most   float64 // the part of the pages that may be built
	}{
		{"a new half-year", func() {
			r := all.Archive.Revisions()[0]
			r.Edition = r.Edition.Clone()
			m.revisions = append(m.revisions, r)
		}, 1},
		{"a correction", func() {
			m.replace(0, "A typing error.", func(e *report.Edition) { e.Tables[0].Rows[0].Counts.Requests++ })
		}, 0.6},
		{"a note on a row", func() {
			m.replace(1, "A note.", func(e *report.Edition) { e.Tables[0].Rows[3].Note = "Read with care." })
		}, 0.6},
		{"an answer", func() {
			m.replace(3, "An answer.", func(e *report.Edition) {
				e.Answers = append(e.Answers, report.Answer{Question: m.shipped.Site.FAQ[0].ID, Body: "It is so."})
			})
		}, 0.6},
		{"a country with another name in a half-year", func() {
			m.replace(4, "A name.", func(e *report.Edition) { e.Names = []report.CountryName{{Country: "IE", Name: "Éire"}} })
		}, 0.6},
		{"a country with another name", func() {
			for i := range m.shipped.Countries {
				if m.shipped.Countries[i].Code == "DE" {
					m.shipped.Countries[i].Name = "Federal Germany"
				}
			}
		}, 1},
		{"a region with another name", func() { m.shipped.Regions[0].Name = "Far & Wide" }, 1},
		{"an announced month", func() {
			m.announce(report.AnnouncementChange{At: m.now.Add(-2 * time.Hour), Month: report.MonthOf(m.now)})
		}, 0.6},
		{"a confirmed time", func() {
			m.announce(report.AnnouncementChange{At: m.now.Add(-2 * time.Hour), Month: report.MonthOf(m.now)}, confirmed)
		}, 0.6},
		{"an announced time that passes", func() { m.now = confirmed.Release.Add(time.Second) }, 0.6},
		{"a time in which nothing happens", func() { m.now = m.now.Add(time.Hour) }, 0},
		{"a longer log", func() {
			m.entries = append(m.entries, translog.Entry{Kind: translog.Texts, Version: "2", SHA256: strings.Repeat("ab", 32)})
		}, 0.05},
		{"a cosignature", func() { m.cosigned = "— witness.example.org AAAAAAAAAAA=\n" }, 0.05},
		{"a question", func() { m.shipped.Site.FAQ[1].Title += " Really?" }, 1},
		{"another address", func() { m.base = "https://figures.example.com" }, 1},
		{"no address", func() { m.base = "" }, 1},
		{"another version", func() { m.version = "2" }, 1},
		{"other outlines", func() { m.shipped.World = m.shipped.World[:len(m.shipped.World)-20] }, 1},
		{"a withdrawal", func() {
			for i := range m.revisions {
				if r := &m.revisions[i]; r.Edition.Period == (report.Period{Year: 2018, Half: 1}) {
					*r = report.Revision{
						Edition: report.Edition{Period: r.Edition.Period}, Number: r.Number, State: report.Withdrawn, PublishedAt: r.PublishedAt,
						WithdrawnAt: r.PublishedAt.Add(24 * time.Hour), WithdrawalNotice: "To be checked.",
					}
				}
			}
		}, 0.6},
	} {
		tt.change()
		t.Run(tt.name, func(t *testing.T) {
			if built := m.checkIncrement(t, dir, !testing.Short() || n%9 == 0); built > tt.most {
				t.Errorf("%.2f of the pages were built, want at most %.2f", built, tt.most)
			} else {
				t.Logf("%.2f of the pages were built", built)
			}
			if again, built, _ := m.write(t, m.site(t), dir); built+again.Written+again.Removed+len(again.Changed) > 0 {
				t.Errorf("again: got %d built and %+v, want nothing", built, again)
			}
		})
		if t.Failed() {
			t.FailNow()
		}
	}
}

// Changes of anything in a revision, one at a time.
func TestExport_MissesNoChangeOfARevision(t *testing.T) {
	t.Parallel()
	m, dir := newMoment(t), filepath.Join(t.TempDir(), "site")
	m.write(t, m.site(t), dir)
	random := rand.New(rand.NewPCG(7, 8))
	for n := range sitetest.Count(3, 60) {
		r := &m.revisions[random.IntN(len(m.revisions))]
		table := &r.Edition.Tables[random.IntN(len(r.Edition.Tables))]
		row := &table.Rows[random.IntN(len(table.Rows))]
		changes := []struct {
			name   string
			change func()
		}{
			{"a figure", func() { row.Counts.Requests += 1 + random.IntN(3) }},
			{"another figure", func() { row.Counts.Accounts++ }},
			{"an outcome", func() { row.Counts.Rejected++ }},
			{"a note on a row", func() { row.Note += fmt.Sprintf("Note %d. ", n) }},
			{"a note on a table", func() { table.Note += fmt.Sprintf("Note %d. ", n) }},
			{"a note on an edition", func() { r.Edition.Note += fmt.Sprintf("Note %d. ", n) }},
			{"a stated total", func() { table.Stated = table.Sum(); table.Stated.Requests += n + 1 }},
			{"the time of publication", func() { r.PublishedAt = r.PublishedAt.Add(24 * time.Hour) }},
			{"how it was published", func() { r.Direct = !r.Direct }},
			{"a row less", func() { table.Rows = slices.Delete(table.Rows, len(table.Rows)-1, len(table.Rows)) }},
		}
		c := changes[n%len(changes)]
		c.change()
		t.Run(fmt.Sprintf("%s of %s", c.name, r.Edition.Period), func(t *testing.T) { m.checkIncrement(t, dir, !testing.Short()) })
		if t.Failed() {
			t.FailNow()
		}
	}
}
