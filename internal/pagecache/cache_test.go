package pagecache_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"lerr/internal/pagecache"
)

// blank makes an empty page.
func blank() (*pagecache.Page, error) { return pagecache.NewPage(pagecache.Head{}, nil) }

func TestPage_IsMadeOnceForAllWhoAsk(t *testing.T) {
	p := pagecache.New(1 << 20)
	var calls atomic.Int32
	ready, pages := make(chan struct{}), make([]*pagecache.Page, 50)
	var all sync.WaitGroup
	for i := range pages {
		all.Go(func() {
			<-ready
			page, err := p.Page("/", func() (*pagecache.Page, error) {
				calls.Add(1)
				return blank()
			})
			if err != nil {
				t.Error(err)
			}
			pages[i] = page
		})
	}
	close(ready)
	all.Wait()
	if got := calls.Load(); got != 1 {
		t.Errorf("made %d times, want once", got)
	}
	for i, page := range pages {
		if page == nil || page != pages[0] {
			t.Errorf("call %d: got another page than the first", i)
		}
	}
}

func TestPage_IsMadeForEachAddress(t *testing.T) {
	p, pages := pagecache.New(1<<20), map[*pagecache.Page]string{}
	for range 2 {
		for _, address := range []string{"/", "/2019-H1", "/2019-H1/de"} {
			page, err := p.Page(address, blank)
			if err != nil {
				t.Fatal(err)
			}
			if other, ok := pages[page]; ok && other != address {
				t.Errorf("%s is the page of %s", address, other)
			}
			pages[page] = address
		}
	}
	if len(pages) != 3 {
		t.Errorf("made %d pages, want 3", len(pages))
	}
}

func TestPage_ThatFailedIsMadeAgain(t *testing.T) {
	p, want := pagecache.New(1<<20), errors.New("no template")
	for i := range 2 {
		page, err := p.Page("/", func() (*pagecache.Page, error) { return nil, fmt.Errorf("call %d: %w", i, want) })
		if page != nil || !errors.Is(err, want) || err.Error()[:6] != fmt.Sprintf("call %d", i) {
			t.Errorf("call %d: got %v, %v, want its own failure", i, page, err)
		}
	}
	if page, err := p.Page("/", blank); page == nil || err != nil {
		t.Errorf("got %v, %v, want a page", page, err)
	}
}

func TestPage_ThatFailedIsToldToAllWhoWait(t *testing.T) {
	p, want := pagecache.New(1<<20), errors.New("no template")
	var calls, told atomic.Int32
	var all sync.WaitGroup
	ready := make(chan struct{})
	for range 50 {
		all.Go(func() {
			<-ready
			page, err := p.Page("/", func() (*pagecache.Page, error) {
				calls.Add(1)
				return nil, want
			})
			if page == nil && errors.Is(err, want) {
				told.Add(1)
			}
		})
	}
	close(ready)
	all.Wait()
	if told.Load() != 50 || calls.Load() == 0 {
		t.Errorf("%d of 50 were told, after %d calls", told.Load(), calls.Load())
	}
}

func TestPage_WhoseMakingPanickedIsMadeAgain(t *testing.T) {
	p := pagecache.New(1 << 20)
	func() {
		defer func() {
			if got := recover(); got != "a nil map" {
				t.Errorf("recovered %v, want the panic of the maker", got)
			}
		}()
		page, err := p.Page("/", func() (*pagecache.Page, error) { panic("a nil map") })
		t.Errorf("got %v, %v, want a panic", page, err)
	}()
	if page, err := p.Page("/", blank); page == nil || err != nil {
		t.Errorf("got %v, %v, want a page", page, err)
	}
}

func TestPage_WhoseMakingPanickedIsAnErrorToThoseWhoWait(t *testing.T) {
	p := pagecache.New(1 << 20)
	var broken, made atomic.Int32
	var all sync.WaitGroup
	started, ready := make(chan struct{}), make(chan struct{})
	all.Go(func() {
		defer func() { _ = recover() }()
		p.Page("/", func() (*pagecache.Page, error) {
			close(started)
			<-ready
			panic("a nil map")
		})
	})
	<-started
	for range 20 {
		all.Go(func() {
			switch page, err := p.Page("/", blank); {
			case page == nil && err != nil:
				broken.Add(1)
			case page != nil && err == nil:
				made.Add(1)
			}
		})
	}
	close(ready)
	all.Wait()
	if got := broken.Load() + made.Load(); got != 20 {
		t.Errorf("%d of 20 got a page or an error, want each", got)
	}
}
