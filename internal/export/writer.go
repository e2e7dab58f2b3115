package export

import (
	"bytes"
	"os"
	"path/filepath"
	"sync/atomic"

	"lerr/internal/pagecache"
)

// writer writes files to a directory, and links those that are unchanged from an earlier one.
type writer struct {
	from, to               string
	written, kept, changed atomic.Int64
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
	if was, err := os.ReadFile(from); err == nil {
		if bytes.Equal(was, body) && os.Link(from, to) == nil { // some file systems have no hard links
			w.kept.Add(1)
			return nil
		}
		w.changed.Add(1)
	}
	w.written.Add(1)
	return os.WriteFile(to, body, 0o644)
}
