package pagecache_test

import (
	"net/http"
	"testing"

	"lerr/internal/pagecache"
)

func TestSend_SendsPartsOfFiles(t *testing.T) {
	file := pagecache.Head{Type: "text/plain; charset=utf-8", FileName: "requests.txt"}
	packed := file
	packed.Packed = true
	for name, p := range map[string]*pagecache.Page{"compressed": page(t, file, text), "packed": page(t, packed, text)} {
		etag := tag(t, p, "identity")
		for _, tt := range []struct {
			name, want string
			status     int
			headers    []string
		}{
			{"the first bytes", string(text[:10]), 206, []string{"Range", "bytes=0-9"}},
			{"the rest", string(text[2500:]), 206, []string{"Range", "bytes=2500-"}},
			{"the last bytes", string(text[len(text)-7:]), 206, []string{"Range", "bytes=-7"}},
			{"the file is still the same", string(text[5:8]), 206, []string{"Range", "bytes=5-7", "If-Range", etag}},
			{"the file is another now", string(text), 200, []string{"Range", "bytes=5-7", "If-Range", `"0"`}},
			{"beyond the end", "", 416, []string{"Range", "bytes=5000-"}},
			{"the client has it", "", 304, []string{"Range", "bytes=5-7", "If-None-Match", etag}},
		} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				a := send(t, p, http.MethodGet, tt.headers...)
				if a.StatusCode != tt.status {
					t.Errorf("status: got %d, want %d", a.StatusCode, tt.status)
				}
				if got := string(body(t, a)); tt.status != 416 && got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			})
		}
		if got := send(t, p, http.MethodGet).Header.Get("Accept-Ranges"); got != "bytes" {
			t.Errorf("%s: Accept-Ranges: got %q, want bytes", name, got)
		}
	}
}

func TestSend_SendsPagesWhole(t *testing.T) {
	a := send(t, page(t, pagecache.Head{Type: "text/plain; charset=utf-8"}, text), http.MethodGet, "Range", "bytes=0-9")
	if got := body(t, a); a.StatusCode != 200 || len(got) != len(text) || a.Header.Get("Accept-Ranges") != "" {
		t.Errorf("got %d, %d bytes, Accept-Ranges %q, want the whole page", a.StatusCode, len(got), a.Header.Get("Accept-Ranges"))
	}
}

// A part of a compressed form is a part of what was sent, so that a client can go on where it was.
func TestSend_SendsPartsOfTheCompressedForm(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8", FileName: "requests.txt"}, text)
	for _, coding := range []string{"br", "gzip"} {
		whole := body(t, send(t, p, http.MethodGet, "Accept-Encoding", coding))
		a := send(t, p, http.MethodGet, "Accept-Encoding", coding, "Range", "bytes=3-12")
		if got := body(t, a); a.StatusCode != 206 || string(got) != string(whole[3:13]) || a.Header.Get("Content-Encoding") != coding {
			t.Errorf("%s: got %d %x %q, want 206 %x", coding, a.StatusCode, got, a.Header.Get("Content-Encoding"), whole[3:13])
		}
	}
}
