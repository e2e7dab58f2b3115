package console_test

import (
	"net/http"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// note returns the text in the field of the note on the period.
func note(p *sitetest.Person, draft string) string {
	return p.Doc(draft + "/texts").Find("#note-edition").Text()
}

func TestStaffTyped_IsKeptForWhoTypedIt(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann, eva := c.As(staff.Editor), c.As(staff.Editor)
	draft := uploaded(t, ann)
	v := version(ann, draft)
	a := ann.Post(draft+"/texts", "version", v, "do", "keep", "note-edition", "Half a sent")
	if a.Status != http.StatusNoContent {
		t.Fatalf("keep: got %d", a.Status)
	}
	if got := note(ann, draft); got != "Half a sent" {
		t.Errorf("after a reload Ann reads %q", got)
	}
	if got := note(eva, draft); got != "" {
		t.Errorf("Eva reads what Ann types: %q", got)
	}
	if got := version(ann, draft); got != v {
		t.Error("what was only typed is saved")
	}
	if a := ann.Post("/drafts/none/texts", "do", "keep", "note-edition", "x"); a.Status != http.StatusNotFound {
		t.Errorf("keep for no draft: got %d", a.Status)
	}
	other := ann.At("Another browser")
	other.SignIn()
	if doc := other.Doc(draft + "/texts"); doc.Find("#note-edition").Text() != "Half a sent" || !strings.Contains(sitetest.Text(doc.Find(".kept")), "Not saved yet") {
		t.Error("at another browser Ann does not read what she typed, or that it is not saved")
	}

	// Thrown away, and saved, it is kept no longer.
	if a := ann.Post(draft+"/texts", "version", v, "do", "forget", "note-edition", "Half a sent"); a.Status != http.StatusSeeOther || note(ann, draft) != "" {
		t.Errorf("thrown away: got %d, and it is still there: %q", a.Status, note(ann, draft))
	}
	ann.Post(draft+"/texts", "version", v, "do", "keep", "note-edition", "Half")
	if a := ann.Post(draft+"/texts", "version", v, "note-edition", "A sentence."); a.Status != http.StatusSeeOther {
		t.Fatalf("save: got %d", a.Status)
	}
	if doc := ann.Doc(draft + "/texts"); doc.Find("#note-edition").Text() != "A sentence." || doc.Find(".kept").Length() != 0 {
		t.Error("what was saved is shown as not saved, or is not shown")
	}
}

// A form that is refused is shown again at its own address, with what was typed.
func TestStaffTyped_OutlivesARefusal(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	page := draft + "/figures?table=single"
	if a := ann.Post(page, "version", version(ann, draft), "consumer_warrants", "many"); a.Status != http.StatusUnprocessableEntity {
		t.Fatalf("got %d", a.Status)
	}
	if got := ann.Doc(page).Find("#figure-consumer_warrants").AttrOr("value", ""); got != "many" {
		t.Errorf("after a reload the field holds %q", got)
	}
	if got := ann.Doc(draft + "/figures").Find("input[value=many]").Length(); got != 0 {
		t.Error("another table shows it too")
	}
}

// The form of a session that has expired is kept for its account, also when the session's row is gone; that of a
// session which somebody ended is not.
func TestStaffTyped_OutlivesASession(t *testing.T) {
	for name, purge := range map[string]bool{"expired": false, "expired, and somebody has signed in since": true} {
		t.Run(name, func(t *testing.T) {
			c := sitetest.NewConsole(t)
			ann, eva := c.As(staff.Editor), c.As(staff.Editor)
			draft := uploaded(t, ann)
			v := version(ann, draft)
			c.Pass(staff.IdleLimit)
			if purge {
				eva.SignIn()
			}
			a := ann.Post(draft+"/texts", "version", v, "note-edition", "Typed before lunch.")
			wantAnswer(t, "the form", a, http.StatusSeeOther, "/sign-in?next="+strings.ReplaceAll(draft+"/texts", "/", "%2F"))
			if a := ann.Get(draft + "/texts"); a.Status != http.StatusSeeOther {
				t.Errorf("an expired session reads the draft: got %d", a.Status)
			}
			ann.SignIn()
			if got := note(ann, draft); got != "Typed before lunch." {
				t.Errorf("after signing in again Ann reads %q", got)
			}
			if eva.SignIn(); note(eva, draft) != "" || version(eva, draft) != v {
				t.Error("somebody else reads it, or it was saved")
			}
		})
	}
	t.Run("ended", func(t *testing.T) {
		c := sitetest.NewConsole(t)
		ann := c.As(staff.Editor)
		draft := uploaded(t, ann)
		token := ann.Token()
		ann.Post("/sign-out")
		ann.SetToken(token)
		ann.Post(draft+"/texts", "note-edition", "Of whoever has the old token.")
		ann.SignIn()
		if got := note(ann, draft); got != "" {
			t.Errorf("a session that was ended left %q", got)
		}
	})
	t.Run("not an editor", func(t *testing.T) {
		c := sitetest.NewConsole(t)
		ann, bob := c.As(staff.Editor), c.As(staff.Approver)
		draft := uploaded(t, ann)
		if a := bob.Post(draft+"/texts", "do", "keep", "note-edition", "x"); a.Status != http.StatusForbidden {
			t.Errorf("got %d, want 403", a.Status)
		}
	})
}

// Two people edit the same draft: the second overwrites nothing that he has not seen.
func TestStaffTyped_ConflictIsToldFieldByField(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann, eva := c.As(staff.Editor), c.As(staff.Editor)
	draft := uploaded(t, ann)
	doc := ann.Doc(draft + "/figures")
	form := []string{"version", version(ann, draft)}
	for _, in := range doc.Find("#step-form input[name]").EachIter() {
		if name := in.AttrOr("name", ""); name != "version" {
			form = append(form, name, in.AttrOr("value", ""))
		}
	}
	set := func(form []string, field, value string) []string {
		changed := append([]string{}, form...)
		for i := 0; i < len(changed); i += 2 {
			if changed[i] == field {
				changed[i+1] = value
			}
		}
		return changed
	}
	first := set(set(form, "cell-criminal-FR-0", "2,471"), "cell-criminal-DE-1", "5,264")
	if a := eva.Post(draft+"/figures", first...); a.Status != http.StatusSeeOther {
		t.Fatalf("Eva: got %d, %s", a.Status, summarized(t, a))
	}
	a := ann.Post(draft+"/figures", set(set(form, "cell-criminal-FR-0", "2,472"), "cell-criminal-AR-0", "545")...)
	if a.Status != http.StatusConflict || !strings.Contains(summarized(t, a), eva.Name) {
		t.Fatalf("Ann: got %d, %s", a.Status, summarized(t, a))
	}
	doc = a.Doc(t)
	text := sitetest.Text(doc.Find("#conflicts"))
	for _, want := range []string{"Changed meanwhile by " + eva.Name, "France, Requests", "2,471", "you typed: 2,472", "Germany, Accounts", "5,264"} {
		if !strings.Contains(text, want) {
			t.Errorf("the conflict does not say %q: %s", want, text)
		}
	}
	if strings.Contains(text, "Argentina") {
		t.Error("what Ann alone changed is no conflict")
	}
	for field, want := range map[string]string{"cell-criminal-FR-0": "2,472", "cell-criminal-AR-0": "545", "cell-criminal-DE-1": "5,264"} {
		if got := doc.Find("#"+field).AttrOr("value", ""); got != want {
			t.Errorf("%s shows %q, want %q", field, got, want)
		}
	}
}

// A form with several parts, each with its button, saves one and leaves what is typed in the others.
func TestTyped_OtherPartsStay(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := correction(t, ann, "2018-H2")
	a := ann.Post(draft+"/places", "version", version(ann, draft), "base", "{}", "do", "spelling", "spelling-country", "DE", "spelling", "Deutschland", "name-code", "FR", "name-name", "La France")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("got %d", a.Status)
	}
	doc := ann.Doc(draft + "/places")
	if got, _ := doc.Find("#name-name").Attr("value"); got != "La France" {
		t.Errorf("the other part has %q", got)
	}
	if got, _ := doc.Find("#spelling").Attr("value"); got != "" || !strings.Contains(doc.Text(), "Deutschland") {
		t.Errorf("the part that was saved has %q", got)
	}
}
