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

// bundles joins the public site's files into one style sheet and one script per page. Pages with
// pictures load the explore bundle, which includes the site bundle.
var bundles = []struct {
	name    string
	folders []string
}{
	{"site.css", []string{"css/site"}},
	{"explore.css", []string{"css/site", "css/explore"}},
	{"site.js", []string{"js/site"}},
	{"explore.js", []string{"js/site", "js/explore"}},
}

// The first and last sheet of a bundle: tokens first, print rules last. The others are in the order of
// their folders and names.
const (
	firstSheet = "css/site/base.css"
	lastSheet  = "css/site/print.css"
)

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	// https://html.spec.whatwg.org/multipage/speculative-loading.html
	".json": "application/speculationrules+json",
}

// urls maps a file's plain name to its address, assets maps an address to the file.
var urls, assets = mustLoad()

func mustLoad() (map[string]string, map[string]Asset) {
	urls, assets, err := load()
	if err != nil {
		panic(err)
	}
	return urls, assets
}

// load joins the bundles and returns the addresses and assets of all files.
func load() (map[string]string, map[string]Asset, error) {
	bodies := map[string][]byte{}
	for _, b := range bundles {
		body, err := join(path.Ext(b.name), b.folders)
		if err != nil {
			return nil, nil, err
		}
		bodies[b.name] = body
	}
	for _, pattern := range []string{"css/*.css", "js/*.js", "img/*", "*.json"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			if bodies[path.Base(name)], err = files.ReadFile(name); err != nil {
				return nil, nil, err
			}
		}
	}
	urls, assets := map[string]string{}, map[string]Asset{}
	for name, body := range bodies {
		ext := path.Ext(name)
		if types[ext] == "" {
			return nil, nil, fmt.Errorf("static file %s: no media type for %q", name, ext)
		}
		sum := sha256.Sum256(body)
		url := fmt.Sprintf("/static/%s.%s%s", strings.TrimSuffix(name, ext), hex.EncodeToString(sum[:6]), ext)
		urls[name] = url
		assets[url] = Asset{Type: types[ext], Body: body}
	}
	return urls, assets, nil
}

// join concatenates the files of folders. Each script becomes a block, so that its names are local.
func join(ext string, folders []string) ([]byte, error) {
	var names []string
	for _, folder := range folders {
		found, err := fs.Glob(files, folder+"/*"+ext)
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	if ext == ".css" {
		names = slices.DeleteFunc(names, func(name string) bool { return name == firstSheet || name == lastSheet })
		names = append(append([]string{firstSheet}, names...), lastSheet)
	}
	var joined bytes.Buffer
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if ext == ".js" {
			body = fmt.Appendf(nil, "{\n%s}\n", body)
		}
		joined.Write(body)
	}
	return joined.Bytes(), nil
}

// All returns the addresses of all files, sorted.
func All() []string { return slices.Sorted(maps.Keys(assets)) }

// URL returns the address of a file by its plain name, such as "site.css", "site.js" or "icon.svg". It
// returns "" for an unknown name; a test checks each name used by the views.
func URL(name string) string { return urls[name] }

// Inline returns a file as a data URL.
func Inline(name string) string {
	a := assets[urls[name]]
	return "data:" + a.Type + "," + strings.NewReplacer("\n", "", "%", "%25", "#", "%23", `"`, "'").Replace(string(a.Body))
}

// Find returns the asset at an address returned by URL.
func Find(url string) (Asset, bool) {
	a, ok := assets[url]
	return a, ok
}
