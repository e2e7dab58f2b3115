package pagecache

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// Head is what a page says about itself besides its bytes.
type Head struct {
	Status       int    // 0 means 200
	Type         string // media type with charset
	CacheControl string
	FileName     string // offered for saving, when set; such files can be had in parts
	Robots       string // X-Robots-Tag, when set
	CrossOrigin  bool   // may be loaded by pages of other sites: for data files
	Packed       bool   // is compressed already, so is not compressed again
	Speculation  string // Speculation-Rules, when set
	Policy       string // Content-Security-Policy of its own, when set, in the place of the site's
}

// Page is a finished answer. It is never changed once made.
type Page struct {
	head        Head
	shared      *shared
	disposition []string // Content-Disposition, when the page is a file to save
	etag        string   // of the plain bytes, without quotes and the coding's name
	size        int      // of the plain bytes
	forms       []form   // as they are sent, the best first
	plain       form     // without its bytes when forms holds them compressed
}

// form is the page in one content coding, with the headers that are its own ready to send.
type form struct {
	coding string // "" for the plain bytes
	body   []byte
	etag   []string
	length []string // Content-Length
}

// least is the size from which compression pays, in bytes: below it the page fits one packet anyway.
const least = 256

// NewPage minifies, hashes and compresses a body. Only the compressed forms are kept: nearly every
// client takes one, and the others get it unpacked. What is packed already or tiny is kept as it is.
func NewPage(head Head, body []byte) (*Page, error) {
	if head.Status == 0 {
		head.Status = http.StatusOK
	}
	body, err := minified(head.Type, body)
	if err != nil {
		return nil, fmt.Errorf("minify page: %w", err)
	}
	sum := sha256.Sum256(body)
	page := &Page{head: head, size: len(body), etag: hex.EncodeToString(sum[:16])}
	varies := !head.Packed && len(body) >= least
	page.shared = sharedBy(head, varies)
	if head.FileName != "" {
		page.disposition = []string{fmt.Sprintf("attachment; filename=%q", head.FileName)}
	}
	if !varies {
		page.plain = page.form("", body, len(body))
		return page, nil
	}
	for _, c := range codings {
		packed, err := c.pack(body)
		if err != nil {
			return nil, fmt.Errorf("compress page with %s: %w", c.name, err)
		}
		page.forms = append(page.forms, page.form(c.name, packed, len(packed)))
	}
	page.plain = page.form("", nil, len(body))
	return page, nil
}

// form prepares what is sent of the page in one coding.
func (p *Page) form(coding string, body []byte, length int) form {
	etag := p.etag
	if coding != "" {
		etag += "-" + coding
	}
	return form{coding: coding, body: body, etag: []string{`"` + etag + `"`}, length: []string{strconv.Itoa(length)}}
}

// own is about how many bytes a page takes beside its bodies: itself, its own headers, and its place
// in the press.
const own = 1 << 10

// weight is about how many bytes of memory the page takes.
func (p *Page) weight() int64 {
	n := int64(own + len(p.plain.body))
	for _, f := range p.forms {
		n += int64(len(f.body))
	}
	return n
}

// Head is what the page says about itself.
func (p *Page) Head() Head { return p.head }

// Size is the number of plain bytes.
func (p *Page) Size() int { return p.size }

// Body is the page's plain bytes.
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

// Packed is the page in a content coding, such as "gzip" or "br", if it is kept so.
func (p *Page) Packed(coding string) ([]byte, bool) {
	for _, f := range p.forms {
		if f.coding == coding {
			return f.body, true
		}
	}
	return nil, false
}

// Header lists the headers that the page is sent with in a content coding, "" for the plain bytes.
func (p *Page) Header(coding string) http.Header {
	chosen := &p.plain
	for i := range p.forms {
		if p.forms[i].coding == coding {
			chosen = &p.forms[i]
		}
	}
	h := http.Header{}
	p.describe(h, chosen)
	p.describeBody(h, chosen)
	return h
}
