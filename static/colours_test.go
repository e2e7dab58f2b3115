package static_test

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// colour is linear red, green and blue, each from 0 to 1.
type colour [3]float64

func parseColour(t *testing.T, s string) colour {
	t.Helper()
	digits := strings.TrimPrefix(s, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	var c colour
	for i := range c {
		n, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		if err != nil || len(digits) != 6 {
			t.Fatalf("%q is no colour", s)
		}
		v := float64(n) / 255
		if c[i] = v / 12.92; v > 0.04045 {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

// contrast is the ratio that WCAG defines, from 1 to 21.
func contrast(a, b colour) float64 {
	luminance := func(c colour) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// sights are the ways in which colours are seen: Machado, Oliveira and Fernandes (2009), at full
// severity, on linear colours.
var sights = map[string][3][3]float64{
	"full colour":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func seen(c colour, sight [3][3]float64) colour {
	var s colour
	for i, row := range sight {
		s[i] = math.Min(1, math.Max(0, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return s
}

// distance returns how different two colours look, by CIE76: about 2 can just be distinguished side
// by side.
func distance(a, b colour) float64 {
	lab := func(c colour) [3]float64 {
		f := func(v float64) float64 {
			if v > 0.008856 {
				return math.Cbrt(v)
			}
			return 7.787*v + 16.0/116
		}
		x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.95047)
		y := f(0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2])
		z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.08883)
		return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
	}
	p, q := lab(a), lab(b)
	return math.Sqrt(math.Pow(p[0]-q[0], 2) + math.Pow(p[1]-q[1], 2) + math.Pow(p[2]-q[2], 2))
}

var token = regexp.MustCompile(`(--[a-z0-9-]+):\s*(#[0-9a-fA-F]{3,6});`)

// schemes are the site's tokens as light, dark and paper show them, read from its sheets.
func schemes(t *testing.T) map[string]map[string]colour {
	t.Helper()
	found := map[string]map[string]colour{"light": {}, "dark": {}, "paper": {}}
	add := func(scheme, css string) {
		for _, m := range token.FindAllStringSubmatch(css, -1) {
			found[scheme][m[1]] = parseColour(t, m[2])
		}
	}
	for _, name := range []string{"css/shared/tokens.css", "css/place/picture.css", "css/print/print.css"} {
		css := read(t, name)
		dark, paper := block(css, "@media (prefers-color-scheme: dark)"), block(css, "@media print")
		plain := css
		for _, apart := range []string{dark, paper} {
			if apart != "" {
				plain = strings.ReplaceAll(plain, apart, "")
			}
		}
		add("light", plain)
		add("dark", plain)
		add("paper", plain)
		add("dark", dark)
		add("paper", paper)
	}
	return found
}

func read(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// block is the first rule of a sheet that begins with head, up to its closing brace.
func block(css, head string) string {
	start := strings.Index(css, head)
	if start < 0 {
		return ""
	}
	depth := 0
	for i, r := range css[start:] {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return css[start : start+i+1]
			}
		}
	}
	return ""
}

// lines are the colours of a comparison's lines.
func lines() []string {
	names := make([]string, 6)
	for i := range names {
		names[i] = fmt.Sprintf("--line-%d", i+1)
	}
	return names
}

func TestColours_StandOutFromTheGround(t *testing.T) {
	for scheme, tokens := range schemes(t) {
		least := func(name, ground string, want float64) {
			c, ok := tokens[name]
			g, there := tokens[ground]
			if !ok || !there {
				t.Fatalf("%s: %s or %s is no colour", scheme, name, ground)
			}
			if got := contrast(c, g); got < want {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want at least %v", scheme, name, ground, got, want)
			}
		}
		for _, name := range append(lines(), "--content", "--non-content", "--no-data", "--rejected", "--accent") {
			least(name, "--paper", 3)
		}
		// What is rejected is hatched: its lines on their own ground.
		least("--rejected", "--rejected-ground", 3)
		// Words in pictures.
		least("--ink", "--paper", 4.5)
		least("--ink-soft", "--paper", 4.5)
	}
}

func TestColours_AreToldApartByTheColourBlind(t *testing.T) {
	for scheme, tokens := range schemes(t) {
		for sight, matrix := range sights {
			apart := func(names []string, want float64) {
				for i, a := range names {
					for _, b := range names[:i] {
						if got := distance(seen(tokens[a], matrix), seen(tokens[b], matrix)); got < want {
							t.Errorf("%s, %s: %s and %s are %.1f apart, want at least %v", scheme, sight, a, b, got, want)
						}
					}
				}
			}
			apart(lines(), 15)
			// The fourth outcome is distinguished by its hatching.
			apart([]string{"--content", "--non-content", "--no-data"}, 30)
		}
	}
}

// Without any colour, such as in print or forced colours, dashes still tell lines apart.
func TestLines_EachHaveADashOfTheirOwn(t *testing.T) {
	css := read(t, "css/place/picture.css")
	seen := map[string]string{}
	for i := range lines() {
		style := fmt.Sprintf(".line--%d", i+1)
		dash := "solid"
		if m := regexp.MustCompile(regexp.QuoteMeta(style) + ` \{\s*stroke-dasharray: ([^;]+);`).FindStringSubmatch(css); m != nil {
			dash = m[1]
		}
		if other, ok := seen[dash]; ok {
			t.Errorf("%s and %s are both drawn %s", style, other, dash)
		}
		seen[dash] = style
	}
}

func TestContrastAndDistance_AreAsDefined(t *testing.T) {
	white, black, grey := parseColour(t, "#fff"), parseColour(t, "#000000"), parseColour(t, "#777777")
	if got := contrast(white, black); math.Abs(got-21) > 0.01 {
		t.Errorf("white on black: %v", got)
	}
	if got := contrast(grey, white); math.Abs(got-4.48) > 0.01 {
		t.Errorf("#777 on white: %v", got)
	}
	if got := distance(white, black); math.Abs(got-100) > 0.1 {
		t.Errorf("white and black are %v apart", got)
	}
	red, green := parseColour(t, "#aa4400"), parseColour(t, "#4d7700")
	if full, deutan := distance(red, green), distance(seen(red, sights["deuteranopia"]), seen(green, sights["deuteranopia"])); deutan > full/2 {
		t.Errorf("red and green are %.1f apart, and %.1f to a deuteranope", full, deutan)
	}
}
