package handlers_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lerr/handlers"
	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/sitetest"
	"lerr/views"
)

// unheard returns a site without a server, which a bubble of synctest can hold, and without pages.
func unheard(t *testing.T) *handlers.Site {
	t.Helper()
	shipped := sitetest.Shipped(t)
	site, err := handlers.New(handlers.Options{
		Frame: views.Frame{Site: &shipped.Site, World: shipped.World}, Archive: sitetest.Archive(t), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// ask requests an address and returns the whole answer.
func ask(site http.Handler, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

func TestBounds_AQueryWithFewValuesIsKept(t *testing.T) {
	site := unheard(t)
	for _, address := range []string{
		"/?expand=all", "/?expand=regions", "/2019-H1?expand=faqs", "/2019-H1/r1/europe?expand=all", "/data.csv?bom=1",
		"/2019-H1/au.wide.csv?bom=1", "/download/2019-H1.csv?bom=1",
	} {
		first := ask(site, address)
		if first.Code != http.StatusOK || site.Finished(address) != 1 {
			t.Errorf("%s: got %d and %d pages kept, want 200 and one", address, first.Code, site.Finished(address))
		}
		if again := ask(site, address); again.Body.String() != first.Body.String() {
			t.Errorf("%s: the second answer differs", address)
		}
	}
}

// Nobody can fill the cache from outside.
func TestBounds_AnyOtherQueryAddsNoPage(t *testing.T) {
	site := unheard(t)
	for _, plain := range []string{"/", "/2019-H1/au", "/2019-H1/au.csv", "/compare", "/compare.csv"} {
		want := ask(site, plain).Body.String()
		pages := site.Pages()
		queries := []string{"?expand=none", "?expand=x", "?expand", "?bom=2", "?utm=1", "?a=b&c"}
		if strings.HasPrefix(plain, "/compare") {
			queries, want = []string{"?places=de", "?places=de,fr", "?bom=1&places=fr"}, ""
		}
		for _, query := range queries {
			if got := ask(site, plain+query); want != "" && got.Body.String() != want {
				t.Errorf("%s%s differs from the plain page", plain, query)
			}
		}
		if got := site.Pages(); got != pages {
			t.Errorf("%s: queries added %d pages to the cache, want none", plain, got-pages)
		}
	}
}

// Sixty-four connections on one address are one rendering, whether its page is kept or not.
func TestBounds_OneRenderingOfAnAddressAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := unheard(t)
		began, until := make(chan string, 100), make(chan struct{})
		site.Gate("/gated", began, until)
		answers := make(chan *httptest.ResponseRecorder, 64)
		for range 64 {
			go func() { answers <- ask(site, "/gated?x") }()
		}
		synctest.Wait()
		close(until)
		for range 64 {
			if w := <-answers; w.Code != http.StatusOK || w.Body.String() != "x" {
				t.Errorf("got %d %q, want what was rendered for all", w.Code, w.Body.String())
			}
		}
		if got := len(began); got != 1 {
			t.Errorf("got %d renderings, want 1", got)
		}
	})
}

// However much readers ask for, few pages are rendered at once and few wait. The rest is told to come back, what is
// finished is sent, and a release and the console's preview are as before.
func TestBounds_ReadersWaitAndReleasesDoNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := unheard(t)
		began, until := make(chan string, 1000), make(chan struct{})
		site.Gate("/gated", began, until)
		ask(site, "/2018-H2")
		atWork := max(web.Cores-1, 1)
		const beyond = 50
		all := atWork + handlers.WaitingReaders + beyond
		answers := make(chan *httptest.ResponseRecorder, all)
		for i := range all {
			go func() { answers <- ask(site, fmt.Sprint("/gated?", i)) }()
		}
		synctest.Wait()
		if len(began) != atWork || len(answers) != beyond {
			t.Errorf("got %d renderings and %d answers, want %d and %d", len(began), len(answers), atWork, beyond)
		}
		for len(answers) > 0 {
			w := <-answers
			if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("beyond: got %d, %v, want 503 with Retry-After", w.Code, w.Header())
			}
		}
		if w := ask(site, "/2018-H2"); w.Code != http.StatusOK {
			t.Errorf("a finished page meanwhile: got %d, want 200", w.Code)
		}
		if w := ask(site, "/2018-H1/de"); w.Code != http.StatusOK {
			t.Errorf("a page that is kept, but not finished yet: got %d, want 200", w.Code)
		}
		if w := ask(unheard(t), "/2019-H1/au"); w.Code != http.StatusOK {
			t.Errorf("a preview meanwhile: got %d, want 200", w.Code)
		}
		r, err := sitetest.Archive(t).Revision(sitetest.Archive(t).NewestPublished())
		if err != nil {
			t.Fatal(err)
		}
		r.Number, r.Note = 2, "Published while readers wait."
		next, err := sitetest.Archive(t).With(r)
		if err != nil {
			t.Fatal(err)
		}
		site.Swap(next, nil)
		if w := ask(site, "/2019-H1"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), r.Note) {
			t.Errorf("a release meanwhile: got %d without its note", w.Code)
		}
		close(until)
		for range all - beyond {
			if w := <-answers; w.Code != http.StatusOK {
				t.Errorf("who waited: got %d, want 200", w.Code)
			}
		}
	})
}

