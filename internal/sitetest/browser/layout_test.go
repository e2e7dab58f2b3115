//go:build browser

package browser

import (
	"strings"
	"testing"
)

func TestOverflow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body  string
		parts []string // Of the description; the page fits if there are none.
	}{
		"fits":     {"<p>fits", nil},
		"scroller": {`<div style="overflow-x: auto"><table style="width: 900px"><tr><td>cell</table></div>`, nil},
		"fixed":    {`<div style="position: fixed; left: 0; width: 900px">fixed</div>`, nil},
		"table":    {`<main><table id=wide style="width: 900px"><tr><td>cell</table></main>`, []string{"908px wide in a window of 320px; table#wide \"cell\" ends at 908px"}},
		"text":     {`<main><p class=word>` + strings.Repeat("long", 30) + `</main>`, []string{"p.word", "ends at"}},
		"hidden":   {`<style>body { overflow-x: hidden }</style><table style="width: 900px"><tr><td>cell</table>`, []string{"table"}},
		"escape": {`<div style="overflow-x: auto; white-space: nowrap"><b style="padding-left: 900px">x</b><i style="position: absolute">escaped</i></div>`,
			[]string{`i "escaped" ends at`}},
		"two": {`<b style="display: block; width: 500px">b</b><i style="display: block; width: 900px">i</i><main><u style="position: fixed; left: 0; width: 999px"><s style="display: block">fixed</s></u></main>`, []string{`window of 320px; i "i" ends at 908px; b "b" ends at 508px`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := Open(t, Options{Width: 320})
			tab.Go(site(t, map[string]any{"/": c.body}))
			got := tab.Overflow()
			if (got == "") != (c.parts == nil) {
				t.Errorf("the overflow is %q, want %q", got, c.parts)
			}
			for _, part := range c.parts {
				if !strings.Contains(got, part) {
					t.Errorf("the overflow is %q, want %q", got, part)
				}
			}
		})
	}
}

func TestLayoutShift(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{
		"/still": "<p>still",
		"/shift": `<style>img { display: block } img[src] { height: 300px }</style><img alt=""><p style="height: 300px; background: red">moves
			<script>onload = () => requestAnimationFrame(() => setTimeout(() => { document.querySelector("img").src = "/image"; window.moved = true }, 100))</script>`,
		"/image": "",
		// Without scripts an animation of a margin moves the page.
		"/animated": `<style>@keyframes down { 50% { margin-top: 200px } } div { animation: down 200ms steps(1) }</style><div></div>
			<p style="height: 300px; background: red">moves`,
	})
	tab := Open(t, Options{})
	tab.Go(url + "/still")
	equal(t, "the shift", tab.LayoutShift(), "")
	tab.Go(url + "/shift")
	tab.WaitFor("window.moved")
	if shift := tab.LayoutShift(); !strings.Contains(shift, `"moves" from 8,`) {
		t.Errorf("the shift is %q, want the paragraph's", shift)
	}
	tab.Go(url + "/still")
	equal(t, "the shift", tab.LayoutShift(), "")

	tab = Open(t, Options{NoScript: true})
	tab.Go(url + "/still")
	equal(t, "the shift", tab.LayoutShift(), "")
	tab.Go(url + "/animated")
	tab.WaitFor("document.getAnimations().length === 0")
	if shift := tab.LayoutShift(); !strings.Contains(shift, `"moves" from 8,`) {
		t.Errorf("the shift is %q, want the paragraph's", shift)
	}
}

func TestArrival(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{
		"/":      "<p>here",
		"/still": "<!DOCTYPE html><html><body><p>first</p><p>second</p><details><summary>more</summary><p>hidden</p></details></body></html>",
		"/moves": "<!DOCTYPE html><html><body style='display: flex; flex-direction: column; justify-content: end; height: 90vh'><p>first</p><p>second</p></body></html>",
	})
	tab := Open(t, Options{})
	tab.Go(url + "/")
	if got := tab.Arrival("/still", 1); len(got) > 0 {
		t.Errorf("nothing moves, but: %q", got)
	}
	tab.Go(url + "/")
	if got := tab.Arrival("/moves", 1); len(got) == 0 || !strings.HasPrefix(got[0], `p "first" from 8,`) {
		t.Errorf("the moves are %q, want the first paragraph's", got)
	}
}
