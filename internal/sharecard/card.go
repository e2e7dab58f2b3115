package sharecard

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
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
	Spans        []Span   // a figure over time, instead of parts; empty for one time alone
	Rows         []Row    // figures of several places; six at most
	Map          Map
	Absent       string // a sentence instead of figures
	Note         string // says whose copy of the report this is
}

// Figure is a large number and what it counts.
type Figure struct{ Value, Label string }

// Part is one part of the bar.
type Part struct {
	Name, Share string
	Size        int // in relation to the sizes of the others
}

// Span is a row of bars. All spans have one scale, though figures of two spans cannot be compared.
type Span struct {
	Label string
	Sizes []int // at least one; the last bar of the last span is marked
}

// Row is a place with a bar.
type Row struct {
	Name, Value string
	Size        int // in relation to the sizes of the others
}

// Text returns the words and figures of the picture, for readers who cannot see it.
func (c Card) Text() string {
	list := []string{strings.TrimSpace(c.Organization + " " + c.Title), c.Place + ", " + c.Period}
	var figures, parts, rows []string
	for _, f := range c.Figures {
		figures = append(figures, f.Value+" "+f.Label)
	}
	for _, p := range c.Parts {
		parts = append(parts, p.Name+" "+p.Share)
	}
	for _, r := range c.Rows {
		rows = append(rows, r.Name+" "+r.Value)
	}
	for _, texts := range [][]string{figures, parts, rows} {
		list = append(list, strings.Join(texts, ", "))
	}
	list = slices.DeleteFunc(append(list, strings.TrimSuffix(c.Absent, ".")), func(s string) bool { return s == "" })
	return strings.Join(list, ". ") + "."
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

	spanBottom = 532
	spanLabel  = 560
	rowTop     = 276
	rowHeight  = 48
	rowBar     = 400 // left edge of the bars of rows
	rowBarEnd  = 880
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
	c.drawSpans(p)
	c.drawRows(p)
	c.Map.draw(p)
	c.Map.draw(p)
	p.write(c.Note, margin, noteLine, regular, 21, soft, Width-2*margin)
	var b bytes.Buffer
	if err := png.Encode(&b, p.canvas); err != nil { // the best compression takes nine times as long, for 5 % of the bytes
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

// drawSpans draws the bars over time from left to right, with a wide gap between spans.
func (c Card) drawSpans(p *painter) {
	const gap, between = 6, 36
	bars, most := 0, 1
	for _, s := range c.Spans {
		bars += len(s.Sizes)
		most = max(most, slices.Max(s.Sizes))
	}
	width := (Width - 2*margin - between*(len(c.Spans)-1)) / max(bars, 1)
	at := margin
	for i, s := range c.Spans {
		p.write(s.Label, at, spanLabel, regular, 20, soft, Width-margin-at)
		for j, size := range s.Sizes {
			height := size * (spanBottom - barTop) / most
			if size > 0 {
				height = max(height, 2)
			}
			tone := past
			if i == len(c.Spans)-1 && j == len(s.Sizes)-1 {
				tone = accent
			}
			p.fill(image.Rect(at, spanBottom-height, at+width-gap, spanBottom), tone)
			at += width
		}
		p.fill(image.Rect(at-width*len(s.Sizes), spanBottom, at-gap, spanBottom+1), soft)
		at += between
	}
}

// drawRows draws a bar for each place, with its name before and its figure after it.
func (c Card) drawRows(p *painter) {
	most := 1
	for _, r := range c.Rows {
		most = max(most, r.Size)
	}
	for i, r := range c.Rows {
		top := rowTop + i*rowHeight
		p.write(r.Name, margin, top+30, regular, 28, ink, rowBar-margin-20)
		end := rowBar + r.Size*(rowBarEnd-rowBar)/most
		p.fill(image.Rect(rowBar, top+6, end, top+rowHeight-10), accent)
		p.write(r.Value, end+12, top+30, bold, 28, ink, Width-margin-end-12)
	}
}
