package opendata_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// The shipped report and its log can be audited from its files, and an audit of all reads less than 100 KB.
func TestAudit_OfTheShippedReport(t *testing.T) {
	s, _ := shipped(t)
	entries := []translog.Entry{{Kind: translog.Places, Regions: s.Regions, Countries: s.Countries}}
	files := map[string][]byte{}
	var revisions []report.Revision
	for _, in := range inputs(t) {
		r := in.Revision
		r.State = report.Published
		revisions = append(revisions, r)
		file := written(t, in)
		files[urls.RevisionDownload(r.Edition.Period, r.Number, "json")] = file
		sum := sha256.Sum256(file)
		known := map[string]string{"json": hex.EncodeToString(sum[:])}
		for _, format := range []string{"csv", "xlsx"} {
			known[format] = report.DigestOf(format + r.Digest)
		}
		entries = append(entries, translog.Entry{
			Kind: translog.Publication, Backfilled: true, Period: r.Edition.Period, Number: r.Number, At: r.PublishedAt, Digest: r.Digest, Files: known,
		})
	}
	files[urls.RevisionsData("json")] = must(t)(opendata.RevisionsJSON(opendata.Metadata{Site: s.Site, BaseURL: "https://report.example"}, revisions))
	empty, err := translog.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	log, err := empty.Append(entries...)
	if err != nil {
		t.Fatal(err)
	}
	key, err := translog.NewKey("report.example/log")
	if err != nil {
		t.Fatal(err)
	}
	files[translog.KeyPath], files[translog.CheckpointPath] = []byte(key.Verifier()+"\n"), []byte(log.Checkpoint(key))
	for _, path := range log.TilePaths() {
		files[translog.Prefix+path] = must(t)(log.Tile(path))
	}
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		var zipped bytes.Buffer
		if z := gzip.NewWriter(&zipped); strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			_, _ = z.Write(content)
			_ = z.Close() // writing to a buffer cannot fail
			w.Header().Set("Content-Encoding", "gzip")
			content = zipped.Bytes()
		}
		sent.Add(int64(len(content)))
		_, _ = w.Write(content)
	}))
	t.Cleanup(server.Close)
	auditor := translog.Auditor{
		EditionPath: func(p report.Period, number int) string { return urls.RevisionDownload(p, number, "json") },
		ReadEdition: opendata.ReadEdition, RevisionsPath: urls.RevisionsData("json"), ReadRevisions: opendata.ReadRevisions,
	}
	f, err := auditor.Audit(t.Context(), server.URL, translog.AuditState{})
	if err != nil || len(f.Problems) > 0 || f.Checked != len(s.Editions) || len(f.New) != len(s.Editions)+1 {
		t.Errorf("%v, findings are %q", err, f.Lines())
	}
	if n := sent.Load(); n >= 100_000 {
		t.Errorf("the audit read %d bytes, want less than 100,000", n)
	} else {
		t.Logf("the audit read %d bytes", n)
	}
	changed := urls.RevisionDownload(s.Editions[0].Period, 1, "json")
	files[changed] = bytes.Replace(files[changed], []byte(`"requests": `), []byte(`"requests": 1`), 1)
	f, err = auditor.Audit(t.Context(), server.URL, f.State)
	if err != nil || len(f.Problems) != 1 || !strings.Contains(f.Problems[0], changed) && !strings.Contains(f.Problems[0], "2013-H1") {
		t.Errorf("with a figure changed: %v, findings are %q", err, f.Lines())
	}
}
