package press_test

import (
	"bytes"
	"fmt"
	"testing"

	"lerr/internal/press"
)

// kilobyte makes a page of 1,000 bytes that does not shrink.
func kilobyte() (*press.Page, error) {
	return press.NewPage(press.Head{Packed: true}, bytes.Repeat([]byte("x"), 1000))
}

func TestPress_KeepsNoMoreThanItsLimit(t *testing.T) {
	p := press.New(20_000)
	for i := range 200 {
		if _, err := p.Page(fmt.Sprintf("/%d", i), kilobyte); err != nil {
			t.Fatal(err)
		}
		if size, n := p.Size(); size > 20_000 || size != int64(n)*1000 {
			t.Fatalf("after %d pages: %d bytes of %d addresses, want at most 20,000", i+1, size, n)
		}
	}
	if _, ok := p.Find("/199"); !ok {
		t.Error("the page made last is not kept")
	}
	if _, ok := p.Find("/0"); ok {
		t.Error("the page made first is still kept")
	}
}

func TestPress_KeepsWhatIsAskedFor(t *testing.T) {
	p := press.New(20_000)
	for i := range 200 {
		if _, err := p.Page(fmt.Sprintf("/%d", i), kilobyte); err != nil {
			t.Fatal(err)
		}
		if _, ok := p.Find("/0"); !ok {
			t.Fatalf("after %d others, the page that is asked for all the time is gone", i)
		}
	}
}

func TestPress_DoesNotKeepWhatIsLargerThanItsLimit(t *testing.T) {
	p := press.New(999)
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
	p := press.New(1 << 20)
	if page, ok := p.Find("/"); page != nil || ok {
		t.Errorf("got %v, %v, want none", page, ok)
	}
	made, err := p.Page("/", func() (*press.Page, error) {
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
