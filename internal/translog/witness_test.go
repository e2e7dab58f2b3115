package translog_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// witness is a server of tlog-witness for one log, with the signer of somebody else's library.
type witness struct {
	signer *torchwood.CosignatureSigner
	policy torchwood.Policy
	size   int64 // of the checkpoint that it cosigned last
	root   tlog.Hash
	asked  int
}

func newWitness(t *testing.T, name string, key *translog.Key) *witness {
	t.Helper()
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := torchwood.NewCosignatureSigner(name, private)
	if err != nil {
		t.Fatal(err)
	}
	return &witness{signer: signer, policy: policy(t, key)}
}

func (w *witness) ServeHTTP(response http.ResponseWriter, r *http.Request) {
	w.asked++
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/w/add-checkpoint" {
		http.Error(response, "no such thing", http.StatusNotFound)
		return
	}
	head, checkpoint, _ := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	var old int64
	if _, err := fmt.Sscanf(lines[0], "old %d", &old); err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			http.Error(response, err.Error(), http.StatusBadRequest)
			return
		}
		proof = append(proof, hash)
	}
	c, opened, err := torchwood.VerifyCheckpoint([]byte(checkpoint), w.policy)
	switch {
	case err != nil:
		http.Error(response, err.Error(), http.StatusForbidden)
		return
	case old != w.size:
		response.WriteHeader(http.StatusConflict)
		_, _ = fmt.Fprintf(response, "%d\n", w.size)
		return
	case old > 0 && old < c.N && tlog.CheckTree(proof, c.N, c.Hash, old, w.root) != nil, old == c.N && c.Hash != w.root:
		http.Error(response, "the proof does not hold", http.StatusUnprocessableEntity)
		return
	}
	w.size, w.root = c.N, c.Hash
	signed, err := note.Sign(&note.Note{Text: opened.Text}, w.signer)
	if err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = response.Write(signed[len(opened.Text)+1:])
}