// Pictures take long to draw. However many are asked for, pages are built beside them.
func TestBounds_PicturesDoNotDelayPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := unheard(t)
		began, until := make(chan string, 1000), make(chan struct{})
		site.GatePicture("/drawn", began, until)
		atWork := max(web.Cores-1, 1)
		answers := make(chan *httptest.ResponseRecorder, 100)
		for i := range 100 {
			go func() { answers <- ask(site, fmt.Sprint("/drawn?", i)) }()
		}
		synctest.Wait()
		if want := 100 - atWork - handlers.WaitingPictures; len(began) != atWork || len(answers) != want {
			t.Errorf("got %d begun and %d refused, want %d and %d", len(began), len(answers), atWork, want)
		}
		for _, address := range []string{"/2019-H1/fr", "/compare?places=de"} {
			if w := ask(site, address); w.Code != http.StatusOK {
				t.Errorf("%s meanwhile: got %d, want 200", address, w.Code)
			}
		}
		close(until)
		synctest.Wait()
		time.Sleep(time.Second) // for gates that rest
	})
}

// Compressing a finished page in a coding that nobody has asked for takes as long as building it, and waits like it.
func TestBounds_CompressingWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := unheard(t)
		began, until := make(chan string, 100), make(chan struct{})
		atWork := max(web.Cores-1, 1)
		for i := range atWork {
			site.GateKept(fmt.Sprint("/gated", i), began, until)
		}
		in := func(coding string) *http.Request {
			r := httptest.NewRequest(http.MethodGet, "/2019-H1", nil)
			r.Header.Set("Accept-Encoding", coding)
			return r
		}
		site.ServeHTTP(httptest.NewRecorder(), in("gzip"))
		for i := range atWork {
			go ask(site, fmt.Sprint("/gated", i))
		}
		synctest.Wait()
		answers := map[string]chan *httptest.ResponseRecorder{}
		for _, coding := range []string{"gzip", "br", "identity"} {
			answers[coding] = make(chan *httptest.ResponseRecorder, 1)
			go func() {
				w := httptest.NewRecorder()
				site.ServeHTTP(w, in(coding))
				answers[coding] <- w
			}()
		}
		synctest.Wait()
		if got := []int{len(answers["gzip"]), len(answers["br"]), len(answers["identity"])}; !slices.Equal(got, []int{1, 0, 1}) {
			t.Errorf("answers in gzip, br and identity while pages are built: got %v, want 1, 0 and 1", got)
		}
		close(until)
		if w := <-answers["br"]; w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "br" {
			t.Errorf("in its turn: got %d in %q, want 200 in br", w.Code, w.Header().Get("Content-Encoding"))
		}
		time.Sleep(time.Second) // for gates that rest
	})
}

// slow is a reader who takes nothing until until is closed. It tells the address of the bytes that it is sent.
type slow struct {
	*httptest.ResponseRecorder
	sent  chan<- *byte
	until <-chan struct{}
}

func (s slow) Write(b []byte) (int, error) {
	s.sent <- &b[0]
	<-s.until
	return len(b), nil
}

// However slowly and in whatever coding readers take a page that is kept, its bytes are in memory once for all of them.
func TestBounds_SlowReadersShareTheBytesThatTheyAreSent(t *testing.T) {
	const readers = 1500
	synctest.Test(t, func(t *testing.T) {
		site := unheard(t)
		for _, address := range []string{"/?expand=all", "/2019-H1/us", "/data.csv?bom=1", "/download/2019-H1.xlsx", "/nothing"} {
			for _, coding := range []string{"br", "gzip", "identity"} {
				sent, until := make(chan *byte, readers), make(chan struct{})
				for range readers {
					r := httptest.NewRequest(http.MethodGet, address, nil)
					r.Header.Set("Accept-Encoding", coding)
					go site.ServeHTTP(slow{httptest.NewRecorder(), sent, until}, r)
				}
				synctest.Wait()
				distinct := map[*byte]int{}
				for len(sent) > 0 {
					distinct[<-sent]++
				}
				close(until)
				synctest.Wait()
				for _, n := range distinct {
					if len(distinct) != 1 || n != readers {
						t.Errorf("%s in %s: got %d copies, want all %d readers to be sent one", address, coding, len(distinct), readers)
						break
					}
				}
			}
		}
	})
}

// When slow readers hold as many bytes as may be in flight, others get what is finished and are told to come back for
// the rest, and nothing of the page that they do not get is among the headers.
func TestBounds_BytesInFlightAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := unheard(t)
		if w := ask(site, "/download/2019-H1.csv"); w.Code != http.StatusOK {
			t.Fatalf("got %d, want 200", w.Code)
		}
		held, err := pagecache.NewPage(pagecache.Head{Type: "application/zip", Packed: true}, make([]byte, 17<<20))
		if err != nil {
			t.Fatal(err)
		}
		sent, until := make(chan *byte, 1), make(chan struct{})
		go held.Send(slow{httptest.NewRecorder(), sent, until}, httptest.NewRequest(http.MethodGet, "/", nil))
		<-sent
		if w := ask(site, "/download/2019-H1.csv"); w.Code != http.StatusOK {
			t.Errorf("a finished page that is in memory anyway: got %d, want 200", w.Code)
		}
		for _, address := range []string{"/2019-H1/fr", "/2019-H1/fr.csv", "/compare?places=de", "/2019-H1/germny"} { // not built yet, made for one, an error's
			w := ask(site, address)
			if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "busy") {
				t.Errorf("%s: got %d, Retry-After %q, want 503 with a page", address, w.Code, w.Header().Get("Retry-After"))
			}
			for _, name := range []string{"Etag", "Content-Disposition", "Accept-Ranges", "Content-Encoding"} {
				if got := w.Header().Get(name); got != "" {
					t.Errorf("%s: the answer has the page's %s: %s", address, name, got)
				}
			}
		}
		close(until)
		synctest.Wait()
		if w := ask(site, "/download/2019-H1.csv"); w.Code != http.StatusOK {
			t.Errorf("afterwards: got %d, want 200", w.Code)
		}
	})
}
