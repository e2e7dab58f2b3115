package translog_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// numbered is an edition's file in the tests: its JSON, with the number of the revision.
type numbered struct {
	Edition report.Edition
	Number  int
}

func editionPath(p report.Period, number int) string { return fmt.Sprintf("/%s-r%d.json", p, number) }

func editionFile(e report.Edition, number int) []byte {
	content, err := json.Marshal(numbered{e, number})
	if err != nil {
		panic(err) // of a struct without functions and channels
	}
	return content
}

func readJSON[T any](content []byte) (value T, err error) {
	if err = json.Unmarshal(content, &value); err != nil {
		err = fmt.Errorf("%w: %w", err, report.ErrInvalid)
	}
	return value, err
}

func auditor() translog.Auditor {
	return translog.Auditor{
		EditionPath: editionPath, RevisionsPath: "/revisions.json", ReadRevisions: readJSON[[]report.Revision],
		CalendarPath: "/calendar.json", ReadCalendar: readJSON[[]report.Announcement],
		ReadEdition: func(content []byte) (report.Edition, int, error) {
			n, err := readJSON[numbered](content)
			return n.Edition, n.Number, err
		},
	}
}

// site is a site with its log as files by address, as a static server has them.
type site map[string][]byte

// newSite is the site that shows what the entries say. A publication without files gets that of its edition.
func newSite(t testing.TB, key *translog.Key, entries []translog.Entry) site {
	t.Helper()
	files := site{translog.KeyPath: []byte(key.Verifier() + "\n")}
	editions := map[string]report.Edition{}
	for _, e := range shownEditions() {
		editions[e.Digest()] = e
	}
	state := replay(t, entries)
	var revisions []report.Revision
	for _, r := range state.Revisions {
		r.Again, r.Direct = false, false
		r.PublishedAt, r.WithdrawnAt = r.PublishedAt.Truncate(time.Second), r.WithdrawnAt.Truncate(time.Second)
		revisions = append(revisions, r.Revision)
		if r.State != report.Withdrawn {
			files[editionPath(r.Edition.Period, r.Number)] = editionFile(editions[r.Digest], r.Number)
		}
	}
	content, err := json.Marshal(revisions)
	if err != nil {
		t.Fatal(err)
	}
	files["/revisions.json"] = content
	files.setLog(t, key, newLog(t, entries...))
	return files
}

// setLog replaces the log of the site.
func (s site) setLog(t testing.TB, key *translog.Key, log *translog.Log) {
	t.Helper()
	maps.DeleteFunc(s, func(path string, _ []byte) bool { return strings.HasPrefix(path, translog.Prefix+"tile/") })
	for path, file := range tree(t, log, key) {
		s[translog.Prefix+path] = file.Data
	}
}

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, ok := s[strings.TrimPrefix(r.URL.Path, "/base")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(content)
}

// serve returns the address of a site below a path.
func serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL + "/base/"
}

// audited is history, in which the files of revisions that are shown are known.
func audited() []translog.Entry {
	entries := history()
	for i, e := range entries {
		for _, edition := range shownEditions() {
			if e.Kind == translog.Publication && edition.Digest() == e.Digest {
				sum := sha256.Sum256(editionFile(edition, e.Number))
				entries[i].Files = map[string]string{"json": hex.EncodeToString(sum[:])}
			}
		}
	}
	return entries
}

