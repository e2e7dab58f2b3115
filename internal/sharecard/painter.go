package sharecard

import (
	"image"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// shade is one of the colours that a picture uses.
type shade int

// The shades are the light colours of the site's style sheet.
const (
	ink shade = iota
	soft
	accent
	content
	nonContent
	noData
	rejected // hatched
	past     // bars before the newest
	land     // of a map, without a figure
	pale     // of a map, lowest
	light
)

// partShades are the shades of the bar's parts, in their order.
var partShades = []shade{content, nonContent, noData, rejected}

// shades holds the full colour and the background of each shade.
var shades = []struct{ full, ground color.RGBA }{
	ink:        {rgb(0x1c1b19), paper},
	soft:       {rgb(0x5b5852), paper},
	accent:     {rgb(0x124a7c), paper},
	content:    {rgb(0x0d3358), paper},
	nonContent: {rgb(0x4f8fc9), paper},
	noData:     {rgb(0x8c8577), paper},
	rejected:   {rgb(0x6a655c), rgb(0xe4e0d8)},
	past:       {rgb(0x7d98b0), paper},
	land:       {rgb(0xe4e0d8), paper},
	pale:       {rgb(0xc3d7ea), paper},
	light:      {rgb(0x8db4d8), paper},
}

var paper = rgb(0xffffff)

func rgb(hex uint32) color.RGBA {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// levels is the number of steps from background to full colour at edges. Few steps keep the picture
// small, and equal on machines that round differently.
const levels = 16

// palette holds all steps of each shade, from background to full.
var palette = func() color.Palette {
	var p color.Palette
	mix := func(from, to uint8, level int) uint8 {
		return uint8(int(from) + (int(to)-int(from))*level/(levels-1))
	}
	for _, s := range shades {
		for level := range levels {
			p = append(p, color.RGBA{
				R: mix(s.ground.R, s.full.R, level), G: mix(s.ground.G, s.full.G, level), B: mix(s.ground.B, s.full.B, level), A: 0xff,
			})
		}
	}
	return p
}()

// step returns the palette index of a shade that covers a part of a pixel, from 0 to 255.
func step(s shade, cover int) uint8 {
	return uint8(int(s)*levels + (cover*(levels-1)+127)/255)
}

// weight is one of the two fonts.
type weight int

const (
	regular weight = iota
	bold
)

// fonts returns the two fonts, parsed once.
var fonts = sync.OnceValue(func() (read [2]*sfnt.Font) {
	for w, raw := range [][]byte{regular: goregular.TTF, bold: gobold.TTF} {
		var err error
		if read[w], err = opentype.Parse(raw); err != nil {
			panic(err) // cannot happen: the fonts are embedded
		}
	}
	return read
})

// painter draws one picture.
type painter struct{ canvas *image.Paletted }

// fill draws a rectangle, hatched in the rejected shade, like the bars of the site.
func (p *painter) fill(r image.Rectangle, s shade) {
	r = r.Intersect(p.canvas.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			cover := 255
			if s == rejected {
				cover = hatch(x, y)
			}
			p.canvas.SetColorIndex(x, y, step(s, cover))
		}
	}
}

// hatch returns how much of a pixel a slanting line covers, from 0 to 255: lines of 4 pixels, 9
// pixels apart.
func hatch(x, y int) int {
	across := math.Mod(float64(x-y)/math.Sqrt2+9000, 9)
	edge := min(across, 4-across) + 0.5
	return int(255 * max(0, min(edge, 1)))
}

// write draws a line of text from left on a base line. It shrinks a text that is wider than room, and
// draws nothing without room. It returns the x at which the text ends.
func (p *painter) write(text string, left, base int, w weight, size float64, s shade, room int) int {
	if room <= 0 {
		return left
	}
	face := newFace(w, size)
	if wide := font.MeasureString(face, text).Ceil(); wide > room {
		face = newFace(w, math.Floor(size*float64(room)/float64(wide)))
	}
	dot := fixed.P(left, base)
	previous := rune(-1)
	for _, r := range text {
		if previous >= 0 {
			dot.X += face.Kern(previous, r)
		}
		box, mask, from, advance, ok := face.Glyph(dot, r)
		if ok {
			p.stamp(box, mask, from, s)
		}
		dot.X += advance
		previous = r
	}
	return dot.X.Ceil()
}

// newFace returns a font at a size in pixels.
func newFace(w weight, size float64) font.Face {
	face, err := opentype.NewFace(fonts()[w], &opentype.FaceOptions{Size: max(size, 1), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // cannot happen: the fonts are embedded, and the size is positive
	}
	return face
}

// stamp draws a glyph.
func (p *painter) stamp(box image.Rectangle, mask image.Image, from image.Point, s shade) {
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			_, _, _, cover := mask.At(from.X+x-box.Min.X, from.Y+y-box.Min.Y).RGBA()
			if at := step(s, int(cover>>8)); cover>>8 > 8 && (image.Point{X: x, Y: y}).In(p.canvas.Rect) {
				p.canvas.SetColorIndex(x, y, at)
			}
		}
	}
}
