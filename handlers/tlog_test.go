package handlers_test

import (
	"encoding/base64"
	"maps"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// somePeriod is the half-year that the tests of the log correct and withdraw.
var somePeriod = report.Period{Year: 2018, Half: 1}

func TestLog_IsServedAsItIsSigned(t *testing.T) {
	site := sitetest.New(t)
	key, checkpoint := site.Get(translog.KeyPath), site.Get(translog.CheckpointPath)
	head, err := translog.ParseCheckpoint(strings.TrimSpace(key.Body), checkpoint.Body)
	if err != nil {
		t.Fatal(err)
	}
	log := site.Public.Signed().Log
	if head.Size != log.Size() || head.Root != log.Root() {
		t.Errorf("the checkpoint is of %d entries with the root %s, want %d, %s", head.Size, head.Root, log.Size(), log.Root())
	}
	types := map[string]string{translog.KeyPath: "text/plain; charset=utf-8", translog.CheckpointPath: "text/plain; charset=utf-8"}
	paths := log.TilePaths()
	for width := range log.Size() { // tiles and bundles of earlier sizes
		earlier, err := translog.New(log.Leaves()[:width])
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, earlier.TilePaths()...)
	}
	for _, path := range paths {
		want, err := log.Tile(path)
		if err != nil {
			t.Fatal(err)
		}
		if a := site.Get(translog.Prefix + path); a.Status != 200 || a.Body != string(want) {
			t.Errorf("%s: got %d with %d bytes, want those of the log, %d", path, a.Status, len(a.Body), len(want))
		}
		types[translog.Prefix+path] = "application/octet-stream"
	}
	for path, want := range types {
		h := site.Get(path).Header
		if h.Get("Content-Type") != want || h.Get("Cache-Control") != "max-age=0, s-maxage=10, must-revalidate" || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: headers are %v", path, h)
		}
	}
	for _, path := range []string{
		"/log", "/log/tile", "/log/tile/0", "/log/tile/0/000", "/log/tile/0/000.p/0", "/log/tile/0/000.p/999", "/log/tile/0/0", "/log/tile/00/000.p/1",
		"/log/tile/1/000.p/1", "/log/tile/64/000", "/log/tile/0/001.p/1", "/log/tile/0/x001/000", "/log/tile/entries/000", "/log/tile/entries/000.p/999",
		"/log/tile/8/data/000.p/1", "/log/tile/0/000.p/1/2", "/2019-H1/r2.tlog-proof", "/2019-H2/r1.tlog-proof", "/2019-H1.tlog-proof", "/2019-H1/r0.tlog-proof",
	} {
		if a := site.Get(path); a.Status != 404 || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d, %q, want 404, not to be kept", path, a.Status, a.Header.Get("Cache-Control"))
		}
	}
}

func TestLog_ProvesEachRevision(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.Publish(c.Corrected(somePeriod, "One note.", "One note more."))
	if err := c.Publisher.Withdraw(t.Context(), "bob", somePeriod, "To be checked."); err != nil {
		t.Fatal(err)
	}
	c.Step()
	signed := c.Public.Public.Signed()
	revisions := signed.State.Revisions
	if len(revisions) != 14 {
		t.Fatalf("the log has %d revisions, want 14", len(revisions))
	}
	for _, r := range revisions {
		address := urls.Proof(r.Edition.Period, r.Number)
		a := c.Public.Get(address)
		want, err := signed.Log.Proof(r.Index, c.Public.Get(urls.Checkpoint).Body)
		if err != nil {
			t.Fatal(err)
		}
		if a.Status != 200 || a.Body != want || a.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: got %d of type %s\n%s\nwant\n%s", address, a.Status, a.Header.Get("Content-Type"), a.Body, want)
		}
		if e := signed.Log.Entries()[r.Index]; e.Kind != translog.Publication || e.Period != r.Edition.Period || e.Number != r.Number {
			t.Errorf("%s proves %s", address, e)
		}
	}
}

// A site of something that is not public, such as a preview, has no log, and no page of it says that it has.
func TestLog_IsNotThereWithoutAKey(t *testing.T) {
	site := sitetest.New(t, sitetest.Showing(sitetest.Archive(t)))
	for _, path := range []string{urls.Verify, urls.Checkpoint, urls.LogKey, "/log/tile/0/000.p/14", "/2019-H1/r1.tlog-proof"} {
		if a := site.Get(path); a.Status != 404 {
			t.Errorf("%s: got %d, want 404", path, a.Status)
		}
	}
	for _, path := range []string{"/", "/revisions", "/data", "/nothing", "/openapi.json"} {
		if text := site.Get(path).Body; strings.Contains(text, urls.Verify) || strings.Contains(text, "/log/") {
			t.Errorf("%s names the log", path)
		}
	}
	for _, path := range []string{"/", "/revisions", "/data", "/nothing"} {
		if text := sitetest.New(t).Get(path).Body; !strings.Contains(text, `href="/verify"`) && !strings.Contains(text, `href=/verify`) {
			t.Errorf("%s of a site with a log does not lead to the page of fingerprints", path)
		}
	}
}

