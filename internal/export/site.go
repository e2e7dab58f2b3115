// Package export writes a site as files, for any web server or CDN: each page and its compressed
// forms under the file name that web servers look up for its address, byte for byte what the program
// sends, and the headers of all files as configuration for nginx.
//
// It knows neither routes nor the report; cmd/lerr passes it the site's addresses and pages. Start
// reading at Site.Write.
package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"lerr/internal/pagecache"
)

// Site is a site to write.
type Site struct {
	Addresses []string
	Page      func(address string) (*pagecache.Page, error) // called from several goroutines
	Usual     map[string]string                             // header values of most files; nil writes no nginx configuration
}

// Outcome counts the files of a written site. Kept files were the same before.
type Outcome struct{ Written, Kept, Removed int }

// Name returns the file that web servers look up for an address: for an HTML page index.html in a
// directory of its name, for other files the address itself.
func Name(address string, mediaType string) string {
	name := strings.TrimPrefix(address, "/")
	if strings.HasPrefix(mediaType, "text/html") && !strings.HasSuffix(name, ".html") {
		name = path.Join(name, "index.html")
	}
	return name
}

// Write writes the site to a directory. It writes a new directory beside it and then exchanges the
// two, so that readers always see a whole site. Unchanged files remain the same files, with their
// times. Files that an earlier export wrote and that the site no longer has are removed; other
// files, such as .git or CNAME, stay. Nobody else may write to the directory meanwhile. After an error
// the directory is unchanged: ErrNotOurs or ErrNoManifest if it does not tell what was exported,
// ErrInTheWay if another file has the name of one of the site's.
//
// It calls progress, unless that is nil, after each page, from several goroutines.
func (s Site) Write(ctx context.Context, dir string, progress func(done, total int)) (Outcome, error) {
	dir, err := resolve(dir)
	if err != nil {
		return Outcome{}, err
	}
	if err := removeAbandoned(dir); err != nil {
		return Outcome{}, err
	}
	before, err := readManifest(dir)
	if err != nil {
		return Outcome{}, err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+temporaryInfix)
	if err != nil {
		return Outcome{}, err
	}
	defer os.RemoveAll(temporary) // the old site after the exchange, an incomplete one after an error
	w := &writer{from: dir, to: temporary}
	if err := s.writeAll(ctx, w, progress); err != nil {
		return Outcome{}, err
	}
	if err := keepOthers(dir, temporary, before); err != nil {
		return Outcome{}, err
	}
	if err := syncFiles(temporary); err != nil {
		return Outcome{}, err
	}
	if err := swap(temporary, dir); err != nil {
		return Outcome{}, err
	}
	return w.outcome(before), nil
}

// resolve follows symbolic links, so that the target is replaced and not the link.
func resolve(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	target, err := filepath.EvalSymlinks(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, os.MkdirAll(filepath.Dir(dir), 0o755)
	}
	return target, err
}

// temporaryInfix follows the directory's name in the name of a directory that is being written.
const temporaryInfix = ".lerr-new-"

// removeAbandoned removes the temporary directories of exports that were killed. If one was killed
// between the two steps of swapInTwo, it first gives the directory its name back.
func removeAbandoned(dir string) error {
	parent, name := filepath.Split(dir)
	entries, err := os.ReadDir(parent)
	for _, entry := range entries {
		abandoned := filepath.Join(parent, entry.Name())
		if !strings.HasPrefix(entry.Name(), name+temporaryInfix) {
			continue
		}
		if _, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) && strings.HasSuffix(abandoned, oldSuffix) {
			err = errors.Join(err, os.Rename(abandoned, dir))
		} else {
			err = errors.Join(err, os.RemoveAll(abandoned))
		}
	}
	return err
}

func (s Site) writeAll(ctx context.Context, w *writer, progress func(done, total int)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	var done atomic.Int64
	headers := &headerMaps{usual: s.Usual, lines: map[string][]string{}}
	for _, address := range s.Addresses {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			page, err := s.Page(address)
			if err == nil {
				headers.add(Name(address, page.Head().Type), page.Header())
				err = w.page(address, page)
			}
			if err != nil {
				return fmt.Errorf("export %s: %w", address, err)
			}
			if n := done.Add(1); progress != nil {
				progress(int(n), len(s.Addresses))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if s.Usual != nil {
		if err := w.file(nginxFile, headers.nginx()); err != nil {
			return fmt.Errorf("export %s: %w", nginxFile, err)
		}
	}
	return w.manifest()
}
