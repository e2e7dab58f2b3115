//go:build browser

package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestTabsShareNoCookies(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{"/": func(w http.ResponseWriter, r *http.Request) {
		if cookie, err := r.Cookie("who"); err == nil {
			html(w, "<p>"+cookie.Value)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "known"})
		html(w, "<p>new")
	}})
	first, second := Open(t, Options{}), Open(t, Options{})
	first.Go(url)
	first.Go(url)
	second.Go(url)
	equal(t, "the first tab's second visit", first.Text("p"), "known")
	equal(t, "the second tab's first visit", second.Text("p"), "new")
}

func TestOptions(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{"/": `<p id=js>off<script>document.getElementById("js").textContent = "on"</script>`})
	for name, c := range map[string]struct {
		options Options
		media   []string
		scripts string
	}{
		"plain": {Options{}, []string{"(width: 1280px)", "(height: 800px)", "screen", "(prefers-color-scheme: light)",
			"(prefers-reduced-motion: no-preference)", "(forced-colors: none)", "(scripting: enabled)"}, "on"},
		"dark":          {Options{Dark: true}, []string{"(prefers-color-scheme: dark)"}, "on"},
		"print":         {Options{Print: true}, []string{"print"}, "on"},
		"reducedmotion": {Options{ReducedMotion: true}, []string{"(prefers-reduced-motion: reduce)"}, "on"},
		"forcedcolors":  {Options{ForcedColors: true}, []string{"(forced-colors: active)"}, "on"},
		"narrow":        {Options{Width: 320, Height: 640}, []string{"(width: 320px)", "(height: 640px)"}, "on"},
		"largetext":     {Options{LargeText: true}, []string{"(width: 40em)"}, "on"},
		"noscript":      {Options{NoScript: true}, []string{"(scripting: none)"}, "off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := Open(t, c.options)
			tab.Go(url)
			tab.Go(url + "/?again") // The options outlive a page.
			for _, query := range c.media {
				var matches bool
				tab.Eval("matchMedia("+strconv.Quote(query)+").matches", &matches)
				if !matches {
					t.Errorf("the page does not match %s", query)
				}
			}
			equal(t, "scripting", tab.Text("#js"), c.scripts)
		})
	}
}

func TestTheKitIsHiddenFromThePage(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": `<script>document.querySelectorAll = Element.prototype.checkVisibility = null</script><p>hello`}))
	equal(t, "visible", tab.Visible("p"), true)
	var kind string
	tab.Eval("typeof kit", &kind)
	equal(t, "the kit in the page", kind, "undefined")
}

func TestStopEndsTheBrowserAndRemovesItsFiles(t *testing.T) {
	t.Parallel()
	p := process{managed: true}
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	profile := profileOf(t, p.home)
	if profile == "" {
		t.Error("no process runs with the home", p.home)
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
	if profileOf(t, p.home) != "" {
		t.Error("a process still runs with the home", p.home)
	}
	for _, folder := range []string{p.home, profile} {
		if _, err := os.Stat(folder); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", folder, err)
		}
	}
}

// profileOf returns the profile of a browser process that has the home, if there is one.
func profileOf(t *testing.T, home string) string {
	t.Helper()
	if _, err := os.Stat("/proc/self/cmdline"); err != nil {
		t.Fatalf("this test reads the list of processes: %v", err)
	}
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		// A process that ended meanwhile cannot be read.
		environ, _ := os.ReadFile(file)
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		if _, after, found := strings.Cut(string(line), "--user-data-dir="); found && strings.Contains(string(environ), home) {
			profile, _, _ := strings.Cut(after, "\x00")
			return profile
		}
	}
	return ""
}
