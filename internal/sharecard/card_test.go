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
	for _, c := range []sharecard.Card{long, absent} {
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
