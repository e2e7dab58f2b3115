// Package static holds the site's own CSS, scripts and images, served under names that carry a
// hash of their content and so can be kept for ever.
//
// It owns their names and bytes and nothing else. Start reading at URL.
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

// Sheets and scripts of the public site lie in folders and are joined, so that a page asks for one
// sheet and one script. Pages with pictures ask for the second pair, which holds the first.
var bundles = []struct {
	name    string
	folders []string
}{
	{"site.css", []string{"css/site"}},
	{"explore.css", []string{"css/site", "css/explore"}},
	{"site.js", []string{"js/site"}},
	{"explore.js", []string{"js/site", "js/explore"}},
}

// A joined sheet begins with the tokens that all others use, and ends with what paper changes in
// them; the others stand between in the order of their folders and names.
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

// urls maps a file's plain name to its address, assets an address to the file. Both are filled
// once, from files that are part of the program.
var urls, assets = mustLoad()

func mustLoad() (map[string]string, map[string]Asset) {
	urls, assets, err := load()
	if err != nil {
		panic(err)
	}
	return urls, assets
}

// load joins what is joined, and names every file by its content.
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

// join is the files of folders as one. Each script becomes a block, so that its names are its own.
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

// All are the addresses of the site's own files, sorted.
func All() []string { return slices.Sorted(maps.Keys(assets)) }

// URL is the address of a file by its plain name, such as "site.css", "site.js" or "icon.svg". It
// is empty for a name that there is none of; a test asks for each that the views use.
func URL(name string) string { return urls[name] }

// Inline is a file as an address that holds all of it.
func Inline(name string) string {
	a := assets[urls[name]]
	return "data:" + a.Type + "," + strings.NewReplacer("\n", "", "%", "%25", "#", "%23", `"`, "'").Replace(string(a.Body))
}

// Find is the asset at an address that URL made.
func Find(url string) (Asset, bool) {
	a, ok := assets[url]
	return a, ok
}
