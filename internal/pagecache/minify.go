package pagecache

import (
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"
)

// minifier takes out of pages what readers never see, such as spaces and comments. Quotes and end tags
// stay, though HTML lets one leave them out, so that simple tools still find links and figures.
var minifier = func() *minify.M {
	m := minify.New()
	m.Add("text/html", &html.Minifier{KeepDocumentTags: true, KeepQuotes: true, KeepEndTags: true, KeepDefaultAttrVals: true})
	m.Add("text/css", &css.Minifier{})
	m.Add("text/javascript", &js.Minifier{})
	m.Add("image/svg+xml", &svg.Minifier{})
	return m
}()

// minified returns a body in fewer bytes, unless its media type is none of the minifier's. Data files
// are never touched.
func minified(mediaType string, body []byte) ([]byte, error) {
	if _, _, known := minifier.Match(mediaType); known == nil {
		return body, nil
	}
	return minifier.Bytes(mediaType, body)
}
