package pagecache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
)

// Head holds the status and the headers of a page, and whether its body is compressed.
type Head struct {
	Status       int    // 0 means 200
	Type         string // media type with charset
	CacheControl string
	FileName     string // offered for saving, when set; such files can be requested in parts
	Robots       string // X-Robots-Tag, when set
	CrossOrigin  bool   // pages of other sites may load it: for data files
	Packed       bool   // is compressed already, so is not compressed again
	Smallest     bool   // is compressed as far as possible, however long that takes: for what every page loads
	Speculation  string // Speculation-Rules, when set
	Policy       string // Content-Security-Policy instead of the site's, when set
	Dictionary   string // Use-As-Dictionary, when set: the body is one
}

// Page is a finished response. What it says never changes; in which content codings it is kept depends
// on what was requested.
type Page struct {
	head      Head
	fields    []field  // of any response, a 304 too
	mediaType []string // Content-Type
	etag      string   // of the plain bytes, without quotes and the name of a coding
	size      int      // of the plain bytes
	plain     variant
	packed    []*variant              // empty for what is not compressed
	shared    *Shared                 // nil for a page that is never packed with a dictionary
	small     atomic.Pointer[variant] // packed with the dictionary; nil until somebody asks for it
	kept      atomic.Bool             // a cache has it
}

// minPacked is the size from which compression pays, in bytes: a smaller page fits one packet anyway.
const minPacked = 256

// NewPage minifies and hashes a body. It is compressed in a coding at the first request for that coding. From
// then on only compressed variants are kept: nearly every client takes one, and for the others one is
// unpacked. What is packed already or small stays as it is.
func NewPage(head Head, body []byte) (*Page, error) {
	body, err := minified(head.Type, body)
	if err != nil {
		return nil, fmt.Errorf("minify page: %w", err)
	}
	return NewMinifiedPage(head, body), nil
}

// NewMinifiedPage is NewPage for a body that is minified, such as that of an earlier page.
func NewMinifiedPage(head Head, body []byte) *Page {
	if head.Status == 0 {
		head.Status = http.StatusOK
	}
	sum := sha256.Sum256(body)
	varies := !head.Packed && len(body) >= minPacked
	page := &Page{
		head: head, fields: head.fields(varies), mediaType: []string{head.Type}, size: len(body), etag: hex.EncodeToString(sum[:12]),
	}
	page.plain.etag = page.quotedTag("")
	page.plain.keep(body)
	if varies {
		for i := range codings {
			page.packed = append(page.packed, page.variant(&codings[i]))
		}
	}
	return page
}

func (p *Page) quotedTag(suffix string) []string { return []string{`"` + p.etag + suffix + `"`} }

// overhead is the estimated memory of a page beside its bodies, in bytes.
const overhead = 2 << 10

// weight returns the estimated memory of the page, in bytes. As long as one coding only was requested, it
// counts the others at the same size, but for that with a dictionary.
func (p *Page) weight() int64 {
	n := int64(overhead)
	if v := p.small.Load(); v != nil {
		if c := v.content.Load(); c != nil {
			n += int64(len(c.body))
		}
	}
	if c := p.plain.content.Load(); c != nil {
		return n + int64(len(c.body))
	}
	largest := 0
	for _, v := range p.packed {
		if c := v.content.Load(); c != nil {
			largest = max(largest, len(c.body))
		}
	}
	return n + int64(largest*len(p.packed))
}

// Head returns the head that the page was made with; its Status is set.
func (p *Page) Head() Head { return p.head }

// Body returns the plain bytes.
func (p *Page) Body() ([]byte, error) {
	if c := p.plain.content.Load(); c != nil {
		return c.body, nil
	}
	// The plain bytes are dropped only after the first packed ones are there.
	for _, v := range p.packed {
		if c := v.content.Load(); c != nil {
			body, err := v.coding.unpack(c.body, p.size)
			if err != nil {
				return nil, fmt.Errorf("unpack page: %w", err)
			}
			return body, nil
		}
	}
	return nil, errors.New("a page without a body")
}

// Pack compresses the page in all its codings, as requests for each would.
func (p *Page) Pack() error {
	for _, v := range p.packed {
		if _, err := p.pack(v); err != nil {
			return err
		}
	}
	return nil
}

// Ready reports whether the page needs no compressing to be sent to a request with these headers.
func (p *Page) Ready(h http.Header) bool {
	v := p.choose(h)
	return v.coding == nil || v.content.Load() != nil
}

// everyCoding is a page that is sent in all codings.
var everyCoding = func() *Page {
	p := &Page{}
	for i := range codings {
		p.packed = append(p.packed, p.variant(&codings[i]))
	}
	return p
}()

// CodingFor returns the name of the content coding in which a request with these headers is sent pages that are
// compressed and share a dictionary; "" is the plain bytes.
func CodingFor(h http.Header, s *Shared) string {
	v, weight := everyCoding.accepted(h.Get("Accept-Encoding"))
	if d := s.Dictionary(); d != nil {
		if w, ok := d.isNamed(h); ok && w >= weight {
			return d.coding.name
		}
	}
	if v.coding == nil {
		return ""
	}
	return v.coding.name
}

// PackFor compresses the page in the coding that a request with these headers is sent. What is packed with a dictionary
// is kept in the smallest other coding, too.
func (p *Page) PackFor(h http.Header) error {
	v := p.choose(h)
	if v.coding == nil {
		return nil
	}
	if v == p.small.Load() {
		if _, err := p.pack(p.packed[0]); err != nil {
			return err
		}
	}
	_, err := p.pack(v)
	return err
}

// Packed returns the page in a content coding, "gzip" or "br", or nil if it is not compressed.
func (p *Page) Packed(coding string) ([]byte, error) {
	v := p.find(coding)
	if v == nil {
		return nil, nil
	}
	c, err := p.pack(v)
	if err != nil {
		return nil, err
	}
	return c.body, nil
}

// Header returns the headers with which the plain bytes are sent.
func (p *Page) Header() http.Header {
	h := http.Header{}
	p.describe(h, &p.plain)
	p.describeBody(h, &p.plain, []string{strconv.Itoa(p.size)})
	return h
}
