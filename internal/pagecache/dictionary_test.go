package pagecache_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"lerr/internal/pagecache"
)

// half is a text that is much like text.
var half = append([]byte("Half of it. "), text[len(text)/2:]...)

// available returns the header by which a browser names a dictionary.
func available(content []byte) string {
	sum := sha256.Sum256(content)
	return ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// sharing returns a page, and the dictionary that is offered for it.
func sharing(t testing.TB, head pagecache.Head) (*pagecache.Page, *pagecache.Shared) {
	t.Helper()
	p, err := pagecache.NewPage(head, text)
	if err != nil {
		t.Fatal(err)
	}
	var shared pagecache.Shared
	p.Share(&shared)
	shared.Offer(pagecache.NewDictionary(half), "/dictionary/1-a")
	return p, &shared
}

// everything lists the codings that Chromium accepts once it has a dictionary.
const everything = "gzip, deflate, br, zstd, dcb, dcz"

func TestSend_PacksWithTheDictionaryForThoseWhoHaveIt(t *testing.T) {
	named := available(half)
	for _, tt := range []struct{ name, accept, available, want string }{
		{"a browser that has it", everything, named, "dcz"},
		{"only that", "dcz", named, "dcz"},
		{"liked as much as others", "br;q=0.5, dcz;q=0.5", named, "dcz"},
		{"anything", "*", named, "dcz"},
		{"in capitals", "DCZ", named, "dcz"},
		{"spaces around it", everything, "  " + named + " ", "dcz"},
		{"refused", "br, dcz;q=0", named, "br"},
		{"liked less", "br, dcz;q=0.9", named, "br"},
		{"not accepted", "gzip, br, zstd", named, "br"},
		{"another format", "gzip, dcb", named, "gzip"},
		{"no coding at all", "", named, ""},
		{"no dictionary", everything, "", "br"},
		{"another dictionary", everything, available(text), "br"},
		{"an unreadable one", everything, "!" + named[1:], "br"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := sharing(t, pagecache.Head{Type: "text/plain; charset=utf-8"})
			var headers []string
			for name, value := range map[string]string{"Accept-Encoding": tt.accept, "Available-Dictionary": tt.available} {
				if value != "" {
					headers = append(headers, name, value)
				}
			}
			a := send(t, p, http.MethodGet, headers...)
			if got := a.Header.Get("Content-Encoding"); got != tt.want {
				t.Errorf("Content-Encoding: got %q, want %q", got, tt.want)
			}
			if got, want := a.Header.Get("Vary"), "Accept-Encoding, Available-Dictionary"; got != want {
				t.Errorf("Vary: got %q, want %q", got, want)
			}
			if got, want := a.Header.Get("Link") != "", tt.want != "dcz"; got != want {
				t.Errorf("a link to the dictionary: got %q, want one: %t", a.Header.Get("Link"), want)
			}
			if tt.want != "dcz" {
				if got := unpacked(t, a); !bytes.Equal(got, text) {
					t.Error("the body is not the page's")
				}
				return
			}
			sent := body(t, a)
			if got := a.Header.Get("Content-Length"); got != fmt.Sprint(len(sent)) {
				t.Errorf("Content-Length: got %s, want %d", got, len(sent))
			}
			r, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, half))
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if got, err := r.DecodeAll(sent, nil); err != nil || !bytes.Equal(got, text) {
				t.Errorf("the body is not the page's: %v", err)
			}
		})
	}
}

func TestParseAvailable(t *testing.T) {
	named := available(half)
	for _, tt := range []struct {
		name   string
		values []string
		want   bool
	}{
		{"as browsers send it", []string{named}, true},
		{"with spaces", []string{" " + named + "  "}, true},
		{"nothing", nil, false},
		{"an empty value", []string{""}, false},
		{"a hash in hexadecimal", []string{fmt.Sprintf("%x", sha256.Sum256(half))}, false},
		{"no colons", []string{named[1 : len(named)-1]}, false},
		{"one colon", []string{named[:len(named)-1]}, false},
		{"no padding", []string{strings.Replace(named, "=", "", 1)}, false},
		{"padding of another length", []string{strings.Replace(named, "=:", "==", 1)}, false},
		{"the alphabet of URLs", []string{strings.Replace(":"+strings.Repeat("-_", 21)+"-=:", " ", "", 1)}, false},
		{"bits beyond the hash", []string{":" + strings.Repeat("A", 42) + "B=:"}, false},
		{"a longer hash", []string{":" + base64.StdEncoding.EncodeToString(make([]byte, 33)) + ":"}, false},
		{"a shorter hash", []string{":" + base64.StdEncoding.EncodeToString(make([]byte, 31)) + ":"}, false},
		{"a line break in it", []string{named[:20] + "\n" + named[21:]}, false},
		{"a list", []string{named + ", " + named}, false},
		{"two lines", []string{named, named}, false},
		{"a parameter", []string{named + ";a=1"}, false},
		{"a string", []string{`"` + named[1:45] + `"`}, false},
	} {
		hash, ok := pagecache.ParseAvailable(tt.values)
		if ok != tt.want || ok && hash != sha256.Sum256(half) {
			t.Errorf("%s: got %x, %t, want %t", tt.name, hash, ok, tt.want)
		}
	}
}

func FuzzParseAvailable(f *testing.F) {
	f.Add(available(half))
	f.Add("::")
	f.Add(":" + strings.Repeat("A", 42) + "B=:")
	f.Fuzz(func(t *testing.T, value string) {
		hash, ok := pagecache.ParseAvailable([]string{value})
		if written := ":" + base64.StdEncoding.EncodeToString(hash[:]) + ":"; ok && strings.Trim(value, " ") != written {
			t.Errorf("%q is read as %s", value, written)
		}
	})
}

