package static

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"regexp"
	"strconv"
	"testing"
)

var update = flag.Bool("update", false, "write the icons anew from icon.svg")

// drawing is icon.svg: a ground with round corners, and bars on it.
type drawing struct {
	side        float64
	corner      float64
	ground, ink color.NRGBA
	bars        [][4]float64 // left, top, right, bottom
}

func readDrawing(t *testing.T) drawing {
	t.Helper()
	var svg struct {
		ViewBox string `xml:"viewBox,attr"`
		Rect    struct {
			Width  float64 `xml:"width,attr"`
			Corner float64 `xml:"rx,attr"`
			Fill   string  `xml:"fill,attr"`
		} `xml:"rect"`
		Path struct {
			D    string `xml:"d,attr"`
			Fill string `xml:"fill,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(must(files.ReadFile("img/icon.svg")), &svg); err != nil {
		t.Fatal(err)
	}
	d := drawing{side: svg.Rect.Width, corner: svg.Rect.Corner, ground: hexColor(t, svg.Rect.Fill), ink: hexColor(t, svg.Path.Fill)}
	var x, y float64
	var box [4]float64
	for _, m := range regexp.MustCompile(`([A-Za-z])([^A-Za-z]*)`).FindAllStringSubmatch(svg.Path.D, -1) {
		var n []float64
		for _, s := range regexp.MustCompile(`-?[0-9.]+`).FindAllString(m[2], -1) {
			n = append(n, must(strconv.ParseFloat(s, 64)))
		}
		switch m[1] {
		case "M":
			x, y = n[0], n[1]
			box = [4]float64{x, y, x, y}
		case "m":
			x, y = x+n[0], y+n[1]
			box = [4]float64{x, y, x, y}
		case "h":
			x += n[0]
		case "H":
			x = n[0]
		case "v":
			y += n[0]
		case "V":
			y = n[0]
		case "z":
			d.bars = append(d.bars, box)
			x, y = box[0], box[3] // each bar begins at its left foot
			continue
		default:
			t.Fatalf("icon.svg: the path has the command %q", m[1])
		}
		box = [4]float64{min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)}
	}
	return d
}

func hexColor(t *testing.T, s string) color.NRGBA {
	t.Helper()
	if len(s) == 4 {
		s = "#" + s[1:2] + s[1:2] + s[2:3] + s[2:3] + s[3:4] + s[3:4]
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}

// draw draws the icon. A square one has no round corners: phones cut corners themselves, and show what is
// transparent in black.
func (d drawing) draw(side int, square bool) image.Image {
	const fine = 8 // samples of a pixel, across and down
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for py := range side {
		for px := range side {
			ground, ink := 0, 0
			for i := range fine * fine {
				x := (float64(px) + (float64(i%fine)+0.5)/fine) * d.side / float64(side)
				y := (float64(py) + (float64(i/fine)+0.5)/fine) * d.side / float64(side)
				dx, dy := max(d.corner-x, x-(d.side-d.corner), 0), max(d.corner-y, y-(d.side-d.corner), 0)
				if !square && dx*dx+dy*dy > d.corner*d.corner {
					continue
				}
				ground++
				for _, b := range d.bars {
					if x >= b[0] && x < b[2] && y >= b[1] && y < b[3] {
						ink++
					}
				}
			}
			if ground == 0 {
				continue
			}
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(ground-ink) + int(b)*ink) / ground) }
			img.SetNRGBA(px, py, color.NRGBA{
				mix(d.ground.R, d.ink.R), mix(d.ground.G, d.ink.G), mix(d.ground.B, d.ink.B), uint8(255 * ground / (fine * fine)),
			})
		}
	}
	return img
}

func (d drawing) png(t *testing.T, side int, square bool) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, d.draw(side, square)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ico returns the icon in three sizes as an ICO file.
func (d drawing) ico(t *testing.T) []byte {
	t.Helper()
	sides := []int{16, 32, 48}
	head := binary.LittleEndian.AppendUint16(nil, 0)
	head = binary.LittleEndian.AppendUint16(head, 1) // icons
	head = binary.LittleEndian.AppendUint16(head, uint16(len(sides)))
	var bodies []byte
	for _, side := range sides {
		body := d.png(t, side, false)
		head = append(head, byte(side), byte(side), 0, 0)
		head = binary.LittleEndian.AppendUint16(head, 1)  // planes
		head = binary.LittleEndian.AppendUint16(head, 32) // bits of a pixel
		head = binary.LittleEndian.AppendUint32(head, uint32(len(body)))
		head = binary.LittleEndian.AppendUint32(head, uint32(6+16*len(sides)+len(bodies)))
		bodies = append(bodies, body...)
	}
	return append(head, bodies...)
}

// `go test ./static -run Icon -update` writes them.
func TestIcons_AreTheDrawing(t *testing.T) {
	d := readDrawing(t)
	if len(d.bars) != 3 {
		t.Fatalf("icon.svg has %d bars, want 3", len(d.bars))
	}
	for name, want := range map[string][]byte{"favicon.ico": d.ico(t), "apple-touch-icon.png": d.png(t, 180, true)} {
		if *update {
			if err := os.WriteFile("img/"+name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile("img/" + name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("img/%s is not icon.svg (%v)", name, err)
		}
	}
}
