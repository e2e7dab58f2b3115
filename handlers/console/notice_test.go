package console_test

import (
	"net/http"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
	"lerr/internal/translog"
)

// The notice on a withdrawn half-year is corrected without a word lost: readers see the new one, the transparency log has
// both, and nobody overwrites what they have not seen.
func TestNotice_IsCorrected(t *testing.T) {
	c := sitetest.NewConsole(t)
	both, editor := c.As(staff.Editor, staff.Approver), c.As(staff.Editor)
	if a := both.Get("/published/2018-H2/notice"); a.Status != http.StatusSeeOther || a.Header.Get("Location") != "/published/2018-H2" {
		t.Errorf("of a public half-year: got %d", a.Status)
	}
	if a := both.Post("/published/2018-H2/notice", "public", "", "notice", "Something."); a.Status != http.StatusConflict {
		t.Errorf("of a public half-year: got %d, want 409", a.Status)
	}
	if a := both.Post("/published/2018-H2/withdraw", "confirm", "2018-H2", "notice", "Germny is being checked."); a.Status != http.StatusSeeOther {
		t.Fatalf("the withdrawal: got %d", a.Status)
	}
	page := both.Doc("/published/2018-H2")
	if page.Find("a[href='/published/2018-H2/notice']").Length() != 1 {
		t.Error("its page does not offer to correct the notice")
	}
	if page := editor.Doc("/published/2018-H2"); page.Find("a[href='/published/2018-H2/notice']").Length() != 0 || !strings.Contains(page.Text(), "An approver can correct it.") {
		t.Error("an editor is offered it, or is not told who can")
	}
	form := both.Doc("/published/2018-H2/notice")
	public, _ := form.Find("input[name=public]").Attr("value")
	if public != "Germny is being checked." || form.Find("#notice").Text() != public {
		t.Fatalf("the form has %q", public)
	}
	for name, refused := range map[string]struct {
		status         int
		before, notice string
	}{
		"empty":        {http.StatusUnprocessableEntity, public, "  "},
		"the same":     {http.StatusUnprocessableEntity, public, public},
		"not readable": {http.StatusUnprocessableEntity, public, "Ger\u202emany"},
		"meanwhile":    {http.StatusConflict, "What it said before.", "Germany is being checked."},
	} {
		a := both.Post("/published/2018-H2/notice", "public", refused.before, "notice", refused.notice)
		if a.Status != refused.status || summarized(t, a) == "" || !strings.Contains(a.Body, strings.TrimSpace(refused.notice)) {
			t.Errorf("%s: got %d, %q, want %d with what was typed", name, a.Status, summarized(t, a), refused.status)
		}
	}
	a := both.Post("/published/2018-H2/notice", "public", public, "notice", "Germany is being\u000bchecked.")
	if a.Status != http.StatusSeeOther || !strings.Contains(both.Doc(a.Header.Get("Location")).Text(), "Soft line breaks") {
		t.Fatalf("got %d", a.Status)
	}
	count := len(c.Events())
	if again := both.Post("/published/2018-H2/notice", "public", public, "notice", "Germany is being\u000bchecked."); again.Status != http.StatusSeeOther || len(c.Events()) != count {
		t.Errorf("pressed twice: got %d, %d events more", again.Status, len(c.Events())-count)
	}
	if again := both.Post("/published/2018-H2/withdraw", "confirm", "2018-H2", "notice", "Germany is being checked."); again.Status != http.StatusSeeOther || len(c.Events()) != count {
		t.Errorf("a withdrawal with the notice that is there: got %d, %d events more", again.Status, len(c.Events())-count)
	}
	for _, path := range []string{"/2018-H2", "/2018-H2/de", "/revisions"} {
		if body := c.Public.Get(path).Body; !strings.Contains(body, "Germany is being checked.") || strings.Contains(body, "Germny") {
			t.Errorf("%s has not the corrected notice alone", path)
		}
	}
	entries := c.Public.Public.Signed().Log.Entries()
	last := entries[max(0, len(entries)-2):]
	if len(last) != 2 || last[0].Kind != translog.Withdrawal || last[0].Notice != public || last[1].Kind != translog.Notice || last[1].Notice != "Germany is being checked." {
		t.Errorf("the transparency log ends in %v", last)
	}
	events := c.Events()
	if e := events[len(events)-1]; e.Action != publish.ActionCorrectNotice || e.Text != "“Germny is being checked.” → “Germany is being checked.”" {
		t.Errorf("the last event is %q, %q", e.Action, e.Text)
	}
}