func audit(t testing.TB, a translog.Auditor, address string, before translog.AuditState) translog.Findings {
	t.Helper()
	f, err := a.Audit(t.Context(), address, before)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAudit_TellsWhatIsNew(t *testing.T) {
	key := newKey(t, "report.example/log")
	entries := audited()
	address := serve(t, newSite(t, key, entries[:5]))
	first := audit(t, auditor(), address, translog.AuditState{})
	if first.Problems != nil || len(first.New) != 5 || first.Checked != 3 || first.State.Key != key.Verifier() || first.State.Size != 5 {
		t.Fatalf("first audit: %+v", first)
	}
	address = serve(t, newSite(t, key, entries))
	second := audit(t, auditor(), address, first.State)
	if second.Checked != 4 {
		t.Errorf("%d revisions were checked, want 4", second.Checked)
	}
	want := []string{
		"The log has 11 entries; it had 5.",
		"new: 2018-H2 was withdrawn on 24 November 2026, 13:30 UTC: Being checked.",
		"new: 2019-H1 revision 1 was published on 24 November 2026, 15:00 UTC.",
		"new: 2018-H2 revision 2 was published again on 24 November 2026, 16:00 UTC.",
		"new: 2018-H2 revision 1 has further files: xlsx.",
		"new: Places changed: countries are TR Türkiye in europe (also Turkey); removed are FR.",
		"new: " + entries[10].String(),
		"Everything fits: 4 revisions have the figures that the log has.",
	}
	if diff := cmp.Diff(want, second.Lines()); diff != "" {
		t.Errorf("second audit (-want +got):\n%s", diff)
	}
	third := audit(t, auditor(), address, second.State)
	if third.Problems != nil || len(third.New) != 0 || third.State != second.State {
		t.Errorf("third audit: %+v", third)
	}
}

func TestAudit_FindsEachLie(t *testing.T) {
	key, other := newKey(t, "report.example/log"), newKey(t, "report.example/log")
	entries := audited()
	editions := shownEditions()
	before := audit(t, auditor(), serve(t, newSite(t, key, entries[:9])), translog.AuditState{}).State
	// relog replaces the log of a site by one with changed entries.
	relog := func(change func(entries []translog.Entry) []translog.Entry) func(site) {
		return func(s site) { s.setLog(t, key, newLog(t, change(audited())...)) }
	}
	file := func(i, number int, change func(*report.Edition)) func(site) {
		e := editions[i].Clone()
		change(&e)
		return func(s site) { s[editionPath(e.Period, number)] = editionFile(e, number) }
	}
	bundle := translog.Prefix + "tile/entries/000.p/11"
	for name, lie := range map[string]struct {
		tell func(site)
		want string // in a problem
	}{
		"a figure":            {file(3, 1, func(e *report.Edition) { e.Tables[0].Rows[0].Counts.Rejected++ }), "2019-H1 revision 1: the figures or notes"},
		"a superseded figure": {file(0, 1, func(e *report.Edition) { e.Tables[0].Rows[0].Counts.Rejected++ }), "2018-H1 revision 1: the figures or notes"},
		"a note":              {file(3, 1, func(e *report.Edition) { e.Note = "Not checked." }), "2019-H1 revision 1: the figures or notes"},
		"an answer":           {file(3, 1, func(e *report.Edition) { e.Answers = []report.Answer{{Question: "q", Body: "b"}} }), "2019-H1 revision 1: the figures or notes"},
		"other bytes":         {func(s site) { s["/2019-H1-r1.json"] = append(s["/2019-H1-r1.json"], ' ') }, "2019-H1 revision 1: /2019-H1-r1.json is a file that is not in the log"},
		"another revision":    {func(s site) { s["/2018-H1-r2.json"] = s["/2018-H1-r1.json"] }, "2018-H1 revision 2: /2018-H1-r2.json holds 2018-H1 revision 1"},
		"another period":      {func(s site) { s["/2018-H1-r1.json"] = s["/2019-H1-r1.json"] }, "2018-H1 revision 1: /2018-H1-r1.json holds 2019-H1 revision 1"},
		"no file":             {func(s site) { delete(s, "/2019-H1-r1.json") }, "2019-H1 revision 1: /2019-H1-r1.json: the site answers 404"},
		"no JSON":             {func(s site) { s["/2019-H1-r1.json"] = []byte("<html>") }, "2019-H1 revision 1: "},
		"a notice": {func(s site) {
			s["/revisions.json"] = bytes.ReplaceAll(s["/revisions.json"], []byte("Being"), []byte("Been"))
		}, `2018-H2 revision 1: the log has the notice of withdrawal "Being\nchecked.", the site has "Been\nchecked."`},
		"a revision's note": {func(s site) {
			s["/revisions.json"] = bytes.ReplaceAll(s["/revisions.json"], []byte("missing"), []byte("there"))
		}, "2018-H1 revision 2: the log has the note"},
		"a date": {func(s site) {
			s["/revisions.json"] = bytes.ReplaceAll(s["/revisions.json"], []byte("T15:00:00"), []byte("T14:00:00"))
		}, "2019-H1 revision 1: the log has the time of publication"},
		"a state": {func(s site) {
			s["/revisions.json"] = bytes.ReplaceAll(s["/revisions.json"], []byte("superseded"), []byte("published"))
		}, "2018-H1 revision 1: the log has the state"},
		"a revision not shown": {func(s site) { s["/revisions.json"] = []byte("[]") }, "2019-H1 revision 1 is in the log and not on the site"},
		"no list":              {func(s site) { delete(s, "/revisions.json") }, "/revisions.json: the site answers 404"},
		"an entry changed": {relog(func(e []translog.Entry) []translog.Entry {
			e[5].Notice = "Been checked."
			return e
		}), "does not begin with the 9 entries that it had"},
		"entries reordered": {relog(func(e []translog.Entry) []translog.Entry {
			e[6], e[7] = e[7], e[6]
			return e
		}), "does not begin with the 9 entries that it had"},
		"a fork": {relog(func(e []translog.Entry) []translog.Entry {
			return append(e[:8], translog.Entry{Kind: translog.Texts, Version: "2", SHA256: sum("2")}, e[9])
		}), "does not begin with the 9 entries that it had"},
		"a rollback":               {relog(func(e []translog.Entry) []translog.Entry { return e[:8] }), "The log has 8 entries and had 9: it lost some."},
		"a loss":                   {relog(func(e []translog.Entry) []translog.Entry { return append(e[:5], e[10]) }), "it lost some. It says: The database was restored from an older copy"},
		"an empty log":             {relog(func(e []translog.Entry) []translog.Entry { return nil }), "The log has 0 entries and had 9"},
		"entries that cannot be":   {relog(func(e []translog.Entry) []translog.Entry { return append(e, e[9]) }), "The entries do not follow each other: log entry 11"},
		"another key":              {func(s site) { s.setLog(t, other, newLog(t, entries...)) }, "The checkpoint is not what the log's key"},
		"no checkpoint":            {func(s site) { s[translog.CheckpointPath] = []byte("<html>") }, "The checkpoint is not what the log's key"},
		"a checkpoint of another":  {func(s site) { s[translog.CheckpointPath] = []byte(newLog(t, entries[:10]...).Checkpoint(key)) }, "tile/entries/000.p/10: the site answers 404"},
		"a bundle cut off":         {func(s site) { s[bundle] = s[bundle][:len(s[bundle])-1] }, "the bundle ends after 10 of 11 entries"},
		"a bundle cut off early":   {func(s site) { s[bundle] = s[bundle][:1] }, "the bundle ends after 0 of 11 entries"},
		"a bundle that goes on":    {func(s site) { s[bundle] = append(slices.Clone(s[bundle]), 0) }, "the bundle has more than 11 entries"},
		"a bundle that is not":     {func(s site) { delete(s, bundle) }, "tile/entries/000.p/11: the site answers 404"},
		"a byte of a bundle":       {func(s site) { s[bundle] = bytes.Replace(s[bundle], []byte("Oceania"), []byte("Oceanib"), 1) }, "The entries have the root"},
		"a huge file":              {func(s site) { s["/2019-H1-r1.json"] = append(s["/2019-H1-r1.json"], make([]byte, 17<<20)...) }, "/2019-H1-r1.json is larger than an audit reads"},
		"a log larger than it is":  {func(s site) { s[translog.CheckpointPath] = signed(t, key, 1<<60, newLog(t).Root()) }, "tile/entries/000: the site answers 404"},
		"a root that is not there": {func(s site) { s[translog.CheckpointPath] = signed(t, key, 11, newLog(t).Root()) }, "The entries have the root"},
	} {
		t.Run(name, func(t *testing.T) {
			files := newSite(t, key, entries)
			lie.tell(files)
			f := audit(t, auditor(), serve(t, files), before)
			if !slices.ContainsFunc(f.Problems, func(p string) bool { return strings.Contains(p, lie.want) }) {
				t.Errorf("problems are %q, want %q", f.Problems, lie.want)
			}
			if lines := f.Lines(); strings.Contains(strings.Join(lines, "\n"), "Everything fits") {
				t.Errorf("the findings are %q", lines)
			}
		})
	}
}

// signed is a checkpoint that says what the log's owner wants.
func signed(t testing.TB, key *translog.Key, size int64, root translog.Hash) []byte {
	t.Helper()
	text := translog.Checkpoint{Origin: key.Origin(), Size: size, Root: root}.String()
	return []byte(text + "\n" + signatureOf(t, key, text))
}

func TestAudit_TrustsTheKeyThatItKnows(t *testing.T) {
	key, other := newKey(t, "report.example/log"), newKey(t, "report.example/log")
	files := newSite(t, key, audited())
	address := serve(t, files)
	state := audit(t, auditor(), address, translog.AuditState{}).State
	files[translog.KeyPath] = []byte(other.Verifier()) // which nobody asks for who knows a key
	if f := audit(t, auditor(), address, state); f.Problems != nil {
		t.Errorf("with the remembered key: %q", f.Problems)
	}
	pinned := auditor()
	pinned.Key = key.Verifier()
	if f := audit(t, pinned, address, translog.AuditState{}); f.Problems != nil || f.State != state {
		t.Errorf("with the key that was given: %q", f.Problems)
	}
	pinned.Key = other.Verifier()
	for name, before := range map[string]translog.AuditState{"for the first time": {}, "with another remembered": state} {
		if f := audit(t, pinned, address, before); len(f.Problems) != 1 || f.New != nil {
			t.Errorf("with another key %s: %q", name, f.Problems)
		}
	}
	if f := audit(t, auditor(), address, translog.AuditState{}); len(f.Problems) != 1 {
		t.Errorf("with the site's own wrong key: %q", f.Problems)
	}
	delete(files, translog.KeyPath)
	if _, err := auditor().Audit(t.Context(), address, translog.AuditState{}); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("without a key: %v, want not found", err)
	}
}

