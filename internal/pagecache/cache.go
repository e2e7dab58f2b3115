// Package press keeps finished pages: each address is made once for an archive, minified,
// compressed, hashed, and then sent from memory.
//
// It makes nothing itself and knows no templates: callers bring the maker. A press belongs to one
// archive and is thrown away with it, so no page can outlive its figures. Start reading at
// Cache.Page, then page.go for what is kept of a page, and send.go for how it is sent.
package pagecache

import (
	"cmp"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// Cache holds the finished pages of one archive, by address.
type Cache struct {
	limit int64
	turn  atomic.Int64 // counts the pages made: the clock by which pages were last used

	mu    sync.RWMutex
	pages map[string]*entry
	size  int64 // bytes of the pages that are kept
}

type entry struct {
	once sync.Once
	page atomic.Pointer[Page] // nil until it is made
	err  error
	used atomic.Int64 // the turn at which it was last asked for
}

// errBroken is what those who wait are told when the making of a page panicked.
var errBroken = errors.New("the making of the page broke off")

// New makes an empty press that keeps at most limit bytes of pages, as they are sent. Above it,
// those go that were not asked for the longest; a page that is larger than that alone is not kept.
func New(limit int64) *Cache { return &Cache{limit: limit, pages: map[string]*entry{}} }

// Find is the finished page of an address, if there is one. It neither makes nor waits, and costs
// no allocation: most requests need nothing else.
func (p *Cache) Find(address string) (*Page, bool) {
	p.mu.RLock()
	e := p.pages[address]
	p.mu.RUnlock()
	if e == nil {
		return nil, false
	}
	page := e.page.Load()
	if page == nil {
		return nil, false
	}
	p.touch(e)
	return page, true
}

// touch notes that a page was asked for. It writes only when that is news, so that many readers of
// one page do not wait for each other.
func (p *Cache) touch(e *entry) {
	if turn := p.turn.Load(); e.used.Load() != turn {
		e.used.Store(turn)
	}
}

// Page is the finished page of an address. The first call makes it; calls that come meanwhile wait
// for that one. A failure is told to all who waited and then forgotten, so that the next call tries
// again.
func (p *Cache) Page(address string, make func() (*Page, error)) (*Page, error) {
	p.mu.Lock()
	e := p.pages[address]
	if e == nil {
		e = &entry{}
		p.pages[address] = e
	}
	p.mu.Unlock()
	p.touch(e)
	defer func() {
		if e.err != nil {
			p.forget(address, e)
		}
	}()
	e.once.Do(func() {
		e.err = errBroken // stays when make panics
		page, err := make()
		if e.err = err; err == nil {
			e.page.Store(page)
			p.keep(address, e)
		}
	})
	return e.page.Load(), e.err
}

// forget drops an address unless somebody else has begun it anew.
func (p *Cache) forget(address string, e *entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pages[address] == e {
		delete(p.pages, address)
	}
}

// keep counts a page that was made, and makes room when there is more than may be kept.
func (p *Cache) keep(address string, e *entry) {
	e.used.Store(p.turn.Add(1))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pages[address] != e {
		return
	}
	weight := e.page.Load().weight()
	if weight > p.limit {
		delete(p.pages, address)
		return
	}
	if p.size += weight; p.size > p.limit {
		p.makeRoom(e)
	}
}

// makeRoom drops the pages that were not asked for the longest, down to nine tenths of the limit, so
// that a full press does not look for room at each page. The one just made stays.
func (p *Cache) makeRoom(last *entry) {
	type kept struct {
		address string
		used    int64
		weight  int64
	}
	var all []kept
	for address, e := range p.pages {
		if page := e.page.Load(); page != nil && e != last {
			all = append(all, kept{address, e.used.Load(), page.weight()})
		}
	}
	slices.SortFunc(all, func(x, y kept) int { return cmp.Or(cmp.Compare(x.used, y.used), cmp.Compare(x.address, y.address)) })
	for _, k := range all {
		if p.size <= p.limit/10*9 {
			return
		}
		delete(p.pages, k.address)
		p.size -= k.weight
	}
}

// Size is how many bytes of pages are kept, and of how many addresses.
func (p *Cache) Size() (bytes int64, addresses int) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.size, len(p.pages)
}
