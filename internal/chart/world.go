package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// World holds the outlines of the world's areas.
type World []Outline

// Outline is the shape of an area on the globe.
type Outline struct {
	Code   string      // ISO 3166-1 alpha-2; empty for an area that has none
	Name   string      // as the source of the outlines calls it
	Centre Degrees     // of its largest land
	Rings  [][]Degrees // its land and the holes in it, each ring closed by its first point; none where it is too small
}

// Degrees is a position on the globe.
type Degrees struct{ Longitude, Latitude float64 }

// maxLongitude and maxLatitude bound the points of rings, in hundredths of a degree. A ring that
// crosses the 180th meridian is not cut there, so its longitudes can exceed 180 degrees.
const (
	maxLongitude = 27000
	maxLatitude  = 9000
)

// ParseRings reads the rings of an outline, separated by semicolons. Each is a first point and then
// the steps from each point to the next, longitude before latitude, in hundredths of a degree.
func ParseRings(s string) ([][]Degrees, error) {
	if s == "" {
		return nil, nil
	}
	var rings [][]Degrees
	for text := range strings.SplitSeq(s, ";") {
		fields := strings.Fields(text)
		if len(fields) < 6 || len(fields)%2 != 0 {
			return nil, fmt.Errorf("a ring has %d numbers, want at least three pairs", len(fields))
		}
		ring := make([]Degrees, 0, len(fields)/2)
		var at [2]int
		for i := 0; i < len(fields); i += 2 {
			for axis := range at {
				step, err := strconv.Atoi(fields[i+axis])
				if err != nil {
					return nil, fmt.Errorf("number %d of a ring: %w", i+axis+1, err)
				}
				at[axis] += step
			}
			if max(at[0], -at[0]) > maxLongitude || max(at[1], -at[1]) > maxLatitude {
				return nil, fmt.Errorf("%v hundredths of a degree are outside the globe", at)
			}
			ring = append(ring, Degrees{float64(at[0]) / 100, float64(at[1]) / 100})
		}
		rings = append(rings, ring)
	}
	return rings, nil
}

// Map is a drawn world, in whole units from the top left.
type Map struct {
	Width, Height int
	Shapes        []Shape // in the order of the outlines
}

// Shape is one drawn area.
type Shape struct {
	Code, Name string
	Path       string // an SVG path's d attribute; empty for an area with a marker or one that is too small
	Marked     bool   // whether it has a marker instead of a path
	X, Y       int    // the centre of its largest land, or of its marker
}

// Lengths as parts of the map's width.
const (
	minExtent  = 1.0 / 200 // of an area without a marker
	minSpacing = 1.0 / 130 // between the centres of two markers
	maxRadius  = 1.0 / 40  // of the circle of the largest number
	minRadius  = 1.0 / 500 // of the smallest circle
)

// Radius returns the radius of a circle whose area stands for n where the largest number is most. Numbers
// up to Smallest have the same circle, which can still be seen.
func (m Map) Radius(n, most int) float64 {
	return tenth(float64(m.Width) * max(minRadius, maxRadius*math.Sqrt(float64(n)/float64(max(most, 1)))))
}

// Smallest returns the largest number that has the smallest circle.
func (m Map) Smallest(most int) int {
	return int(float64(most) * (minRadius / maxRadius) * (minRadius / maxRadius))
}

// Draw projects the world onto a map of this width. An area for which marks returns true and that
// would be hard to find gets a marker instead; overlapping markers are moved apart.
func (w World) Draw(width int, marks func(code string) bool) Map {
	scale := float64(width) / EarthWidth
	var west, north, east, south float64
	project := func(d Degrees) (x, y float64) {
		x, y = EqualEarth(d.Longitude, d.Latitude)
		return x * scale, -y * scale
	}
	for _, o := range w {
		for _, ring := range o.Rings {
			for _, d := range ring {
				x, y := project(d)
				west, east = min(west, x), max(east, x)
				north, south = min(north, y), max(south, y)
			}
		}
	}
	// Fit the land to the width; it does not cover the whole equator.
	fit := float64(width) / max(east-west, 1)
	place := func(d Degrees) point {
		x, y := project(d)
		return point{int(math.Round((x - west) * fit)), int(math.Round((y - north) * fit))}
	}
	m := Map{Width: width, Height: int(math.Ceil((south - north) * fit))}
	for _, o := range w {
		centre := place(o.Centre)
		s := Shape{Code: o.Code, Name: o.Name, X: centre.x, Y: centre.y}
		path, extent := drawRings(o.Rings, place)
		if o.Code != "" && marks(o.Code) && float64(extent) < minExtent*float64(width) {
			s.Marked = true
		} else {
			s.Path = path
		}
		m.Shapes = append(m.Shapes, s)
	}
	m.spread()
	return m
}

type point struct{ x, y int }

// drawRings returns rings as a path of relative steps, and the larger side of the largest ring. It
// omits rings that shrink to a line.
func drawRings(rings [][]Degrees, place func(Degrees) point) (path string, extent int) {
	var b strings.Builder
	for _, ring := range rings {
		var points []point
		for _, d := range ring {
			points = append(points, place(d))
		}
		if points = slices.Compact(points); len(points) < 3 {
			continue
		}
		low, high := points[0], points[0]
		fmt.Fprintf(&b, "M%d %dl", points[0].x, points[0].y)
		for i, p := range points[1:] {
			writeStep(&b, i > 0, p.x-points[i].x, p.y-points[i].y)
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
		b.WriteByte('z')
		extent = max(extent, high.x-low.x, high.y-low.y)
	}
	return b.String(), extent
}

// writeStep writes a step of a path. A minus sign needs no space before it.
func writeStep(b *strings.Builder, more bool, x, y int) {
	if more && x >= 0 {
		b.WriteByte(' ')
	}
	b.WriteString(strconv.Itoa(x))
	if y >= 0 {
		b.WriteByte(' ')
	}
	b.WriteString(strconv.Itoa(y))
}

// spread moves overlapping markers apart, both by the same distance.
func (m *Map) spread() {
	least := minSpacing * float64(m.Width)
	for range 20 {
		moved := false
		for i := range m.Shapes {
			for j := range i {
				a, b := &m.Shapes[i], &m.Shapes[j]
				if !a.Marked || !b.Marked {
					continue
				}
				dx, dy := float64(a.X-b.X), float64(a.Y-b.Y)
				distance := math.Hypot(dx, dy)
				if distance >= least-1 {
					continue
				}
				if distance == 0 {
					dx, distance = 1, 1
				}
				push := (least - distance) / 2 / distance
				a.X += int(math.Round(dx * push))
				a.Y += int(math.Round(dy * push))
				b.X -= int(math.Round(dx * push))
				b.Y -= int(math.Round(dy * push))
				moved = true
			}
		}
		if !moved {
			return
		}
	}
}
