package pagecache_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"lerr/internal/pagecache"
)

// nobody takes answers and keeps nothing of them.
type nobody struct{ header http.Header }

func (n nobody) Header() http.Header         { return n.header }
func (n nobody) Write(b []byte) (int, error) { return len(b), nil }
func (n nobody) WriteHeader(int)             {}

func BenchmarkSend(b *testing.B) {
	p, err := pagecache.NewPage(pagecache.Head{Type: "text/html; charset=utf-8", CacheControl: "no-cache"}, bytes.Repeat([]byte("<p>figures "), 4000))
	if err != nil {
		b.Fatal(err)
	}
	for _, tt := range []struct{ name, header, value string }{
		{"br", "Accept-Encoding", "gzip, deflate, br, zstd"},
		{"gzip", "Accept-Encoding", "gzip"},
		{"304", "If-None-Match", p.Header().Get("ETag")},
		{"identity", "Accept-Encoding", "identity"},
	} {
		b.Run(tt.name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set(tt.header, tt.value)
			w := nobody{http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				if err := p.Send(w, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	p := pagecache.New(1 << 20)
	var addresses []string
	for i := range 500 {
		addresses = append(addresses, fmt.Sprintf("/2019-H1/%d", i))
		if _, err := p.Page(addresses[i], blank); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			p.Find(addresses[i%500])
		}
	})
}

func BenchmarkNewPage(b *testing.B) {
	body := bytes.Repeat([]byte(`<tr><th scope="row"><a href="/2019-H1/de">Germany</a></th><td>1,234</td></tr>`), 900)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pagecache.NewPage(pagecache.Head{Type: "text/html; charset=utf-8"}, body); err != nil {
			b.Fatal(err)
		}
	}
}

func TestSend_AllocatesNothing(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "no-cache"}, text)
	for _, accept := range []string{"br", "gzip, deflate", "identity;q=0, *"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		w := nobody{http.Header{}}
		if got := testing.AllocsPerRun(100, func() { _ = p.Send(w, r) }); got != 0 {
			t.Errorf("%s: got %v allocations, want none", accept, got)
		}
	}
}
