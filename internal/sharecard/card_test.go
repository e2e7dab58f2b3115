package sharecard_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"lerr/internal/sharecard"
)

// card is a full card.
func card() sharecard.Card {
	return sharecard.Card{
		Organization: "Microsoft", Title: "Law Enforcement Requests Report", Place: "Australia", Period: "2019 (Jan-Jun)",
		Figures: []sharecard.Figure{{Value: "24,175", Label: "requests"}, {Value: "43,727", Label: "accounts/users specified in them"}},
		Parts: []sharecard.Part{
			{Name: "Content disclosed", Share: "25.0%", Size: 250}, {Name: "Only non-content data", Share: "50.0%", Size: 500},
			{Name: "No data found", Share: "15.0%", Size: 150}, {Name: "Rejected", Share: "10.0%", Size: 100},
		},
		Note: "Independent recreation.",
	}
}

func draw(t *testing.T, c sharecard.Card) image.Image {
	t.Helper()
	body, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 40<<10 {
		t.Errorf("%s: %d bytes, want at most 40 KB", c.Place, len(body))
	}
	drawn, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := drawn.Bounds(), image.Rect(0, 0, 1200, 630); got != want {
		t.Errorf("%s: got %v, want %v", c.Place, got, want)
	}
	return drawn
}

func TestCard_HasTheSameBytesEachTime(t *testing.T) {
	first, err := card().PNG()
	if err != nil {
		t.Fatal(err)
	}
	again, err := card().PNG()
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("drawn twice, the bytes differ (%v)", err)
	}
	other := card()
	other.Figures[0].Value = "24,176"
	if changed, err := other.PNG(); err != nil || bytes.Equal(first, changed) {
		t.Errorf("another figure has the same picture (%v)", err)
	}
}

// The bar's parts are as long as their shares say, in the colours of the site.
func TestCard_DrawsEachShareToScale(t *testing.T) {
	drawn := draw(t, card())
	count := func(hex uint32) int {
		n := 0
		for x := range 1200 {
			r, g, b, _ := drawn.At(x, 460).RGBA()
			if r>>8<<16|g>>8<<8|b>>8 == hex {
				n++
			}
		}
		return n
	}
	for name, c := range map[string]struct {
		hex  uint32
		want int
	}{"content": {0x0d3358, 268}, "non-content": {0x4f8fc9, 536}, "no data": {0x8c8577, 161}} {
		if got := count(c.hex); got < c.want-3 || got > c.want {
			t.Errorf("%s: %d pixels, want %d", name, got, c.want)
		}
	}
}

// Bars of all spans and rows have one scale, and the newest its own colour.
func TestCard_DrawsBarsToScale(t *testing.T) {
	over := card()
	over.Parts, over.Spans = nil, []sharecard.Span{{Label: "from 2013", Sizes: []int{400, 200, 0}}, {Label: "from 2017", Sizes: []int{100, 300}}}
	rows := card()
	rows.Figures, rows.Parts, rows.Rows = nil, nil, []sharecard.Row{{Name: "France", Value: "200", Size: 200}, {Name: "Germany", Value: "50", Size: 50}}
	const past, accent = 0x7d98b0, 0x124a7c
	is := func(drawn image.Image, x, y int, hex uint32) bool {
		r, g, b, _ := drawn.At(x, y).RGBA()
		return r>>8<<16|g>>8<<8|b>>8 == hex
	}
	drawn := draw(t, over)
	width := (1072 - 36) / 5
	for i, want := range []struct {
		at, height int
		hex        uint32
	}{{64, 92, past}, {64 + width, 46, past}, {64 + 2*width, 0, past}, {100 + 3*width, 23, past}, {100 + 4*width, 69, accent}} {
		got := 0
		for y := 430; y < 532; y++ {
			if is(drawn, want.at+20, y, want.hex) {
				got++
			}
		}
		if got != want.height {
			t.Errorf("bar %d is %d pixels high, want %d", i, got, want.height)
		}
	}
	drawn = draw(t, rows)
	for i, want := range []int{480, 120} {
		got := 0
		for x := range 1200 {
			if is(drawn, x, 300+48*i, accent) {
				got++
			}
		}
		if got != want {
			t.Errorf("row %d is %d pixels long, want %d", i, got, want)
		}
	}
}

