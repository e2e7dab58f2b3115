package translog_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// sizes are those at which trees and tiles change their shape.
var sizes = []int{0, 1, 2, 3, 255, 256, 257, 700}

// tree is the files of a log as a static server has them, below translog.Prefix.
func tree(t testing.TB, log *translog.Log, key *translog.Key) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"checkpoint": {Data: []byte(log.Checkpoint(key))}}
	for _, path := range log.TilePaths() {
		content, err := log.Tile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = &fstest.MapFile{Data: content}
	}
	return files
}

// policy asks for the signature and the origin of a log.
func policy(t testing.TB, key *translog.Key) torchwood.Policy {
	t.Helper()
	verifier, err := note.NewVerifier(key.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	return torchwood.ThresholdPolicy(2, torchwood.SingleVerifierPolicy(verifier), torchwood.OriginPolicy(key.Origin()))
}

// A client of logs that somebody else wrote accepts the checkpoint, every tile and every proof.
func TestLog_IsAcceptedByTorchwood(t *testing.T) {
	key := newKey(t, "report.example/log")
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			log := logOf(t, size)
			checkpoint := log.Checkpoint(key)
			head, _, err := torchwood.VerifyCheckpoint([]byte(checkpoint), policy(t, key))
			if err != nil || head.Origin != key.Origin() || head.N != int64(size) || head.Hash != log.Root() || head.Extension != "" {
				t.Fatalf("checkpoint is %+v, %v", head, err)
			}
			files := tree(t, log, key)
			reader, err := torchwood.NewTileFS(files)
			if err != nil {
				t.Fatal(err)
			}
			client, err := torchwood.NewClient(reader)
			if err != nil {
				t.Fatal(err)
			}
			var entries [][]byte
			for _, entry := range client.AllEntries(t.Context(), head.Tree, 0) {
				entries = append(entries, entry)
			}
			if err := client.Err(); err != nil || !slices.EqualFunc(entries, log.Leaves(), bytes.Equal) {
				t.Fatalf("%d entries, %v", len(entries), err)
			}
			for i, entry := range entries {
				proof, err := log.Proof(int64(i), checkpoint)
				if err != nil {
					t.Fatal(err)
				}
				if err := torchwood.VerifyProof(policy(t, key), tlog.RecordHash(entry), []byte(proof)); err != nil {
					t.Errorf("proof of entry %d: %v", i, err)
				}
				if i > 0 && torchwood.VerifyProof(policy(t, key), tlog.RecordHash(entries[i-1]), []byte(proof)) == nil {
					t.Errorf("the proof of entry %d is one of the entry before", i)
				}
			}
			checkTiles(t, log, files)
		})
	}
}

// checkTiles reads all hashes of the tree through its tiles, and compares the list of tiles with torchwood's.
func checkTiles(t *testing.T, log *translog.Log, files fstest.MapFS) {
	t.Helper()
	reader, err := torchwood.NewTileFS(files)
	if err != nil {
		t.Fatal(err)
	}
	var indexes []int64
	for i := range tlog.StoredHashCount(log.Size()) {
		indexes = append(indexes, i)
	}
	if log.Size() == 0 { // the reader of an empty tree accepts no tiles, and there are none
		if got, want := log.Root().String(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; got != want {
			t.Errorf("the root is %s, want the SHA-256 of nothing, %s", got, want)
		}
		return
	}
	through := torchwood.TileHashReaderWithContext(context.Background(), tlog.Tree{N: log.Size(), Hash: log.Root()}, reader)
	hashes, err := through.ReadHashes(indexes)
	direct, err2 := log.ReadHashes(indexes)
	if err := errors.Join(err, err2); err != nil || !slices.Equal(hashes, direct) {
		t.Errorf("the tiles have other hashes, %v", err)
	}
	var want []string
	for _, tile := range tlog.NewTiles(torchwood.TileHeight, 0, log.Size()) {
		want = append(want, torchwood.TilePath(tile))
		if tile.L == 0 {
			tile.L = -1
			want = append(want, torchwood.TilePath(tile))
		}
	}
	if got := log.TilePaths(); !slices.Equal(got, want) {
		t.Errorf("tiles are %v, want %v", got, want)
	}
}

func TestLog_NamesItsTilesAsTheSpecificationDoes(t *testing.T) {
	for size, want := range map[int]string{
		0: "", 1: "tile/0/000.p/1 tile/entries/000.p/1", 256: "tile/0/000 tile/entries/000 tile/1/000.p/1",
		700: "tile/0/000 tile/entries/000 tile/0/001 tile/entries/001 tile/0/002.p/188 tile/entries/002.p/188 tile/1/000.p/2",
	} {
		if got := strings.Join(logOf(t, size).TilePaths(), " "); got != want {
			t.Errorf("size %d: tiles are %s, want %s", size, got, want)
		}
	}
}

func TestLog_HasTheTilesOfEarlierSizesAndNoOthers(t *testing.T) {
	log, earlier := logOf(t, 700), logOf(t, 100)
	for _, path := range earlier.TilePaths() {
		got, err := log.Tile(path)
		want, err2 := earlier.Tile(path)
		if err := errors.Join(err, err2); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what it was: %v", path, err)
		}
	}
	for _, path := range []string{
		"", "checkpoint", "tile", "tile/", "tile/0", "tile/0/", "0/000", "tile/0/000/", "/tile/0/000", "tile//0/000", "tile/0/00", "tile/0/0000",
		"tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/-1", "tile/0/002", "tile/0/002.p/189", "tile/0/003.p/1",
		"tile/1/000", "tile/1/000.p/3", "tile/2/000.p/1", "tile/63/000.p/1", "tile/-1/000", "tile/data/000", "tile/8/0/000", "tile/entries/003.p/1",
		"tile/0/x001/000", "tile/0/x999/x999/x999/x999/x999/999", "tile/entries/x999/x999/x999/x999/x999/999.p/1", "tile/0/000.p/1/..", "tile/0/../0/000",
		"tile/entries/../entries/000", "tile/01/000", "tile/64/000",
	} {
		if got, err := log.Tile(path); !errors.Is(err, report.ErrNotFound) || got != nil {
			t.Errorf("%q: got %d bytes, %v; want not found", path, len(got), err)
		}
	}
}

