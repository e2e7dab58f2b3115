package pagecache_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"lerr/internal/pagecache"
)

func TestPage_IsPackedOnceForAllWhoAsk(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8"}, text)
	accepts := []string{"br", "gzip", "identity"}
	ready, got := make(chan struct{}), make([][]byte, 60)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			<-ready
			if i%2 == 0 {
				if body := unpacked(t, send(t, p, http.MethodGet, "Accept-Encoding", accepts[i%3])); !bytes.Equal(body, text) {
					t.Errorf("%s: got %d bytes, want the page", accepts[i%3], len(body))
				}
				return
			}
			var err error
			if got[i], err = p.Packed(accepts[i%4/2]); err != nil {
				t.Error(err)
			}
		})
	}
	close(ready)
	all.Wait()
	for i := 1; i < len(got); i += 2 {
		first := got[1]
		if i%4 == 3 {
			first = got[3]
		}
		if &got[i][0] != &first[0] {
			t.Errorf("call %d: the page was compressed once more", i)
		}
	}
}

func TestSend_SendsThePlainBytesOfWhatWasPacked(t *testing.T) {
	for _, coding := range []string{"br", "gzip"} {
		p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8"}, text)
		send(t, p, http.MethodGet, "Accept-Encoding", coding)
		for _, accept := range []string{"identity", "gzip", "br"} {
			a := send(t, p, http.MethodGet, "Accept-Encoding", accept)
			if length, body := a.ContentLength, unpacked(t, a); !bytes.Equal(body, text) || (accept == "identity") != (length == int64(len(text))) {
				t.Errorf("%s after %s: got %d bytes, Content-Length %d, want the page of %d", accept, coding, len(body), length, len(text))
			}
		}
	}
}

func TestPage_IsPackedSmallerWhereAsked(t *testing.T) {
	var words strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&words, "%d requests of %x, ", i*i, i*7919)
	}
	quick := page(t, pagecache.Head{Type: "text/plain; charset=utf-8"}, []byte(words.String()))
	small := page(t, pagecache.Head{Type: "text/plain; charset=utf-8", Smallest: true}, []byte(words.String()))
	q, s := body(t, send(t, quick, http.MethodGet, "Accept-Encoding", "br")), unpacked(t, send(t, small, http.MethodGet, "Accept-Encoding", "br"))
	if packed := body(t, send(t, small, http.MethodGet, "Accept-Encoding", "br")); len(packed) >= len(q)*99/100 || string(s) != words.String() {
		t.Errorf("got %d bytes, want fewer than %d, and the same text", len(packed), len(q))
	}
}

// What is kept of a page shrinks when it is compressed: a cache with room for ten plain pages keeps many more of those.
func TestPress_WeighsPagesAgainWhenTheyArePacked(t *testing.T) {
	const limit = 250_000
	plain := []byte(strings.Repeat("Law enforcement requests. ", 1000))
	keeps := func(pack bool) int {
		c := pagecache.New(limit)
		for i := range 60 {
			p, err := c.Page(fmt.Sprintf("/%d", i), func() (*pagecache.Page, error) {
				return pagecache.NewPage(pagecache.Head{Type: "text/plain; charset=utf-8"}, plain)
			})
			if err != nil {
				t.Fatal(err)
			}
			if pack {
				if err := p.Pack(); err != nil {
					t.Fatal(err)
				}
			}
			if size, _ := c.Size(); size > limit {
				t.Fatalf("got %d bytes, want at most %d", size, limit)
			}
		}
		_, n := c.Size()
		return n
	}
	if plain, packed := keeps(false), keeps(true); plain > 10 || packed < 55 {
		t.Errorf("keeps %d plain pages and %d compressed ones, want at most 10 and all but a few of 60", plain, packed)
	}
}
