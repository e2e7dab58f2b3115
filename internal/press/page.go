package press

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Head is what a page says about itself besides its bytes.
type Head struct {
	Status       int    // 0 means 200
	Type         string // media type with charset
	CacheControl string
	FileName     string // offered for saving, when set
	Robots       string // X-Robots-Tag, when set
	CrossOrigin  bool   // may be loaded by pages of other sites: for data files
	Packed       bool   // is compressed already, so is not compressed again
	Policy       string // Content-Security-Policy of its own, when set, in the place of the site's
}

// Page is a finished answer. It is never changed once made.
type Page struct {
	head  Head
	plain []byte // identity form; nil when packed holds the page
	zip   []byte // gzip form; nil when the page is sent as it is
	size  int    // of the identity form
	etag  string // without quotes and encoding suffix
}

// NewPage hashes and compresses a body. Only one form is kept: gzip, which nearly every client
// accepts, or the plain bytes of what does not shrink.
func NewPage(head Head, body []byte) (*Page, error) {
	if head.Status == 0 {
		head.Status = http.StatusOK
	}
	sum := sha256.Sum256(body)
	page := &Page{head: head, size: len(body), etag: hex.EncodeToString(sum[:16])}
	if head.Packed || len(body) < 256 {
		page.plain = body
		return page, nil
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("compress page: %w", err)
	}
	if _, err := w.Write(body); err != nil {
		return nil, fmt.Errorf("compress page: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress page: %w", err)
	}
	page.zip = b.Bytes()
	return page, nil
}

// Body is the page's identity form.
func (p *Page) Body() ([]byte, error) {
	if p.zip == nil {
		return p.plain, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(p.zip))
	if err != nil {
		return nil, fmt.Errorf("unpack page: %w", err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack page: %w", err)
	}
	return body, nil
}

// Send writes the page in the form that the request accepts, or 304 when the client has it.
func (p *Page) Send(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	body, tag := p.plain, `"`+p.etag+`"`
	if p.zip != nil {
		h.Set("Vary", "Accept-Encoding")
		if accepts(r.Header.Get("Accept-Encoding"), "gzip") {
			body, tag = p.zip, `"`+p.etag+`-gzip"`
			h.Set("Content-Encoding", "gzip")
		} else {
			var err error
			if body, err = p.Body(); err != nil {
				return err
			}
		}
	}
	h.Set("Content-Type", p.head.Type)
	h.Set("Cache-Control", p.head.CacheControl)
	if p.head.Robots != "" {
		h.Set("X-Robots-Tag", p.head.Robots)
	}
	if p.head.FileName != "" {
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", p.head.FileName))
	}
	if p.head.Policy != "" {
		h.Set("Content-Security-Policy", p.head.Policy)
	}
	if p.head.CrossOrigin {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if p.head.Status == http.StatusOK {
		h.Set("ETag", tag)
		if matches(r.Header.Get("If-None-Match"), p.etag) {
			h.Del("Content-Encoding")
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.head.Status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(body)
	return err
}

// matches reports whether an If-None-Match list names the page in any of its forms.
func matches(list, etag string) bool {
	for tag := range strings.SplitSeq(list, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == "*" || strings.TrimSuffix(strings.Trim(tag, `"`), "-gzip") == etag {
			return true
		}
	}
	return false
}

// accepts reports whether an Accept-Encoding header allows the coding: named, or covered by *,
// with a quality above zero (RFC 9110, section 12.5.3).
func accepts(header, coding string) bool {
	allowed := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name != coding && name != "*" {
			continue
		}
		quality := 1.0
		if _, q, ok := strings.Cut(strings.ToLower(strings.ReplaceAll(params, " ", "")), "q="); ok {
			var err error
			if quality, err = strconv.ParseFloat(q, 64); err != nil {
				quality = 0
			}
		}
		if name == coding {
			return quality > 0
		}
		allowed = quality > 0
	}
	return allowed
}
