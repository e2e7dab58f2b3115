// Package export writes a site as files, for any web server or CDN: each page and its compressed
// forms under the file name that web servers look up for its address, byte for byte what the program
// sends, and the headers of all files as configuration for nginx. Over an earlier export it makes only what is made of
// something else.
//
// It knows neither routes nor the report; cmd/lerr passes it the site's addresses and pages. Start
// reading at Site.Write, then tree.go.
package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lerr/internal/pagecache"
)

// Site is a site to write. Its functions are called from several goroutines.
type Site struct {
	Addresses []string
	// Whole returns the digest of all that the page at an address could be made of: if that is the same, nobody asks what
	// the page is made of.
	Whole func(address string) string
	// Inputs returns what the page at an address is made of.
	Inputs func(address string) (pagecache.Inputs, error)
	Usual  map[string]string // header values of most files; nil writes no nginx configuration
}

// Outcome counts the files of a written site. Kept files were the same before.
type Outcome struct {
	Written, Kept, Removed int
	Changed                []string // addresses of pages that are new, gone, or have other bytes or headers, sorted
}

// Name returns the file that web servers look up for an address: for an HTML page index.html in a
// directory of its name, for other files the address itself.
func Name(address string, mediaType string) string {
	name := strings.TrimPrefix(address, "/")
	if strings.HasPrefix(mediaType, "text/html") && !strings.HasSuffix(name, ".html") {
		name = path.Join(name, "index.html")
	}
	return name
}

// Options choose how a site is written. The zero Options make all pages.
type Options struct {
	// Program is the digest of the program that makes the pages. Pages that the same program made of the same are not made
	// again, if their files are still as they were written, byte for byte. Without it all pages are made.
	Program string
	// Progress is called after each page, from several goroutines.
	Progress func(done, total int)
	// Ready is called when everything is written, before the directory is exchanged. Its error leaves the directory as it is.
	Ready func(Outcome) error
}

// Write writes the site to a directory. It writes a new directory beside it and then exchanges the
// two, so that readers always see a whole site. Unchanged files remain the same files, with their
// times. Files that an earlier export wrote and that the site no longer has are removed; other
// files, such as .git or CNAME, stay. Nobody else may write to the directory meanwhile. After an error
// the directory is unchanged: ErrNotOurs or ErrNoManifest if it does not tell what was exported,
// ErrInTheWay if another file has the name of one of the site's.
// If nothing has changed at all, the directory is left alone.
func (s Site) Write(ctx context.Context, dir string, o Options) (Outcome, error) {
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
	if o.Ready == nil {
		o.Ready = func(Outcome) error { return nil }
	}
	t := &tree{Site: s, options: o, before: before, earlier: before.byAddress(), dir: dir}
	if unchanged, err := t.unchanged(ctx); err != nil || unchanged {
		if err != nil {
			return Outcome{}, err
		}
		outcome := Outcome{Kept: len(before.Files)}
		return outcome, o.Ready(outcome)
	}
	temporary, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+temporaryInfix)
	if err != nil {
		return Outcome{}, err
	}
	defer os.RemoveAll(temporary) // the old site after the exchange, an incomplete one after an error
	t.writer = &writer{from: dir, to: temporary}
	if err := t.write(ctx); err != nil {
		return Outcome{}, err
	}
	if err := keepOthers(dir, temporary, before); err != nil {
		return Outcome{}, err
	}
	if err := syncFiles(temporary); err != nil {
		return Outcome{}, err
	}
	outcome := t.writer.outcome(before)
	outcome.Changed = t.changes()
	if err := o.Ready(outcome); err != nil {
		return Outcome{}, err
	}
	return outcome, swap(temporary, dir)
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
