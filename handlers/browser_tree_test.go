//go:build browser

package handlers_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

var updateTrees = flag.Bool("update", false, "write the trees in testdata anew")

// submitted returns a console with a correction that an editor has submitted: an outcome of a country moved, with a note.
func submitted(t *testing.T) (c *sitetest.Console, draft publish.Draft) {
	t.Helper()
	c = sitetest.NewConsole(t)
	ctx := t.Context()
	d := c.Must(c.Publisher.Correct(ctx, "eva", report.Period{Year: 2018, Half: 2}))
	i := 0
	for d.Edition.Headline().Rows[i].Country != "DE" {
		i++
	}
	row := d.Edition.Headline().Rows[i]
	row.Counts.NonContent--
	row.Counts.NoData++
	d = c.Must(c.Publisher.EditFigures(ctx, sitetest.By("eva", d), publish.FiguresEdit{Section: d.Edition.Headline().Section, Rows: []report.Row{row}}))
	d = c.Must(c.Publisher.SetNote(ctx, sitetest.By("eva", d), d.Edition.Headline().Section, "DE", "One request was counted twice."))
	d = c.Must(c.Publisher.SetPublicNote(ctx, sitetest.By("eva", d), "Germany: one request was counted under the wrong outcome."))
	archive, err := c.Publisher.Archive(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if warnings := c.Publisher.Examine(d, archive).Only(report.SeverityWarning); len(warnings) > 0 {
		var keys []string
		for _, w := range warnings {
			keys = append(keys, w.Key())
		}
		d = c.Must(c.Publisher.Accept(ctx, sitetest.By("eva", d), keys, "Checked against the source."))
	}
	return c, c.Must(c.Publisher.Submit(ctx, sitetest.By("eva", d)))
}

// The pages on which a person decides tell assistive technology what the files in testdata say.
func TestBrowser_TreesOfReviewAndRelease(t *testing.T) {
	t.Parallel()
	c, draft := submitted(t)
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t, browser.Options{Width: 1280, NoScript: true}) // a script counts down
	arrive(tab, c.URL+"/set-up/"+token, "bob")
	enrolApp(t, c, tab)
	look := func(name string) {
		t.Helper()
		file := filepath.Join("testdata", "tree-"+name+".txt")
		got := tab.Tree()
		if *updateTrees {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as in %s; go test -tags browser ./handlers -run Trees -update writes it anew. First difference: %s", name, file, firstDifference(got, string(want)))
		}
	}
	address := c.URL + "/drafts/" + draft.ID
	tab.Go(address + "/review")
	look("review")
	tab.Type("#reason", "Compared with the case list.")
	tab.ClickText("#decision button", "Approve 2018 (Jul-Dec)")
	tab.WaitVisible("#at")
	look("release")
	tab.Go(address + "/release?when=at&at=2026-11-30T09:00&zone=Europe/London")
	look("release-restated")
	tab.ClickText("#restate button", "Release 2018 (Jul-Dec) at 09:00 in London")
	tab.WaitVisible(".count")
	tab.Go(address + "/release")
	look("release-awaited")
}

// firstDifference returns the first line of a text that another does not have at its place, and that one's.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got " + strings.TrimSpace(g[i]) + ", want " + strings.TrimSpace(w[i])
		}
	}
	return "one is longer"
}

// A person who uses the keys alone reads the review, approves and schedules.
func TestBrowser_StaffDecideByKeyboardAlone(t *testing.T) {
	t.Parallel()
	c, draft := submitted(t)
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t, browser.Options{Width: 1280, ReducedMotion: true})
	arrive(tab, c.URL+"/set-up/"+token, "bob")
	enrolApp(t, c, tab)
	tab.Go(c.URL + "/")
	clicks := tab.Clicks()
	reach := func(what string) {
		t.Helper()
		for range 150 {
			tab.Press("Tab")
			if strings.Contains(tab.Focused(), what) {
				return
			}
		}
		t.Fatalf("the focus does not reach %q; it is at %s", what, tab.Focused())
	}
	typed := func(text string) {
		for _, char := range text {
			tab.Press(strings.ReplaceAll(string(char), " ", "Space"))
		}
	}
	reach("2018 (Jul-Dec), correction of revision 1")
	tab.Press("Enter")
	tab.WaitFor(`location.pathname.endsWith("/review")`)
	reach("#reason")
	typed("Compared.")
	reach("Approve 2018 (Jul-Dec)")
	tab.Press("Enter")
	tab.WaitFor(`location.pathname.endsWith("/release")`)
	reach("#at")
	typed("11302026")
	tab.Press("Tab")
	typed("0900AM")
	reach("#zone")
	tab.Press("Control+a")
	typed("Europe/London")
	tab.Press("Escape")
	reach("Continue")
	tab.Press("Enter")
	tab.WaitVisible("#restate")
	reach("Release 2018 (Jul-Dec) at 09:00 in London")
	tab.Press("Space")
	tab.WaitVisible(".count")
	if got := c.Must(c.Publisher.Draft(t.Context(), draft.ID)); got.State != publish.DraftScheduled || tab.Clicks() != clicks {
		t.Errorf("it is %s, after %d clicks", got.State, tab.Clicks()-clicks)
	}
}