// An area has the colour of its level, and a small one is a dot.
func TestCard_FillsTheAreasOfAMap(t *testing.T) {
	c := card()
	c.Figures, c.Parts = nil, nil
	c.Map = sharecard.Map{Width: 700, Height: 350, Areas: []sharecard.Area{
		{Level: 4, Path: "M0 0l300 0 0 300-300 0z"}, {Level: 0, Path: "M400 0l300 0 0 300-300 0z"}, {Level: 2, X: 350, Y: 150},
	}}
	drawn := draw(t, c)
	for _, want := range []struct {
		x, y int
		hex  uint32
	}{{586, 376, 0x124a7c}, {986, 376, 0xe4e0d8}, {786, 376, 0x8db4d8}, {786, 426, 0xffffff}} {
		r, g, b, _ := drawn.At(want.x, want.y).RGBA()
		if got := r>>8<<16 | g>>8<<8 | b>>8; got != want.hex {
			t.Errorf("%d, %d is %06x, want %06x", want.x, want.y, got, want.hex)
		}
	}
}

func TestCard_SaysWhatItShows(t *testing.T) {
	const head = "Microsoft Law Enforcement Requests Report. Australia, 2019 (Jan-Jun). "
	rows, absent := card(), card()
	rows.Figures, rows.Parts, rows.Rows = nil, nil, []sharecard.Row{{Name: "France", Value: "200", Size: 200}, {Name: "Germany", Value: "50", Size: 50}}
	absent.Figures, absent.Parts, absent.Absent = nil, nil, "None."
	for want, c := range map[string]sharecard.Card{
		head + "24,175 requests, 43,727 accounts/users specified in them. Content disclosed 25.0%, Only non-content data 50.0%, No data found 15.0%, Rejected 10.0%.": card(),
		head + "France 200, Germany 50.": rows,
		head + "None.":                   absent,
	} {
		if got := c.Text(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Nothing runs over the edge, whatever the words are.
func TestCard_KeepsLongTextsInside(t *testing.T) {
	long := card()
	long.Organization = strings.Repeat("A Very Long Organization ", 3)
	long.Title = strings.Repeat("Report on Everything ", 4)
	long.Place = strings.Repeat("Bosnia and Herzegovina ", 4)
	long.Note = strings.Repeat("A note that does not end. ", 12)
	long.Figures[1].Label = strings.Repeat("accounts ", 20)
	for i := range long.Parts {
		long.Parts[i].Share = "100.0%"
	}
	absent := card()
	absent.Figures, absent.Parts, absent.Absent = nil, nil, strings.Repeat("No request came. ", 9)
	over, rows := long, long
	over.Parts, over.Spans = nil, []sharecard.Span{{Label: strings.Repeat("from then ", 30), Sizes: []int{9, 3}}, {Label: strings.Repeat("from now ", 30), Sizes: []int{1}}}
	rows.Figures, rows.Parts = nil, nil
	for range 6 {
		rows.Rows = append(rows.Rows, sharecard.Row{Name: long.Place, Value: strings.Repeat("1,000 ", 20), Size: 1000})
	}
	for _, c := range []sharecard.Card{long, absent, over, rows} {
		drawn := draw(t, c)
		for y := 12; y < 630; y++ {
			for x := 1140; x < 1200; x++ {
				if drawn.At(x, y) != (color.RGBA{0xff, 0xff, 0xff, 0xff}) {
					t.Fatalf("there is ink at %d, %d, in the margin", x, y)
				}
			}
		}
	}
}
