package console_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// changedDraft is a correction by ann, submitted, in which a figure, a note, an answer, a single figure, a name and
// a place change.
func changedDraft(t *testing.T, c *sitetest.Console) publish.Draft {
	t.Helper()
	ctx := t.Context()
	ann := func(d publish.Draft) publish.Edit { return sitetest.By("ann", d) }
	d := c.Must(c.Publisher.Correct(ctx, "ann", report.Period{Year: 2019, Half: 1}))
	d = setRequests(t, c, d, "PL", 777)
	d = c.Must(c.Publisher.SetNote(ctx, ann(d), report.Criminal, "PL", "The four outcomes add up to 131, not to 777. Counted again."))
	d = c.Must(c.Publisher.SetAnswer(ctx, ann(d), report.Question{ID: "encryption-keys", Body: "Never, to nobody."}))
	d = c.Must(c.Publisher.SetFigures(ctx, ann(d), []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 9111}}))
	d = c.Must(c.Publisher.SetName(ctx, ann(d), "TR", "Türkiye"))
	d = c.Must(c.Publisher.SetCountry(ctx, ann(d), report.Country{Code: "LA", Name: "Laos", Region: "asia-pacific"}))
	return c.Must(c.Publisher.SetPublicNote(ctx, ann(d), "Poland was counted again."))
}

// setRequests stores a draft with other requests of a country.
func setRequests(t *testing.T, c *sitetest.Console, d publish.Draft, country string, n int) publish.Draft {
	t.Helper()
	table, _ := d.Edition.Table(report.Criminal)
	for i, r := range table.Rows {
		if r.Country == country {
			table.Rows[i].Counts.Requests = n // the same rows as the draft's
		}
	}
	return stored(t, c, d)
}

// stored stores a draft's next version, as a test made it.
func stored(t *testing.T, c *sitetest.Console, d publish.Draft) publish.Draft {
	t.Helper()
	d.Version++
	if err := c.DB.SaveDraft(context.Background(), d, audit.Event{At: c.Now(), Action: "save"}); err != nil {
		t.Fatal(err)
	}
	return d
}

func submitted(t *testing.T, c *sitetest.Console, d publish.Draft) publish.Draft {
	t.Helper()
	d.State, d.SubmittedBy = publish.DraftSubmitted, "ann"
	return stored(t, c, d)
}

// The approver's page has each change, old and new.
func TestStaffReview_ShowsEachChangeOldAndNew(t *testing.T) {
	c := sitetest.NewConsole(t)
	d := submitted(t, c, changedDraft(t, c))
	doc := c.As(staff.Approver).Doc("/drafts/" + d.ID + "/review")
	for part, want := range map[string][]string{
		"#rows":    {"Poland", "777", "was 131"},
		"#totals":  {"24,821", "was 24,175"},
		"#notes":   {"Law enforcement requests, Poland", "add up to 131, not to 777. Counted again.", "Before: none"},
		"#answers": {"Never, to nobody.", "Before: "},
		"#single":  {"9,111", "126"},
		"#places":  {"Türkiye", "Laos", "Before: none", "Asia-Pacific"},
		"#note":    {"Poland was counted again.", "It corrects", "revision 1"},
	} {
		text := sitetest.Text(doc.Find(part))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q: %s", part, w, text)
			}
		}
	}
	if first := sitetest.Text(doc.Find("#rows .six").First().Find("tbody th")); strings.Contains(first, "Germany") {
		t.Errorf("rows that do not change come first: %s", first)
	}
}

// What changed since the approver looked is marked for him and nobody else, also when he loads the page again, and
// looking changes no draft.
func TestStaffReview_MarksWhatChangedSinceOneLooked(t *testing.T) {
	c := sitetest.NewConsole(t)
	bob, cleo := c.As(staff.Approver), c.As(staff.Approver)
	d := submitted(t, c, changedDraft(t, c))
	page, events := "/drafts/"+d.ID+"/review", len(c.Events())
	for range 2 {
		if doc := bob.Doc(page); doc.Find(".since, .marked").Length() > 0 {
			t.Fatalf("the first look has marks: %s", sitetest.Text(doc.Find(".since")))
		}
	}
	if n := len(c.Events()); n != events {
		t.Errorf("looking left %d events", n-events)
	}
	a := bob.Post("/drafts/"+d.ID+"/return", "version", version(bob, page), "reason", "Is Poland right?")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("return: got %d, %s", a.Status, summarized(t, a))
	}
	d = c.Must(c.Publisher.Draft(t.Context(), d.ID))
	if text := sitetest.Text(c.As(staff.Editor).Doc(page).Find("main")); !strings.Contains(text, bob.Name+" returned it on") || !strings.Contains(text, "Is Poland right?") {
		t.Errorf("the editor does not learn why it was returned")
	}
	d = submitted(t, c, setRequests(t, c, d, "PL", 778))
	for range 2 {
		doc := bob.Doc(page)
		if text := sitetest.Text(doc.Find(".since")); !strings.Contains(text, "1 thing changed since you looked on") || !strings.Contains(text, "Poland, Requests: 777, now 778") {
			t.Errorf("the change is not told: %q", text)
		}
		if row := sitetest.Text(doc.Find("#rows tr.marked")); !strings.Contains(row, "Poland") || !strings.Contains(row, "777 when you looked") {
			t.Errorf("the row is not marked: %q", row)
		}
	}
	if doc := cleo.Doc(page); doc.Find(".since, .marked").Length() > 0 {
		t.Error("somebody who has not looked has marks")
	}
}

