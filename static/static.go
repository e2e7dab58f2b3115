// Package static holds the sites' style sheets, scripts and images. Their addresses contain a hash of
// their content, so that browsers can cache them forever.
//
// It imports no package of the program. Start reading at URL.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed css js img speculation.json
var files embed.FS

// Asset is one file as it is served.
type Asset struct {
	Type string // media type
	Body []byte
}

// bundles joins files into one style sheet and one script per page, in the order of their folders and
// names. The page of a place loads the place bundle, which has pictures; the explore bundle has all but the map. The
// later bundle is for what is below the first view; see load-later.js.
var bundles = []struct {
	name    string
	folders []string
}{
	{"site.css", []string{"css/shared", "css/site", "css/home", "css/print"}},
	{"place.css", []string{"css/shared", "css/site", "css/say", "css/place", "css/print"}},
	{"map.css", []string{"css/shared", "css/site", "css/say", "css/map", "css/print"}},
	{"explore.css", []string{"css/shared", "css/site", "css/home", "css/say", "css/place", "css/explore", "css/print"}},
	{"embed.css", []string{"css/shared", "css/embed"}},
	{"site.js", []string{"js/site"}},
	{"later.js", []string{"js/later"}},
	{"map.js", []string{"js/site", "js/map"}},
	{"explore.js", []string{"js/site", "js/later", "js/explore", "js/clipboard"}},
	{"clipboard.js", []string{"js/clipboard"}},
	{"console.css", []string{"css/console"}},
	{"console.js", []string{"js/console"}},
}

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".ico": "image/x-icon",
	".png": "image/png",
	// https://html.spec.whatwg.org/multipage/speculative-loading.html
	".json": "application/speculationrules+json",
}

// urls maps a file's plain name to its address, assets maps an address to the file.
var urls, assets = load()

// must returns the value, or panics at start: the files are embedded, so an error is a fault of the build.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// load joins the bundles and returns the addresses and assets of all files.
func load() (map[string]string, map[string]Asset) {
	bodies := map[string][]byte{}
	for _, b := range bundles {
		bodies[b.name] = join(path.Ext(b.name), b.folders)
	}
	for _, pattern := range []string{"css/*.css", "js/*.js", "img/*", "*.json"} {
		for _, name := range must(fs.Glob(files, pattern)) {
			bodies[path.Base(name)] = must(files.ReadFile(name))
		}
	}
	urls, assets := map[string]string{}, map[string]Asset{}
	for name, body := range bodies {
		ext := path.Ext(name)
		if types[ext] == "" {
			panic(fmt.Sprintf("static file %s: no media type for %q", name, ext))
		}
		sum := sha256.Sum256(body)
		url := fmt.Sprintf("/static/%s.%s%s", strings.TrimSuffix(name, ext), hex.EncodeToString(sum[:6]), ext)
		urls[name] = url
		assets[url] = Asset{Type: types[ext], Body: body}
	}
	return urls, assets
}

// join concatenates the files of folders. Each script becomes a block, so that its names are local.
func join(ext string, folders []string) []byte {
	var joined bytes.Buffer
	for _, folder := range folders {
		for _, name := range must(fs.Glob(files, folder+"/*"+ext)) {
			body := must(files.ReadFile(name))
			if ext == ".js" {
				body = fmt.Appendf(nil, "{\n%s}\n", body)
			}
			joined.Write(body)
		}
	}
	return joined.Bytes()
}

// All returns the addresses of all files, sorted.
func All() []string { return slices.Sorted(maps.Keys(assets)) }

// URL returns the address of a file by its plain name, such as "site.css", "site.js" or "icon.svg". It
// returns "" for an unknown name; a test checks each name used by the views.
func URL(name string) string { return urls[name] }

// Find returns the asset at an address returned by URL.
func Find(url string) (Asset, bool) {
	a, ok := assets[url]
	return a, ok
}
