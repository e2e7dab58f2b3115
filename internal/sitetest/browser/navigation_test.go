//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// slowly writes a page after a while, so that a kit that does not wait meets the old page.
func slowly(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(200 * time.Millisecond):
		case <-r.Context().Done():
		}
		html(w, body)
	}
}

// eachScripting runs a test with and without scripts.
func eachScripting(t *testing.T, test func(*testing.T, Options)) {
	for name, o := range map[string]Options{"script": {}, "noscript": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, o)
		})
	}
}

func TestGoAndBack(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{
		"/":      `<p>home<img src="/image"><a href="#end">end</a><i id=end></i>`,
		"/image": slowly(""),
		"/next":  slowly("<p>next"),
		"/moved": http.RedirectHandler("/next", http.StatusFound).ServeHTTP,
		"/gone":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone); html(w, "<p>gone") },
	})
	eachScripting(t, func(t *testing.T, o Options) {
		tab := Open(t, o)
		mustFail(t, tab, tab.Back, "Back()", "no page before")
		tab.Go(url + "/")
		var complete bool
		tab.Eval("document.readyState === 'complete'", &complete)
		equal(t, "complete", complete, true)
		var title string
		tab.Eval("document.title", &title)
		equal(t, "the title", title, "Page")
		tab.Go(url + "/#end")
		equal(t, "the URL", tab.URL(), url+"/#end")
		tab.Go(url + "/moved")
		equal(t, "the URL", tab.URL(), url+"/next")
		equal(t, "the text", tab.Text("p"), "next")
		tab.Go(url + "/gone")
		equal(t, "the text", tab.Text("p"), "gone")
		tab.Back()
		equal(t, "the text", tab.Text("p"), "next")
		tab.Back()
		equal(t, "the URL", tab.URL(), url+"/#end")
		tab.Back()
		equal(t, "the URL", tab.URL(), url+"/")
		mustFail(t, tab, func() { tab.Go("http://127.0.0.1:9/") }, "Go(", "ERR_")
	})
}

func TestClickFollowsALink(t *testing.T) {
	t.Parallel()
	url := site(t, map[string]any{
		"/": `<a id=link href="/next">link</a> <a id=fragment href="#end">fragment</a> <a id=empty href="/empty">empty</a>
			<a id=file href="/file">file</a> <a id=save href="/file" download>save</a> <a id=tab href="/next" target=_blank>tab</a>
			<a id=mail href="mailto:nobody@example.org">mail</a> <a id=script href="javascript:void(0)">script</a>
			<form action="/next"><button id=get>get</button></form> <form action="/next" method=post><button id=post>post</button></form>
			<button id=assign>assign</button><p id=end>end</p><script>assign.onclick = () => location = "/next"</script>`,
		"/next":  slowly("<p>next"),
		"/empty": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"/file": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Disposition", "attachment; filename=file.csv")
			fmt.Fprint(w, "a,b")
		},
	})
	eachScripting(t, func(t *testing.T, o Options) {
		tab := Open(t, o)
		for _, c := range []struct{ selector, url string }{
			{"#link", "/next"}, {"#fragment", "/#end"}, {"#empty", "/"}, {"#file", "/"}, {"#save", "/"}, {"#tab", "/"},
			{"#mail", "/"}, {"#script", "/"}, {"#get", "/next?"}, {"#post", "/next"}, {"#assign", "/next"},
		} {
			if c.selector == "#assign" && o.NoScript {
				continue
			}
			tab.Go(url + "/")
			tab.Click(c.selector)
			equal(t, "the URL after a click on "+c.selector, tab.URL(), url+c.url)
		}
		for _, complaint := range tab.Complaints() {
			if !strings.Contains(complaint, "mailto:") { // The browser allows only one such click for all tabs.
				t.Errorf("there is the complaint %s", complaint)
			}
		}
	})
}

func TestWaitURLWaitsForAScript(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	url := site(t, map[string]any{
		"/": `<button>go</button><script>document.querySelector("button").onclick = () =>
			setTimeout(() => history.pushState(null, "", "/pushed"), 100)</script>`,
	})
	tab.Go(url)
	tab.Click("button")
	tab.WaitURL("/pushed")
	equal(t, "the URL", tab.URL(), url+"/pushed")
	mustFail(t, tab, func() { tab.WaitURL("/nowhere") }, `WaitURL("/nowhere")`, "the URL is "+url+"/pushed")
}
