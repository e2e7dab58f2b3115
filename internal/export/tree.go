package export

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"lerr/internal/pagecache"
)

// tree is a site that is being written over an earlier export of it.
type tree struct {
	Site
	options Options
	dir     string
	before  manifest
	earlier map[string]page // those of before, by address
	intact  map[string]bool // of those whose files were looked at
	writer  *writer

	pages   []page // in the order of the addresses
	written []bool // whether a file of the page was written, and not kept
}

// memory has buffers for the bytes of files.
var memory = sync.Pool{New: func() any { return new([]byte) }}

// each calls do for each address, with its index, on all processors.
func (t *tree) each(ctx context.Context, do func(i int, address string) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for i, address := range t.Addresses {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(i, address); err != nil {
				return fmt.Errorf("export %s: %w", address, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// wholeIs reports whether all that the page at an address could be made of is as it was.
func (t *tree) wholeIs(address string) bool {
	p, ok := t.earlier[address]
	return ok && t.options.Program != "" && t.options.Program == t.before.Program && p.Whole != "" && p.Whole == t.Whole(address)
}

// unchanged reports whether the directory has all of the site already, made of the same, and nothing of another one.
func (t *tree) unchanged(ctx context.Context) (bool, error) {
	for _, address := range t.Addresses {
		if !t.wholeIs(address) {
			return false, nil
		}
	}
	if len(t.earlier) != len(t.Addresses) || len(t.before.pages) != len(t.Addresses) || (t.Usual != nil) != (t.before.Nginx != "") {
		return false, nil
	}
	same := make([]bool, len(t.Addresses))
	err := t.each(ctx, func(i int, address string) error {
		same[i] = t.isIntact(t.earlier[address])
		return nil
	})
	if err != nil {
		return false, err
	}
	t.intact = map[string]bool{}
	for i, address := range t.Addresses {
		t.intact[address] = same[i]
	}
	return !slices.Contains(same, false) && (t.before.Nginx == "" || t.isIntact(page{Name: nginxFile, SHA256: map[string]string{"": t.before.Nginx}})), nil
}

// isIntact reports whether the files of an earlier page are as they were written.
func (t *tree) isIntact(p page) bool {
	if intact, known := t.intact[p.Address]; known {
		return intact
	}
	b := memory.Get().(*[]byte)
	defer memory.Put(b)
	return p.intact(t.dir, b)
}

// write writes all pages, and what belongs to them.
func (t *tree) write(ctx context.Context) error {
	t.pages, t.written = make([]page, len(t.Addresses)), make([]bool, len(t.Addresses))
	var done atomic.Int64
	err := t.each(ctx, func(i int, address string) (err error) {
		t.pages[i], t.written[i], err = t.page(address)
		if n := done.Add(1); err == nil && t.options.Progress != nil {
			t.options.Progress(int(n), len(t.Addresses))
		}
		return err
	})
	if err != nil {
		return err
	}
	m := manifest{Program: t.options.Program, pages: slices.Clone(t.pages)}
	slices.SortFunc(m.pages, func(x, y page) int { return cmp.Compare(x.Address, y.Address) })
	if t.Usual != nil {
		body := t.nginx(m.pages)
		m.Nginx = hash(body)
		if _, err := t.writer.file(nginxFile, body); err != nil {
			return fmt.Errorf("export %s: %w", nginxFile, err)
		}
	}
	return t.writer.manifest(m)
}

// page writes the page at an address: it keeps the earlier one, exchanges its list, or makes it.
// written reports whether any of its files was not there before.
func (t *tree) page(address string) (p page, written bool, err error) {
	earlier := t.earlier[address]
	if t.wholeIs(address) && t.isIntact(earlier) {
		return earlier, false, t.writer.keep(earlier)
	}
	in, err := t.Inputs(address)
	if err != nil {
		return page{}, false, err
	}
	whole := ""
	if t.Whole != nil {
		whole = t.Whole(address)
	}
	same := earlier.Digest != "" && earlier.Digest == in.Digest && t.options.Program != "" && t.options.Program == t.before.Program
	if same && earlier.List == in.List && t.isIntact(earlier) {
		earlier.Whole = whole
		return earlier, false, t.writer.keep(earlier)
	}
	made, err := t.make(earlier, in, same)
	if err != nil {
		return page{}, false, err
	}
	p = page{
		Address: address, Name: Name(address, made.Head().Type), Headers: t.unusual(made.Header()),
		Whole: whole, Digest: in.Digest, List: in.List,
	}
	p.SHA256, written, err = t.writer.page(p.Name, made)
	return p, written, err
}

// make makes a page, of an earlier one if only its list is another.
func (t *tree) make(earlier page, in pagecache.Inputs, same bool) (*pagecache.Page, error) {
	if same && in.Relist != nil {
		var plain []byte
		if intact(filepath.Join(t.dir, filepath.FromSlash(earlier.Name)), earlier.SHA256[""], &plain) {
			return in.Relist(plain)
		}
	}
	return in.Build()
}

// changes returns the addresses of pages that are new, gone, or have other bytes or headers, sorted.
func (t *tree) changes() (list []string) {
	now := map[string]bool{}
	for i, p := range t.pages {
		now[p.Address] = true
		if earlier, known := t.earlier[p.Address]; t.written[i] || (known && !p.sameAs(earlier)) {
			list = append(list, p.Address)
		}
	}
	for _, address := range t.before.addresses() {
		if !now[address] {
			list = append(list, address)
		}
	}
	slices.Sort(list)
	return list
}