// The log of a publication of an earlier version of the program has no files, and its figures can be recomputed.
func TestAudit_OfALogWithoutFiles(t *testing.T) {
	key := newKey(t, "report.example/log")
	if f := audit(t, auditor(), serve(t, newSite(t, key, history())), translog.AuditState{}); f.Problems != nil || f.Checked != 4 {
		t.Errorf("findings are %+v", f)
	}
}

// Files of which each is small enough are refused once they are too large together.
func TestAudit_ReadsOnlySoMuch(t *testing.T) {
	key := newKey(t, "report.example/log")
	files := newSite(t, key, history())
	for path, content := range files {
		if strings.HasSuffix(path, ".json") {
			files[path] = append(bytes.Repeat([]byte(" "), 15<<20), content...)
		}
	}
	f := audit(t, auditor(), serve(t, files), translog.AuditState{})
	if len(f.Problems) != 1 || !strings.Contains(f.Problems[0], "larger than an audit reads in all") {
		t.Errorf("problems are %q", f.Problems)
	}
}

// A partial bundle goes once the log has grown over it, and the whole one has the same entries.
func TestAudit_ReadsALogThatGrows(t *testing.T) {
	key := newKey(t, "report.example/log")
	small := logOf(t, 255)
	files := newSite(t, key, nil)
	files.setLog(t, key, logOf(t, 300))
	files[translog.CheckpointPath] = []byte(small.Checkpoint(key))
	if f := audit(t, auditor(), serve(t, files), translog.AuditState{}); f.Problems != nil || f.State.Size != 255 || f.State.Root != small.Root() {
		t.Errorf("findings are %+v", f)
	}
	files.setLog(t, key, logOf(t, 700))
	if f := audit(t, auditor(), serve(t, files), translog.AuditState{Key: key.Verifier(), Size: 255, Root: small.Root()}); f.Problems != nil || len(f.New) != 445 {
		t.Errorf("%d entries are new, %q", len(f.New), f.Problems)
	}
}

