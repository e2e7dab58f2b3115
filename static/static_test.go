package static_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/static"
)

// used are the files that views ask for, with their media types.
var used = map[string]string{
	"site.css":     "text/css; charset=utf-8",
	"console.css":  "text/css; charset=utf-8",
	"place.css":    "text/css; charset=utf-8",
	"explore.css":  "text/css; charset=utf-8",
	"map.css":      "text/css; charset=utf-8",
	"site.js":      "text/javascript; charset=utf-8",
	"later.js":     "text/javascript; charset=utf-8",
	"explore.js":   "text/javascript; charset=utf-8",
	"map.js":       "text/javascript; charset=utf-8",
	"verify.css":   "text/css; charset=utf-8",
	"verify.js":    "text/javascript; charset=utf-8",
	"console.js":   "text/javascript; charset=utf-8",
	"passkey.js":   "text/javascript; charset=utf-8",
	"clipboard.js": "text/javascript; charset=utf-8",
	"icon.svg":     "image/svg+xml",

	"favicon.ico":          "image/x-icon",
	"apple-touch-icon.png": "image/png",
}

// sources are the files of this folder that are served, by their paths.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, dir := range []string{"css", "js", "img"} {
		err := fs.WalkDir(os.DirFS("."), dir, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				all[name], err = os.ReadFile(name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// asset finds a file by its plain name.
func asset(t *testing.T, name string) static.Asset {
	t.Helper()
	a, ok := static.Find(static.URL(name))
	if !ok {
		t.Fatalf("%s: nothing at %q", name, static.URL(name))
	}
	return a
}

func TestURL_CarriesAHashOfTheContent(t *testing.T) {
	for name, mediaType := range used {
		a := asset(t, name)
		if a.Type != mediaType || len(a.Body) == 0 {
			t.Errorf("%s: got %q and %d bytes, want %q", name, a.Type, len(a.Body), mediaType)
		}
		sum := sha256.Sum256(a.Body)
		ext := path.Ext(name)
		want := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		if got := static.URL(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// isJoined reports whether a file is a part of another: it lies in a folder of its kind.
func isJoined(name string) bool { return strings.Count(name, "/") == 2 }

func TestURL_IsThereForEachFileButTheJoined(t *testing.T) {
	for name, want := range sources(t) {
		if isJoined(name) {
			if got := static.URL(path.Base(name)); got != "" {
				t.Errorf("%s: got %s, want none: it is a part of another", name, got)
			}
			continue
		}
		if got := asset(t, path.Base(name)).Body; !bytes.Equal(got, want) {
			t.Errorf("%s: served are %d bytes, want its own %d", name, len(got), len(want))
		}
	}
}

func TestFind_KnowsNoOtherAddress(t *testing.T) {
	for _, url := range []string{
		"", "/static/", "/static/site.css", "/static/css/site/base.css", "site.css", "/static/site.000000000000.css",
		static.URL("site.css") + "/", strings.ToUpper(static.URL("site.css")), "/static/../static.go",
	} {
		if a, ok := static.Find(url); ok || a.Body != nil {
			t.Errorf("%q: got %d bytes, want none", url, len(a.Body))
		}
	}
	if got := static.URL("no such file.css"); got != "" {
		t.Errorf("got %q, want no address", got)
	}
}

func TestSheet_BeginsWithTokensAndEndsWithPrint(t *testing.T) {
	files := sources(t)
	for name, folders := range map[string][]string{
		"site.css": {"css/shared/", "css/site/", "css/home/", "css/print/"}, "place.css": {"css/shared/", "css/site/", "css/say/", "css/place/", "css/print/"},
		"map.css":     {"css/shared/", "css/site/", "css/say/", "css/map/", "css/print/"},
		"explore.css": {"css/shared/", "css/site/", "css/home/", "css/say/", "css/place/", "css/explore/", "css/print/"},
		"verify.css":  {"css/shared/", "css/site/", "css/verify/", "css/print/"},
		"embed.css":   {"css/shared/", "css/embed/"},
	} {
		var want bytes.Buffer
		for _, folder := range folders {
			for _, file := range slices.Sorted(maps.Keys(files)) {
				if strings.HasPrefix(file, folder) {
					want.Write(files[file])
				}
			}
		}
		if diff := cmp.Diff(want.String(), string(asset(t, name).Body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestScript_HoldsEachOfItsFilesInABlock(t *testing.T) {
	for name, folders := range map[string][]string{"site.js": {"js/shared/", "js/site/"}, "later.js": {"js/later/"}, "map.js": {"js/shared/", "js/site/", "js/map/"}, "verify.js": {"js/shared/", "js/verify/"}, "explore.js": {"js/shared/", "js/site/", "js/later/", "js/explore/", "js/clipboard/"}, "clipboard.js": {"js/clipboard/"}} {
		got := string(asset(t, name).Body)
		for file, body := range sources(t) {
			within := slices.ContainsFunc(folders, func(folder string) bool { return strings.HasPrefix(file, folder) })
			if within != strings.Contains(got, "{\n"+string(body)+"}\n") {
				t.Errorf("%s: the block of %s is there: %v, want %v", name, file, !within, within)
			}
		}
	}
}

func TestSheets_EachEndTheirLastLine(t *testing.T) {
	for name, body := range sources(t) {
		if path.Ext(name) == ".css" && !bytes.HasSuffix(body, []byte("\n")) {
			t.Errorf("%s does not end in a line, so the next sheet would be joined to its last rule", name)
		}
	}
}

func TestFiles_AskNoOtherHost(t *testing.T) {
	namespace := []byte(`xmlns="http://www.w3.org/2000/svg"`)
	elsewhere := regexp.MustCompile(`(?i)(https?:|wss?:|url\(\s*["']?|@import\s*["']?|\bfrom\s*["'])//[^\s]*`)
	for name, body := range sources(t) {
		if got := elsewhere.FindAll(bytes.ReplaceAll(body, namespace, nil), -1); got != nil {
			t.Errorf("%s: got %q, want no address of another host", name, got)
		}
	}
}

// Whoever checks a file has little to read before he can trust the script that does.
func TestScript_ThatVerifiesFilesIsSmall(t *testing.T) {
	if size := len(asset(t, "verify.js").Body); size > 3<<10 {
		t.Errorf("got %d bytes, want at most 3 KB", size)
	}
}