// A page has another tag in each coding and with each dictionary, and whoever has it in any is told that it has not changed.
func TestETag_IsOfTheDictionary(t *testing.T) {
	p, _ := sharing(t, pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "public, max-age=60"})
	other, err := pagecache.NewPage(p.Head(), text)
	if err != nil {
		t.Fatal(err)
	}
	var shared pagecache.Shared
	other.Share(&shared)
	shared.Offer(pagecache.NewDictionary(text), "/dictionary/2-b")
	withIt := []string{"Accept-Encoding", everything, "Available-Dictionary", available(half)}
	small := send(t, p, http.MethodGet, withIt...).Header.Get("Etag")
	tags := map[string]bool{
		small: true, tag(t, p, "br"): true, tag(t, p, "gzip"): true, tag(t, p, "identity"): true,
		send(t, other, http.MethodGet, "Accept-Encoding", everything, "Available-Dictionary", available(text)).Header.Get("Etag"): true,
	}
	if len(tags) != 5 {
		t.Errorf("got the tags %v, want five", tags)
	}
	for match := range tags {
		a := send(t, p, http.MethodGet, append(withIt, "If-None-Match", match)...)
		if a.StatusCode != http.StatusNotModified || a.Header.Get("Etag") != small || a.Header.Get("Vary") != "Accept-Encoding, Available-Dictionary" || len(body(t, a)) > 0 {
			t.Errorf("%s: got %d with %v", match, a.StatusCode, a.Header)
		}
		if a := send(t, p, http.MethodGet, "Accept-Encoding", "br", "If-None-Match", match); a.StatusCode != http.StatusNotModified || a.Header.Get("Link") == "" {
			t.Errorf("%s without the dictionary: got %d with %v", match, a.StatusCode, a.Header)
		}
	}
	get, head := send(t, p, http.MethodGet, withIt...), send(t, p, http.MethodHead, withIt...)
	if fmt.Sprint(get.Header) != fmt.Sprint(head.Header) || len(body(t, head)) > 0 {
		t.Errorf("HEAD has other headers than GET, or a body:\n%v\n%v", get.Header, head.Header)
	}
}

func TestShare_LeavesOutWhatIsNotCompressed(t *testing.T) {
	p, err := pagecache.NewPage(pagecache.Head{Type: "text/plain; charset=utf-8"}, []byte("live\n"))
	if err != nil {
		t.Fatal(err)
	}
	var shared pagecache.Shared
	p.Share(&shared)
	shared.Offer(pagecache.NewDictionary(half), "/dictionary/1-a")
	a := send(t, p, http.MethodGet, "Accept-Encoding", everything, "Available-Dictionary", available(half))
	if a.Header.Get("Content-Encoding") != "" || a.Header.Get("Vary") != "" || a.Header.Get("Link") != "" || string(body(t, a)) != "live\n" {
		t.Errorf("got %v", a.Header)
	}
}

// noise is a text that hardly shrinks, another for each seed.
func noise(seed, n int) []byte {
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// What is packed with a dictionary counts: the cache keeps to its limit.
func TestWeigh_CountsWhatIsPackedWithADictionary(t *testing.T) {
	const limit = 100 << 10
	c := pagecache.New(limit)
	var shared pagecache.Shared
	shared.Offer(pagecache.NewDictionary([]byte("another text")), "/dictionary/1-a")
	r := http.Header{"Accept-Encoding": {everything}, "Available-Dictionary": {available([]byte("another text"))}}
	for i := range 60 {
		address := fmt.Sprint("/", i)
		page, err := c.Page(address, func() (*pagecache.Page, error) {
			p, err := pagecache.NewPage(pagecache.Head{Type: "text/csv"}, noise(i, 3000))
			p.Share(&shared)
			return p, cmp.Or(err, p.Pack())
		})
		if err != nil {
			t.Fatal(err)
		}
		before, _ := c.Size()
		if err := page.PackFor(r); err != nil || !page.Ready(r) {
			t.Fatalf("packed: %v, %t", err, page.Ready(r))
		}
		if grown, _ := c.Size(); grown < before+1000 {
			t.Fatalf("packing %s adds %d bytes", address, grown-before)
		}
		c.Weigh(address)
		if size, _ := c.Size(); size > limit {
			t.Fatalf("the cache has %d bytes, want at most %d", size, limit)
		}
	}
	if _, n := c.Size(); n < 5 {
		t.Errorf("the cache has %d pages", n)
	}
}

func TestSend_AllocatesNothingWithADictionary(t *testing.T) {
	p, _ := sharing(t, pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "no-cache"})
	for _, named := range []string{available(half), available(text), ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", everything)
		if named != "" {
			r.Header.Set("Available-Dictionary", named)
		}
		w := nobody{http.Header{}}
		if got := testing.AllocsPerRun(100, func() { _ = p.Send(w, r) }); got != 0 {
			t.Errorf("%q: got %v allocations, want none", named, got)
		}
	}
}

func BenchmarkSendShared(b *testing.B) {
	p, _ := sharing(b, pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "no-cache"})
	for name, named := range map[string]string{"br": "", "dcz": available(half), "unknown": available(text)} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
			if named != "" {
				r.Header.Set("Accept-Encoding", everything)
				r.Header.Set("Available-Dictionary", named)
			}
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
