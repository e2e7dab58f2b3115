//go:build browser

package handlers_test

import (
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// Who is in a hurry clicks twice, reloads and goes back: each button does once what it does, and no page is an error.
func TestBrowser_StaffInAHurry(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]bool{"with scripts": false, "without scripts": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := sitetest.NewConsole(t)
			token, _, err := c.Accounts.SetUpLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			ann := browser.Open(t, browser.Options{NoScript: off})
			arrive(ann, c.URL+"/set-up/"+token, "ann")
			enrolApp(t, c, ann)
			ann.Go(c.URL + "/published/2018-H2")
			ann.DoubleClickText("main button", "Correct 2018 (Jul-Dec)")
			draft, _, _ := strings.Cut(ann.URL(), "/figures")
			stored := func() publish.Draft {
				return c.Must(c.Publisher.Draft(t.Context(), strings.TrimPrefix(draft, c.URL+"/drafts/")))
			}
			if all, err := c.Publisher.Drafts(t.Context()); err != nil || len(all) != 1 {
				t.Errorf("%d drafts are begun, %v", len(all), err)
			}
			fine := func(what string, version int) {
				t.Helper()
				if ann.Visible(".summary") {
					t.Errorf("%s: %s", what, ann.Text(".summary"))
				}
				if got := stored().Version; got != version {
					t.Errorf("%s: version %d, want %d", what, got, version)
				}
			}
			fine("begun", 1)
			ann.Go(draft + "/texts")
			ann.Type("#note-edition", "A note.")
			ann.Type("#public-note", "Because.")
			ann.DoubleClickText(".bar button", "Save the texts")
			fine("saved", 2)
			ann.Go(ann.URL()) // a reload
			check(t, "after a reload", value(ann, "#note-edition"), "A note.")
			ann.Back()
			check(t, "after going back", value(ann, "#note-edition"), "A note.")
			ann.Type("#note-edition", "A better note.")
			ann.ClickText(".bar button", "Save the texts")
			fine("saved after going back", 3)
			ann.Go(draft + "/review")
			ann.DoubleClickText("main button", "Submit it to a second person")
			fine("submitted", 4)
			if got := stored(); got.State != publish.DraftSubmitted || got.Edition.Note != "A better note." {
				t.Errorf("it is %s, with the note %q", got.State, got.Edition.Note)
			}
			if _, err := c.Publisher.Archive(t.Context()); err != nil {
				t.Error(err)
			}
			if r, err := c.Public.Archive.Revision(report.Period{Year: 2018, Half: 2}); err != nil || r.Number != 1 {
				t.Errorf("it shows revision %d, %v", r.Number, err)
			}
		})
	}
}
