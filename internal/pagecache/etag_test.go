package pagecache_test

import (
	"net/http"
	"regexp"
	"testing"

	"lerr/internal/pagecache"
)

// tag is the ETag of a page in the form that a request accepts.
func tag(t *testing.T, p *pagecache.Page, accept string) string {
	t.Helper()
	return send(t, p, http.MethodGet, "Accept-Encoding", accept).Header.Get("ETag")
}

func TestETag_IsStrongAndOfTheForm(t *testing.T) {
	p, other := page(t, pagecache.Head{}, text), page(t, pagecache.Head{}, append([]byte("."), text...))
	strong := regexp.MustCompile(`^"[0-9a-f]{24}(-gzip|-br)?"$`)
	seen := map[string]bool{}
	for _, got := range []string{tag(t, p, "br"), tag(t, p, "gzip"), tag(t, p, "identity"), tag(t, other, "gzip"), tag(t, other, "identity")} {
		if !strong.MatchString(got) || seen[got] {
			t.Errorf("got %q, want a strong tag of its own", got)
		}
		seen[got] = true
	}
	if got, want := tag(t, page(t, pagecache.Head{}, text), "gzip"), tag(t, p, "gzip"); got != want {
		t.Errorf("the same bytes: got %s, want %s", got, want)
	}
}

func TestETag_IsOfGoodAnswersOnly(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusInternalServerError} {
		p := page(t, pagecache.Head{Status: status, Type: "text/plain; charset=utf-8"}, text)
		a := send(t, p, http.MethodGet, "If-None-Match", "*", "Accept-Encoding", "gzip")
		if got, ok := a.Header["Etag"]; ok || a.StatusCode != status {
			t.Errorf("%d: got status %d and tag %q, want none", status, a.StatusCode, got)
		}
		if got := unpacked(t, a); len(got) != len(text) {
			t.Errorf("%d: got %d bytes, want the page", status, len(got))
		}
	}
}

func TestSend_SendsNothingToThoseWhoHaveIt(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "public, max-age=60"}, text)
	br, zip, plain := tag(t, p, "br"), tag(t, p, "gzip"), tag(t, p, "identity")
	for _, tt := range []struct {
		name, match string
		want        int
	}{
		{"the compressed form", zip, http.StatusNotModified},
		{"the smallest form", br, http.StatusNotModified},
		{"the plain form", plain, http.StatusNotModified},
		{"a weak tag, as proxies make of it", "W/" + zip, http.StatusNotModified},
		{"any", "*", http.StatusNotModified},
		{"a list that holds it", `"abc", ` + plain + `, "def"`, http.StatusNotModified},
		{"a list without spaces", `"abc",` + zip, http.StatusNotModified},
		{"a list that does not hold it", `"abc", "def"`, http.StatusOK},
		{"another page's", `"00000000000000000000000000000000"`, http.StatusOK},
		{"a part of it", plain[:10] + `"`, http.StatusOK},
		{"one of a coding that there is none of", plain[:len(plain)-1] + `-zstd"`, http.StatusOK},
		{"an empty tag", `""`, http.StatusOK},
		{"nothing", "", http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				for accept, form := range map[string]string{"br": br, "gzip": zip, "identity": plain} {
					a := send(t, p, method, "If-None-Match", tt.match, "Accept-Encoding", accept)
					checkAnswer(t, a, tt.want, form)
				}
			}
		})
	}
}

// checkAnswer wants a status, the tag and lifetime in any case, and of a 304 nothing that speaks of
// a body.
func checkAnswer(t *testing.T, a *http.Response, status int, form string) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("got %d, want %d", a.StatusCode, status)
	}
	for header, want := range map[string]string{"ETag": form, "Vary": "Accept-Encoding", "Cache-Control": "public, max-age=60"} {
		if got := a.Header.Get(header); got != want {
			t.Errorf("%s: got %q, want %q", header, got, want)
		}
	}
	if status != http.StatusNotModified {
		return
	}
	if got := body(t, a); len(got) != 0 {
		t.Errorf("got %d bytes, want none", len(got))
	}
	for _, header := range []string{"Content-Type", "Content-Encoding", "Content-Length"} {
		if got, ok := a.Header[header]; ok {
			t.Errorf("%s: got %q, want none", header, got)
		}
	}
}
