package pagecache_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"weak"

	"lerr/internal/pagecache"
)

// witness notes where the bytes are that it is sent, without keeping them.
type witness struct {
	*httptest.ResponseRecorder
	at weak.Pointer[byte]
}

func (w *witness) Write(b []byte) (int, error) {
	w.at = weak.Make(&b[0])
	return len(b), nil
}

// Plain bytes that were unpacked for somebody are not kept once they are sent.
func TestSend_KeepsNoUnpackedBytes(t *testing.T) {
	p := page(t, pagecache.Head{Type: "text/plain; charset=utf-8"}, bytes.Repeat([]byte("0123456789"), 100_000))
	if err := p.Pack(); err != nil {
		t.Fatal(err)
	}
	w := &witness{ResponseRecorder: httptest.NewRecorder()}
	if err := p.Send(w, httptest.NewRequest(http.MethodGet, "/", nil)); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	if w.at.Value() != nil {
		t.Error("the bytes are kept after they were sent")
	}
	runtime.KeepAlive(p)
}
