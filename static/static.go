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
	"path"
	"strings"
)

//go:embed css js img
var files embed.FS

// Asset is one file as it is served.
type Asset struct {
	Type string // media type
	Body []byte
}

// The joined style sheet begins with the tokens that all others use, and ends with what paper
// changes in them; the others stand between in the order of their names. The staff console adds a
// sheet of its own, which readers need not load.
const (
	firstSheet   = "css/base.css"
	lastSheet    = "css/print.css"
	consoleSheet = "css/console.css"
)

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
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

// load joins the style sheets into one, site.css, so that a page asks for a single file, and names
// every file by its content.
func load() (map[string]string, map[string]Asset, error) {
	bodies := map[string][]byte{}
	sheets := []string{firstSheet}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir() || name == firstSheet || name == lastSheet:
			return err
		case path.Ext(name) == ".css" && name != consoleSheet:
			sheets = append(sheets, name)
			return nil
		}
		bodies[path.Base(name)], err = files.ReadFile(name)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	var joined bytes.Buffer
	for _, name := range append(sheets, lastSheet) {
		body, err := files.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		joined.Write(body)
	}
	bodies["site.css"] = joined.Bytes()
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

// URL is the address of a file by its plain name, such as "site.css", "find.js" or "icon.svg". It
// is empty for a name that there is none of; a test asks for each that the views use.
func URL(name string) string { return urls[name] }

// Find is the asset at an address that URL made.
func Find(url string) (Asset, bool) {
	a, ok := assets[url]
	return a, ok
}
