package pagecache_test

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"lerr/internal/pagecache"
)

// kilobyte makes a page of 1,000 bytes that does not shrink.
func kilobyte() (*pagecache.Page, error) {
	return pagecache.NewPage(pagecache.Head{Packed: true}, bytes.Repeat([]byte("x"), 1000))
}

func TestPress_KeepsNoMoreThanItsLimit(t *testing.T) {
	p := pagecache.New(40_000)
	for i := range 200 {
		if _, err := p.Page(fmt.Sprintf("/%d", i), kilobyte); err != nil {
			t.Fatal(err)
		}
		if size, n := p.Size(); size > 40_000 || size < int64(n)*1000 {
			t.Fatalf("after %d pages: %d bytes of %d addresses, want at most 40,000 and the pages' own", i+1, size, n)
		}
	}
	if _, ok := p.Find("/199"); !ok {
		t.Error("the page made last is not kept")
	}
	if _, ok := p.Find("/0"); ok {
		t.Error("the page made first is still kept")
	}
}

// What counts is the memory that pages take, not their bodies alone: of small pages, headers and
// places take the most.
func TestPress_BoundsWhatSmallPagesTake(t *testing.T) {
	const limit = 4 << 20
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, p := used(), pagecache.New(limit)
	for i := range 20_000 {
		_, err := p.Page(fmt.Sprintf("/2019-H1/r%d/au.wide.csv", i), func() (*pagecache.Page, error) {
			head := pagecache.Head{Type: "text/csv; charset=utf-8", CacheControl: "no-cache", Robots: "noindex", CrossOrigin: true, FileName: fmt.Sprintf("requests-%d.csv", i), Packed: true}
			return pagecache.NewPage(head, []byte("period,requests\n2019-H1,1\n"))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if took := int64(used()) - int64(before); took > limit*5/4 {
		t.Errorf("20,000 small pages take %d bytes, want about %d", took, limit)
	}
	if _, n := p.Size(); n < 1000 {
		t.Errorf("only %d pages are kept", n)
	}
}

func TestPress_KeepsWhatIsAskedFor(t *testing.T) {
	p := pagecache.New(40_000)
	for i := range 200 {
		if _, err := p.Page(fmt.Sprintf("/%d", i), kilobyte); err != nil {
			t.Fatal(err)
		}
		if _, ok := p.Find("/0"); !ok {
			t.Fatalf("after %d others, the page that is asked for all the time is gone", i)
		}
	}
}

// What is to be kept outlives pages that were made later, and has no reader by that. Only what has is recent.
func TestPress_KeepsWithoutAReader(t *testing.T) {
	p := pagecache.New(40_000)
	for i := range 200 {
		if _, err := p.Page(fmt.Sprintf("/%d", i), kilobyte); err != nil {
			t.Fatal(err)
		}
		p.Keep("/0")
	}
	if got := p.Recent(); len(got) != 0 {
		t.Errorf("%q are recent, and nobody has asked for any", got)
	}
	if _, ok := p.Find("/0"); !ok {
		t.Error("the page to be kept is gone")
	}
	p.Keep("/nothing")
	p.Find("/199")
	if got := p.Recent(); !slices.Equal(got, []string{"/0", "/199"}) && !slices.Equal(got, []string{"/199", "/0"}) {
		t.Errorf("%q are recent", got)
	}
}

// Pages to be kept leave room for others, however many they are.
func TestPress_KeepsRoomForReaders(t *testing.T) {
	p := pagecache.New(40_000)
	for i := range 30 {
		address := fmt.Sprintf("/%d", i)
		if _, err := p.Page(address, kilobyte); err != nil {
			t.Fatal(err)
		}
		p.Keep(address)
	}
	for range 2 {
		if _, err := p.Page("/asked", kilobyte); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := p.Find("/asked"); !ok {
		t.Error("there is no room for what a reader asks for")
	}
	if _, ok := p.Find("/0"); !ok {
		t.Error("the first of the pages to be kept is gone")
	}
}

func TestPress_DoesNotKeepWhatIsLargerThanItsLimit(t *testing.T) {
	p := pagecache.New(999)
	for range 2 {
		if page, err := p.Page("/", kilobyte); page == nil || err != nil {
			t.Fatalf("got %v, %v, want the page", page, err)
		}
	}
	if size, n := p.Size(); size != 0 || n != 0 {
		t.Errorf("got %d bytes of %d addresses, want none", size, n)
	}
}

func TestFind_NeitherMakesNorWaits(t *testing.T) {
	p := pagecache.New(1 << 20)
	if page, ok := p.Find("/"); page != nil || ok {
		t.Errorf("got %v, %v, want none", page, ok)
	}
	made, err := p.Page("/", func() (*pagecache.Page, error) {
		if page, ok := p.Find("/"); page != nil || ok {
			t.Errorf("while it is made: got %v, %v, want none", page, ok)
		}
		return kilobyte()
	})
	if err != nil {
		t.Fatal(err)
	}
	if page, ok := p.Find("/"); page != made || !ok {
		t.Errorf("got %v, %v, want the page", page, ok)
	}
}
