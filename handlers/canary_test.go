package handlers_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/export"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
)

// Values that only the drafts of this test hold.
const (
	scheduledCount  = "7391746" // Germany's criminal requests, in the scheduled half-year
	scheduledNote   = "canary-scheduled"
	openNote        = "canary-open"
	discardedNote   = "canary-discarded"
	correctionNote  = "canary-correction"
	withdrawnNote   = "canary-withdrawn"
	newPlace        = "Canary Laos"
	newName         = "Canary Turkey"
	newSpelling     = "Canary Alemania"
	periodName      = "Canary Brasil" // by which the scheduled half-year calls Brazil
	newAnswer       = "canary-answer"
	scheduledFigure = "7391747" // consumer warrants
)

// withSecrets returns a console with something unique in a draft of every kind.
func withSecrets(t *testing.T) (d *sitetest.Console, release time.Time) {
	t.Helper()
	d = sitetest.NewConsole(t)
	ctx := t.Context()
	content, err := os.ReadFile("../internal/workbook/testdata/2019-H2.csv")
	if err != nil {
		t.Fatal(err)
	}
	const germany = "2019-H2,criminal,Germany,3310,5263,0,2065,510,735"
	if !bytes.Contains(content, []byte(germany)) {
		t.Fatal("the file has no row of Germany as this test knows it")
	}
	marked := bytes.Replace(content, []byte(germany), []byte("2019-H2,criminal,Germany,"+scheduledCount+",7526300,0,2065,510,7389171"), 1)

	// A correction that was published and then withdrawn with its period; one that is open.
	withdrawn := report.Period{Year: 2013, Half: 2}
	d.Publish(d.Corrected(withdrawn, withdrawnNote, "One note more."))
	if err := d.Publisher.Withdraw(ctx, "bob", withdrawn, "To be checked."); err != nil {
		t.Fatal(err)
	}
	d.Corrected(report.Period{Year: 2018, Half: 1}, correctionNote, correctionNote)

	open := d.Must(d.Publisher.Upload(ctx, "ann", "open.csv", content, report.Period{Year: 2019, Half: 2}))
	d.Must(d.Publisher.SetNote(ctx, sitetest.By("ann", open), "", "", openNote))
	discarded := d.Must(d.Publisher.Upload(ctx, "ann", "discarded.csv", content, report.Period{Year: 2019, Half: 2}))
	discarded = d.Must(d.Publisher.SetNote(ctx, sitetest.By("ann", discarded), "", "", discardedNote))
	if err := d.Publisher.Discard(ctx, sitetest.By("ann", discarded)); err != nil {
		t.Fatal(err)
	}
	turkey, _ := d.Public.Archive.Places().Country("TR")
	withPlace := append(bytes.Clone(marked), "2019-H2,criminal,"+newPlace+",11,11,0,5,3,3\n"...)
	draft := d.Approved("scheduled.csv", marked, report.Period{Year: 2019, Half: 2}, scheduledNote,
		func(e publish.Edit) (publish.Draft, error) {
			return d.Publisher.SetCountry(ctx, e, report.Country{Code: "LA", Name: newPlace, Region: "asia-pacific"})
		},
		func(e publish.Edit) (publish.Draft, error) {
			return d.Publisher.SetCountry(ctx, e, report.Country{Code: "TR", Name: newName, Region: turkey.Region})
		},
		func(e publish.Edit) (publish.Draft, error) { return d.Publisher.AddSpelling(ctx, e, "DE", newSpelling) },
		func(e publish.Edit) (publish.Draft, error) { return d.Publisher.SetName(ctx, e, "BR", periodName) },
		func(e publish.Edit) (publish.Draft, error) {
			return d.Publisher.SetAnswer(ctx, e, report.Question{ID: sitetest.Shipped(t).Site.FAQ[0].ID, Body: newAnswer})
		},
		func(e publish.Edit) (publish.Draft, error) {
			return d.Publisher.SetFigures(ctx, e, []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 7391747}})
		},
		func(e publish.Edit) (publish.Draft, error) {
			return d.Publisher.Replace(ctx, e, "scheduled.csv", withPlace)
		},
	)
	release = d.Now().Add(time.Hour)
	d.Must(d.Publisher.Schedule(ctx, sitetest.By("bob", draft), release, "UTC"))
	d.Step()
	return d, release
}

// link finds addresses of the site in a page, a feed, a style sheet or the header that names the dictionary.
var link = regexp.MustCompile(`(?:(?:href|src|action)="|Link:\[<)(/[^"#>]*)`)

// elsewhere reports whether an address is left out with -short: one of a half-year in which nothing is
// drafted, withdrawn or scheduled, or of a form's answer.
func elsewhere(address string) bool { return testing.Short() && unrelated.MatchString(address) }

