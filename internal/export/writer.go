package export

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"lerr/internal/pagecache"
)

// writer writes files to a directory, and links those that are unchanged from an earlier one.
type writer struct {
	from, to string

	mu    sync.Mutex
	names []string // of all files, with slashes
	kept  int
}

// page writes a page and its compressed forms, and returns the SHA-256 of each, in hexadecimal, by its ending, and
// whether any of them was not there before.
func (w *writer) page(name string, p *pagecache.Page) (sums map[string]string, written bool, err error) {
	sums = map[string]string{}
	for _, e := range encodings {
		body, err := p.Packed(e.coding)
		if e.coding == "" {
			body, err = p.Body()
		}
		if err != nil {
			return nil, false, err
		}
		if body == nil && e.coding != "" {
			continue
		}
		kept, err := w.file(name+e.ending, body)
		if err != nil {
			return nil, false, err
		}
		written = written || !kept
		sums[e.ending] = hash(body)
	}
	return sums, written, nil
}

// file writes a file, or links it if it is as it was.
func (w *writer) file(name string, body []byte) (kept bool, err error) {
	from, to, err := w.paths(name)
	if err != nil {
		return false, err
	}
	if isRegular(from) {
		was, err := os.ReadFile(from)
		kept = err == nil && bytes.Equal(was, body) && os.Link(from, to) == nil // some file systems have no hard links
	}
	w.count(name, kept)
	if kept {
		return true, nil
	}
	return false, os.WriteFile(to, body, 0o644)
}

func isRegular(file string) bool {
	info, err := os.Lstat(file)
	return err == nil && info.Mode().IsRegular()
}

// keep links the files of an earlier page, or copies them where there are no hard links.
func (w *writer) keep(p page) error {
	for _, e := range encodings { // no others, whatever a manifest says
		if p.SHA256[e.ending] == "" {
			continue
		}
		from, to, err := w.paths(p.Name + e.ending)
		if err != nil {
			return err
		}
		info, err := os.Lstat(from)
		if err != nil {
			return err
		}
		if err := keepFile(from, fs.FileInfoToDirEntry(info), to); err != nil {
			return err
		}
		w.count(p.Name+e.ending, true)
	}
	return nil
}

// paths returns where a file was and where it will be, in a directory that is there.
func (w *writer) paths(name string) (from, to string, err error) {
	from, to = filepath.Join(w.from, filepath.FromSlash(name)), filepath.Join(w.to, filepath.FromSlash(name))
	return from, to, os.MkdirAll(filepath.Dir(to), 0o755)
}

func (w *writer) count(name string, kept bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names = append(w.names, name)
	if kept {
		w.kept++
	}
}

// manifest writes the manifest, of which the list of all files, itself included, is still to come.
func (w *writer) manifest(m manifest) error {
	m.WrittenBy, m.Files = "lerr export", slices.Sorted(slices.Values(append(w.names, manifestFile)))
	body, err := m.encode()
	if err != nil {
		return err
	}
	_, err = w.file(manifestFile, body)
	return err
}

// outcome counts what was written, and what an earlier export wrote and this one did not.
func (w *writer) outcome(before manifest) Outcome {
	o := Outcome{Written: len(w.names) - w.kept, Kept: w.kept}
	slices.Sort(w.names)
	for _, name := range before.Files {
		if _, found := slices.BinarySearch(w.names, name); !found {
			o.Removed++
		}
	}
	return o
}
