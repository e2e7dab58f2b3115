//go:build browser

package handlers_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// nextFile is the workbook of the half-year after the shipped ones.
const nextFile = "../internal/workbook/testdata/2019-H2.xlsx"

// arrive makes an account by a link.
func arrive(tab *browser.Tab, link, name string) {
	tab.Go(link)
	tab.Type("input[name=name]", name)
	tab.Type("input[name=password]", sitetest.Password)
	tab.ClickText("main button", "Continue")
	tab.WaitURL("/enrol")
}

// enrolApp sets up an authenticator app, and returns its key.
func enrolApp(t *testing.T, c *sitetest.Console, tab *browser.Tab) string {
	t.Helper()
	var secret string
	tab.Eval(`new URL(document.querySelector('a[href^="otpauth:"]').href).searchParams.get("secret")`, &secret)
	tab.Type("input[name=code]", code(t, c, secret))
	tab.ClickText("main button", "Set up the app")
	tab.WaitVisible("#codes")
	return secret
}

func code(t *testing.T, c *sitetest.Console, secret string) string {
	t.Helper()
	c.Pass(30 * time.Second)
	text, err := totp.GenerateCode(secret, c.Now())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The whole way of the next half-year, by two people, with both kinds of second factor. Only the
// passkey needs a script.
func TestBrowser_StaffPublishTheNextHalfYear(t *testing.T) {
	t.Parallel()
	withAndWithout(t, "with scripts", func(t *testing.T, off bool) { publishNext(t, browser.Options{NoScript: off}) })
}

func publishNext(t *testing.T, editor browser.Options) {
	t.Helper()
	c := sitetest.NewConsole(t)
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ann := browser.Open(t, editor)
	arrive(ann, c.URL+"/set-up/"+token, "ann")
	enrolApp(t, c, ann)

	// Ann invites Bob, who sets up a passkey.
	ann.Go(c.URL + "/accounts")
	ann.Click(`main input[name=roles][value=approver]`)
	ann.ClickText("main button", "Make a link")
	link := ann.Text("#link")
	bob := browser.Open(t, browser.Options{})
	bob.AddAuthenticator()
	arrive(bob, link, "bob")
	bob.Type("[data-passkey] input[name=label]", "Laptop")
	bob.ClickText("[data-passkey] button", "Set up a passkey")
	bob.WaitVisible("#codes")

	// Ann uploads the workbook, and resolves its problems.
	ann.Go(c.URL + "/")
	before := ann.Clicks()
	prepareNext(t, ann)
	draft, _, _ := strings.Cut(strings.TrimSuffix(ann.URL(), "?done=submitted"), "/review")
	if got := ann.Clicks() - before; got > editorClicks {
		t.Errorf("the editor pressed %d times, of at most %d", got, editorClicks)
	} else {
		t.Logf("the editor pressed %d times", got)
	}
	if ann.Visible("form[action$='/approve'] button") {
		t.Error("who prepared it is offered to approve it")
	}
	ann.Go(draft + "/problems")
	check(t, "problems", ann.Text("#problems"), "None. Nothing blocks this draft.")
	ann.Go(draft + "/preview")
	check(t, "banner", ann.Text(".draft-banner"), "Draft of 2019 (Jul-Dec)")
	check(t, "preview", ann.Text(".headline"), "21,781")

	// Bob approves and publishes.
	public := browser.Open(t, browser.Options{})
	public.Go(c.Public.URL + "/")
	check(t, "before", public.Text(".applied__label"), "2019 (Jan-Jun)")
	bob.Go(draft + "/review")
	bob.Type("#reason", "Compared with the case list.")
	bob.ClickText("#decision button", "Approve 2019 (Jul-Dec)")
	bob.WaitVisible("#at")
	bob.Go(draft + "/release?when=now")
	bob.Type("#confirm", "2019-H2")
	bob.Type("#off-calendar", "The date was not announced.")
	bob.ClickText("main button", "Publish 2019 (Jul-Dec) now")
	check(t, "state", bob.Text("main"), "Published: it is public now")

	public.Go(c.Public.URL + "/")
	check(t, "after", public.Text(".applied__label"), "2019 (Jul-Dec) - Global")
	check(t, "requests", public.Text(".headline"), "21,781")
	check(t, "accounts", public.Text(".headline"), "41,137")
	check(t, "the CLOUD Act's answer", faqText(public, "cloud-act"), "2019 (Jul-Dec)")
	check(t, "the enterprise answer", faqText(public, "enterprise-customers"), "2019 (Jan-Jun)")
	var periods int
	public.Eval(`document.querySelectorAll("#period option").length`, &periods)
	if periods != 14 {
		t.Errorf("the selector has %d periods, want 14", periods)
	}
	for _, path := range []string{"/download/2019-H2.xlsx", "/download/2019-H2.csv", "/download/2019-H2.json"} {
		if got := c.Public.Get(path).Status; got != 200 {
			t.Errorf("%s: got %d", path, got)
		}
	}
	if all := c.Public.Get("/download/all.csv").Body; !strings.Contains(all, "2019-H2,criminal,DE,Germany,europe,3310,5263") {
		t.Error("all.csv does not carry the new period")
	}

	// Bob signs out and in again, with his passkey.
	bob.ClickText("header button", "Sign out")
	bob.WaitFor(`location.pathname === "/sign-in"`)
	bob.Type("input[name=name]", "bob")
	bob.Type("input[name=password]", sitetest.Password)
	bob.Click("main form button")
	bob.ClickText("[data-passkey] button", "passkey")
	bob.WaitFor(`location.pathname === "/"`)
	for name, tab := range map[string]*browser.Tab{"ann": ann, "bob": bob} {
		if got := tab.Complaints(); len(got) > 0 {
			t.Errorf("the browser of %s complains: %v", name, got)
		}
	}
}

// editorClicks limits what an editor presses, from the list of drafts to the submission of the next
// half-year, with or without scripts.
const editorClicks = 20

// prepareNext prepares the next half-year and submits it, from the list of drafts on, as somebody would who follows what
// the pages say.
func prepareNext(t *testing.T, tab *browser.Tab) {
	t.Helper()
	tab.ClickText("main a", "Upload the workbook for 2019 (Jul-Dec)")
	tab.Upload("#file", nextFile)
	tab.ClickText("main button", "Read and check it")
	check(t, "heading", tab.Text("h1"), "2019 (Jul-Dec)")
	tab.ClickText(".steps a", "Figures")
	tab.ClickText(".tabs a", "Single figures")
	for name, value := range map[string]string{"consumer_warrants": "145", "enterprise_disclosures": "1", "us_enterprise_demands": "50"} {
		tab.Type("#figure-"+name, value)
	}
	tab.ClickText(".bar button", "Save and go on")
	tab.WaitURL("/problems?done=saved")
	check(t, "problems", tab.Text("#problems"), "E12\tUnited States: the four outcomes add up to 269")
	tab.ClickText("#problems a", "Explain exactly this difference")
	tab.Type("#note-civil-US", "The outcomes add up to 269, one more than the 268 accounts. As published.")
	check(t, "the CLOUD Act's answer", tab.Text("#question-cloud-act .note"), "4,315")
	tab.Click("input[name=decision-cloud-act][value=confirm]")
	tab.Click("input[name=decision-enterprise-customers][value=keep]")
	tab.ClickText(".bar button", "Save and go on")
	tab.WaitURL("/warnings?done=saved")
	acceptAll(tab)
	tab.WaitURL("/review?done=accepted")
	tab.ClickText("main button", "Submit it to a second person")
}

// acceptAll accepts all warnings of a page, each kind as a whole.
func acceptAll(tab *browser.Tab) {
	var kinds []struct {
		Reason string
		Boxes  []string // of the kind if there is one, or else of its rows
	}
	tab.Eval(`[...document.querySelectorAll(".warnings tbody")].filter((kind) => kind.querySelector("textarea")).map((kind) => {
		const all = kind.querySelectorAll("input[name=kind]");
		return {Reason: kind.querySelector("textarea").id, Boxes: [...(all.length ? all : kind.querySelectorAll("input[name=warning]"))].map((box) => box.id)};
	})`, &kinds)
	for _, kind := range kinds {
		for _, box := range kind.Boxes {
			tab.Click(fmt.Sprintf(`[id=%q]`, box))
		}
		tab.Type(fmt.Sprintf(`[id=%q]`, kind.Reason), "Compared with the legal team's own records.")
	}
	tab.ClickText(".bar button", "Accept what is ticked")
}

// twoPeople returns the tabs of ann, who sets the console up, and of bob, whom she invites to approve.
func twoPeople(t *testing.T, c *sitetest.Console, o browser.Options) (ann, bob *browser.Tab) {
	t.Helper()
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ann, bob = browser.Open(t, o), browser.Open(t, o)
	arrive(ann, c.URL+"/set-up/"+token, "ann")
	enrolApp(t, c, ann)
	ann.Go(c.URL + "/accounts")
	ann.Click(`main input[name=roles][value=approver]`)
	ann.ClickText("main button", "Make a link")
	arrive(bob, ann.Text("#link"), "bob")
	enrolApp(t, c, bob)
	return ann, bob
}

// A figure that is wrong is corrected with few clicks, by two people, with or without scripts.
func TestBrowser_StaffCorrectAFigure(t *testing.T) {
	t.Parallel()
	withAndWithout(t, "without scripts", func(t *testing.T, off bool) {
		c := sitetest.NewConsole(t)
		ann, bob := twoPeople(t, c, browser.Options{NoScript: off})
		ann.Go(c.URL + "/")
		bob.Go(c.URL + "/")
		before := ann.Clicks() + bob.Clicks()

		ann.ClickText("main a", "2018 (Jul-Dec)")
		ann.ClickText("main button", "Correct 2018 (Jul-Dec)")
		for i, by := range map[int]int{3: -1, 4: 1} { // one request was counted under the wrong outcome
			cell := fmt.Sprintf("#cell-criminal-DE-%d", i)
			ann.Type(cell, fmt.Sprint(typedNumber(t, value(ann, cell))+by))
		}
		ann.Type("#public-note", "Germany: one request was counted under the wrong outcome.")
		ann.ClickText(".bar button", "Save and go on")
		if strings.Contains(ann.URL(), "/warnings") {
			acceptAll(ann)
		}
		ann.WaitFor(`location.pathname.endsWith("/review")`)
		ann.ClickText("main button", "Submit it to a second person")
		bob.Go(c.URL + "/") // he is told
		bob.ClickText("main a", "2018 (Jul-Dec), correction of revision 1")
		check(t, "what changes", bob.Text("#rows"), "Germany")
		bob.Type("#reason", "Compared with the case list.")
		bob.ClickText("#decision button", "Approve 2018 (Jul-Dec)")
		bob.WaitVisible("#at")
		bob.ClickText("main a", "publish it now")
		bob.Type("#confirm", "2018-H2")
		bob.ClickText("main button", "Publish 2018 (Jul-Dec) now")
		check(t, "state", bob.Text("main"), "Published: it is public now")
		if got := ann.Clicks() + bob.Clicks() - before; got > correctionClicks {
			t.Errorf("they pressed %d times, of at most %d", got, correctionClicks)
		} else {
			t.Logf("they pressed %d times", got)
		}
	})
}

// typedNumber reads a figure as a field shows it.
func typedNumber(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// correctionClicks limits what two people press, from the lists of drafts to a correction of one figure that is public.
const correctionClicks = 10

// faqText is a closed answer's text.
func faqText(tab *browser.Tab, id string) string {
	var text string
	tab.Eval(fmt.Sprintf(`document.getElementById(%q).textContent`, id), &text)
	return text
}

// Every page of the console is as accessible as the public ones.
func TestBrowser_StaffPagesAreAccessible(t *testing.T) {
	t.Parallel()
	for i, o := range []browser.Options{{Width: 320, ReducedMotion: true}, {Width: 1280, ReducedMotion: true, Dark: true}} {
		t.Run(fmt.Sprint(o.Width), func(t *testing.T) {
			t.Parallel()
			looked := 0
			c := sitetest.NewConsole(t)
			token, _, err := c.Accounts.SetUpLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			tab := browser.Open(t, o)
			look := func() {
				t.Helper()
				if got := tab.Overflow(); got != "" {
					t.Errorf("%s: %s", tab.URL(), got)
				}
				if looked++; !testing.Short() || looked%2 == i { // in small runs, each page at one of the widths
					cutRows(tab)
					violations, _ := tab.Axe("html")
					for _, v := range violations {
						t.Errorf("%s: %s", tab.URL(), v)
					}
				}
			}
			tab.Go(c.URL + "/sign-in")
			look()
			tab.Go(c.URL + "/set-up/" + token)
			look()
			arrive(tab, c.URL+"/set-up/"+token, "ann")
			look()
			enrolApp(t, c, tab)
			look()
			tab.Go(c.URL + "/upload")
			look()
			tab.Upload("#file", nextFile)
			tab.ClickText("main button", "Read and check it")
			look()
			draft, _, _ := strings.Cut(tab.URL(), "?")
			for _, step := range []string{"file", "problems", "warnings", "figures", "figures?table=civil", "figures?table=single", "texts", "places"} {
				tab.Go(draft + "/" + step)
				look()
			}
			tab.Go(draft + "/warnings")
			tab.ClickText(".bar button", "Accept what is ticked") // nothing is: an error page
			look()
			for _, path := range []string{"/", "/account", "/accounts", "/audit", "/places", "/published/2019-H1/withdraw"} {
				tab.Go(c.URL + path)
				look()
			}
		})
	}
}
