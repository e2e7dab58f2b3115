package pagecache

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"weak"
)

// variant is the page in one content coding, with its own headers ready to be sent.
type variant struct {
	coding  *coding  // nil for the plain bytes
	named   []string // Content-Encoding; nil for the plain bytes
	etag    []string
	packing sync.Mutex
	content atomic.Pointer[content] // nil when it is not kept
	sent    weak.Pointer[content]   // the plain bytes that were unpacked last, while they are sent; guarded by packing
}

// content is the body of a variant.
type content struct {
	body    []byte
	length  []string     // Content-Length
	senders atomic.Int64 // responses that are sending it
}

func (p *Page) variant(c *coding) *variant {
	return &variant{coding: c, named: []string{c.name}, etag: p.quotedTag("-" + c.name)}
}

// find returns the variant in a content coding, or nil if the page is never sent so.
func (p *Page) find(coding string) *variant {
	for _, v := range p.packed {
		if v.coding.name == coding {
			return v
		}
	}
	return nil
}

func newContent(body []byte) *content {
	return &content{body: body, length: []string{strconv.Itoa(len(body))}}
}

func (v *variant) keep(body []byte) *content {
	c := newContent(body)
	v.content.Store(c)
	return c
}

// pack returns the page in a coding. The first call compresses it; concurrent calls wait for that one.
func (p *Page) pack(v *variant) (*content, error) {
	if c := v.content.Load(); c != nil {
		return c, nil
	}
	v.packing.Lock()
	defer v.packing.Unlock()
	if c := v.content.Load(); c != nil {
		return c, nil
	}
	body, err := p.Body()
	if err != nil {
		return nil, err
	}
	pack := v.coding.pack
	if p.head.Smallest && v.coding.packSmallest != nil {
		pack = v.coding.packSmallest
	}
	packed, err := pack(body)
	if err != nil {
		return nil, fmt.Errorf("compress page with %s: %w", v.coding.name, err)
	}
	c := v.keep(packed)
	if p.find(v.coding.name) != nil { // of what is packed with a dictionary alone, Body could not make the others
		p.plain.content.Store(nil)
	}
	return c, nil
}

// bodyOf returns the body of a variant, and what Content-Length says of it. Plain bytes that are not kept are
// unpacked once for all who are sent them at the time.
func (p *Page) bodyOf(v *variant) (*content, error) {
	if v.coding != nil {
		return p.pack(v)
	}
	if c := v.content.Load(); c != nil {
		return c, nil
	}
	v.packing.Lock()
	defer v.packing.Unlock()
	if c := v.sent.Value(); c != nil {
		return c, nil
	}
	body, err := p.Body()
	if err != nil {
		return nil, err
	}
	c := newContent(body)
	v.sent = weak.Make(c)
	return c, nil
}
