//go:build browser

package handlers_test

import (
	"fmt"
	"slices"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// TestBrowser_WordsInPicturesStayApart compares the boxes of all words of each picture: none lies on another, and none
// leaves the window.
func TestBrowser_WordsInPicturesStayApart(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	paths := append(slices.Clone(pageTypes), "/2013-H1/br", "/2019-H1/lu", "/2018-H1/north-america")
	looks := []browser.Options{{Width: 1440}, {Width: 768}, {Width: 1024}, {Width: 390}, {Width: 1440, LargeText: true}, {Width: 320}, {Width: 1920}}
	for i, look := range looks {
		t.Run(fmt.Sprint(look.Width, look.LargeText), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, look)
			found := 0
			for _, path := range append(deal(paths, i, len(looks)), "/2019-H1/us") {
				tab.Go(site.URL + path)
				var got struct {
					Found int
					Wrong []string
				}
				tab.Eval(`(() => {
					for (const details of document.querySelectorAll("details")) details.open = true;
					const wrong = [];
					let found = 0;
					for (const picture of document.querySelectorAll("svg")) {
						const words = [...picture.querySelectorAll("text")]
							.map((text) => ({said: text.textContent.trim().replace(/\s+/g, " "), box: text.getBoundingClientRect()}))
							.filter(({said, box}) => said && box.width > 0);
						found += words.length;
						words.forEach((a, i) => {
							if (a.box.left < -1 || a.box.right > innerWidth + 1) wrong.push(a.said + " leaves the window");
							for (const b of words.slice(i + 1)) {
								const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
								const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
								if (across > 1 && down > a.box.height / 3) wrong.push(a.said + " lies on " + b.said);
							}
						});
					}
					return {Found: found, Wrong: wrong};
				})()`, &got)
				found += got.Found
				for _, text := range got.Wrong {
					t.Errorf("%s: %s", path, text)
				}
			}
			if found == 0 {
				t.Error("there are no words in these pictures")
			}
		})
	}
}
