package pagecache

import (
	"fmt"
	"maps"
	"net/http"
)

// headers returns the headers of any response with the page, a 304 too. Their values are never
// changed, so that setting them in a response copies nothing.
func (h Head) headers(varies bool) http.Header {
	all := http.Header{}
	add := func(name, value string) {
		if value != "" {
			all[name] = []string{value}
		}
	}
	add("Cache-Control", h.CacheControl)
	add("X-Robots-Tag", h.Robots)
	add("Speculation-Rules", h.Speculation)
	add("Content-Security-Policy", h.Policy)
	if h.FileName != "" {
		add("Accept-Ranges", "bytes")
		add("Content-Disposition", fmt.Sprintf("attachment; filename=%q", h.FileName))
	}
	if h.CrossOrigin {
		add("Access-Control-Allow-Origin", "*")
		add("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if varies {
		add("Vary", "Accept-Encoding")
	}
	return all
}

// describe sets the headers of any response with the page, a 304 too.
func (p *Page) describe(h http.Header, v *variant) {
	maps.Copy(h, p.headers)
	if p.head.Status == http.StatusOK {
		h["Etag"] = v.etag
	}
}

// describeBody sets the headers of a response with the page's body.
func (p *Page) describeBody(h http.Header, v *variant) {
	h["Content-Type"] = p.mediaType
	h["Content-Length"] = v.length
	if v.coding != nil {
		h["Content-Encoding"] = v.coding
	}
}
