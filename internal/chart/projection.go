package chart

import "math"

// EqualEarth projects a position in degrees onto a plane, by the Equal Earth projection of Šavrič,
// Patterson and Jenny (2018). It preserves areas, so that northern countries do not look too large. x
// grows eastward and y northward; the equator extends from -EarthWidth/2 to EarthWidth/2.
func EqualEarth(longitude, latitude float64) (x, y float64) {
	t := math.Asin(earthRoot * math.Sin(latitude*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	slope := earth1 + 3*earth2*t2 + t6*(7*earth3+9*earth4*t2)
	x = longitude * math.Pi / 180 * math.Cos(t) / (earthRoot * slope)
	y = t * (earth1 + earth2*t2 + t6*(earth3+earth4*t2))
	return x, y
}

// EarthWidth is the length of the equator in the Equal Earth projection.
const EarthWidth = 2 * math.Pi / (earthRoot * earth1)

// The coefficients of the Equal Earth projection.
const (
	earth1, earth2, earth3, earth4 = 1.340264, -0.081106, 0.000893, 0.003796
	earthRoot                      = 0.8660254037844386 // half of the square root of 3
)
