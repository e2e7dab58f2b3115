package static_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// light is a colour in linear light: red, green, blue from 0 to 1.
type light [3]float64

func parseHex(t *testing.T, s string) light {
	t.Helper()
	s = strings.TrimPrefix(s, "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	var l light
	for i := range l {
		v := float64(n>>(16-8*i)&0xff) / 255
		if v <= 0.04045 {
			l[i] = v / 12.92
		} else {
			l[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return l
}

// toOklab and fromOklab are those of CSS Color 4.
func (l light) toOklab() [3]float64 {
	a := math.Cbrt(0.4122214708*l[0] + 0.5363325363*l[1] + 0.0514459929*l[2])
	b := math.Cbrt(0.2119034982*l[0] + 0.6806995451*l[1] + 0.1073969566*l[2])
	c := math.Cbrt(0.0883024619*l[0] + 0.2817188376*l[1] + 0.6299787005*l[2])
	return [3]float64{
		0.2104542553*a + 0.7936177850*b - 0.0040720468*c,
		1.9779984951*a - 2.4285922050*b + 0.4505937099*c,
		0.0259040371*a + 0.7827717662*b - 0.8086757660*c,
	}
}

func fromOklab(o [3]float64) light {
	a := math.Pow(o[0]+0.3963377774*o[1]+0.2158037573*o[2], 3)
	b := math.Pow(o[0]-0.1055613458*o[1]-0.0638541728*o[2], 3)
	c := math.Pow(o[0]-0.0894841775*o[1]-1.2914855480*o[2], 3)
	return light{
		4.0767416621*a - 3.3077115913*b + 0.2309699292*c,
		-1.2684380046*a + 2.6097574011*b - 0.3413193965*c,
		-0.0041960863*a - 0.7034186147*b + 1.7076147010*c,
	}
}

// luminance returns the brightness of a colour, by which people who see no colours distinguish it.
func (l light) luminance() float64 { return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2] }

func contrastOf(a, b light) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// The classes of the map can be told apart by brightness alone, in daylight, in the dark and on paper:
// each from its neighbour, and the lowest from land without a row.
func TestMap_ItsClassesDifferInBrightness(t *testing.T) {
	files := sources(t)
	base := string(files["css/shared/tokens.css"])
	dark := base[strings.Index(base, "prefers-color-scheme: dark"):]
	mix := regexp.MustCompile(`--map-\d: color-mix\(in oklab, var\(--content\) (\d+)%, var\(--paper\)\)`).FindAllStringSubmatch(string(files["css/map/world.css"]), -1)
	if len(mix) != 4 {
		t.Fatalf("%d classes are mixed, want four below the full colour", len(mix))
	}
	for name, sheet := range map[string]string{"daylight": base, "dark": dark, "paper": string(files["css/print/print.css"])} {
		token := func(name string) light {
			m := regexp.MustCompile(`--` + name + `: (#[0-9a-f]{3,6});`).FindStringSubmatch(sheet)
			if m == nil {
				t.Fatalf("no --%s", name)
			}
			return parseHex(t, m[1])
		}
		content, paper := token("content"), token("paper")
		colours := []light{token("panel")}
		for _, m := range mix {
			part, err := strconv.ParseFloat(m[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			a, b := content.toOklab(), paper.toOklab()
			for i := range a {
				a[i] = a[i]*part/100 + b[i]*(1-part/100)
			}
			colours = append(colours, fromOklab(a))
		}
		colours = append(colours, content)
		for i := 1; i < len(colours); i++ {
			if got := contrastOf(colours[i-1], colours[i]); got < 1.35 {
				t.Errorf("%s: class %d has a contrast of %.2f to the one below it, want 1.35", name, i, got)
			}
			if i > 1 && (colours[i].luminance() > colours[i-1].luminance()) != (content.luminance() > paper.luminance()) {
				t.Errorf("%s: class %d is on the wrong side of the one below it", name, i)
			}
		}
	}
}