// A site that publishes during an audit shows more than the checkpoint had: the audit begins again.
func TestAudit_OfASiteThatPublishesMeanwhile(t *testing.T) {
	key := newKey(t, "report.example/log")
	entries := audited()
	later := newSite(t, key, entries)
	earlier := newSite(t, key, entries[:6])
	checkpoints := 0
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		files := later
		if strings.HasSuffix(r.URL.Path, translog.CheckpointPath) {
			if checkpoints++; checkpoints == 1 {
				files = earlier
			}
		} else if strings.HasSuffix(r.URL.Path, "000.p/6") {
			files = earlier
		}
		files.ServeHTTP(w, r)
	}))
	if f := audit(t, auditor(), address, translog.AuditState{}); f.Problems != nil || f.State.Size != 11 {
		t.Errorf("findings are %+v", f)
	}
}

func TestAudit_FailsIfItCannotTell(t *testing.T) {
	key := newKey(t, "report.example/log")
	files := newSite(t, key, audited())
	elsewhere := serve(t, files)
	requests := 0
	redirect := func(to string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if requests++; requests > 50 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			http.Redirect(w, r, to+strings.TrimPrefix(r.URL.Path, "/base/"), http.StatusFound)
		})
	}
	status := func(path string, code int) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, path) {
				w.WriteHeader(code)
				return
			}
			files.ServeHTTP(w, r)
		})
	}
	for name, address := range map[string]string{
		"nobody":                     "http://127.0.0.1:1/",
		"a redirect to another host": serve(t, redirect(elsewhere)),
		"a redirect to itself":       serve(t, redirect("/base/")),
		"no log":                     serve(t, http.NotFoundHandler()),
		"a huge checkpoint":          serve(t, site{translog.KeyPath: []byte(key.Verifier()), translog.CheckpointPath: make([]byte, 1<<20)}),
		"an error":                   serve(t, status("", http.StatusInternalServerError)),
		"an error of a bundle":       serve(t, status("000.p/11", http.StatusBadGateway)),
		"an error of the list":       serve(t, status("revisions.json", http.StatusBadGateway)),
		"an error of a file":         serve(t, status("2019-H1-r1.json", http.StatusTooManyRequests)),
	} {
		if f, err := auditor().Audit(t.Context(), address, translog.AuditState{}); err == nil || f.New != nil || f.Problems != nil {
			t.Errorf("%s: got %+v, want an error", name, f)
		}
	}
	if requests > 20 {
		t.Errorf("%d redirects were followed", requests)
	}
	for _, address := range []string{"", "https://", "file:///etc", "report.example", "https://a:b@report.example", elsewhere + "?a", elsewhere + "#a"} {
		if _, err := auditor().Audit(t.Context(), address, translog.AuditState{}); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("address %q: %v, want ErrInvalid", address, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	hanging := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	if _, err := auditor().Audit(ctx, hanging, translog.AuditState{}); !errors.Is(err, context.Canceled) {
		t.Errorf("an audit that is stopped: %v", err)
	}
	moved := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest, ok := strings.CutPrefix(r.URL.Path, "/base"); ok {
			http.Redirect(w, r, "/moved"+rest, http.StatusMovedPermanently)
			return
		}
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/moved")
		files.ServeHTTP(w, r)
	}))
	if f := audit(t, auditor(), moved, translog.AuditState{}); f.Problems != nil {
		t.Errorf("a site that moved within its host: %q", f.Problems)
	}
}

