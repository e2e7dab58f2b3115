package sharecard

import (
	"image"
	"regexp"
	"strconv"

	"golang.org/x/image/vector"
)

// Map is a map whose areas have one of five shades.
type Map struct {
	Width, Height int // in the units of the areas; zero without a map
	Areas         []Area
	Keys          [len(mapShades)]string // what each level means
}

// Area is one area: its outlines, or a dot.
type Area struct {
	Level int    // from 0, for no figure, to 4
	Path  string // an SVG path of M, relative l and z; empty for a dot
	X, Y  int    // centre of the dot
}

// mapShades are the shades of the levels.
var mapShades = [...]shade{land, pale, light, nonContent, accent}

const (
	mapLeft  = 436
	mapTop   = 226
	mapWidth = Width - margin - mapLeft
	dot      = 4 // radius
	keyTop   = 330
	keyStep  = 44
)

// draw draws the map, and its key at the left. All areas of one level are one shape, which costs a tenth of
// the time of one by one.
func (m Map) draw(p *painter) {
	if m.Width == 0 {
		return
	}
	scale := float32(mapWidth) / float32(m.Width)
	height := int(float32(m.Height)*scale) + 1
	for level, tone := range mapShades {
		r := vector.NewRasterizer(mapWidth, height)
		for _, a := range m.Areas {
			if a.Level == level && a.Path != "" {
				trace(r, a.Path, scale)
			}
		}
		mask := image.NewAlpha(image.Rect(0, 0, mapWidth, height))
		r.Draw(mask, mask.Rect, image.Opaque, image.Point{})
		p.stamp(mask.Rect.Add(image.Pt(mapLeft, mapTop)), mask, image.Point{}, tone)
	}
	for _, a := range m.Areas {
		if a.Path == "" {
			x, y := mapLeft+int(float32(a.X)*scale), mapTop+int(float32(a.Y)*scale)
			p.fill(image.Rect(x-dot, y-dot, x+dot, y+dot), mapShades[a.Level])
		}
	}
	for i, key := range m.Keys {
		y := keyTop + (len(m.Keys)-1-i)*keyStep
		p.fill(image.Rect(margin, y-22, margin+28, y+4), mapShades[i])
		p.write(key, margin+42, y, regular, 24, ink, mapLeft-margin-60)
	}
}

// pathToken matches one command or number of a path.
var pathToken = regexp.MustCompile(`[Mlz]|-?[0-9]+`)

// trace adds the outlines of a path.
func trace(r *vector.Rasterizer, path string, scale float32) {
	var x, y float32
	relative, numbers := false, []float32{}
	for _, token := range pathToken.FindAllString(path, -1) {
		switch token {
		case "M":
			relative = false
		case "l":
			relative = true
		case "z":
			r.ClosePath()
		default:
			n, _ := strconv.Atoi(token) // the expression accepts digits only
			if numbers = append(numbers, float32(n)*scale); len(numbers) < 2 {
				continue
			}
			if relative {
				x, y = x+numbers[0], y+numbers[1]
				r.LineTo(x, y)
			} else {
				x, y = numbers[0], numbers[1]
				r.MoveTo(x, y)
			}
			numbers = numbers[:0]
		}
	}
}