// cosigner is the client of a handler with the key of a witness.
func cosigner(t *testing.T, w *witness, handler http.Handler) translog.Witness {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := translog.NewWitness(w.signer.Verifier().String(), server.URL+"/w/")
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestWitness_CosignsALogThatGrows(t *testing.T) {
	key := newKey(t, "report.example/log")
	w := newWitness(t, "witness.example/w1", key)
	client := cosigner(t, w, w)
	if client.Name() != "witness.example/w1" {
		t.Errorf("the name is %s", client.Name())
	}
	for i, step := range []struct {
		size  int
		old   int64
		asked int // requests that it takes
	}{{3, 0, 1}, {3, 3, 1}, {300, 3, 1}, {700, 0, 2}, {700, 5, 2}} {
		w.asked = 0
		log := logOf(t, step.size)
		checkpoint := log.Checkpoint(key)
		lines, err := client.Cosign(t.Context(), nil, log, checkpoint, step.old)
		if err != nil {
			t.Fatal(err)
		}
		cosigned := checkpoint + lines
		both := torchwood.ThresholdPolicy(2, policy(t, key), torchwood.SingleVerifierPolicy(w.signer.Verifier()))
		if _, _, err := torchwood.VerifyCheckpoint([]byte(cosigned), both); err != nil || w.asked != step.asked {
			t.Errorf("step %d: %v after %d requests, want %d", i, err, w.asked, step.asked)
		}
		if c, err := translog.ParseCheckpoint(key.Verifier(), cosigned); err != nil || c.Size != int64(step.size) {
			t.Errorf("step %d: the log's own signature: %v, %v", i, c, err)
		}
		when, err := client.CosignedAt(cosigned)
		if ago := time.Since(when); err != nil || ago < 0 || ago > time.Minute || when.Location() != time.UTC {
			t.Errorf("step %d: cosigned at %s, %v", i, when, err)
		}
		proof, err := log.Proof(2, cosigned)
		if err := errors.Join(err, torchwood.VerifyProof(both, tlog.RecordHash(log.Leaves()[2]), []byte(proof))); err != nil {
			t.Errorf("step %d: proof with cosignature: %v", i, err)
		}
	}
}

func TestWitness_BelievesNoAnswer(t *testing.T) {
	key := newKey(t, "report.example/log")
	w, other := newWitness(t, "witness.example/w1", key), newWitness(t, "witness.example/w1", key)
	log := logOf(t, 9)
	checkpoint := log.Checkpoint(key)
	lineOf := func(w *witness, text string) string {
		signed, err := note.Sign(&note.Note{Text: text}, w.signer)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimPrefix(string(signed), text+"\n")
	}
	text, _, _ := strings.Cut(checkpoint, "\n\n")
	text += "\n"
	answers := func(status int, body string) http.Handler {
		return http.HandlerFunc(func(r http.ResponseWriter, _ *http.Request) {
			r.WriteHeader(status)
			_, _ = io.WriteString(r, body)
		})
	}
	good := lineOf(w, text)
	more := lineOf(other, text)
	if got, err := cosigner(t, w, answers(200, more+good)).Cosign(t.Context(), nil, log, checkpoint, 0); err != nil || got != good {
		t.Errorf("got %q, %v; want the witness's own line alone", got, err)
	}
	for name, c := range map[string]struct {
		handler http.Handler
		want    error
	}{
		"nothing":                    {answers(200, ""), report.ErrInvalid},
		"words":                      {answers(200, "Thank you.\n"), report.ErrInvalid},
		"somebody else's line":       {answers(200, more), report.ErrInvalid},
		"a line of other text":       {answers(200, lineOf(w, strings.Replace(text, "\n9\n", "\n8\n", 1))), report.ErrInvalid},
		"a line cut off":             {answers(200, good[:len(good)-1]), report.ErrInvalid},
		"too much":                   {answers(200, good+strings.Repeat(more, 1000)), report.ErrInvalid},
		"a line with another status": {answers(202, good), nil},
		"a refusal":                  {answers(403, "no\n"), nil},
		"an error":                   {answers(500, ""), nil},
		"a redirect":                 {http.RedirectHandler("/w/elsewhere", http.StatusTemporaryRedirect), nil},
		"a size over and over":       {answers(409, "3\n"), nil},
		"a larger size":              {answers(409, "10\n"), report.ErrConflict},
		"no size":                    {answers(409, ""), report.ErrInvalid},
		"a size without an end":      {answers(409, "3"), report.ErrInvalid},
		"a negative size":            {answers(409, "-3\n"), report.ErrInvalid},
		"a size with a zero":         {answers(409, "03\n"), report.ErrInvalid},
	} {
		got, err := cosigner(t, w, c.handler).Cosign(t.Context(), nil, log, checkpoint, 0)
		if err == nil || got != "" || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), "witness.example/w1") {
			t.Errorf("%s: got %q, %v; want the error %v", name, got, err, c.want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	hanging := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // the server notices that the client went only after it
		<-r.Context().Done()
	})
	if _, err := cosigner(t, w, hanging).Cosign(ctx, nil, log, checkpoint, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a witness that does not answer: %v", err)
	}
	if _, err := cosigner(t, w, w).Cosign(t.Context(), nil, log, "x", 0); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("a checkpoint that is none: %v", err)
	}
	client := cosigner(t, w, w)
	for name, checkpoint := range map[string]string{"without a cosignature": checkpoint, "with somebody else's": checkpoint + more} {
		if when, err := client.CosignedAt(checkpoint); !errors.Is(err, report.ErrNotFound) || !when.IsZero() {
			t.Errorf("a checkpoint %s was cosigned at %s, %v", name, when, err)
		}
	}
}

// A witness that has seen another log does not cosign this one.
func TestWitness_IsNotAskedToCosignAFork(t *testing.T) {
	key := newKey(t, "report.example/log")
	w := newWitness(t, "witness.example/w1", key)
	client := cosigner(t, w, w)
	seen := newLog(t, history()[:7]...)
	if _, err := client.Cosign(t.Context(), nil, seen, seen.Checkpoint(key), 0); err != nil {
		t.Fatal(err)
	}
	fork := logOf(t, 9)
	if lines, err := client.Cosign(t.Context(), nil, fork, fork.Checkpoint(key), 7); err == nil || !strings.Contains(err.Error(), "422") {
		t.Errorf("a fork: got %q, %v", lines, err)
	}
	short := logOf(t, 3)
	if _, err := client.Cosign(t.Context(), nil, short, short.Checkpoint(key), 0); !errors.Is(err, report.ErrConflict) {
		t.Errorf("a rollback: %v, want a conflict", err)
	}
	if w.size != 7 {
		t.Errorf("the witness has seen %d entries", w.size)
	}
}

func TestNewWitness_RefusesKeysAndAddresses(t *testing.T) {
	key := newKey(t, "report.example/log")
	good := newWitness(t, "witness.example/w1", key).signer.Verifier().String()
	for name, bad := range map[string][2]string{
		"no key": {"", "https://w.example"}, "a log's key": {key.Verifier(), "https://w.example"},
		"another name": {strings.Replace(good, "w1", "w2", 1), "https://w.example"}, "half a key": {good[:len(good)/2], "https://w.example"},
		"no address": {good, ""}, "a file": {good, "file:///x"}, "no host": {good, "https://"}, "a query": {good, "https://w.example/?a=b"},
	} {
		if _, err := translog.NewWitness(bad[0], bad[1]); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, err := translog.NewWitness(good, "https://w.example/log/"); err != nil {
		t.Error(err)
	}
}
