package sharecard

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
)

// Width and Height are the size of every picture in pixels, as services that show shared links
// require it.
const (
	Width  = 1200
	Height = 630
)

// Card holds the texts and figures of a picture.
type Card struct {
	Organization string
	Title        string // of the report
	Place        string
	Period       string
	Figures      []Figure // two at most
	Parts        []Part   // how the requests ended, in order; empty without outcomes
	Absent       string   // a sentence instead of figures
	Note         string   // says whose copy of the report this is
}

// Figure is a large number and what it counts.
type Figure struct{ Value, Label string }

// Part is one part of the bar.
type Part struct {
	Name, Share string
	Size        int // in relation to the sizes of the others
}

// Positions in pixels from the top or the left.
const (
	margin    = 64
	headLine  = 88
	placeLine = 196
	timeLine  = 246
	valueLine = 366
	labelLine = 404
	second    = 600 // left edge of the second figure
	barTop    = 440
	barBottom = 492
	keyLine   = 536
	noteLine  = 598
)

// PNG returns the card as a PNG file.
func (c Card) PNG() ([]byte, error) {
	p := &painter{image.NewPaletted(image.Rect(0, 0, Width, Height), palette)}
	p.fill(image.Rect(0, 0, Width, 10), accent)
	x := p.write(c.Organization, margin, headLine, bold, 30, ink, Width/2-margin)
	p.write(c.Title, x+14, headLine, regular, 30, soft, Width-margin-x-14)
	p.write(c.Place, margin, placeLine, bold, 76, ink, Width-2*margin)
	p.write(c.Period, margin, timeLine, regular, 36, soft, Width-2*margin)
	if c.Absent != "" {
		p.write(c.Absent, margin, valueLine, bold, 44, ink, Width-2*margin)
	}
	for i, f := range c.Figures {
		at := margin + i*(second-margin)
		p.write(f.Value, at, valueLine, bold, 88, ink, second-margin-24)
		p.write(f.Label, at, labelLine, regular, 26, soft, second-margin-24)
	}
	c.drawBar(p)
	p.write(c.Note, margin, noteLine, regular, 21, soft, Width-2*margin)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, p.canvas); err != nil {
		return nil, fmt.Errorf("draw %s, %s: %w", c.Place, c.Period, err)
	}
	return b.Bytes(), nil
}

// drawBar draws the parts end to end, and their key below.
func (c Card) drawBar(p *painter) {
	const whole = Width - 2*margin
	all := 0
	for _, part := range c.Parts {
		all += part.Size
	}
	from, at := 0, margin
	for i, part := range c.Parts {
		shade := partShades[i%len(partShades)]
		left, right := margin+from*whole/max(all, 1), margin+(from+part.Size)*whole/max(all, 1)
		if from > 0 && right-left > 4 {
			left += 2 // a gap separates the parts for readers who cannot distinguish the colours
		}
		from += part.Size
		p.fill(image.Rect(left, barTop, right, barBottom), shade)
		p.fill(image.Rect(at, keyLine-17, at+18, keyLine+1), shade)
		at = p.write(part.Share, at+27, keyLine, bold, 22, ink, Width-margin-at-27)
		at = p.write(part.Name, at+8, keyLine, regular, 20, soft, Width-margin-at-8) + 26
	}
}
