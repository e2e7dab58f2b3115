//go:build browser

package browser

import "testing"

func TestClickReachesOnlyWhatAReaderCanClick(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": `<style>
		header { position: fixed; top: 0; height: 90px; width: 100%; background: white }
		#low { margin-top: 3000px } #cover { position: absolute; inset: 0; z-index: 1 } #box { position: relative }
		#slide { position: relative; left: 0; width: 5px; padding: 0; border: 0; animation: slide 100ms linear 10 alternate } @keyframes slide { from { left: 1200px } }</style>
		<header>header</header><p style="margin-top: 100px"><button hidden class=twin>hidden</button> <button class=twin>shown</button>
		<label for=tick>tick</label><input type=checkbox id=tick style="opacity: 0"> <button disabled id=off>off</button>
		<p id=box><button id=under>under</button><b id=cover>cover</b></p>
		<p><button id=slide>slide</button> <button id=low>low</button><p style="height: 3000px">
		<p id=clicked></p><script>document.onclick = e => document.getElementById("clicked").textContent += e.target.id || e.target.textContent</script>`}))
	clicked := func(want string) {
		t.Helper()
		var got string
		tab.Eval(`document.getElementById("clicked").textContent`, &got)
		equal(t, "clicked", got, want)
		tab.Eval(`document.getElementById("clicked").textContent = ""`, nil)
	}
	tab.Click("#slide")
	clicked("slide")
	tab.Click(".twin")
	clicked("shown")
	tab.Click("#low")
	clicked("low")
	tab.Click("#tick")
	clicked("tick")
	tab.Eval("scrollTo(0, 0); document.querySelector('.twin').parentElement.before(document.getElementById('box')); scrollTo(0, 150)", nil)
	tab.Click("button.twin:not([hidden])") // It scrolled below the header.
	clicked("shown")
	mustFail(t, tab, func() { tab.Click("#off") }, `Click("#off")`, `button#off "off" is disabled`)
	mustFail(t, tab, func() { tab.Click("#under") }, `button#under "under" is covered by b#cover "cover"`)
	mustFail(t, tab, func() { tab.Click("[hidden]") }, "no visible element matches, of 1 in the page")
	mustFail(t, tab, func() { tab.Click("#none") }, "no visible element matches (gave up")
	mustFail(t, tab, func() { tab.Click("#[") }, "not a valid selector")
}

func TestClickTextPrefersTheExactText(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	url := site(t, map[string]any{"/": `<nav><a href="#more">Read  more</a> <a hidden href="#hidden">Read</a>
		<a href="#exact">Re<b>ad</b></a></nav> <form action="/"><input type=submit name=q value=Send></form>`})
	for _, c := range []struct{ selector, text, url string }{
		{"a", "Read", "/#exact"}, {"a", "Read more", "/#more"}, {"a", "more", "/#more"}, {"*", "more", "/#more"},
		{"input", "Send", "/?q=Send"},
	} {
		tab.Go(url + "/?")
		tab.Go(url + "/")
		tab.ClickText(c.selector, c.text)
		equal(t, "the URL after a click on "+c.text, tab.URL(), url+c.url)
	}
	mustFail(t, tab, func() { tab.ClickText("a", "Write") }, `ClickText("a", "Write")`, "no visible element matches")
}

const form = `<form action="/sent"><label>Name<input name=name value=old maxlength=9></label><textarea name=text></textarea>
	<input type=date name=day><input name=fixed value=1 readonly>
	<select name=place><option value=de>Germany<option value=fr>France<option value=it disabled>Italy</select>
	<button>Send</button></form><output></output>
	<script>document.oninput = document.onchange = document.onkeydown = e => document.querySelector("output").textContent += e.type[0]</script>`

func TestAFormCanBeFilled(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{"/": form, "/sent": "<p>sent"})
	eachScripting(t, func(t *testing.T, o Options) {
		tab := Open(t, o)
		tab.Go(url)
		tab.Type("[name=name]", "Zoë Ä+1 and more")
		tab.Type("textarea", "gone")
		tab.Type("textarea", "")
		tab.Choose("select", "Germany")
		tab.Choose("select", "fr")
		mustFail(t, tab, func() { tab.Choose("select", "it") }, `Choose("select", "it")`, "only the choices de, fr")
		mustFail(t, tab, func() { tab.Choose("select", "at") }, "only the choices de, fr")
		mustFail(t, tab, func() { tab.Type("[name=day]", "tomorrow") }, "does not accept")
		mustFail(t, tab, func() { tab.Type("[name=fixed]", "2") }, `input[name="fixed"] cannot be changed`)
		mustFail(t, tab, func() { tab.Type("button", "2") }, `button "Send" takes no text`)
		tab.Type("[name=day]", "2026-03-01")
		tab.Click("button")
		equal(t, "the URL", tab.URL(), url+"/sent?name=Zo%C3%AB+%C3%84%2B1+a&text=&day=2026-03-01&fixed=1&place=fr")
	})
}

func TestThePageHearsOfInput(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	tab.Go(site(t, map[string]any{"/": form}))
	tab.Type("[name=name]", "ab")
	equal(t, "what the page heard of keys", tab.Text("output"), "kiki")
	tab.Choose("select", "fr")
	equal(t, "what the page heard of keys and a choice", tab.Text("output"), "kikic"+"ic")
}

func TestKeysMoveTheFocus(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{
		"/": `<a href="/next">Next <b>page</b></a> <label>Name <input name=name></label> <details><summary>More</summary><p>inside</details>
			<form action="/sent"><label for=q>Find</label><input id=q name=q><button aria-label=Send>x</button></form>`,
		"/next": slowly("<p>next"), "/sent": slowly("<p>sent"),
	})
	eachScripting(t, func(t *testing.T, o Options) {
		tab := Open(t, o)
		tab.Go(url)
		equal(t, "the focus", tab.Focused(), "")
		for _, want := range []string{`a "Next page"`, `input[name="name"] "Name"`, `summary "More"`, `input#q[name="q"] "Find"`, `button "Send"`} {
			tab.Press("Tab")
			equal(t, "the focus", tab.Focused(), want)
		}
		tab.Press("Shift+Tab", "a", "ü", "Shift+Tab", "Space")
		equal(t, "visible", tab.Visible("details p"), true)
		tab.Press("Enter")
		equal(t, "visible", tab.Visible("details p"), false)
		tab.Press("Tab", "End", "b", "Enter")
		equal(t, "the URL", tab.URL(), url+"/sent?q=a%C3%BCb")
		tab.Back()
		tab.Click("label")
		tab.Press("Shift+Tab", "Control+Enter") // It opens another tab.
		equal(t, "the URL", tab.URL(), url+"/")
		tab.Press("Enter")
		equal(t, "the URL", tab.URL(), url+"/next")
		mustFail(t, tab, func() { tab.Press("Return") }, `Press("Return")`, `no key "Return"`)
	})
}