var unrelated = regexp.MustCompile(`201[4567]-H|2018-H2|2013-H1|\?(expand|places)=`)

// crawl asks for every address that leads on from the first page, and for those that somebody would
// guess. Of the places it takes some, since their pages are made alike.
func crawl(t *testing.T, d *sitetest.Console) map[string]string {
	t.Helper()
	if err := d.Public.Public.OfferDictionary(); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	queue := []string{
		"/", "/2019-H2", "/2019-H2/de", "/2019-H2/r1", "/2019-H2/europe", "/download/2019-H2.xlsx", "/download/2019-H2.csv",
		"/download/2019-H2.json", "/download/2019-H2-r1.csv", "/?period=2019-H2", "/calendar", "/calendar.ics", "/calendar.json", "/calendar/2019-H2.ics", "/2013-H2/r1", "/2013-H2/r2", "/2018-H1/r2",
		"/download/2013-H2-r2.csv", "/download/2018-H1-r2.json", "/download/all.csv", "/revisions.atom", "/robots.txt", "/readyz",
		"/2019-H2.csv", "/2019-H2/de.json", "/2019-H2/r1.wide.csv", "/2019-H2/r1/de.csv", "/data.json", "/data.wide.csv", "/data.zip",
		"/data.sqlite", "/datapackage.json", "/openapi.json", "/trends.csv", "/regions/europe.json", "/countries/de.json",
		"/revisions.csv", "/revisions.json", "/releases.atom", "/corrections.atom", "/download/2019-H2.csv-metadata.json",
		"/log/checkpoint", "/2019-H2/r1.tlog-proof", "/2018-H1/r2.tlog-proof",
		"/drafts", "/countries/la", "/2019-H1/la", "/2019-H2/la", "/countries/tr", "/2019-H1/tr", "/countries/la.csv", "/countries/de", "/countries/br", "/2019-H2/br", "/download/2020-H1.csv",
	}
	for _, tile := range d.Public.Public.Signed().Log.TilePaths() {
		queue = append(queue, urls.Tile(tile))
	}
	place := regexp.MustCompile(`^/(countries|\d{4}-H\d(/r\d+)?)/[a-z-]+$`)
	some := regexp.MustCompile(`^/(countries/(de|us|br|la|tr)|2019-H\d/(de|us|ad|br|la|tr|europe)|2013-H\d/us)$`)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, seen := found[path]; seen || place.MatchString(path) && !some.MatchString(path) || elsewhere(path) {
			continue
		}
		text := contentOf(d.Public.Get(path))
		found[path] = text
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			queue = append(queue, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(address string) bool { return strings.HasPrefix(address, "/dictionary/") }) {
		t.Error("the dictionary was not found")
	}
	return found
}

// filed returns the text of an export of the site by file name, without commas. Of the places it
// takes some, as crawl does.
func filed(t *testing.T, d *sitetest.Console) map[string]string {
	t.Helper()
	published, err := d.Public.Public.Published()
	if err != nil {
		t.Fatal(err)
	}
	tree := export.Site(published)
	tree.Addresses = slices.DeleteFunc(tree.Addresses, func(address string) bool {
		return elsewhere(address) || strings.Count(address, "/") > 1 && !strings.HasPrefix(address, "/download/") && !strings.HasSuffix(address, "/de")
	})
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := tree.Write(t.Context(), dir, export.Options{}); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		name, _ = filepath.Rel(dir, name)
		files[name] = contentOf(sitetest.Answer{Body: string(body)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// contentOf returns all text of an answer: its status, headers and body, workbooks unpacked, and no
// commas, so that a number is found however it is written.
func contentOf(a sitetest.Answer) string {
	body := []byte(a.Body)
	var unpacked bytes.Buffer
	if archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body))); err == nil {
		for _, part := range archive.File {
			r, err := part.Open()
			if err != nil {
				continue
			}
			io.Copy(&unpacked, r)
			r.Close()
		}
		body = unpacked.Bytes()
	}
	return fmt.Sprint(a.Status, a.Header) + strings.ReplaceAll(string(body), ",", "")
}

// measured matches the time and the size in a log line: they may hold any number.
var measured = regexp.MustCompile(`"(time":"[^"]*"|bytes":\d+|took":\d+)`)

func TestCanary_NothingShowsBeforeItsTimeAndAllAfterIt(t *testing.T) {
	t.Parallel()
	d, release := withSecrets(t)
	canary(t, d, release, false)
}

// Announced, a half-year's date and name are public, and nothing else of it is before its release. Of the other time at which
// the draft is scheduled, nothing is public either.
func TestCanary_OfAnAnnouncedPeriodTellsItsDateAlone(t *testing.T) {
	t.Parallel()
	d, release := withSecrets(t)
	announced := release.Add(time.Minute)
	sitetest.Announce(t, d.Publisher, report.Period{Year: 2019, Half: 2}, 0, report.AnnouncementChange{Month: report.MonthOf(announced)})
	canary(t, d, release, true)
}