func TestAuditState_IsWrittenWhole(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.json")
	if got, err := translog.ReadAuditState(file); err != nil || !got.IsZero() {
		t.Errorf("without a file: %v, %v", got, err)
	}
	key := newKey(t, "report.example/log")
	link := file + ".link" // to the first state that is written
	for i, size := range []int{3, 700, 0} {
		want := translog.AuditState{Key: key.Verifier(), Size: int64(size), Root: logOf(t, size).Root()}
		if err := want.Write(file); err != nil {
			t.Fatal(err)
		}
		if got, err := translog.ReadAuditState(file); err != nil || got != want {
			t.Errorf("got %v, %v; want %v", got, err, want)
		}
		if i == 0 {
			if err := os.Link(file, link); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, err := translog.ReadAuditState(link); err != nil || got.Size != 3 {
		t.Errorf("the first file has become %v, %v: it was overwritten and not replaced", got, err)
	}
	taken := filepath.Join(filepath.Dir(file), "taken")
	if err := os.Mkdir(taken, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := (translog.AuditState{}).Write(taken); err == nil {
		t.Error("a state was written in place of a directory")
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".audit*")); err != nil || left != nil {
		t.Errorf("files %v were left, %v", left, err)
	}
	for _, bad := range []string{"", "{}", `{"key":"x","size":1,"root":""}`, `[]`, `{"key":"` + key.Verifier() + `","size":-1}`,
		`{"key":"` + key.Verifier() + `","size":3,"root":"x"}`, `{"key":"` + key.Verifier() + `","size":0}x`} {
		writeFile(t, file, bad)
		if got, err := translog.ReadAuditState(file); !errors.Is(err, report.ErrInvalid) || !got.IsZero() {
			t.Errorf("%s: got %v, %v; want ErrInvalid", bad, got, err)
		}
	}
	if err := (translog.AuditState{}).Write(filepath.Join(file, "below")); err == nil {
		t.Error("a state was written below a file")
	}
}
