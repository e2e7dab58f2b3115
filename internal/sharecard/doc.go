// Package poster draws the picture that stands for a page where its link is shared: PNG, 1,200 by
// 630 pixels, the same bytes for the same figures.
//
// It is a package of its own since it is the sole user of the font library, golang.org/x/image: HTML
// and SVG are drawn by browsers with the reader's fonts, but those who show a shared link take
// nothing but pixels. It knows nothing of the report, and writes what it is given. Start reading at
// Card.PNG.
package sharecard
