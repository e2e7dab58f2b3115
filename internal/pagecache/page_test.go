package pagecache_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"

	"lerr/internal/pagecache"
)

// text is a body that shrinks.
var text = []byte(strings.Repeat("Law enforcement requests. ", 100))

// page makes a page that must be made.
func page(t *testing.T, head pagecache.Head, body []byte) *pagecache.Page {
	t.Helper()
	p, err := pagecache.NewPage(head, body)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// send asks for a page, with headers given as name, value, name, value …
func send(t *testing.T, p *pagecache.Page, method string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "/", nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	if err := p.Send(w, r); err != nil {
		t.Fatal(err)
	}
	return w.Result()
}

// body reads an answer's body as it was sent.
func body(t *testing.T, a *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// unpacked reads an answer's body as a browser would.
func unpacked(t *testing.T, a *http.Response) []byte {
	t.Helper()
	var r io.Reader = a.Body
	switch a.Header.Get("Content-Encoding") {
	case "br":
		r = brotli.NewReader(a.Body)
	case "gzip":
		var err error
		if r, err = gzip.NewReader(a.Body); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSend_CompressesForThoseWhoAcceptIt(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8"}, text)
	for _, tt := range []struct {
		name, accept, want string
	}{
		{"no header", "", ""},
		{"gzip", "gzip", "gzip"},
		{"Brotli", "br", "br"},
		{"what browsers send", "gzip, deflate, br, zstd", "br"},
		{"what proxies send", "gzip, deflate", "gzip"},
		{"without spaces", "deflate,gzip,br", "br"},
		{"capitals", "GZIP", "gzip"},
		{"a low quality", "gzip;q=0.001", "gzip"},
		{"a quality with spaces", "gzip ; q = 0.5", "gzip"},
		{"gzip liked better", "br;q=0.5, gzip;q=0.6", "gzip"},
		{"gzip liked better by a thousandth", "br;q=0.999, gzip", "gzip"},
		{"both liked alike", "gzip;q=0.8, br;q=0.8", "br"},
		{"Brotli refused", "br;q=0, gzip", "gzip"},
		{"gzip refused", "gzip;q=0", ""},
		{"gzip refused with digits", "gzip; q=0.000", ""},
		{"gzip refused in capitals", "GZIP;Q=0", ""},
		{"gzip refused, anything else allowed", "gzip;q=0, *", "br"},
		{"anything else allowed, both refused", "*, gzip;q=0, br;q=0", ""},
		{"anything", "*", "br"},
		{"anything but what is refused", "identity;q=0, *", "br"},
		{"nothing else", "*;q=0", ""},
		{"gzip and nothing else", "gzip, *;q=0", "gzip"},
		{"identity refused", "identity;q=0", ""},
		{"identity refused, gzip named", "identity;q=0, gzip", "gzip"},
		{"identity only", "identity", ""},
		{"identity liked better", "identity, gzip;q=0.5, br;q=0.5", ""},
		{"identity liked alike", "identity, gzip", "gzip"},
		{"identity liked less", "identity;q=0.2, gzip;q=0.5", "gzip"},
		{"another coding", "zstd", ""},
		{"a coding with a like name", "x-gzip-2, brr", ""},
		{"a quality that is no number", "gzip;q=high", ""},
		{"a quality above one", "gzip;q=2", ""},
		{"a parameter that is no quality", "gzip;level=9", ""},
		{"a quality with too many digits", "gzip;q=0.5000", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var headers []string
			if tt.accept != "" {
				headers = []string{"Accept-Encoding", tt.accept}
			}
			a := send(t, p, http.MethodGet, headers...)
			if got := a.Header.Get("Content-Encoding"); got != tt.want {
				t.Errorf("Content-Encoding: got %q, want %q", got, tt.want)
			}
			if got := a.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("Vary: got %q, want Accept-Encoding", got)
			}
			length := a.Header.Get("Content-Length")
			sent := body(t, a)
			if want := strconv.Itoa(len(sent)); length != want {
				t.Errorf("Content-Length: got %s, want %s", length, want)
			}
			a.Body = io.NopCloser(bytes.NewReader(sent))
			if !bytes.Equal(unpacked(t, a), text) {
				t.Error("the body is not the page's")
			}
			if shrunk := len(sent) < len(text); shrunk != (tt.want != "") {
				t.Errorf("sent %d bytes of %d", len(sent), len(text))
			}
		})
	}
}

func TestSend_SendsAsItIsWhatDoesNotShrink(t *testing.T) {
	for name, p := range map[string]*pagecache.Page{
		"packed already": page(t, pagecache.Head{Packed: true}, text),
		"a few bytes":    page(t, pagecache.Head{}, []byte("live\n")),
		"nothing":        page(t, pagecache.Head{}, nil),
	} {
		t.Run(name, func(t *testing.T) {
			a := send(t, p, http.MethodGet, "Accept-Encoding", "gzip")
			for _, header := range []string{"Content-Encoding", "Vary"} {
				if got, ok := a.Header[header]; ok {
					t.Errorf("%s: got %q, want none", header, got)
				}
			}
			want, err := p.Body()
			if err != nil {
				t.Fatal(err)
			}
			if got := body(t, a); !bytes.Equal(got, want) {
				t.Errorf("got %d bytes, want %d", len(got), len(want))
			}
		})
	}
}

func TestBody_IsWhatThePageWasMadeOf(t *testing.T) {
	for name, want := range map[string][]byte{"long": text, "short": []byte("live\n"), "empty": {}} {
		if got, err := page(t, pagecache.Head{}, want).Body(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: got %d bytes, %v, want %d", name, len(got), err, len(want))
		}
	}
}

func TestSend_SaysWhatTheHeadSays(t *testing.T) {
	for _, tt := range []struct {
		name string
		head pagecache.Head
		want map[string]string
	}{
		{"a page", pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "public, max-age=60"}, map[string]string{
			"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=60",
			"X-Robots-Tag": "", "Content-Disposition": "", "Access-Control-Allow-Origin": "", "Cross-Origin-Resource-Policy": "",
		}},
		{"a file to save", pagecache.Head{Type: "text/csv; charset=utf-8", FileName: "requests-2019-H1.csv", Robots: "noindex", CrossOrigin: true}, map[string]string{
			"Content-Type": "text/csv; charset=utf-8", "X-Robots-Tag": "noindex",
			"Content-Disposition":          `attachment; filename="requests-2019-H1.csv"`,
			"Access-Control-Allow-Origin":  "*",
			"Cross-Origin-Resource-Policy": "cross-origin",
		}},
		{"a file name with a quote cannot end the name", pagecache.Head{FileName: `a"; b.csv`}, map[string]string{
			"Content-Disposition": `attachment; filename="a\"; b.csv"`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := send(t, page(t, tt.head, text), http.MethodGet)
			if a.StatusCode != http.StatusOK {
				t.Errorf("status: got %d, want 200", a.StatusCode)
			}
			got := map[string]string{}
			for header := range tt.want {
				got[header] = a.Header.Get(header)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSend_AnswersHeadWithHeadersAlone(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8", CacheControl: "public, max-age=60"}, text)
	for _, accept := range []string{"br", "gzip", "identity"} {
		get, head := send(t, p, http.MethodGet, "Accept-Encoding", accept), send(t, p, http.MethodHead, "Accept-Encoding", accept)
		if diff := cmp.Diff(get.Header, head.Header); diff != "" {
			t.Errorf("%s: headers (-GET +HEAD)\n%s", accept, diff)
		}
		if got := body(t, head); len(got) != 0 || head.StatusCode != http.StatusOK {
			t.Errorf("%s: got status %d and %d bytes, want 200 and none", accept, head.StatusCode, len(got))
		}
	}
}
