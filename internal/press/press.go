// Package press keeps finished pages: each address is made once for an archive, compressed, hashed,
// and then sent from memory.
//
// It makes nothing itself and knows no templates: callers bring the maker. A press belongs to one
// archive and is thrown away with it, so no page can outlive its figures. Start reading at
// Press.Page, then page.go.
package press

import (
	"errors"
	"sync"
)

// Press holds the finished pages of one archive, by address.
type Press struct {
	mu    sync.Mutex
	pages map[string]*entry
}

type entry struct {
	once sync.Once
	page *Page
	err  error
}

// errBroken is what those who wait are told when the making of a page panicked.
var errBroken = errors.New("the making of the page broke off")

// New makes an empty press.
func New() *Press { return &Press{pages: map[string]*entry{}} }

// Page is the finished page of an address. The first call makes it; calls that come meanwhile wait
// for that one. A failure is told to all who waited and then forgotten, so that the next call tries
// again. Addresses must come from a finite set, such as the periods and places that exist: each
// one that succeeds is kept.
func (p *Press) Page(address string, make func() (*Page, error)) (*Page, error) {
	p.mu.Lock()
	e := p.pages[address]
	if e == nil {
		e = &entry{}
		p.pages[address] = e
	}
	p.mu.Unlock()
	defer func() {
		if e.err != nil {
			p.mu.Lock()
			if p.pages[address] == e {
				delete(p.pages, address)
			}
			p.mu.Unlock()
		}
	}()
	e.once.Do(func() {
		e.err = errBroken // stays when make panics
		e.page, e.err = make()
	})
	return e.page, e.err
}