// When the log alone grows, or a witness cosigns it, its pages change and all others stay.
func TestShowLog_KeepsThePagesOfTheArchive(t *testing.T) {
	c := sitetest.NewConsole(t)
	before, site := c.Public.Public.Signed(), c.Public.Public
	for _, path := range []string{"/2019-H1", "/revisions", urls.Verify, urls.Checkpoint} {
		c.Public.Get(path)
	}
	sum := strings.Repeat("ab", 32)
	entry := translog.Entry{Kind: translog.Files, Period: somePeriod, Number: 1, Files: map[string]string{"csv": sum}}
	if err := c.DB.AppendLog(t.Context(), audit.Event{At: c.Now(), Actor: "lerr", Action: "log files"}, entry); err != nil {
		t.Fatal(err)
	}
	c.Step()
	if n := site.Finished("/2019-H1", "/revisions"); n != 2 {
		t.Errorf("%d of 2 pages stayed", n)
	}
	if size := site.Signed().Log.Size(); size != before.Log.Size()+1 {
		t.Errorf("the log that is shown has %d entries, want %d", size, before.Log.Size()+1)
	}
	if text := c.Public.Get(urls.Verify).Body; !strings.Contains(text, sum) {
		t.Error("the page of fingerprints does not show the new one")
	}
	line := "— example.org/witness " + base64.StdEncoding.EncodeToString(make([]byte, 76)) + "\n"
	site.ShowLog(site.Signed().Cosigned(line))
	if text := c.Public.Get(urls.Checkpoint).Body; !strings.HasSuffix(text, line) {
		t.Errorf("the checkpoint lacks the cosignature:\n%s", text)
	}
	if text := c.Public.Get(urls.Proof(somePeriod, 1)).Body; !strings.HasSuffix(text, line) {
		t.Errorf("the proof lacks the cosignature:\n%s", text)
	}
	if text := sitetest.Text(c.Public.Doc(urls.Verify).Find("main")); !strings.Contains(text, "Cosigned by example.org/witness.") {
		t.Error("the page of fingerprints does not name the witness")
	}
	log, checkpoint, err := c.DB.Log(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	uncosigned, err := translog.NewSigned(log, c.DB.LogKey(), checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	site.ShowLog(uncosigned) // as it was read before the witness answered
	site.Swap(c.Public.Archive, uncosigned)
	if text := c.Public.Get(urls.Checkpoint).Body; !strings.HasSuffix(text, line) {
		t.Errorf("the cosignature is gone:\n%s", text)
	}
	site.ShowLog(before) // too late
	if size := site.Signed().Log.Size(); size != before.Log.Size()+1 {
		t.Errorf("an earlier log is shown, of %d entries", size)
	}
}

func TestVerify_ListsEveryFingerprint(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.Publish(c.Corrected(somePeriod, "One note.", "One note more."))
	gone := report.Period{Year: 2014, Half: 1}
	old, older := strings.Repeat("0a", 32), strings.Repeat("0b", 32)
	logged := func(p report.Period, number int, files map[string]string) translog.Entry {
		return translog.Entry{Kind: translog.Files, Period: p, Number: number, Files: files}
	}
	err := c.DB.AppendLog(t.Context(), audit.Event{At: c.Now(), Actor: "lerr", Action: "log files"},
		logged(gone, 1, map[string]string{"xlsx": older}),
		logged(somePeriod, 2, map[string]string{"json": older}), logged(somePeriod, 2, map[string]string{"json": old}),
		translog.Entry{Kind: translog.Texts, Version: "v1.2.3", SHA256: strings.Repeat("0c", 32)})
	if err != nil {
		t.Fatal(err)
	}
	c.Pass(24 * time.Hour)
	if err := c.Publisher.Withdraw(t.Context(), "bob", gone, "To be checked."); err != nil {
		t.Fatal(err)
	}
	c.Step()
	doc := c.Public.Doc(urls.Verify)
	standings := func(id string) map[string]string {
		found := map[string]string{}
		for _, code := range doc.Find("[id='" + id + "'] code[data-file]").EachIter() {
			found[code.Text()] = code.AttrOr("data-file", "") + " " + code.AttrOr("data-standing", "")
		}
		return found
	}
	digest := func(path string) string { return report.DigestOf(c.Public.Get(path).Body) }
	for id, want := range map[string]map[string]string{
		"2014-H1-r1": {older: "XLSX withdrawn"},
		"2018-H1-r1": {
			digest("/download/2018-H1-r1.xlsx"): "XLSX superseded", digest("/download/2018-H1-r1.csv"): "CSV superseded",
			digest("/download/2018-H1-r1.json"): "JSON superseded",
		},
		"2018-H1-r2": {
			digest("/download/2018-H1.xlsx"): "XLSX published", digest("/download/2018-H1.csv"): "CSV published",
			old: "JSON published", older: "JSON earlier",
		},
		"2019-H1-r1": {
			digest("/download/2019-H1.xlsx"): "XLSX published", digest("/download/2019-H1.csv"): "CSV published",
			digest("/download/2019-H1.json"): "JSON published",
		},
	} {
		if got := standings(id); !maps.Equal(got, want) {
			t.Errorf("%s has\n%v, want\n%v", id, got, want)
		}
	}
	text := sitetest.Text(doc.Find("main"))
	signed := c.Public.Public.Signed()
	wants := []string{
		"All fingerprints as of 25 November 2026.", "Published on 24 November 2026, withdrawn on 25 November 2026: To be checked.", "v1.2.3", strings.Repeat("0c", 32),
		signed.Key, signed.Log.Root().String(), "Entries20Last publication", "as an earlier version of this site wrote it",
	}
	for _, r := range signed.State.Revisions {
		wants = append(wants, r.Digest)
	}
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if doc.Find(`a[href="/2014-H1/r1"]`).Length() != 0 || doc.Find(`a[href="/2014-H1/r1.tlog-proof"]`).Length() != 1 {
		t.Error("a withdrawn revision leads to its figures, or not to its proof")
	}
}