func TestLog_NeverChanges(t *testing.T) {
	log := logOf(t, 5)
	root := log.Root()
	one, err := log.Append(history()[0])
	if err != nil {
		t.Fatal(err)
	}
	rootOfOne := one.Root()
	other, err := log.Append(history()[1:3]...)
	if err != nil {
		t.Fatal(err)
	}
	if log.Size() != 5 || log.Root() != root || one.Size() != 6 || one.Root() != rootOfOne || other.Size() != 7 {
		t.Errorf("sizes are %d, %d and %d; the roots were %s and %s, and are %s and %s", log.Size(), one.Size(), other.Size(), root, rootOfOne, log.Root(), one.Root())
	}
	for _, l := range []*translog.Log{one, other} {
		again, err := translog.New(l.Leaves())
		if err != nil || again.Root() != l.Root() {
			t.Errorf("the same entries have the roots %s and %s, %v", l.Root(), again.Root(), err)
		}
		if at5, err := l.RootAt(5); err != nil || at5 != root {
			t.Errorf("the root at 5 is %s, %v; want %s", at5, err, root)
		}
	}
	e := history()[3]
	log = newLog(t, e)
	e.Files["csv"] = sum("changed by the caller")
	if log.Entries()[0].Files["csv"] != sum("csv") {
		t.Error("the log changes with what was appended to it")
	}
	if _, err := log.Append(translog.Entry{}); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("an entry without a kind: %v", err)
	}
	for _, size := range []int64{-1, 2} {
		if _, err := log.RootAt(size); !errors.Is(err, report.ErrNotFound) {
			t.Errorf("root at %d: %v, want not found", size, err)
		}
	}
}

func TestNew_RefusesWhatIsNoEntry(t *testing.T) {
	leaves := logOf(t, 3).Leaves()
	if _, err := translog.New(append(slices.Clone(leaves), []byte("{}"))); !errors.Is(err, report.ErrInvalid) || !strings.Contains(err.Error(), "entry 3") {
		t.Errorf("got %v, want ErrInvalid with the number", err)
	}
}

func TestLog_ProvesThatItGrew(t *testing.T) {
	log := logOf(t, 300)
	for _, size := range []int64{1, 2, 3, 255, 256, 257, 300} {
		for old := range size + 1 {
			proof, err := log.ConsistencyProof(old, size)
			if err != nil {
				t.Fatal(err)
			}
			if old == 0 || old == size {
				if len(proof) > 0 {
					t.Errorf("from %d to %d: %d hashes, want none", old, size, len(proof))
				}
				continue
			}
			first, err := log.RootAt(old)
			last, err2 := log.RootAt(size)
			if err := errors.Join(err, err2); err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckTree(proof, size, last, old, first); err != nil {
				t.Errorf("from %d to %d: %v", old, size, err)
			}
		}
	}
	for _, wrong := range [][2]int64{{-1, 5}, {6, 5}, {5, 301}, {0, 301}, {301, 301}} {
		if _, err := log.ConsistencyProof(wrong[0], wrong[1]); !errors.Is(err, report.ErrNotFound) {
			t.Errorf("from %d to %d: %v, want not found", wrong[0], wrong[1], err)
		}
	}
}

