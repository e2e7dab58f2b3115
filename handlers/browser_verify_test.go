//go:build browser

package handlers_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// downloaded saves what a site has at an address, with something done to it, and returns the path.
func downloaded(t *testing.T, site *sitetest.Site, address, name string, change func(string) string) string {
	t.Helper()
	a := site.Get(address)
	if a.Status != 200 {
		t.Fatalf("%s: got %d", address, a.Status)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(change(a.Body)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func same(body string) string { return body }

// A reader who has the page is told which file he has, also when the site is gone.
func TestBrowser_VerifyTellsWhichRevisionAFileIs(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	files := map[string]struct{ path, says string }{
		"of a revision that is withdrawn": {
			downloaded(t, c.Public, "/download/2014-H1.xlsx", "gone.xlsx", same),
			"gone.xlsx is the XLSX file of 2014 (Jan-Jun), revision 1, as it was published. That revision was withdrawn: do not use its figures. Show it in the list",
		},
		"current": {
			downloaded(t, c.Public, "/download/2019-H1.json", "now.json", same),
			"now.json is the JSON file of 2019 (Jan-Jun), revision 1, as it was published. That revision is current. Show it in the list",
		},
		"for Excel": {
			downloaded(t, c.Public, "/download/2019-H1.csv?bom=1", "excel.csv", same),
			"excel.csv is the CSV file of 2019 (Jan-Jun), revision 1, as it was published. That revision is current. Show it in the list",
		},
		"superseded": {
			downloaded(t, c.Public, "/download/2018-H1.xlsx", "before.xlsx", same),
			"before.xlsx is the XLSX file of 2018 (Jan-Jun), revision 1, as it was published. A later revision has replaced it. Show it in the list",
		},
		"with one figure changed": {
			downloaded(t, c.Public, "/download/2019-H1.csv", "changed.csv", func(s string) string { return strings.Replace(s, ",3", ",4", 1) }),
			"changed.csv is no half-year’s file that this site has published.",
		},
		"that is none": {
			downloaded(t, c.Public, "/revisions.json", "empty", func(string) string { return "" }),
			"empty is no half-year’s file that this site has published.",
		},
	}
	gone := files["of a revision that is withdrawn"].path
	logFiles(t, c, "2014-H1", gone)
	c.Publish(c.Corrected(somePeriod, "One note.", "One note more."))
	withdraw(t, c, "2014-H1")

	server := httptest.NewServer(c.Public.Public)
	defer server.Close()
	tab := browser.Open(t, browser.Options{})
	tab.Go(server.URL + urls.Verify)
	server.Close()
	before := requests(tab)
	for name, f := range files {
		tab.Upload("#files", f.path)
		tab.WaitFor(`document.querySelector(".check__results")?.textContent.startsWith("` + filepath.Base(f.path) + ` ")`)
		if got := tab.Text(".check__results"); !strings.HasPrefix(got, f.says) {
			t.Errorf("a file %s: got %q, want %q", name, got, f.says)
		}
	}
	// Dropped, two at a time.
	var taken bool // else the browser would leave the page for the file
	tab.Eval(`(() => {
		const data = new DataTransfer();
		for (const name of ["a.txt", "b.txt"]) data.items.add(new File(["x"], name));
		const event = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
		return !document.querySelector("footer").dispatchEvent(event);
	})()`, &taken)
	if !taken {
		t.Error("the browser would open a dropped file")
	}
	tab.WaitFor(`document.querySelectorAll(".check__results > p").length === 2`)
	if got := tab.Text(".check__results"); !strings.HasPrefix(got, "a.txt is no") || !strings.Contains(got, "b.txt is no") {
		t.Errorf("two dropped files: got %q", got)
	}
	if after := requests(tab); len(after) != len(before) {
		t.Errorf("requests were made for a file: %v", after[len(before):])
	}
	// The same file once more, which may have changed meanwhile.
	for range 2 {
		tab.Eval(`void document.querySelector(".check__results").replaceChildren()`, nil)
		tab.Eval(`void document.querySelector("#files").dispatchEvent(new Event("click"))`, nil)
		tab.Upload("#files", files["superseded"].path)
		tab.WaitVisible(".check__results a")
	}
	tab.ClickText(".check__results a", "Show it in the list")
	tab.WaitURL("#2018-H1-r1")
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
	violations, _ := tab.Axe(".check")
	for _, v := range violations {
		t.Error(v)
	}
}

// The keyboard reaches the field of files, which has a name for those who do not see it.
func TestBrowser_VerifyWorksByKeyboard(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + urls.Verify)
	for range 30 {
		tab.Press("Tab")
		if tab.Focused() != "" && strings.Contains(tab.Focused(), "files") {
			return
		}
	}
	t.Errorf("the field has no focus after 30 steps; it is on %s", tab.Focused())
}

func TestBrowser_VerifyIsCompleteWithoutScripts(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{NoScript: true})
	tab.Go(site.URL + urls.Verify)
	if tab.Visible("#files:enabled") {
		t.Error("a field can be used that does nothing")
	}
	text := tab.Text("main")
	for _, want := range []string{"sha256sum FILE", "2019 (Jan-Jun), revision 1", site.Public.Signed().Log.Root().String()} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// logFiles adds to the log that files are those of the first revision of a half-year, as serve does.
func logFiles(t *testing.T, c *sitetest.Console, period string, paths ...string) {
	t.Helper()
	p, err := report.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(filepath.Ext(path), ".")] = report.DigestOf(string(content))
	}
	entry := translog.Entry{Kind: translog.Files, Period: p, Number: 1, Files: files}
	if err := c.DB.AppendLog(t.Context(), audit.Event{At: c.Now(), Actor: "lerr", Action: "log files"}, entry); err != nil {
		t.Fatal(err)
	}
}

// withdraw takes a half-year from the public.
func withdraw(t *testing.T, c *sitetest.Console, period string) {
	t.Helper()
	p, err := report.ParsePeriod(period)
	if err == nil {
		err = c.Publisher.Withdraw(t.Context(), "bob", p, "To be checked.")
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Step()
}
