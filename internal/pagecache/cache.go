// Package pagecache keeps finished pages: each address is built once for an archive, minified,
// compressed, hashed, and then sent from memory.
//
// It renders nothing and knows no templates. A cache belongs to one archive and is thrown away with
// it, so that no page can outlive its figures. Start reading at Cache.Page, then page.go for what is
// kept of a page, and send.go for how it is sent.
package pagecache

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// Cache holds the finished pages of one archive, by address.
type Cache struct {
	limit int64
	clock atomic.Int64 // counts the pages built: the clock of last use

	mu      sync.RWMutex
	pages   map[string]*entry
	size    int64 // bytes of the pages that are kept, as they were when they were built or weighed again
	keeping int64 // bytes of those whose place no other page takes
}

type entry struct {
	once sync.Once
	page atomic.Pointer[Page] // nil until it is built
	err  error
	used atomic.Int64 // the clock when it was last built or requested
	hit  atomic.Bool  // it was requested after it was built
	keep bool         // no other page takes its place; under Cache.mu

	weight int64 // that Cache.size counts; under Cache.mu
}

// errPanicked is the error for those who wait for a page whose builder panicked.
var errPanicked = errors.New("building the page panicked")

// New returns an empty cache that keeps at most limit bytes of pages, as they are sent. Above it, the
// least recently requested pages are evicted; a page that alone is larger is not kept.
func New(limit int64) *Cache { return &Cache{limit: limit, pages: map[string]*entry{}} }

// Find returns the finished page of an address, if there is one. It neither builds nor waits, and
// allocates nothing: most requests need nothing else.
func (c *Cache) Find(address string) (*Page, bool) {
	c.mu.RLock()
	e := c.pages[address]
	c.mu.RUnlock()
	if e == nil {
		return nil, false
	}
	page := e.page.Load()
	if page == nil {
		return nil, false
	}
	c.touch(e)
	if !e.hit.Load() {
		e.hit.Store(true)
	}
	return page, true
}

// touch notes that a page was requested. It writes only when that is news, so that many readers of
// one page do not contend.
func (c *Cache) touch(e *entry) {
	if now := c.clock.Load(); e.used.Load() != now {
		e.used.Store(now)
	}
}

// Page returns the finished page of an address. The first call builds it; concurrent calls wait for
// that one. All of them get its error, which is then forgotten, so that the next call tries again.
func (c *Cache) Page(address string, build func() (*Page, error)) (*Page, error) {
	c.mu.Lock()
	e := c.pages[address]
	if e == nil {
		e = &entry{}
		c.pages[address] = e
	}
	c.mu.Unlock()
	c.touch(e)
	defer func() {
		if e.err == nil {
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.pages[address] == e { // another call may have begun a new entry
			delete(c.pages, address)
		}
	}()
	e.once.Do(func() {
		e.err = errPanicked // stays if build panics
		page, err := build()
		if e.err = err; err == nil {
			e.page.Store(page)
			c.add(address, e)
		}
	})
	return e.page.Load(), e.err
}

// add counts a page that was built, and evicts others when there are more than may be kept.
func (c *Cache) add(address string, e *entry) {
	e.used.Store(c.clock.Add(1))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages[address] != e {
		return
	}
	weight := e.page.Load().weight()
	if weight > c.limit {
		delete(c.pages, address)
		return
	}
	e.page.Load().kept.Store(true)
	c.count(address, e, weight)
}

// count counts the weight of a page, and evicts others when there is more than may be kept.
func (c *Cache) count(address string, e *entry, weight int64) {
	c.size += weight - e.weight
	e.weight = weight
	if c.size > c.limit {
		c.evict(address, e)
	}
}

// Weigh counts a page again, which has grown if it was packed with a dictionary.
func (c *Cache) Weigh(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.pages[address]; e != nil && e.page.Load() != nil && e.page.Load().kept.Load() {
		c.count(address, e, e.page.Load().weight())
	}
}

// evict weighs the pages again, since they have shrunk if they were compressed meanwhile, and removes the least recently
// requested ones, down to nine tenths of the limit, so that a full cache does not sort its pages at each new one. The
// newest stays, unless there is only room for it in the place of pages to be kept.
func (c *Cache) evict(address string, newest *entry) {
	type kept struct {
		address string
		used    int64
		weight  int64
	}
	var others []kept
	c.size = newest.weight
	for address, e := range c.pages {
		if page := e.page.Load(); page != nil && e != newest {
			weight := page.weight()
			c.size += weight
			e.weight = weight
			if !e.keep {
				others = append(others, kept{address, e.used.Load(), weight})
			}
		}
	}
	slices.SortFunc(others, func(x, y kept) int { return cmp.Or(cmp.Compare(x.used, y.used), cmp.Compare(x.address, y.address)) })
	for _, k := range others {
		if c.size <= c.limit/10*9 {
			return
		}
		c.remove(k.address, k.weight)
	}
	if c.size > c.limit {
		c.remove(address, newest.weight)
	}
}

// remove removes a page of a weight that is counted.
func (c *Cache) remove(address string, weight int64) {
	c.pages[address].page.Load().kept.Store(false)
	delete(c.pages, address)
	c.size -= weight
}

// Keep lets no other page take the place of the finished page of an address. It does nothing for pages beyond three
// quarters of the limit, so that there is room for others.
func (c *Cache) Keep(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.pages[address]
	if e == nil || e.keep || e.page.Load() == nil {
		return
	}
	if weight := e.page.Load().weight(); c.keeping+weight <= c.limit/4*3 {
		c.keeping += weight
		e.keep = true
	}
}

// Recent returns the addresses of the finished pages that were requested since they were built, the last requested
// first.
func (c *Cache) Recent() []string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	used := map[string]int64{}
	for address, e := range c.pages {
		if e.page.Load() != nil && e.hit.Load() {
			used[address] = e.used.Load()
		}
	}
	return slices.SortedFunc(maps.Keys(used), func(x, y string) int { return cmp.Or(cmp.Compare(used[y], used[x]), cmp.Compare(x, y)) })
}

// Size returns how many bytes of pages are kept, and at how many addresses.
func (c *Cache) Size() (bytes int64, addresses int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, e := range c.pages {
		if page := e.page.Load(); page != nil {
			bytes += page.weight()
		}
	}
	return bytes, len(c.pages)
}
