package console_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// kindRows are the rows of a kind that are open.
func kindRows(doc *goquery.Document, kind string) *goquery.Selection {
	return doc.Find("input[data-of='" + kind + "']").Closest("tr")
}

func TestStaffWarnings_AreOneTableByKind(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	doc := ann.Doc(draft + "/warnings")
	if n := doc.Find("main table").Length(); n != 1 {
		t.Errorf("got %d tables", n)
	}
	rows := kindRows(doc, "large-change-1")
	if text := sitetest.Text(rows.First()); !strings.Contains(text, "Luxembourg") {
		t.Errorf("the most unusual row is %q", text)
	}
	var cells []string
	for _, td := range rows.First().Find("td.number, td:last-child").EachIter() {
		cells = append(cells, sitetest.Text(td))
	}
	if got := strings.Join(cells, "; "); got != "189; 34; ÷ 5.6; lowest of 6" {
		t.Errorf("before, now, times and rank are %q", got)
	}
}

func TestStaffWarnings_HaveAReasonAKindAndAreTakenBack(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	page := draft + "/warnings"
	doc := ann.Doc(page)
	of := func(kind string) []string {
		return []string{"of-" + kind, doc.Find("input[name='of-"+kind+"']").AttrOr("value", "")}
	}
	row := kindRows(doc, "large-change-1").First().Find("input").AttrOr("value", "")
	all := kindRows(doc, "large-change-2").Length()
	send := func(fields ...string) sitetest.Answer {
		form := append([]string{"version", version(ann, draft)}, of("large-change-1")...)
		return ann.Post(page, append(append(form, of("large-change-2")...), fields...)...)
	}
	for name, tt := range map[string]struct {
		fields      []string
		field, text string
	}{
		"a row without a reason":    {[]string{"warning", row}, "reason-large-change-1", "give a reason"},
		"another kind's reason":     {[]string{"warning", row, "reason-large-change-2", "Why."}, "reason-large-change-2", "Tick the rows"},
		"nothing":                   {nil, "reason-large-change-1", "Tick at least one"},
		"a kind without its reason": {[]string{"kind", "large-change-2", "warning", row, "reason-large-change-1", "Why."}, "reason-large-change-2", "give a reason"},
	} {
		a := send(tt.fields...)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(sitetest.Text(a.Doc(t).Find("#"+tt.field+"-error")), tt.text) {
			t.Errorf("%s: got %d, %s", name, a.Status, summarized(t, a))
		}
	}
	if a := send("warning", row, "reason-large-change-1", "A case that ended.", "kind", "large-change-2", "reason-large-change-2", "Bulk requests."); a.Status != http.StatusSeeOther {
		t.Fatalf("got %d, %s", a.Status, summarized(t, a))
	}
	after := ann.Doc(page)
	if got, want := kindRows(after, "large-change-1").Length(), kindRows(doc, "large-change-1").Length()-1; got != want {
		t.Errorf("%d rows of the first kind are open, want %d", got, want)
	}
	if kindRows(after, "large-change-2").Length() != 0 {
		t.Error("rows of the ticked kind are open")
	}
	text := sitetest.Text(after.Find("main"))
	for _, want := range []string{"A case that ended.", "Bulk requests.", "by " + ann.Name} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if a := ann.Post(page, "version", version(ann, draft), "do", "back large-change-2"); a.Status != http.StatusSeeOther {
		t.Fatalf("take back: got %d", a.Status)
	}
	if got := kindRows(ann.Doc(page), "large-change-2").Length(); got != all {
		t.Errorf("%d rows are open after they were taken back, want %d", got, all)
	}
	if !strings.Contains(sitetest.Text(ann.Doc(page).Find("main")), "A case that ended.") {
		t.Error("another kind was taken back too")
	}
}

// A warning leads to where the figure is corrected, if it is wrong.
func TestStaffWarnings_LeadToTheFigure(t *testing.T) {
	c := sitetest.NewConsole(t)
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	doc := ann.Doc(draft + "/warnings")
	links := doc.Find(".warnings a")
	if links.Length() < 20 {
		t.Fatalf("%d links", links.Length())
	}
	found := map[string]bool{}
	for _, a := range links.EachIter() {
		page, field, _ := strings.Cut(a.AttrOr("href", ""), "#")
		if field != "" && ann.Doc(page).Find("[id='"+field+"']").Length() != 1 {
			t.Errorf("%s has no field %s", page, field)
		}
		found[strings.TrimSpace(strings.Split(a.Text(), ":")[0])] = true
	}
	for _, want := range []string{"Correct the figure", "Give the figures"} {
		if !found[want] {
			t.Errorf("no link says %q", want)
		}
	}
}
