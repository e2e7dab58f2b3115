package pagecache

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
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
	Speculation  string // Speculation-Rules, when set
	Policy       string // Content-Security-Policy instead of the site's, when set
}

// Page is a finished response. It never changes.
type Page struct {
	head      Head
	fields    []field  // of any response, a 304 too
	mediaType []string // Content-Type
	etag      string   // of the plain bytes, without quotes and the name of a coding
	size      int      // of the plain bytes
	packed    []variant
	plain     variant // without its bytes when there are packed ones
}

// variant is the page in one content coding, with its own headers ready to be sent.
type variant struct {
	name   string // of the coding; empty for the plain bytes
	body   []byte
	coding []string // Content-Encoding; nil for the plain bytes
	etag   []string
	length []string // Content-Length
}

// minPacked is the size from which compression pays, in bytes: a smaller page fits one packet anyway.
const minPacked = 256

// NewPage minifies, hashes and compresses a body. Only the compressed variants are kept: nearly every
// client takes one, and for the others they are unpacked. What is packed already or small is kept as
// it is.
func NewPage(head Head, body []byte) (*Page, error) {
	if head.Status == 0 {
		head.Status = http.StatusOK
	}
	body, err := minified(head.Type, body)
	if err != nil {
		return nil, fmt.Errorf("minify page: %w", err)
	}
	sum := sha256.Sum256(body)
	varies := !head.Packed && len(body) >= minPacked
	page := &Page{
		head: head, fields: head.fields(varies), mediaType: []string{head.Type}, size: len(body), etag: hex.EncodeToString(sum[:16]),
	}
	if !varies {
		page.plain = page.variant("", body, len(body))
		return page, nil
	}
	for _, c := range codings {
		packed, err := c.pack(body)
		if err != nil {
			return nil, fmt.Errorf("compress page with %s: %w", c.name, err)
		}
		page.packed = append(page.packed, page.variant(c.name, packed, len(packed)))
	}
	page.plain = page.variant("", nil, len(body))
	return page, nil
}

func (p *Page) variant(coding string, body []byte, length int) variant {
	v := variant{name: coding, body: body, length: []string{strconv.Itoa(length)}}
	etag := p.etag
	if coding != "" {
		v.coding = []string{coding}
		etag += "-" + coding
	}
	v.etag = []string{`"` + etag + `"`}
	return v
}

// overhead is the estimated memory of a page beside its bodies, in bytes.
const overhead = 2 << 10

// weight returns the estimated memory of the page, in bytes.
func (p *Page) weight() int64 {
	n := int64(overhead + len(p.plain.body))
	for _, f := range p.packed {
		n += int64(len(f.body))
	}
	return n
}

// Head returns the head that the page was made with; its Status is set.
func (p *Page) Head() Head { return p.head }

// Body returns the plain bytes.
func (p *Page) Body() ([]byte, error) {
	packed, ok := p.Packed("gzip")
	if !ok {
		return p.plain.body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack page: %w", err)
	}
	body := make([]byte, p.size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("unpack page: %w", err)
	}
	return body, nil
}

// Packed returns the page in a content coding, "gzip" or "br", if it is kept so.
func (p *Page) Packed(coding string) ([]byte, bool) {
	v := p.find(coding)
	return v.body, v.coding != nil
}

// find returns the page in a content coding, or its plain form if it is not kept so.
func (p *Page) find(coding string) *variant {
	i := slices.IndexFunc(p.packed, func(v variant) bool { return v.name == coding })
	if i < 0 {
		return &p.plain
	}
	return &p.packed[i]
}

// Header returns the headers with which the page is sent in a content coding, "" for the plain bytes.
func (p *Page) Header(coding string) http.Header {
	h := http.Header{}
	p.describe(h, p.find(coding))
	p.describeBody(h, p.find(coding))
	return h
}