func TestLog_ProvesOnlyItsOwnCheckpoints(t *testing.T) {
	key := newKey(t, "report.example/log")
	log := logOf(t, 9)
	earlier := logOf(t, 4).Checkpoint(key)
	proof, err := log.Proof(2, earlier)
	if err != nil || !strings.HasSuffix(proof, "\n\n"+earlier) || !strings.HasPrefix(proof, "c2sp.org/tlog-proof@v1\nindex 2\n") {
		t.Errorf("proof in an earlier checkpoint is %q, %v", proof, err)
	}
	if err := torchwood.VerifyProof(policy(t, key), tlog.RecordHash(log.Leaves()[2]), []byte(proof)); err != nil {
		t.Error(err)
	}
	for name, other := range map[string]string{
		"of another log": newLog(t, history()...).Checkpoint(key), "that is longer": logOf(t, 10).Checkpoint(key), "that is none": "x", "nothing": "",
	} {
		if _, err := log.Proof(2, other); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("in a checkpoint %s: %v, want ErrInvalid", name, err)
		}
	}
	for _, index := range []int64{-1, 4} {
		if _, err := log.Proof(index, earlier); !errors.Is(err, report.ErrNotFound) {
			t.Errorf("proof of %d: %v, want not found", index, err)
		}
	}
}

func TestParseCheckpoint(t *testing.T) {
	key, other := newKey(t, "report.example/log"), newKey(t, "other.example")
	log := logOf(t, 9)
	good := log.Checkpoint(key)
	if good != log.Checkpoint(key) {
		t.Error("the same log has two checkpoints")
	}
	body, signature, _ := strings.Cut(good, "\n\n")
	otherLine := strings.SplitAfter(log.Checkpoint(other), "\n\n")[1]
	for name, accepted := range map[string]string{"alone": good, "with the signature of somebody else": good + otherLine, "after somebody else's": body + "\n\n" + otherLine + signature} {
		got, err := translog.ParseCheckpoint(key.Verifier(), accepted)
		if want := (translog.Checkpoint{Origin: key.Origin(), Size: 9, Root: log.Root()}); err != nil || got != want {
			t.Errorf("%s: got %v, %v; want %v", name, got, err, want)
		}
	}
	sign := func(text string) string { return text + "\n" + signatureOf(t, key, text) }
	for name, bad := range map[string]string{
		"nothing": "", "no signature": body + "\n", "another key": log.Checkpoint(other), "a changed size": strings.Replace(good, "\n9\n", "\n8\n", 1),
		"half": good[:len(good)/2], "white space": " " + good, "a signed origin of another": sign("x\n9\n" + log.Root().String() + "\n"),
		"a signed line more":    sign(body + "\nmore\n"),
		"a signed empty line":   sign(body + "\n\nmore\n"),
		"a signed line less":    sign(key.Origin() + "\n9\n"),
		"a signed leading zero": sign(key.Origin() + "\n09\n" + log.Root().String() + "\n"),
		"a signed sign":         sign(key.Origin() + "\n-9\n" + log.Root().String() + "\n"),
		"a signed huge size":    sign(key.Origin() + "\n9999999999999999999\n" + log.Root().String() + "\n"),
		"a signed short root":   sign(key.Origin() + "\n9\nAAAA\n"),
	} {
		if got, err := translog.ParseCheckpoint(key.Verifier(), bad); !errors.Is(err, report.ErrInvalid) || got != (translog.Checkpoint{}) {
			t.Errorf("%s: got %v, %v; want ErrInvalid", name, got, err)
		}
	}
	if _, err := translog.ParseCheckpoint("x", good); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("a key that is none: %v", err)
	}
}

func BenchmarkNew(b *testing.B) {
	leaves := logOf(b, 5000).Leaves()
	for b.Loop() {
		if _, err := translog.New(leaves); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	log := logOf(b, 5000)
	for b.Loop() {
		if _, err := log.Append(history()[0]); err != nil {
			b.Fatal(err)
		}
	}
}
