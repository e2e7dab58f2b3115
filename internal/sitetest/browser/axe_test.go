//go:build browser

package browser

import (
	"strings"
	"testing"
)

func TestAxeUnderAStrictPolicy(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	tab.Go(strictSite(t, `<main><h1>Title</h1><p>text<div id=bad><img src="/image"><img class=two src="/image"></div><input id=nameless></main>`, ""))
	before := len(tab.Complaints())
	violations, incomplete := tab.Axe("#bad")
	oneLike(t, violations, "image-alt (critical): Images must have alternative text: img:nth-child(1), .two: Element does not have an alt attribute")
	if len(incomplete) != 0 {
		t.Errorf("incomplete: %q", incomplete)
	}
	violations, _ = tab.Axe("")
	if len(violations) != 2 || !strings.HasPrefix(violations[1], "label (critical): ") {
		t.Errorf("the violations are\n%s\nwant image-alt and label", strings.Join(violations, "\n"))
	}
	if complaints := tab.Complaints(); len(complaints) != before {
		t.Errorf("axe led to complaints: %q", complaints[before:])
	}
	var kind string
	tab.Eval("typeof axe", &kind)
	equal(t, "axe in the page", kind, "undefined")
	mustFail(t, tab, func() { tab.Axe("#none") }, `Axe("#none")`, "No elements found")
}

func TestAxeReportsWhatIsIncomplete(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": `<style>p { color: #777; background: linear-gradient(#fff, #888) }</style><main><h1>Title</h1><p>text</main>`}))
	violations, incomplete := tab.Axe("")
	if len(violations) != 0 {
		t.Errorf("violations: %q", violations)
	}
	oneLike(t, incomplete, "color-contrast (serious): ", ": p: ", "background gradient")
}

func TestAxeNeedsScriptsAndItsSource(t *testing.T) {
	tab := Open(t, Options{NoScript: true})
	mustFail(t, tab, func() { tab.Axe("") }, "needs scripts")
	t.Setenv("LERR_AXE", "/nowhere/axe.min.js")
	tab = Open(t, Options{})
	mustFail(t, tab, func() { tab.Axe("") }, "make setup", "/nowhere/axe.min.js")
}
