package pagecache

import (
	"fmt"
	"net/http"
)

// field is a header as net/http keeps it. Its values are never changed, so that setting it in a
// response copies nothing.
type field struct {
	name   string
	values []string
}

// fields returns the headers of any response with the page, a 304 too.
func (h Head) fields(varies bool) []field {
	var all []field
	add := func(name, value string) {
		if value != "" {
			all = append(all, field{name, []string{value}})
		}
	}
	add("Cache-Control", h.CacheControl)
	add("X-Robots-Tag", h.Robots)
	add("Speculation-Rules", h.Speculation)
	add("Content-Security-Policy", h.Policy)
	add("Use-As-Dictionary", h.Dictionary)
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
	for _, f := range p.fields {
		h[f.name] = f.values
	}
	if p.head.Status == http.StatusOK {
		h["Etag"] = v.etag
	}
	if d := p.shared.Dictionary(); d != nil && v.coding != &d.coding {
		h["Link"] = d.link
	}
}

// describeBody sets the headers of a response with the page's body.
func (p *Page) describeBody(h http.Header, v *variant, length []string) {
	h["Content-Type"] = p.mediaType
	h["Content-Length"] = length
	if v.named != nil {
		h["Content-Encoding"] = v.named
	}
}