// canary looks for the secrets of a console just before and at the time of its release. Where the period is announced, its
// name is no secret, and the scheduled time is one.
func canary(t *testing.T, d *sitetest.Console, release time.Time, announced bool) {
	d.Pass(release.Sub(d.Now()) - time.Millisecond)
	d.Step()
	pages := crawl(t, d)
	if len(pages) < 80 {
		t.Fatalf("only %d addresses were found", len(pages))
	}
	secret := []string{
		scheduledCount, scheduledNote, openNote, discardedNote, correctionNote, withdrawnNote, "2019 (Jul-Dec)",
		newPlace, newName, newSpelling, scheduledFigure, periodName, newAnswer,
	}
	if announced {
		secret = slices.DeleteFunc(secret, func(s string) bool { return s == "2019 (Jul-Dec)" })
		if text := pages["/calendar"]; !strings.Contains(text, "2019 (Jul-Dec)") {
			t.Error("the calendar does not name what is announced")
		}
		secret = append(secret, release.Format("15:04 UTC"), release.Format("20060102T1504"), release.Format("2006-01-02T15:04:00"))
	}
	for _, path := range []string{"/countries/la", "/2019-H1/la"} {
		if a := d.Public.Get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: got %d before its time, want 404", path, a.Status)
		}
	}
	for path, text := range pages {
		for _, canary := range secret {
			if strings.Contains(text, canary) {
				t.Errorf("%s shows %q before its time", path, canary)
			}
		}
	}
	for _, canary := range secret {
		if strings.Contains(measured.ReplaceAllString(d.Log.String(), ""), canary) {
			t.Errorf("the public log holds %q", canary)
		}
	}

	for name, text := range filed(t, d) {
		for _, canary := range secret {
			if strings.Contains(text, canary) || strings.Contains(name, "2019-H2") && name != "calendar/2019-H2.ics" {
				t.Errorf("the exported file %s holds %q before its time", name, canary)
			}
		}
	}

	if announced && testing.Short() {
		return // at its time, what was announced is shown as what was not
	}
	d.Pass(time.Millisecond)
	d.Step()
	if text := filed(t, d)["2019-H2/de/index.html"]; !strings.Contains(text, scheduledCount) {
		t.Error("the exported page does not show the count at its time")
	}
	pages = crawl(t, d)
	for _, path := range []string{"/", "/2019-H2", "/2019-H2/de", "/2019-H2/r1", "/download/2019-H2.csv", "/download/2019-H2.json", "/download/2019-H2.xlsx", "/download/all.csv", "/countries/de",
		"/2019-H2.csv", "/2019-H2/de.json", "/2019-H2/r1/de.csv", "/data.json", "/data.wide.csv", "/data.zip", "/countries/de.json"} {
		if !strings.Contains(pages[path], scheduledCount) {
			t.Errorf("%s does not show the count at its time", path)
		}
	}
	for _, path := range []string{"/2019-H2", "/download/2019-H2.json", "/download/2019-H2.xlsx"} {
		if !strings.Contains(pages[path], scheduledNote) {
			t.Errorf("%s does not show the note at its time", path)
		}
	}
	bundle := urls.Tile(fmt.Sprintf("tile/entries/000.p/%d", d.Public.Public.Signed().Log.Size()))
	for path, want := range map[string]string{
		bundle: newPlace, "/verify": "2019 (Jul-Dec)", "/2019-H2/r1.tlog-proof": "c2sp.org/tlog-proof@v1",
		"/countries/la": newPlace, "/2019-H2/la": newPlace, "/2019-H2": newPlace, "/download/2019-H2.csv": newPlace, "/countries/la.csv": newPlace,
		"/countries/br": periodName, "/2019-H2/br": periodName, "/": newAnswer,
		"/countries/tr": newName, "/download/2019-H2.xlsx": newName, "/download/2019-H2.json": scheduledFigure,
	} {
		if !strings.Contains(pages[path], want) {
			t.Errorf("%s does not show %q at its time", path, want)
		}
	}
	if a := d.Public.Get("/countries/canary-alemania"); a.Status != http.StatusPermanentRedirect {
		t.Errorf("the new spelling: got %d at its time, want a redirect", a.Status)
	}
	for _, path := range []string{"/revisions", "/revisions.atom"} {
		if !strings.Contains(pages[path], "2019 (Jul-Dec)") {
			t.Errorf("%s does not tell of the release", path)
		}
	}
	for path, text := range pages {
		for _, canary := range []string{openNote, discardedNote, correctionNote, withdrawnNote} {
			if strings.Contains(text, canary) {
				t.Errorf("%s shows %q, which was never released", path, canary)
			}
		}
	}
}
