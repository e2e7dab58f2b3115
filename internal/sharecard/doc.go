// Package sharecard draws the preview pictures of shared links: PNG, 1,200 by 630 pixels, the same
// bytes for the same figures.
//
// It is a package of its own because it is the only user of the font library, golang.org/x/image:
// services that show a shared link accept only pixels. It knows nothing of the report. Start reading
// at Card.PNG.
package sharecard
