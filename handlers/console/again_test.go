package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// A button that is pressed twice does once what it does, and whoever pressed it reads of success both times. The same
// form from somebody else, or another one at the same version, is refused as ever.
func TestForms_PressedTwice(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann, bob, eva := c.As(staff.Editor), c.As(staff.Approver), c.As(staff.Editor, staff.Approver)
	period := report.Period{Year: 2018, Half: 2}
	begin := ann.Post("/published/2018-H2/correct")
	address, _, _ := strings.Cut(begin.Header.Get("Location"), "?")
	if again := ann.Post("/published/2018-H2/correct"); again.Header.Get("Location") != begin.Header.Get("Location") {
		t.Errorf("a correction begun twice: got %s, then %s", begin.Header.Get("Location"), again.Header.Get("Location"))
	}
	draft := strings.TrimSuffix(address, "/figures")
	id := strings.TrimPrefix(draft, "/drafts/")
	stored := func() publish.Draft { return c.Must(c.Publisher.Draft(t.Context(), id)) }
	twice := func(name string, p *sitetest.Person, other *sitetest.Person, page string, form ...string) {
		t.Helper()
		form = append(form, "version", version(p, draft))
		before, events := stored(), len(c.Events())
		first := p.Post(page, form...)
		second := p.Post(page, form...)
		if first.Status != http.StatusSeeOther || second.Status != http.StatusSeeOther || first.Header.Get("Location") != second.Header.Get("Location") {
			t.Errorf("%s: got %d and %d, %s and %s: %s", name, first.Status, second.Status, first.Header.Get("Location"), second.Header.Get("Location"), summarized(t, second))
		}
		if got := stored(); got.Version != before.Version+1 {
			t.Errorf("%s: version %d became %d", name, before.Version, got.Version)
		}
		if got := len(c.Events()) - events; got != 1 {
			t.Errorf("%s: %d events, want 1", name, got)
		}
		if a := other.Post(page, form...); a.Status < 400 {
			t.Errorf("%s, by somebody else at the same version: got %d", name, a.Status)
		}
	}
	twice("a text", ann, eva, draft+"/texts", "note-edition", "A note.", "public-note", "Because.")
	if a := ann.Post(draft+"/texts", "version", "1", "note-edition", "Another note."); a.Status != http.StatusConflict {
		t.Errorf("another text at the same version: got %d", a.Status)
	}
	twice("the submission", ann, eva, draft+"/submit")
	digest := func() string { d := stored(); return d.ContentDigest() }
	if a := bob.Post(draft+"/approve", "version", version(bob, draft), "digest", digest(), "reason", ""); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an approval without a reason: got %d", a.Status)
	}
	twice("the return", bob, eva, draft+"/return", "reason", "Say it better.")
	twice("another text", ann, eva, draft+"/texts", "note-edition", "A better note.", "public-note", "Because.")
	twice("the submission again", ann, eva, draft+"/submit")
	twice("the approval", bob, eva, draft+"/approve", "digest", digest(), "reason", "Compared.")
	at := c.Now().Add(50 * time.Hour).Format("2006-01-02T15:04")
	twice("the schedule", bob, eva, draft+"/schedule", "at", at, "zone", "UTC")
	twice("taking it back", bob, ann, draft+"/take-back", "reason", "Another figure.")
	twice("discarding it", ann, bob, draft+"/discard")
	twice("restoring it", ann, bob, draft+"/restore")
	twice("the last submission", ann, eva, draft+"/submit")
	twice("the last approval", bob, eva, draft+"/approve", "digest", digest(), "reason", "Compared.")
	twice("the publication", bob, eva, draft+"/publish", "confirm", "2018-H2")
	archive, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := archive.LastNumber(period); got != 2 {
		t.Errorf("the last revision is %d, want 2", got)
	}
}

// A workbook that is sent twice makes one draft, but for another person, or later, another one.
func TestUpload_SentTwice(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann, eva := c.As(staff.Editor), c.As(staff.Editor)
	first := uploaded(t, ann)
	if second := uploaded(t, ann); second != first {
		t.Error("sent twice, it is two drafts")
	}
	if other := uploaded(t, eva); other == first {
		t.Error("another person's is the same draft")
	}
	c.Pass(2 * time.Minute)
	if later := uploaded(t, ann); later == first {
		t.Error("later, it is the same draft")
	}
}
