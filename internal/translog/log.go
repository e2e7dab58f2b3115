package translog

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"lerr/internal/report"
)

// Hash is a SHA-256 of the tree. Its String is base64.
type Hash = tlog.Hash

// Log is an append-only list of entries with its Merkle tree. It never changes; Append returns another.
type Log struct {
	entries []Entry
	leaves  [][]byte // the entries' bytes
	hashes  []Hash   // of all complete subtrees, in the order of tlog.StoredHashIndex
}

// New returns the log of the entries with these bytes. It keeps them without copying. It fails with ErrInvalid for
// bytes that are no entry.
func New(leaves [][]byte) (*Log, error) {
	l := &Log{entries: make([]Entry, 0, len(leaves)), leaves: make([][]byte, 0, len(leaves)), hashes: make([]Hash, 0, 2*len(leaves))}
	for i, leaf := range leaves {
		entry, err := ParseEntry(leaf)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		if err := l.add(entry, leaf); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Append returns the log with further entries. The two share memory. It fails with ErrInvalid for an entry that has no
// bytes, and does not say whether entries can follow each other; see Replay.
func (l *Log) Append(entries ...Entry) (*Log, error) {
	longer := &Log{slices.Clip(l.entries), slices.Clip(l.leaves), slices.Clip(l.hashes)}
	for _, e := range entries {
		leaf, err := e.Marshal()
		if err != nil {
			return nil, err
		}
		if e, err = ParseEntry(leaf); err != nil { // which shares no memory with the caller's
			return nil, err
		}
		if err := longer.add(e, leaf); err != nil {
			return nil, err
		}
	}
	return longer, nil
}

func (l *Log) add(e Entry, leaf []byte) error {
	hashes, err := tlog.StoredHashes(l.Size(), leaf, l)
	if err != nil {
		return fmt.Errorf("entry %d: %w", l.Size(), err)
	}
	l.entries, l.leaves, l.hashes = append(l.entries, e), append(l.leaves, leaf), append(l.hashes, hashes...)
	return nil
}

// ReadHashes returns the hashes of complete subtrees, for package tlog.
func (l *Log) ReadHashes(indexes []int64) ([]Hash, error) {
	hashes := make([]Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("hash %d of a log of %d entries: %w", index, l.Size(), report.ErrNotFound)
		}
		hashes[i] = l.hashes[index]
	}
	return hashes, nil
}

// Size returns the number of entries.
func (l *Log) Size() int64 { return int64(len(l.leaves)) }

// Entries returns the entries, oldest first.
func (l *Log) Entries() []Entry { return slices.Clip(l.entries) }

// Leaves returns the bytes of the entries, oldest first.
func (l *Log) Leaves() [][]byte { return slices.Clip(l.leaves) }

// Root returns the hash of the whole tree.
func (l *Log) Root() Hash {
	root, err := l.RootAt(l.Size())
	if err != nil {
		panic(err) // New and add hold the hashes of every size up to Size
	}
	return root
}

// RootAt returns the hash of the tree when it had size entries. It fails with ErrNotFound for a size that the log never
// had.
func (l *Log) RootAt(size int64) (Hash, error) {
	if size < 0 || size > l.Size() {
		return Hash{}, fmt.Errorf("size %d of a log of %d entries: %w", size, l.Size(), report.ErrNotFound)
	}
	return tlog.TreeHash(size, l)
}

// Proof returns the proof, in the form of tlog-proof, that the entry with an index is in the tree of a checkpoint,
// which it contains. It fails with ErrNotFound for an entry that is not in that tree, and with ErrInvalid for a
// checkpoint that is not of this log. It verifies no signature.
func (l *Log) Proof(index int64, checkpoint string) (string, error) {
	c, err := parseCheckpoint(signedText(checkpoint))
	if err != nil {
		return "", err
	}
	if root, err := l.RootAt(c.Size); err != nil || root != c.Root {
		return "", fmt.Errorf("the checkpoint of %d entries is not of this log: %w", c.Size, report.ErrInvalid)
	}
	if index < 0 || index >= c.Size {
		return "", fmt.Errorf("entry %d of a checkpoint of %d: %w", index, c.Size, report.ErrNotFound)
	}
	proof, err := tlog.ProveRecord(c.Size, index, l)
	if err != nil {
		return "", fmt.Errorf("proof of entry %d: %w", index, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, hash := range proof {
		fmt.Fprintln(&b, hash)
	}
	fmt.Fprintf(&b, "\n%s", checkpoint)
	return b.String(), nil
}

// ConsistencyProof returns the hashes that prove that the tree of size entries begins with that of old entries. There
// is none if old is 0 or size. It fails with ErrNotFound for sizes that the log never had.
func (l *Log) ConsistencyProof(old, size int64) ([]Hash, error) {
	switch {
	case old < 0 || old > size || size > l.Size():
		return nil, fmt.Errorf("sizes %d and %d of a log of %d entries: %w", old, size, l.Size(), report.ErrNotFound)
	case old == 0 || old == size:
		return nil, nil
	}
	return tlog.ProveTree(size, old, l)
}

// tileHeight is that of tlog-tiles: a full tile has 256 hashes, a full bundle 256 entries.
const tileHeight = 8

// TilePaths returns the paths of all tiles and entry bundles of the log, below its address: "tile/0/000.p/12",
// "tile/entries/000.p/12".
func (l *Log) TilePaths() (paths []string) {
	for _, t := range tlog.NewTiles(tileHeight, 0, l.Size()) {
		paths = append(paths, tilePath(t))
		if t.L == 0 {
			t.L = -1
			paths = append(paths, tilePath(t))
		}
	}
	return paths
}

// Package tlog has the height in the path, and another name for entries.
const (
	tlogTiles   = "tile/8/"
	tlogEntries = tlogTiles + "data/"
	tiles       = "tile/"
	bundles     = tiles + "entries/"
)

func tilePath(t tlog.Tile) string {
	path := t.Path()
	if rest, ok := strings.CutPrefix(path, tlogEntries); ok {
		return bundles + rest
	}
	return tiles + strings.TrimPrefix(path, tlogTiles)
}

func parseTilePath(path string) (tlog.Tile, error) {
	if rest, ok := strings.CutPrefix(path, bundles); ok {
		return tlog.ParseTilePath(tlogEntries + rest)
	}
	rest, ok := strings.CutPrefix(path, tiles)
	t, err := tlog.ParseTilePath(tlogTiles + rest)
	if err == nil && (!ok || t.L < 0) {
		err = report.ErrNotFound
	}
	return t, err
}

// Tile returns the bytes at a path of TilePaths, of this log or of an earlier size of it. It fails with ErrNotFound for
// any other.
func (l *Log) Tile(path string) ([]byte, error) {
	t, err := parseTilePath(path)
	if err != nil {
		return nil, fmt.Errorf("tile %q: %w", path, report.ErrNotFound)
	}
	first := t.N << tileHeight
	width := l.Size() >> (tileHeight * max(t.L, 0)) // hashes or entries of the level
	if t.N > width>>tileHeight || first+int64(t.W) > width {
		return nil, fmt.Errorf("tile %q of a log of %d entries: %w", path, l.Size(), report.ErrNotFound)
	}
	if t.L >= 0 {
		return tlog.ReadTileData(t, l)
	}
	var bundle []byte
	for _, leaf := range l.leaves[first : first+int64(t.W)] {
		bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(leaf)))
		bundle = append(bundle, leaf...)
	}
	return bundle, nil
}
