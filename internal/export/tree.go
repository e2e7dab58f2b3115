// Package export writes a site as files, so that any web server or CDN serves it: each page and its
// compressed twins under the name that its address has there, byte for byte what the program sends.
//
// It is apart from press, which knows nothing of disks. Start reading at Tree.Write.
package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"lerr/internal/pagecache"
)

// Tree is a site to write.
type Tree struct {
	Addresses []string
	Page      func(address string) (*pagecache.Page, error)
	Extra     func() map[string][]byte // files beside the pages, by name, asked for when those are written; may be nil
	Progress  func(done, total int)    // called now and then; may be nil
}

// Outcome is what writing a tree came to, in files.
type Outcome struct{ Written, Kept, Removed int }

// marker names the file that tells a tree of ours from a directory that somebody else fills.
const marker = "_lerr.json"

// ErrNotOurs says that the directory holds something else, which writing would remove.
var ErrNotOurs = errors.New("this directory is not an export of lerr; give an empty or a new one")

// Name is the file that an address is served from: a page lies in a directory of its name, as every
// web server expects it; a file lies where its address says.
func Name(address string, mediaType string) string {
	name := strings.TrimPrefix(address, "/")
	if strings.HasPrefix(mediaType, "text/html") && !strings.HasSuffix(name, ".html") {
		name = path.Join(name, "index.html")
	}
	return name
}

// Write writes the tree to a directory. It is written beside the directory and then takes its place
// at once, so that nobody sees it half done; files that are the same stay the same files, with their
// times. What the site no longer has is gone. After an error the directory is as it was.
func (t Tree) Write(ctx context.Context, dir string) (Outcome, error) {
	dir, err := resolve(dir)
	if err != nil {
		return Outcome{}, err
	}
	before, err := count(dir)
	if err != nil {
		return Outcome{}, err
	}
	if err := removeAbandoned(dir); err != nil {
		return Outcome{}, err
	}
	beside, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+abandoned)
	if err != nil {
		return Outcome{}, err
	}
	defer os.RemoveAll(beside) // the old tree after the swap, the unfinished one after an error
	w := &writer{old: dir, new: beside}
	if err := t.writeAll(ctx, w); err != nil {
		return Outcome{}, err
	}
	if err := settle(beside); err != nil {
		return Outcome{}, err
	}
	if err := swap(beside, dir); err != nil {
		return Outcome{}, err
	}
	written, kept := int(w.written.Load()), int(w.kept.Load())
	return Outcome{Written: written, Kept: kept, Removed: max(before-kept-int(w.changed.Load()), 0)}, nil
}

// resolve follows a link, so that its target is replaced and not the link.
func resolve(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, os.MkdirAll(filepath.Dir(dir), 0o755)
	}
	return real, err
}

// count counts the files of the tree that is there. A directory that holds something else is
// ErrNotOurs.
func count(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(entries) == 0) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if _, err := os.Stat(filepath.Join(dir, marker)); err != nil {
		return 0, fmt.Errorf("%s: %w", dir, ErrNotOurs)
	}
	n := 0
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	return n, err
}

// abandoned is what the name of a tree that is being written goes on with.
const abandoned = ".lerr-new-"

// removeAbandoned removes what an export that was killed has left.
func removeAbandoned(dir string) error {
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), filepath.Base(dir)+abandoned+"*"))
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	return nil
}

func (t Tree) writeAll(ctx context.Context, w *writer) error {
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(runtime.NumCPU())
	var done atomic.Int64
	for _, address := range t.Addresses {
		all.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			page, err := t.Page(address)
			if err == nil {
				err = w.page(address, page)
			}
			if err != nil {
				return fmt.Errorf("export %s: %w", address, err)
			}
			if n := done.Add(1); t.Progress != nil {
				t.Progress(int(n), len(t.Addresses))
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return err
	}
	if t.Extra != nil {
		for name, body := range t.Extra() {
			if err := w.file(name, body); err != nil {
				return fmt.Errorf("export %s: %w", name, err)
			}
		}
	}
	return w.file(marker, []byte("{\"writtenBy\": \"lerr export\"}\n"))
}

// writer writes a new tree, and takes over what is the same in the old one.
type writer struct {
	old, new               string
	written, kept, changed atomic.Int64
	dirs                   sync.Map
}

// page writes a page and its twins.
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
		if packed, ok := p.Packed(coding); ok {
			if err := w.file(name+ext, packed); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) file(name string, body []byte) error {
	old, to := filepath.Join(w.old, filepath.FromSlash(name)), filepath.Join(w.new, filepath.FromSlash(name))
	dir := filepath.Dir(to)
	if _, made := w.dirs.Load(dir); !made {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		w.dirs.Store(dir, true)
	}
	switch was, err := os.ReadFile(old); {
	case err == nil && bytes.Equal(was, body):
		if os.Link(old, to) == nil {
			w.kept.Add(1)
			return nil
		}
		// A file system without hard links: it is written anew.
		w.changed.Add(1)
	case err == nil:
		w.changed.Add(1)
	}
	w.written.Add(1)
	return os.WriteFile(to, body, 0o644)
}
