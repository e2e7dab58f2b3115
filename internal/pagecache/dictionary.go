package pagecache

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"sync/atomic"

	"lerr/internal/dcz"
)

// Dictionary is a text that browsers keep, so that pages can be sent as what differs from it (RFC 9842). It never changes.
type Dictionary struct {
	coding  coding
	hash    [32]byte
	content []byte
	tag     string   // at the end of the ETags of pages that are packed with it
	link    []string // the header that tells browsers where it is
}

// NewDictionary returns the dictionary of a content, which must not change after that.
func NewDictionary(content []byte) *Dictionary {
	packer := dcz.NewDictionary(content)
	d := &Dictionary{hash: packer.Hash(), content: content}
	d.coding = coding{name: "dcz", pack: packer.Pack}
	d.tag = "-dcz-" + hex.EncodeToString(d.hash[:4])
	return d
}

// Content returns what browsers must get at the dictionary's address, in any other content coding. It must not be changed.
func (d *Dictionary) Content() []byte { return d.content }

// ID returns the first half of the content's SHA-256, in hexadecimal.
func (d *Dictionary) ID() string { return hex.EncodeToString(d.hash[:16]) }

// Shared holds the dictionary of pages, once there is one. Until then, and for browsers that do not have it, the pages
// are sent in the other codings.
type Shared struct{ dictionary atomic.Pointer[Dictionary] }

// Offer makes pages tell browsers that a dictionary is at an address, and be sent in dcz to those that have it.
func (s *Shared) Offer(d *Dictionary, address string) {
	d.link = []string{"<" + address + `>; rel="compression-dictionary"`}
	s.dictionary.Store(d)
}

// Dictionary returns the dictionary that is offered, or nil.
func (s *Shared) Dictionary() *Dictionary {
	if s == nil {
		return nil
	}
	return s.dictionary.Load()
}

// Share makes the page be packed with the dictionary that s offers then, for browsers that have it. It must be called
// before the page is sent. What is not compressed stays as it is.
func (p *Page) Share(s *Shared) {
	if len(p.packed) == 0 {
		return
	}
	p.shared = s
	for i := range p.fields {
		if p.fields[i].name == "Vary" {
			p.fields[i].values = []string{"Accept-Encoding, Available-Dictionary"}
		}
	}
}

// isNamed reports whether a request says that its sender has the dictionary, and with which weight it accepts pages that
// are packed with it.
func (d *Dictionary) isNamed(h http.Header) (weight float64, ok bool) {
	named := h["Available-Dictionary"]
	if len(named) == 0 {
		return 0, false
	}
	if hash, ok := parseAvailable(named); !ok || hash != d.hash {
		return 0, false
	}
	weight = quality(h.Get("Accept-Encoding"), "dcz")
	return weight, weight > 0
}

// parseAvailable reads the values of an Available-Dictionary header: one byte sequence (RFC 8941, section 3.3.5) of a
// SHA-256. Parameters, which RFC 9842 has none of, make it unreadable: whoever sends them is answered without a dictionary.
func parseAvailable(values []string) (hash [32]byte, ok bool) {
	if len(values) != 1 {
		return hash, false
	}
	text := strings.Trim(values[0], " ")
	if len(text) != 46 || text[0] != ':' || text[45] != ':' {
		return hash, false
	}
	var decoded [33]byte // room for a code of 44 characters without padding
	n, err := base64.StdEncoding.Strict().Decode(decoded[:], []byte(text[1:45]))
	if err != nil || n != len(hash) {
		return hash, false
	}
	return [32]byte(decoded[:32]), true
}

// against returns the variant that is packed with a dictionary.
func (p *Page) against(d *Dictionary) *variant {
	if v := p.small.Load(); v != nil && v.coding == &d.coding {
		return v
	}
	v := &variant{coding: &d.coding, named: []string{d.coding.name}, etag: p.quotedTag(d.tag)}
	if p.small.CompareAndSwap(nil, v) {
		return v
	}
	return p.small.Load()
}
