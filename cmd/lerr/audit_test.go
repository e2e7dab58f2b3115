package main

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lerr/internal/export"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

func TestAudit_FollowsAServedSite(t *testing.T) {
	db, state := seededWith(t, excerpt(t)), filepath.Join(t.TempDir(), "audit.json")
	p := start(t, db)
	code, out, errs := execute(t, "audit", p.public, "--state", state)
	if code != exitOK || !strings.Contains(out, "First audit.") || !strings.Contains(out, "new: 2019-H1 revision 1 was published") || errs != "" {
		t.Fatalf("the first audit: got %d\n%s%s", code, out, errs)
	}
	if info, err := os.Stat(state); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the state: got %v, %v, want mode 0600", info, err)
	}
	if code, _, errs := execute(t, "withdraw", "2019-H1", "--db", db, "--note", "To be checked."); code != exitOK {
		t.Fatal(errs)
	}
	for range 200 { // until the server has noticed
		time.Sleep(50 * time.Millisecond)
		if code, out, _ = execute(t, "audit", p.public, "--state", state, "--key", key(t, p.public)); strings.Contains(out, "withdrawn") {
			break
		}
	}
	if code != exitOK || !strings.Contains(out, "new: 2019-H1 was withdrawn") || strings.Contains(out, "new: 2019-H1 revision 1 was published") {
		t.Errorf("after a withdrawal: got %d\n%s", code, out)
	}
	if code, out, _ = execute(t, "audit", p.public, "--state", state); code != exitOK || strings.Contains(out, "new:") {
		t.Errorf("with nothing new: got %d\n%s", code, out)
	}
	other, err := translog.NewKey("example.org/other")
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs = execute(t, "audit", p.public, "--key", other.Verifier()); code != exitDamaged || !strings.Contains(out, "problem:") || !strings.Contains(errs, "does not fit") {
		t.Errorf("with another key: got %d\n%s%s", code, out, errs)
	}
	p.stop()
	if code, _, errs = execute(t, "audit", p.public); code != exitFailed {
		t.Errorf("a site that does not answer: got %d, %s", code, errs)
	}
}

// key is the public key of a site's log.
func key(t *testing.T, site string) string {
	t.Helper()
	_, text := get(t, site+translog.KeyPath)
	return strings.TrimSpace(text)
}

// What a web server has of an export is enough, and a figure that somebody changes there is found.
func TestAudit_FindsAChangeInAnExport(t *testing.T) {
	dir, state := filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "audit.json")
	exportForPrograms(t, seededWith(t, excerpt(t)), dir)
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	if code, out, errs := execute(t, "audit", server.URL, "--state", state); code != exitOK {
		t.Fatalf("as it was exported: got %d\n%s%s", code, out, errs)
	}
	before, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "download", "2019-H1-r1.json")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const accounts = `"accounts": `
	last := bytes.LastIndex(content, []byte(accounts)) + len(accounts)
	changed := slices.Insert(slices.Clone(content), last, '1')
	if err := os.WriteFile(file, changed, 0o644); err != nil {
		t.Fatal(err)
	}
	code, out, errs := execute(t, "audit", server.URL, "--state", state)
	if code != exitDamaged || !strings.Contains(out, "problem: 2019-H1 revision 1") {
		t.Errorf("a changed figure: got %d\n%s%s", code, out, errs)
	}
	if after, _ := os.ReadFile(state); !bytes.Equal(after, before) {
		t.Error("an audit that found something changed the state")
	}
}

// A corrected notice is an entry of the log, and the site shows what the log says last.
func TestAudit_TellsOfACorrectedNotice(t *testing.T) {
	path, dir, state := seededWith(t, excerpt(t)), filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "audit.json")
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	db := opened(t, path)
	defer db.Close()
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	period := report.Period{Year: 2018, Half: 2}
	for _, step := range []struct {
		want string
		do   func() error
	}{
		{"was published", func() error { return nil }},
		{"2018-H2 was withdrawn", func() error { return service.Withdraw(t.Context(), "kit", period, "Germny.") }},
		{"The notice on 2018-H2, which is withdrawn, was corrected", func() error {
			return service.CorrectNotice(t.Context(), "kit", period, "Germny.", "Germany.")
		}},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		exportForPrograms(t, path, dir)
		if code, out, errs := execute(t, "audit", server.URL, "--state", state); code != exitOK || !strings.Contains(out, step.want) {
			t.Errorf("got %d, want %q in\n%s%s", code, step.want, out, errs)
		}
	}
}

// exportForPrograms writes, of a database's site, what programs read.
func exportForPrograms(t *testing.T, path, dir string) {
	t.Helper()
	err := toRead(t.Context(), location{db: path}, func(db database) error {
		archive, signed, err := db.service.Public(t.Context())
		if err != nil {
			return err
		}
		site, err := newSite(t.Context(), db.shipped, "", archive, signed, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		published, err := site.Published()
		if err != nil {
			return err
		}
		tree := export.Site(published)
		tree.Addresses = slices.DeleteFunc(tree.Addresses, func(address string) bool {
			return !strings.HasPrefix(address, "/log/") && !strings.HasPrefix(address, "/download/") && address != "/revisions.json"
		})
		_, err = tree.Write(t.Context(), dir, export.Options{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAudit_RefusesFlagsThatAreOff(t *testing.T) {
	for _, args := range [][]string{{}, {"example.org"}, {"ftp://example.org"}, {"https://"}, {"https://example.org", "--key", "abc"}} {
		if code, out, errs := execute(t, append([]string{"audit"}, args...)...); code != exitUsage || out != "" || errs == "" {
			t.Errorf("%q: got %d, %s%s, want %d", args, code, out, errs, exitUsage)
		}
	}
	broken := filepath.Join(t.TempDir(), "audit.json")
	if err := os.WriteFile(broken, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := execute(t, "audit", "https://example.org", "--state", broken); code != exitFailed || !strings.Contains(errs, "--state") {
		t.Errorf("a state that is none: got %d, %s", code, errs)
	}
}

func TestPrintable_HasNothingThatATerminalObeys(t *testing.T) {
	if got, want := printable("a\x1b[2Jb\rc — é"), "a\uFFFD[2Jb\uFFFDc — é"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// meter is a transport that counts the bytes that arrive, headers too.
func meter(read *atomic.Int64) *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return meteredConn{c, read}, err
	}}
}

type meteredConn struct {
	net.Conn
	read *atomic.Int64
}

func (c meteredConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.read.Add(int64(n))
	return n, err
}

// auditLimit bounds an audit of the shipped report, in bytes that arrive.
const auditLimit = 100_000

func TestAudit_OfTheShippedReportReadsLittle(t *testing.T) {
	site := sitetest.New(t)
	var read atomic.Int64
	transport := meter(&read)
	defer transport.CloseIdleConnections()
	f, err := newAuditor("", transport).Audit(t.Context(), site.URL, translog.AuditState{})
	if err != nil || len(f.Problems) > 0 || f.Checked != 13 {
		t.Fatalf("got %d revisions, %v, %v", f.Checked, f.Problems, err)
	}
	if got := read.Load(); got > auditLimit {
		t.Errorf("an audit reads %d bytes, want at most %d", got, auditLimit)
	} else {
		t.Logf("an audit reads %d bytes", got)
	}
}

func BenchmarkAudit(b *testing.B) {
	site := sitetest.New(b)
	for b.Loop() {
		if f, err := newAuditor("", nil).Audit(b.Context(), site.URL, translog.AuditState{}); err != nil || len(f.Problems) > 0 {
			b.Fatal(f.Problems, err)
		}
	}
}
