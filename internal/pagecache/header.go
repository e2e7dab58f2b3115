package pagecache

import (
	"net/http"
	"sync"
)

// shared are the headers that pages with one head have in common. There are few heads and many
// pages: each page keeps only what is its own. The values are never changed.
type shared struct {
	fields    []field // of any answer, a 304 too
	mediaType []string
}

// field is a header as net/http keeps it.
type field struct {
	name   string
	values []string
}

// sharedKey is a head without what differs from page to page.
type sharedKey struct {
	head   Head
	file   bool
	varies bool
}

// sharings holds what is shared, by sharedKey. Heads are written in the code, so there are some
// dozens and nobody can add to them from outside.
var sharings sync.Map

func sharedBy(head Head, varies bool) *shared {
	key := sharedKey{head: head, file: head.FileName != "", varies: varies}
	key.head.FileName = ""
	if s, ok := sharings.Load(key); ok {
		return s.(*shared)
	}
	s := &shared{mediaType: []string{head.Type}}
	add := func(name, value string) {
		if value != "" {
			s.fields = append(s.fields, field{name, []string{value}})
		}
	}
	add("Cache-Control", head.CacheControl)
	add("X-Robots-Tag", head.Robots)
	add("Speculation-Rules", head.Speculation)
	add("Content-Security-Policy", head.Policy)
	if key.file {
		add("Accept-Ranges", "bytes")
	}
	if head.CrossOrigin {
		add("Access-Control-Allow-Origin", "*")
		add("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if varies {
		add("Vary", "Accept-Encoding")
	}
	kept, _ := sharings.LoadOrStore(key, s)
	return kept.(*shared)
}

// codingValues are the codings' names as values of a header.
var codingValues = func() map[string][]string {
	values := map[string][]string{}
	for _, c := range codings {
		values[c.name] = []string{c.name}
	}
	return values
}()

// describe sets what any answer says of the page, a 304 too.
func (p *Page) describe(h http.Header, f *form) {
	for _, x := range p.shared.fields {
		h[x.name] = x.values
	}
	if p.disposition != nil {
		h["Content-Disposition"] = p.disposition
	}
	if p.head.Status == http.StatusOK {
		h["Etag"] = f.etag
	}
}

// describeBody sets what an answer with the page's body says of that.
func (p *Page) describeBody(h http.Header, f *form) {
	h["Content-Type"] = p.shared.mediaType
	h["Content-Length"] = f.length
	if f.coding != "" {
		h["Content-Encoding"] = codingValues[f.coding]
	}
}