// A scheduled draft refuses every change until it is taken back, which asks, and says what ends.
func TestStaffTakeBack(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann, bob := c.As(staff.Editor), c.As(staff.Approver)
	d := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
	page := "/drafts/" + d.ID
	// First the choice is restated, then it is made.
	at := "2026-11-30T09:00"
	doc := bob.Doc(page + "/release?when=at&at=" + at + "&zone=Europe/London")
	text := sitetest.Text(doc.Find("#restate"))
	for _, want := range []string{"You are about to make 2018 (Jul-Dec) public", "09:00 in London, 09:00 UTC", "Monday, 30 November 2026", "Requests"} {
		if !strings.Contains(text, want) {
			t.Errorf("the act is not restated with %q: %s", want, text)
		}
	}
	if a := bob.Post(page+"/schedule", "version", version(bob, page), "at", at, "zone", "EST"); a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "does not follow summer time") {
		t.Errorf("EST: got %d", a.Status)
	}
	if a := bob.Post(page+"/schedule", "version", version(bob, page), "at", at, "zone", "Europe/London"); a.Status != http.StatusSeeOther {
		t.Fatalf("schedule: got %d, %s", a.Status, summarized(t, a))
	}
	a := ann.Post(page+"/texts", "version", version(bob, page), "note-edition", "Another note.")
	if text := summarized(t, a); a.Status != http.StatusConflict || !strings.Contains(text, "Take it back first: that ends its approval and its schedule.") {
		t.Errorf("a note on a scheduled draft: got %d, %q", a.Status, text)
	}
	if text := sitetest.Text(bob.Doc(page + "/release").Find("main")); !strings.Contains(text, "becomes public in") || !strings.Contains(text, "It will not become public at 09:00 in London") || strings.Contains(text, "Not ready") {
		t.Errorf("the page of the scheduled release: %s", text)
	}
	if a := ann.Post(page+"/take-back", "version", version(bob, page), "reason", " "); a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "Say why") {
		t.Errorf("taken back without a reason: got %d", a.Status)
	}
	if a := ann.Post(page+"/take-back", "version", version(bob, page), "reason", "A doubt."); a.Status != http.StatusSeeOther {
		t.Fatalf("take back: got %d, %s", a.Status, summarized(t, a))
	}
	if got := c.Must(c.Publisher.Draft(t.Context(), d.ID)); got.State != publish.DraftOpen || publish.LastZone([]publish.Draft{got}, "somebody") != "Europe/London" {
		t.Errorf("it is %s, its zone is lost or kept: %q", got.State, got.Zone)
	}
	c.Pass(7 * 24 * time.Hour)
	c.Step()
	if a := c.Public.Get("/2018-H2/r2"); a.Status != http.StatusNotFound {
		t.Errorf("it became public though it was taken back: %d", a.Status)
	}
}

// Discarding asks, and can be undone from the list; what a draft became is linked.
func TestStaffDrafts_RestoreAndLink(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	if doc := ann.Doc(draft + "/discard"); !strings.Contains(sitetest.Text(doc.Find("main")), "For a day") {
		t.Error("discarding does not ask")
	}
	ann.Post(draft+"/discard", "version", version(ann, draft))
	list := ann.Doc("/")
	v := list.Find("form[action='"+draft+"/restore'] input[name=version]").AttrOr("value", "")
	if a := ann.Post(draft+"/restore", "version", v); a.Status != http.StatusSeeOther {
		t.Fatalf("restore: got %d, %s", a.Status, summarized(t, a))
	}
	c.Publish(c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because."))
	if ann.Doc("/").Find("a[href='/published/2018-H2#r2']").Length() != 1 {
		t.Error("the list does not link to what a draft became")
	}
	doc := ann.Doc("/published/2018-H2")
	if text := sitetest.Text(doc.Find("#r2")); !strings.Contains(text, "approved by bob") || !strings.Contains(text, "Because.") || doc.Find("#r1").Length() != 1 {
		t.Errorf("the history has %q", text)
	}
	if doc.Find("form[action$='/correct']").Length() != 1 || doc.Find("a[href$='/withdraw']").Length() != 0 || !strings.Contains(doc.Text(), "An approver can withdraw it") {
		t.Error("an editor is not offered what she may do, or is offered more")
	}
	if a := ann.Get("/published/2030-H1"); a.Status != http.StatusNotFound {
		t.Errorf("a period that never was: got %d", a.Status)
	}
	if text := sitetest.Text(ann.Doc(draft + "/preview").Find(".draft-banner details")); !strings.Contains(text, "21,781") {
		t.Errorf("the preview does not say what is new: %q", text)
	}
}
