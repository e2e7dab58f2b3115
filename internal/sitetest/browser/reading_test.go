//go:build browser

package browser

import "testing"

func TestTextAndVisible(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{"/": `<p id=text>  one <b>two</b><br>three </p><p id=none hidden>unseen</p><p id=clear style="opacity:0">clear</p>
		<p id=away style="visibility:hidden">away</p><details><summary>sum</summary><p id=inside>inside</p></details><p id=empty></p>`})
	eachScripting(t, func(t *testing.T, o Options) {
		tab := Open(t, o)
		tab.Go(url)
		equal(t, "the text", tab.Text("#text"), "one two\nthree")
		equal(t, "the hidden text", tab.Text("#none"), "unseen")
		for selector, want := range map[string]bool{
			"#text": true, "b": true, "p": true, "#none": false, "#clear": false, "#away": false, "#inside": false, "#empty": false, "#missing": false,
		} {
			equal(t, "the visibility of "+selector, tab.Visible(selector), want)
		}
		mustFail(t, tab, func() { tab.Text("#missing") }, `Text("#missing")`, "no element matches", "at "+url)
		mustFail(t, tab, func() { tab.WaitVisible("#none") }, `WaitVisible("#none")`, "no visible element matches")
		mustFail(t, tab, func() { tab.Visible("#[") }, "not a valid selector")
	})
}

func TestWaitingForAScript(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": `<p id=late hidden>late<script>
		setTimeout(() => { document.getElementById("late").hidden = false; window.state = {ready: true} }, 200)</script>`}))
	tab.WaitFor("state.ready")
	tab.WaitVisible("#late")
	mustFail(t, tab, func() { tab.WaitFor("state.ready === 7") }, `WaitFor("state.ready === 7")`, "it is not true")
	mustFail(t, tab, func() { tab.WaitFor("nothing.ready") }, "nothing is not defined")
}

func TestEval(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{"/": "<p>one", "/next": slowly("<p>next")})
	tab := Open(t, Options{})
	tab.Go(url)
	var numbers []int
	tab.Eval("new Promise(done => setTimeout(done, 10, [1, 2]))", &numbers)
	if len(numbers) != 2 || numbers[1] != 2 {
		t.Errorf("the numbers are %v, want [1 2]", numbers)
	}
	var null *string
	tab.Eval("null", &null)
	tab.Eval("location = '/next'", nil)
	equal(t, "the text", tab.Text("p"), "next")
	mustFail(t, tab, func() { tab.Eval("missing()", nil) }, `Eval("missing()")`, "missing is not defined")
	mustFail(t, tab, func() { tab.Eval("undefined", &null) }, "undefined")
}
