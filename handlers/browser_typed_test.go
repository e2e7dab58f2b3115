//go:build browser

package handlers_test

import (
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
	"lerr/internal/staff"
)

// What is typed is kept a second after the last key, shown after a reload, and saved by nobody but its person.
func TestBrowser_StaffTypedInputIsKept(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ann := browser.Open(t, browser.Options{Width: 1280, Height: 800})
	arrive(ann, c.URL+"/set-up/"+token, "ann")
	secret := enrolApp(t, c, ann)
	ann.Go(c.URL + "/upload")
	ann.Upload("#file", nextFile)
	ann.ClickText("main button", "Read and check it")
	draft, _, _ := strings.Cut(ann.URL(), "?")

	ann.Go(draft + "/texts")
	ann.Type("#note-edition", "Typed, and never sent.")
	ann.WaitFor(`document.querySelector("[data-kept]").textContent.startsWith("Kept for you")`)
	ann.Go(draft + "/texts")
	check(t, "after a reload", value(ann, "#note-edition"), "Typed, and never sent.")
	ann.Go(draft + "/figures")
	ann.Type("#cell-criminal-FR-0", "2,471")
	ann.ClickText(".steps a", "Texts") // within the second
	for range 20 {                     // the server may answer before it has read what the page sent at last
		if ann.Go(draft + "/figures"); value(ann, "#cell-criminal-FR-0") == "2,471" {
			break
		}
	}
	check(t, "after leaving at once", value(ann, "#cell-criminal-FR-0"), "2,471")

	// The session expires while Ann types: what she sends is there after she has signed in again.
	ann.Go(draft + "/texts")
	c.Pass(staff.IdleLimit)
	ann.Type("#note-edition", "Typed into an old session.")
	ann.ClickText(".bar button", "Save the texts")
	ann.WaitFor(`location.pathname === "/sign-in"`)
	ann.Type("input[name=name]", "ann")
	ann.Type("input[name=password]", sitetest.Password)
	ann.ClickText("main form button", "Go on to the second factor")
	ann.Type("input[name=code]", code(t, c, secret))
	ann.ClickText("main form button", "Continue")
	ann.WaitFor(`location.pathname.endsWith("/texts")`)
	check(t, "after signing in again", value(ann, "#note-edition"), "Typed into an old session.")
	ann.ClickText(".bar button", "Save the texts")
	check(t, "flash", ann.Text("main"), "Saved.")

	// No page is taller than three screens, its tables aside.
	var pages []string
	for _, step := range []string{"", "/file", "/problems", "/warnings", "/figures", "/figures?table=single", "/texts", "/places", "/review", "/release", "/discard"} {
		pages = append(pages, draft+step)
	}
	for _, path := range []string{"/", "/upload", "/places", "/audit", "/accounts", "/notifications", "/account", "/published/2019-H1", "/published/2019-H1/withdraw"} {
		pages = append(pages, c.URL+path)
	}
	for _, page := range pages {
		ann.Go(page)
		var height int
		ann.Eval(`document.documentElement.scrollHeight - [...document.querySelectorAll("main table")].reduce((sum, t) => sum + t.offsetHeight, 0)`, &height)
		if height > 3*800 {
			t.Errorf("%s is %d pixels tall, its tables aside", page, height)
		}
	}
	for _, text := range ann.Complaints() {
		t.Errorf("the browser complains: %s", text)
	}
}

// value returns the text in a field.
func value(tab *browser.Tab, selector string) string {
	var text string
	tab.Eval(`document.querySelector(`+"`"+selector+"`"+`).value`, &text)
	return text
}
