package export

import (
	"bytes"
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

// page writes a page and its compressed forms.
func (w *writer) page(address string, p *pagecache.Page) error {
	name := Name(address, p.Head().Type)
	body, err := p.Body()
	if err != nil {
		return err
	}
	if err := w.file(name, body); err != nil {
		return err
	}
	for coding, ext := range map[string]string{"gzip": ".gz", "br": ".br"} {
		packed, err := p.Packed(coding)
		if err != nil {
			return err
		}
		if packed != nil {
			if err := w.file(name+ext, packed); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) file(name string, body []byte) error {
	from, to := filepath.Join(w.from, filepath.FromSlash(name)), filepath.Join(w.to, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	was, err := os.ReadFile(from)
	kept := err == nil && bytes.Equal(was, body) && os.Link(from, to) == nil // some file systems have no hard links
	w.mu.Lock()
	w.names = append(w.names, name)
	if kept {
		w.kept++
	}
	w.mu.Unlock()
	if kept {
		return nil
	}
	return os.WriteFile(to, body, 0o644)
}

// manifest writes the list of all files, itself included.
func (w *writer) manifest() error {
	body, err := manifest{WrittenBy: "lerr export", Files: slices.Sorted(slices.Values(append(w.names, manifestFile)))}.encode()
	if err != nil {
		return err
	}
	return w.file(manifestFile, body)
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
